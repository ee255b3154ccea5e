"""From where somebody is signed in: seen, and ended."""

import pytest
from django.db import connections

from kit.clock import now
from tenants.devices import device_in_words
from tenants.models import Membership, Session
from tenants.sessions import handle_of
from tests.answers import words_of
from tests.backoffice_tools import sign_in

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
MINE = "/backoffice/shop/account/sessions/"


def from_(client, device, path="/backoffice/"):
    return client.get(path, HTTP_USER_AGENT=device)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (PHONE, "Safari, iPhone"),
        (DESK, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_words(header, words):
    assert device_in_words(header) == words


def test_one_sees_where_one_is_signed_in(bakery):
    phone, desk = sign_in(bakery), sign_in(bakery)
    from_(phone, PHONE)
    from_(desk, DESK)

    page = words_of(from_(desk, DESK, MINE))

    assert "Firefox, Windows" in page
    assert "Safari, iPhone" in page
    assert page.index("Firefox, Windows") < page.index("you, now") < page.index("Safari, iPhone")
    assert desk.cookies["vitrine_session"].value not in desk.get(MINE).text


def test_one_is_ended_and_the_others_stay(bakery):
    phone, desk = sign_in(bakery), sign_in(bakery)
    from_(phone, PHONE)
    handle = handle_of(phone.cookies["vitrine_session"].value)

    assert desk.post(f"{MINE}end/", {"session": handle}).status_code == 303

    assert (phone.get("/backoffice/").status_code, desk.get("/backoffice/").status_code) == (302, 200)
    assert _told(bakery) == ["Safari, iPhone"]


def test_all_others_are_ended_everywhere(bakery, bookshop):
    Membership.objects.create(user=bakery.owner, tenant=bookshop.tenant, role="counter")
    here, phone, there = sign_in(bakery), sign_in(bakery), sign_in(bookshop, bakery.owner)

    here.post(f"{MINE}end/")

    assert [client.get("/backoffice/").status_code for client in (here, phone, there)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(bakery):
    ben = sign_in(bakery, bakery.staff)
    handle = handle_of(ben.cookies["vitrine_session"].value)

    sign_in(bakery).post(f"{MINE}end/", {"session": handle})

    assert ben.get("/backoffice/").status_code == 200


def test_the_owner_ends_those_of_the_team_in_this_shop_only(bakery, bookshop):
    Membership.objects.create(user=bakery.staff, tenant=bookshop.tenant, role="counter")
    here, there = sign_in(bakery, bakery.staff), sign_in(bookshop, bakery.staff)
    from_(here, PHONE)
    pk = Membership.objects.get(user=bakery.staff, tenant=bakery.tenant).pk
    owner = sign_in(bakery)

    assert "Safari, iPhone" in owner.get(f"/backoffice/team/{pk}/").text
    owner.post(f"/backoffice/team/{pk}/sessions/end/", {"session": handle_of(there.cookies["vitrine_session"].value)})
    assert (here.get("/backoffice/").status_code, there.get("/backoffice/").status_code) == (200, 200)
    owner.post(f"/backoffice/team/{pk}/sessions/end/")

    assert (here.get("/backoffice/").status_code, there.get("/backoffice/").status_code) == (302, 200)


def test_using_it_is_noted_once_in_a_while(bakery, time_machine):
    time_machine.move_to(now())
    client = sign_in(bakery)
    from_(client, PHONE)
    first = Session.objects.get(user_id=bakery.owner.pk).seen_at
    time_machine.shift(60)
    from_(client, PHONE)
    assert Session.objects.get(user_id=bakery.owner.pk).seen_at == first
    time_machine.shift(600)
    from_(client, PHONE)

    row = Session.objects.get(user_id=bakery.owner.pk)
    assert (row.seen_at > first, row.began_at) == (True, first)


def _told(shop):
    with connections["platform"].cursor() as cursor:
        cursor.execute(f"SELECT data->>'device' FROM {shop.ref.schema_name}.shops_shopevent WHERE kind = 'session_ended'")
        return [row[0] for row in cursor.fetchall()]
