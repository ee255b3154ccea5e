"""The platform's people in a shop: with a reason, the owner's consent, for a while, seen and written down. Tried from outside."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client

from kit.clock import now
from kit.tenancy import PLATFORM, bind
from shops.models import OutboxMessage, ShopEvent, ShopSettings
from shops.services.deliver_outbox import deliver_outbox
from shops.services.support.ask import NotStaff, ask_for_access
from shops.services.support.consent import end_access, give_access, grant_request
from tenants.models import Membership, SupportGrant, User
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.isolation.test_every_url import BACKEND, BACKOFFICE, samples  # noqa: F401 -- a fixture

ADMIN = {"HTTP_HOST": "localhost"}
WHY = "A customer says that the page of the bread shows no price."
LOOKS_AT = {"bo_today", "bo_shop", "bo_orders", "bo_order", "bo_products", "bo_product", "bo_product_new", "bo_product_stock", "bo_photo"}
LOOKS_AT |= {"bo_categories", "bo_category", "bo_category_new", "bo_category_removal", "bo_shop_account", "bo_sessions"}
LOOKS_AT |= {"bo_product_address", "bo_category_address", "bo_posters", "bo_poster_preview", "bo_poster_file"}
LOOKS_AT |= {"bo_help", "bo_help_article", "bo_figures"}
LOOKS_AT |= {f"bo_shop_{part}" for part in ("texts", "hours", "home", "look", "look_preview", "delivery", "picture", "pause")}


@pytest.fixture
def mina(bakery):
    """A superuser: the same rules."""
    return User.objects.create_superuser("mina@vitrine.test", "correct horse battery", name="Mina", language="en")


def asks(shop, user, scope="look"):
    with shop.entered():
        return ask_for_access(user=user, scope=scope, reason=WHY, now=now())


def agreed(shop, user, scope="look", length="hour"):
    grant = asks(shop, user, scope)
    with shop.entered():
        return grant_request(grant_id=grant.pk, scope=scope, length=length, now=now())


def in_the_admin(user):
    client = Client(**ADMIN)
    with bind(PLATFORM):
        client.force_login(user, backend=BACKEND)
    return client


def lines(shop):
    with shop.entered():
        return list(ShopEvent.objects.filter(kind__startswith="support_").order_by("pk"))


def test_without_consent_there_is_no_shop(bakery, mina):
    client = sign_in(bakery, mina)
    asks(bakery, mina)

    for path in ("", "orders/", "team/", "payments/", "history/"):
        assert client.get(f"/backoffice/{path}").status_code == 404


def test_who_agrees_to_a_page_opened_before_agrees_to_no_other_reason(bakery, mina):
    seen = asks(bakery, mina)
    asks(bakery, mina, scope="help")
    client = sign_in(bakery)

    client.post(f"/backoffice/team/support/{seen.pk}/answer/", {"scope": "help", "length": "month"})

    assert not SupportGrant.objects.live(now()).exists()
    assert SupportGrant.objects.asked().count() == 1


def test_from_a_request_in_the_admin_to_the_door_and_out_again(bakery, mina, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    admin = in_the_admin(mina)
    page = f"/admin/tenants/tenant/{bakery.tenant.pk}/support/"

    assert admin.post(page, {"reason": "", "scope": "look"}).status_code == 422
    assert admin.post(page, {"reason": WHY, "scope": "look"}).status_code == 302
    with bakery.entered():
        assert OutboxMessage.objects.get(kind="support_request").payload["about"] == "anna@bakery.test"
        deliver_outbox(now=now())
    assert (mail.outbox[-1].to, WHY in mail.outbox[-1].body) == (["anna@bakery.test"], True)

    owner = sign_in(bakery)
    today = owner.get("/backoffice/")
    assert WHY in today.text
    assert WHY not in sign_in(bakery, bakery.staff).get("/backoffice/").text
    pk = SupportGrant.objects.get().pk
    assert owner.post(f"/backoffice/team/support/{pk}/answer/", {"scope": "look", "length": "hour"}).status_code == 303

    support = sign_in(bakery, mina)
    seen = support.get("/backoffice/orders/")
    assert seen.status_code == 200
    assert "Mina of Vitrine is in" in words_of(seen)
    assert WHY in seen.text
    assert "/backoffice/" in admin.get(page).text
    assert owner.post(f"/backoffice/team/support/{pk}/end/").status_code == 303

    assert support.get("/backoffice/orders/").status_code == 404  # the very next request
    told = [(line.kind, line.user_name, line.support_reason) for line in lines(bakery)]
    assert ("support_saw", "Mina", WHY) in told


def test_whoever_looks_sees_these_pages_and_sends_no_form(bakery, mina, samples):  # noqa: F811
    agreed(bakery, mina)
    client = sign_in(bakery, mina)
    opened, sent = set(), {}
    for address in BACKOFFICE:
        url = address.url(samples[bakery.hostname])
        if client.get(url).status_code == 200:
            opened.add(address.name)
        sent[address.name] = client.post(url, {"then": "x"}).status_code

    assert (opened - LOOKS_AT, LOOKS_AT - opened) == (set(), set())
    assert set(sent.values()) <= {403}


def test_whoever_helps_never_reaches_money_team_or_log(bakery, mina, samples):  # noqa: F811
    agreed(bakery, mina, scope="help")
    client = sign_in(bakery, mina)
    closed = {address.name for address in BACKOFFICE if client.post(address.url(samples[bakery.hostname])).status_code == 403}

    assert {"bo_payments", "bo_payments_connect", "bo_team", "bo_member", "bo_member_removal", "bo_invitation_new", "bo_history"} <= closed
    assert {"bo_shop_identity", "bo_order_cancellation", "bo_order_handover", "bo_support_new", "bo_support_answer"} <= closed
    assert client.post("/backoffice/shop/look/", {"theme": "brocante", "brand_color": ""}).status_code == 303
    with bakery.entered():
        assert ShopSettings.objects.get().theme == "brocante"
        changed = ShopEvent.objects.get(kind="settings_changed")
    assert (changed.user_id, changed.user_name, changed.support_reason) == (mina.pk, "Mina", WHY)


def test_what_a_customer_said_of_themselves_is_not_shown(bakery, mina, samples):  # noqa: F811
    agreed(bakery, mina, scope="help")
    client = sign_in(bakery, mina)

    page = client.get("/backoffice/orders/1001/").text

    assert "CANARYBREAD" in page
    assert "canarybread@mail.test" not in page
    assert "1001" not in client.get("/backoffice/orders/", {"q": "canarybread@mail.test"}).text
    assert "1001" not in " ".join(str(line.data) for line in lines(bakery) if line.data.get("page") == "/orders/")


def test_every_page_is_written_down_before_it_is_seen(bakery, mina):
    agreed(bakery, mina)
    client = sign_in(bakery, mina)

    for path in ("", "orders/", "products/"):
        client.get(f"/backoffice/{path}")

    pages = [(line.user_id, line.data["page"]) for line in lines(bakery) if line.kind == "support_saw"]
    assert pages == [(mina.pk, "/"), (mina.pk, "/orders/"), (mina.pk, "/products/")]
    history = words_of(sign_in(bakery).get("/backoffice/history/", {"what": "support"}))
    assert re.search(r"Opened the page /orders/ Mina of Vitrine: A customer says", history)


@pytest.mark.parametrize(("length", "hours"), [("hour", 1), ("day", 24), ("month", 720)])
def test_it_ends_by_itself(bakery, mina, length, hours, time_machine):
    time_machine.move_to(now(), tick=False)
    agreed(bakery, mina, length=length)
    client = sign_in(bakery, mina)
    time_machine.shift(dt.timedelta(hours=hours) - dt.timedelta(seconds=1))
    assert client.get("/backoffice/").status_code == 200
    time_machine.shift(dt.timedelta(seconds=1))

    assert client.get("/backoffice/").status_code == 404


def test_a_consent_is_for_one_person_and_one_shop(bakery, bookshop, mina):
    karel = User.objects.create_user("karel@vitrine.test", name="Karel", is_staff=True)
    agreed(bakery, mina)

    assert sign_in(bakery, mina).get("/backoffice/").status_code == 200
    assert sign_in(bakery, karel).get("/backoffice/").status_code == 404
    assert sign_in(bookshop, mina).get("/backoffice/").status_code == 404


def test_whoever_leaves_the_platform_is_out(bakery, mina):
    agreed(bakery, mina)
    client = sign_in(bakery, mina)
    User.objects.filter(pk=mina.pk).update(is_staff=False)

    assert client.get("/backoffice/").status_code == 404


def test_a_consent_given_unasked_asks_for_a_reason_first(bakery, mina):
    sign_in(bakery).post("/backoffice/team/support/new/", {"scope": "help", "length": "day"})
    support, admin = sign_in(bakery, mina), in_the_admin(mina)
    assert support.get("/backoffice/").status_code == 404
    page = f"/admin/tenants/tenant/{bakery.tenant.pk}/support/"
    assert admin.post(page, {"reason": "short"}).status_code == 422

    assert admin.post(page, {"reason": WHY}).status_code == 302

    assert support.get("/backoffice/").status_code == 200
    given = SupportGrant.objects.get(user=None)
    with bakery.entered():
        end_access(grant_id=given.pk, now=now())
    assert support.get("/backoffice/").status_code == 404  # what came of it ends with it


def test_nobody_else_asks_and_nobody_but_the_owner_agrees(bakery, bookshop, mina):
    with bakery.entered(), pytest.raises(NotStaff):
        ask_for_access(user=bookshop.owner, scope="look", reason=WHY, now=now())
    grant = asks(bakery, mina)
    answer = f"/backoffice/team/support/{grant.pk}/answer/"

    assert sign_in(bakery, bakery.staff).post(answer, {"scope": "look", "length": "hour"}).status_code == 403
    assert sign_in(bookshop).post(answer, {"scope": "look", "length": "hour"}).status_code == 404
    assert sign_in(bakery, mina).post(answer, {"scope": "look", "length": "hour"}).status_code == 404
    grant.refresh_from_db()
    assert grant.granted_at is None


def test_a_refusal_stays_one(bakery, mina):
    grant = asks(bakery, mina)
    owner = sign_in(bakery)
    owner.post(f"/backoffice/team/support/{grant.pk}/end/")

    owner.post(f"/backoffice/team/support/{grant.pk}/answer/", {"scope": "help", "length": "month"})

    assert sign_in(bakery, mina).get("/backoffice/").status_code == 404
    assert not Membership.objects.filter(user=mina).exists()


def test_giving_access_makes_no_door_for_members_of_other_shops(bakery, bookshop):
    with bakery.entered():
        give_access(scope="help", length="month", now=now())

    assert sign_in(bakery, bookshop.owner).get("/backoffice/").status_code == 404
