"""Visitor figures: they count people and not machines, from memory too, lose nothing twice, and know nobody."""

import datetime as dt

import pytest
import redis
from django.conf import settings
from django.db import connections
from django.test import Client

from kit.clock import in_brussels, now
from kit.tenancy import bind
from orders.models import Order
from shops.figures import counting, store
from shops.figures.counting import with_counted_visits
from shops.figures.marks import HEADER
from shops.figures.rules import is_a_person, visitor_name
from shops.models import DailyFigure, KeptFigures
from shops.services.keep_figures import keep_figures
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.factories.orders import make_order
from tests.found.walk import get
from tests.wsgi import Visitor

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
A_PERSON = {"HTTP_USER_AGENT": FIREFOX, "HTTP_ACCEPT_LANGUAGE": "fr-BE", "REMOTE_ADDR": "203.0.113.7"}
TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def lamps(bakery, monkeypatch):
    """The bakery with a lamp; counting runs when the test says so."""
    monkeypatch.setattr(counting, "_have_them_counted", lambda: None)
    counting._notes.clear()
    with bakery.entered():
        make.make_product("Lamp", slug="lamp")
        pages.settle()
    return bakery


def _from_django(environ, start_response):
    """Answer as Django does, on the test's own connection."""
    who = {name: value for name, value in environ.items() if name.startswith(("HTTP_", "REMOTE_"))}
    answer = Client().get(environ["PATH_INFO"], QUERY_STRING=environ["QUERY_STRING"], **who)
    start_response(f"{answer.status_code} Said", list(answer.items()))
    return [answer.content]


def ask(shop, address, **who):
    """Ask for a page as a person does, with counting around it; return the status and the headers."""
    path, _mark, query = address.partition("?")
    said = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": shop.hostname, **A_PERSON, **who}
    with_counted_visits(_from_django)(environ, lambda status, headers: said.append((int(status[:3]), dict(headers))))
    return said[0]


def look(shop, *addresses, **who):
    for address in addresses:
        ask(shop, address, **who)


def counted(shop):
    """Have everything counted and written down, and return the shop's figures."""
    counting.count_notes()
    keep_figures(now=now())
    with shop.entered():
        return dict(DailyFigure.objects.order_by("kind").values_list("kind", "count"))


def test_a_visit_is_one_person_on_one_day_however_many_pages(lamps):
    look(
        lamps,
        "/fr/",
        "/fr/products/",
        "/fr/products/lamp/",
        "/fr/products/lamp/",
        "/fr/search/?q=zzzz",
        "/fr/search/?q=lamp",
        "/fr/nothing/",
    )
    look(lamps, "/fr/", REMOTE_ADDR="203.0.113.8")

    assert counted(lamps) == {"visits": 2, "products": 2, "empty_searches": 1}

    look(lamps, "/nl/")
    assert counted(lamps)["visits"] == 2, "the first came back"


def test_pages_from_memory_count_as_others_do_and_tell_nobody_that_they_count(open_shop, monkeypatch):
    monkeypatch.setattr(counting, "_have_them_counted", lambda: None)
    counting._notes.clear()
    with open_shop.entered():
        make.make_product("Lamp", slug="lamp")
        pages.settle()
    answers = [Visitor(open_shop.hostname).get("/fr/products/lamp/", **A_PERSON) for _time in range(3)]
    again = Visitor(open_shop.hostname).get("/fr/products/lamp/", HTTP_IF_NONE_MATCH=answers[-1].headers.get("etag", ""), **A_PERSON)

    assert answers[-1].was_kept
    assert again.status == 304
    assert not [answer for answer in [*answers, again] if HEADER.lower() in answer.headers]
    assert [note.kind for note in counting._notes] == ["products"] * 4
    assert not [answer for answer in answers if "set-cookie" in answer.headers]


@pytest.mark.parametrize(
    "who",
    [
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": "WhatsApp/2.23"},
        {"HTTP_USER_AGENT": "python-requests/2.32"},
        {"HTTP_USER_AGENT": ""},
        {"HTTP_ACCEPT_LANGUAGE": ""},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}=abc"},
    ],
)
def test_machines_and_the_shops_own_people_are_left_out(lamps, who):
    look(lamps, "/fr/", "/fr/products/lamp/", **who)

    assert counted(lamps) == {}


def test_a_first_article_begins_a_basket_and_a_second_does_not(lamps):
    with lamps.entered():
        variant = make.Variant.objects.get()
    client = Client(HTTP_HOST=lamps.hostname)

    first, second = (client.post("/fr/cart/lines/", {"variant": variant.pk, "quantity": 1}) for _time in range(2))

    assert first[HEADER] == f"{lamps.ref.id} baskets"
    assert HEADER not in second
    assert HEADER in client.get("/fr/cart/")


def test_what_is_written_down_twice_counts_once(lamps, monkeypatch):
    look(lamps, "/fr/")
    counting.count_notes()
    monkeypatch.setattr(store, "drop", lambda batch: None)  # the process dies before it could take the batch away

    for _time in range(3):
        keep_figures(now=now())

    with lamps.entered():
        assert list(DailyFigure.objects.values_list("kind", "count")) == [("visits", 1)]
        assert KeptFigures.objects.count() == 1


def test_nothing_is_lost_when_the_database_does_not_take_it(lamps, monkeypatch):
    look(lamps, "/fr/")
    counting.count_notes()
    with monkeypatch.context() as broken:
        broken.setattr("shops.services.keep_figures._add", None)
        assert keep_figures(now=now()) == 1
    look(lamps, "/fr/", REMOTE_ADDR="203.0.113.8")

    assert counted(lamps) == {"visits": 2}


def test_a_page_does_not_care_whether_valkey_is_there(lamps, monkeypatch):
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    assert ask(lamps, "/fr/")[0] == 200
    counting.count_notes()

    assert len(counting._notes) == 0


@pytest.mark.parametrize("forwarded", ["", "nonsense", "1.2.3.4, 5.6.7.8", "x" * 5000])
def test_no_header_costs_anybody_a_page(lamps, forwarded):
    assert ask(lamps, "/fr/", HTTP_X_FORWARDED_FOR=forwarded, HTTP_USER_AGENT="\xff" * 3000)[0] == 200


def test_nothing_about_a_person_is_kept(lamps, bookshop):
    look(lamps, "/fr/")
    counting.count_notes()
    client = redis.Redis.from_url(settings.REDIS_URL)
    prefix = store._key()
    keys = [key.decode() for key in client.keys(f"{prefix}*")]
    held = "".join(f"{key} {client.smembers(key) if client.type(key) == b'set' else client.dump(key)}" for key in keys)
    day = in_brussels(now()).date()

    assert "203.0.113.7" not in held
    assert "Firefox" not in held
    for key in (store._key("seen", lamps.ref.id, day), store._key("salt", day)):
        assert 0 < client.ttl(key) <= 30 * 3600, "thrown away after the day"
    one, other = (visitor_name(address="1.2.3.4", agent="x", tenant_id=tenant, salt=b"s") for tenant in (1, 2))
    assert one != other, "another in each shop"
    assert visitor_name(address="1.2.3.4", agent="x", tenant_id=1, salt=b"t") != one, "and on each day"
    with bind(lamps.ref):
        columns = {field.name for model in (DailyFigure, KeptFigures) for field in model._meta.get_fields()}
    assert columns == {"id", "day", "kind", "count", "batch", "kept_at"}


def test_each_shop_has_its_own(lamps, bookshop):
    look(lamps, "/fr/")
    look(bookshop, "/fr/", "/fr/products/")

    assert counted(lamps) == {"visits": 1}
    with bookshop.entered():
        assert dict(DailyFigure.objects.values_list("kind", "count")) == {"visits": 1}
    assert connections["default"].tenant is None


def test_a_browser_is_a_person():
    assert is_a_person(A_PERSON, session_cookie="s")
    safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"
    assert is_a_person({**A_PERSON, "HTTP_USER_AGENT": safari, "HTTP_COOKIE": "vitrine_cart=x"}, session_cookie="vitrine_session")


# ---- the page ------------------------------------------------------------------------------------


def _owner(shop, language="en"):
    client = Client(HTTP_HOST=shop.hostname)
    shop.owner.language = language
    shop.owner.save()
    with shop.entered():
        client.force_login(shop.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_shopkeeper_sees_drawings_and_the_same_as_a_table(bakery):
    today = in_brussels(now()).date()
    with bakery.entered():
        for ago, count in ((0, 12), (3, 40), (8, 26), (100, 999)):
            DailyFigure.objects.create(day=today - dt.timedelta(days=ago), kind="visits", count=count)
        make_order((make.make_variant(), 1))
        Order.objects.update(placed_at=now())
    client = _owner(bakery)

    week, month, odd = (client.get(f"/backoffice/figures/?days={days}").text for days in ("7", "30", "abc"))

    assert '<strong class="num">52</strong>' in week
    assert "100% more than before" in week
    assert '<strong class="num">78</strong>' in month
    assert "999" not in month
    assert odd.count("<rect") == month.count("<rect") == 2 * 30, "what there was none of is said, and not drawn"
    assert week.count("<rect") == 2 * 7
    assert week.count("<title id=") == week.count("<desc id=") == 2
    assert week.count("None in 7 days.") == 3
    assert week.count('<th scope="row">') == 7
    assert "style=" not in week.split("<main")[1]


def test_a_shop_that_nobody_has_visited_is_told_so(bakery):
    text = _owner(bakery).get("/backoffice/figures/").text

    assert "Nobody yet" in text
    assert f'data-copy="http://{bakery.hostname}:8000/"' in text
    assert 'href="/backoffice/posters/"' in text
    assert "<title id=" not in text.split("<main")[1]


def test_a_shop_with_orders_alone_sees_those_drawn_and_days_without_anybody_are_not_the_beginning(bakery):
    with bakery.entered():
        make_order((make.make_variant(), 1))
        Order.objects.update(placed_at=now())
    orders_alone = _owner(bakery).get("/backoffice/figures/").text
    with bakery.entered():
        Order.objects.all().delete()
        DailyFigure.objects.create(day=in_brussels(now()).date() - dt.timedelta(days=20), kind="visits", count=3)
    quiet_week = _owner(bakery).get("/backoffice/figures/?days=7").text

    assert orders_alone.count("<title id=") == 1
    assert "Nobody yet" in orders_alone
    assert "Nobody in these days" in quiet_week
    assert "data-copy" not in quiet_week


def test_the_page_costs_the_same_for_any_stretch(bakery, django_assert_max_num_queries):
    with bakery.entered():
        DailyFigure.objects.create(day=in_brussels(now()).date(), kind="visits", count=3)
    client = _owner(bakery)
    client.get("/backoffice/figures/")
    with django_assert_max_num_queries(3, connection=connections["default"]):
        client.get("/backoffice/figures/?days=90")


def test_the_page_is_found_under_more(bakery):
    assert 'href="/backoffice/figures/"' in _owner(bakery).get("/backoffice/shop/").text


def test_a_view_that_nobody_sees_counts_nothing(lamps):
    assert HEADER not in get(lamps, "/fr/products/nothing/")
    assert HEADER not in get(lamps, "/fr/products/lamp")


def test_who_makes_up_browsers_fills_no_memory(lamps, monkeypatch):
    monkeypatch.setattr(store, "MOST_VISITORS", 3)
    for batch in range(3):
        for visitor in range(3):
            ask(lamps, "/fr/", HTTP_USER_AGENT=f"{FIREFOX} {batch} {visitor}")
        counting.count_notes()

    client = redis.Redis.from_url(settings.REDIS_URL)
    assert client.scard(store._key("seen", lamps.ref.id, in_brussels(now()).date())) == 3
