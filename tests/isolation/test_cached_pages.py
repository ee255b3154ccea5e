"""Pages from memory show nobody another's shop, language, basket or hold, and no price, stock or hour of before."""

import datetime as dt

import pytest
import time_machine
from django.conf import settings as house_settings
from django.db import connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Category, Product, Reservation, StockLevel, Variant
from catalog.services import stock
from kit import caching, versions
from kit.clock import BRUSSELS, now
from orders import cart_cookie
from orders.models import Cart
from shops.figures.marks import HEADER
from shops.models import ShopSettings
from shops.pages import shelf
from shops.pages.shelf import Shelf
from shops.services.set_opening_hours import Exceptional, set_opening_hours
from shops.services.update_settings import update_settings
from shops.storefront import drawings
from tenants.models import Tenant
from tenants.services.suspend_shop import resume_shop, suspend_shop
from tests.committed import NOBODY_LISTENS
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.factories.orders import make_order
from tests.wsgi import Visitor

HOME, LIST, PAGE, SHELF = "/fr/", "/fr/products/", "/fr/products/lamp/", "/fr/categories/shelf/"
NOON = dt.datetime(2026, 11, 24, 12, 0, 30, tzinfo=BRUSSELS)  # a Tuesday


@pytest.fixture(autouse=True)
def clock():
    """No minute ends by itself."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def shop(both_open):
    """The bakery, selling a lamp on a shelf."""
    bakery, _bookshop = both_open
    _sell_lamps(bakery)
    return bakery


def _sell_lamps(shop, **values):
    with shop.entered():
        variant = make.make_variant("Lamp", slug="lamp", category=make.make_category("Light", slug="shelf"), price=1290, **values)
        pages.settle()
    return variant


def _lamp():
    return Variant.objects.get(product__slug="lamp")


def _kept(visitor, address):
    """Ask for a page until it comes from memory: at the third time at the latest, else it is never kept."""
    for _time in range(3):
        answer = visitor.get(address)
    assert answer.was_kept, (address, answer.status, answer.headers)
    return answer


@pytest.mark.parametrize("address", [HOME, LIST, PAGE, SHELF, "/fr/products/?sort=price&available=1", "/nl/products/lamp/"])
def test_a_page_is_kept_and_costs_no_statement(shop, address):
    visitor = Visitor(shop.hostname)
    _kept(visitor, address)

    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["platform"]) as public:
        again = visitor.get(address)

    assert again.was_kept
    assert (len(own), len(public)) == (0, 0)
    assert again.text == Client().get(address, HTTP_HOST=shop.hostname).text


@pytest.mark.parametrize("address", [HOME, LIST, PAGE])
def test_a_kept_page_forbids_what_a_drawn_one_forbids(shop, address):
    drawn = dict(Client().get(address, HTTP_HOST=shop.hostname).headers)
    assert drawn.pop(HEADER), "what it counts as, which nobody outside sees"
    kept = _kept(Visitor(shop.hostname), address).headers

    assert {name.lower(): value for name, value in drawn.items()}.items() <= kept.items()
    assert "default-src 'none'" in kept["content-security-policy"]
    assert (kept["x-frame-options"], kept["x-content-type-options"]) == ("DENY", "nosniff")
    assert kept["cache-control"] == "private, no-cache"
    assert kept["vary"] == "Cookie"
    assert "set-cookie" not in kept
    assert HEADER.lower() not in kept


# ---- right after any change ----------------------------------------------------------------------


def _sql(statement):
    with connections["default"].cursor() as cursor:
        cursor.execute(statement)


def _in_a_transaction(*steps):
    with transaction.atomic(using="default"):
        for step in steps:
            step()


CHANGES = {
    "price": lambda: Variant.objects.update(price=1450),
    "price, raw": lambda: _sql("UPDATE catalog_variant SET price = 1450"),
    "price, after a remark": lambda: _sql("/* by hand */ update only catalog_variant set price = 1450"),
    "price, in a WITH": lambda: _sql("WITH v AS (UPDATE catalog_variant SET price = 1450 RETURNING 1) SELECT * FROM v"),
    "price, saved": lambda: Variant.save(_changed(_lamp(), price=1450)),
    "price, in bulk": lambda: Variant.objects.bulk_update([_changed(_lamp(), price=1450)], ["price"]),
    "price, two statements at once": lambda: _sql("SELECT 1; UPDATE catalog_variant SET price = 1450"),
    "price, in a transaction": lambda: _in_a_transaction(lambda: Variant.objects.update(price=1450), lambda: Cart.objects.create()),
    "stock": lambda: stock.set_on_hand(variant_id=_lamp().pk, on_hand=2, user_id=None, now=now()),
    "stock, raw": lambda: _sql("UPDATE catalog_stocklevel SET on_hand = 2"),
    "sold in the shop": lambda: stock.sold_in_shop(variant_id=_lamp().pk, quantity=5, user_id=None, now=now()),
    "ordered": lambda: make_order((_lamp(), 3)),
    "held": lambda: stock.hold_stock(holder="cart:9", wanted={_lamp().pk: 5}, expires_at=now() + dt.timedelta(minutes=20), now=now()),
    "text": lambda: Product.objects.update(name_fr="Lanterne"),
    "taken offline": lambda: Product.objects.update(status="draft"),
    "deleted": lambda: Product.objects.all().delete(),
    "category": lambda: Category.objects.update(name_fr="Clarté"),
    "picture": lambda: pages.picture(Product.objects.get()),
    "name of the shop": lambda: update_settings(columns={"name": "Miche et Cie"}),
    "address of the shop": lambda: ShopSettings.objects.update(street="Rue Haute 1", city="Namur"),
    "theme": lambda: ShopSettings.objects.update(theme="brocante"),
    "hours": lambda: set_opening_hours(week=[], exceptions=[Exceptional(now().date())], today=now().date()),
}


def _changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


@pytest.mark.parametrize("change", CHANGES)
def test_the_next_request_after_a_change_sees_it(shop, change):
    visitor = Visitor(shop.hostname)
    before = {address: _kept(visitor, address) for address in (PAGE, LIST)}

    with shop.entered():
        CHANGES[change]()

    for address in before:
        after, fresh = visitor.get(address), Client().get(address, HTTP_HOST=shop.hostname)
        assert not after.was_kept
        assert (after.status, after.text) == (fresh.status_code, fresh.text)
        assert after.text != before[address].text


def test_what_is_rolled_back_was_never_shown(shop):
    visitor = Visitor(shop.hostname)
    with shop.entered(), transaction.atomic(using="default"):
        Variant.objects.update(price=1450)
        transaction.set_rollback(True, using="default")

    assert "12,90" in _kept(visitor, PAGE).text


def test_a_change_of_one_shop_leaves_the_pages_of_the_other(shop, both_open):
    _bakery, bookshop = both_open
    _sell_lamps(bookshop)
    theirs = Visitor(bookshop.hostname)
    _kept(theirs, PAGE)

    with shop.entered():
        Variant.objects.update(price=1450)

    assert theirs.get(PAGE).was_kept


def test_a_sold_piece_is_not_for_sale_in_the_next_request(shop):
    with shop.entered():
        piece = make.make_unique_piece("Chair", slug="chair")
    visitor = Visitor(shop.hostname)
    assert "Cette pièce est partie" not in _kept(visitor, "/fr/products/chair/").text

    with shop.entered():
        stock.sold_in_shop(variant_id=piece.pk, user_id=None, now=now())

    assert "Cette pièce est partie" in visitor.get("/fr/products/chair/").text


def test_a_suspended_shop_is_closed_in_the_next_request_and_open_again_in_the_one_after(shop, monkeypatch):
    visitor = Visitor(shop.hostname)
    _kept(visitor, PAGE)
    monkeypatch.setattr("tenants.services.suspend_shop.forget_hosts", lambda: None)  # as in any other process

    suspend_shop(tenant=Tenant.objects.get(pk=shop.ref.id), now=now())
    assert visitor.get(PAGE).status == 503

    resume_shop(tenant=Tenant.objects.get(pk=shop.ref.id))
    assert visitor.get(PAGE).status == 200


def test_a_language_that_is_offered_no_more_is_gone_at_once(shop):
    visitor = Visitor(shop.hostname)
    _kept(visitor, "/de/products/lamp/")

    Tenant.objects.filter(pk=shop.ref.id).update(languages="fr,nl")

    assert visitor.get("/de/products/lamp/").status == 302


# ---- time ---------------------------------------------------------------------------------------


def test_the_opening_line_follows_the_clock(shop, clock):
    visitor = Visitor(shop.hostname)
    clock.move_to(NOON.replace(hour=17, minute=59))
    assert "Ouvert jusqu" in _kept(visitor, PAGE).text
    clock.move_to(NOON.replace(hour=18, minute=0, second=0))
    assert "Fermé" in visitor.get(PAGE).text


def test_a_hold_ends_by_itself_and_so_does_the_page_that_tells_of_it(shop, clock):
    visitor = Visitor(shop.hostname)
    with shop.entered():
        Reservation.objects.create(variant=_lamp(), holder="cart:9", quantity=4, expires_at=now() + dt.timedelta(seconds=10))
        StockLevel.objects.update(reserved=4)
    assert "Plus que 1" in _kept(visitor, PAGE).text
    clock.shift(11)
    assert "Plus que 1" not in visitor.get(PAGE).text


def test_a_page_is_not_kept_past_its_minute(shop, clock):
    visitor = Visitor(shop.hostname)
    _kept(visitor, PAGE)
    clock.shift(29)
    assert visitor.get(PAGE).was_kept
    clock.shift(1)
    assert not visitor.get(PAGE).was_kept


# ---- whose page is it ----------------------------------------------------------------------------


def test_two_shops_that_sell_the_same_keep_their_own_pages(shop, both_open):
    _sell_lamps(both_open[1])
    for each, name in zip(both_open, ("Miche et Cie", "Livres et Cie"), strict=True):
        with each.entered():
            ShopSettings.objects.update(name=name)
    visitors = [Visitor(each.hostname) for each in both_open]

    texts = [_kept(visitor, address).text for address in (HOME, LIST, PAGE) for visitor in visitors]

    assert ["Miche et Cie" in text for text in texts] == [True, False] * 3
    assert ["Livres et Cie" in text for text in texts] == [False, True] * 3


def test_each_language_keeps_its_own_page(shop):
    visitor = Visitor(shop.hostname)
    words = {"fr": "Garantie légale", "nl": "Wettelijke garantie", "en": "Legal guarantee"}

    texts = {code: _kept(visitor, f"/{code}/products/lamp/").text for code in words}

    assert {code: [other for other, text in words.items() if text in texts[code]] for code in words} == {code: [code] for code in words}


def _basket(shop, articles, token="t"):
    with shop.entered():
        return {house_settings.CART_COOKIE_NAME: cart_cookie.sign([token, articles, ""], purpose=cart_cookie.PURPOSE)}


@pytest.mark.parametrize("theme", ["serre", "brocante", "comptoir"])
def test_a_basket_is_counted_for_its_owner_alone_and_does_not_make_them_slow(shop, theme):
    with shop.entered():
        ShopSettings.objects.update(theme=theme)
    two, three, none = (Visitor(shop.hostname, cookies) for cookies in (_basket(shop, 2), _basket(shop, 3, "u"), {}))

    texts = [_kept(visitor, address).text for address in (HOME, PAGE) for visitor in (two, none, three, two, none)]

    counts = ["2", "0", "3", "2", "0"] * 2
    assert [f"</span>{count}</span></a>" in text for text, count in zip(texts, counts, strict=True)] == [True] * 10
    assert ["2 articles" in text for text in texts[:5]] == [theme == "comptoir" and count == "2" for count in counts[:5]]


@pytest.mark.parametrize("forge", [lambda own, theirs: theirs, lambda own, theirs: own[:-1] + "x", lambda own, theirs: "nonsense"])
def test_a_basket_of_another_shop_or_a_forged_one_counts_nothing(shop, both_open, forge):
    (name, own), (_name, theirs) = (*_basket(shop, 7).items(), *_basket(both_open[1], 7).items())
    forger = Visitor(shop.hostname, {name: forge(own, theirs)})

    assert "</span>0</span></a>" in _kept(forger, PAGE).text


def test_a_hold_is_told_to_its_holder_alone_also_with_baskets_about(shop):
    with shop.entered():
        piece = make.make_unique_piece("Chair", slug="chair")
        cart = Cart.objects.create()
        pages.held(piece, holder=cart.holder)
    address = "/fr/products/chair/"
    holder = Visitor(shop.hostname, _basket(shop, 1, cart.token))
    other = Visitor(shop.hostname, _basket(shop, 1, "other"))
    stranger = Visitor(shop.hostname)

    answers = [visitor.get(address) for _time in range(3) for visitor in (holder, stranger, other)]

    assert ["held-block" in answer.text for answer in answers] == [True, False, False] * 3
    assert not [answer for answer in answers[::3] + answers[2::3] if answer.was_kept]
    assert answers[-2].was_kept


def test_a_closed_announcement_stays_closed_and_the_others_see_it(shop):
    with shop.entered():
        ShopSettings.objects.update(announcement_fr="Fermé lundi")
    closed, other_one, open_ = (
        Visitor(shop.hostname, cookies) for cookies in ({"announcement": "ferme-lundi"}, {"announcement": "old"}, {})
    )

    texts = [_kept(visitor, PAGE).text for _time in range(2) for visitor in (closed, other_one, open_)]

    assert ["Fermé lundi" in text for text in texts] == [False, True, True] * 2


@pytest.mark.parametrize(
    "cookies",
    [{"vitrine_session": "x" * 32}, {"messages": "x"}, {"anything": "1"}, {"vitrine_csrf": "x"}],
)
def test_who_may_have_a_page_of_their_own_is_never_answered_from_memory(shop, cookies):
    _kept(Visitor(shop.hostname), PAGE)
    somebody = Visitor(shop.hostname, cookies)

    assert not [answer for _time in range(3) if (answer := somebody.get(PAGE)).was_kept or answer.is_kept_from_now]


def test_a_language_that_was_chosen_before_does_not_matter(shop):
    _kept(Visitor(shop.hostname), PAGE)

    assert Visitor(shop.hostname, {house_settings.LANGUAGE_COOKIE_NAME: "nl"}).get(PAGE).was_kept


# ---- what is not kept ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/fr/search/?q=lamp", "/fr/cart/", "/fr/checkout/", "/fr/nothing/", "/fr/products/nothing/", "/backoffice/", "/robots.txt"],
)
def test_other_pages_are_not_kept(shop, address):
    visitor = Visitor(shop.hostname)

    assert not [answer for _time in range(3) if (answer := visitor.get(address)).was_kept or answer.is_kept_from_now]


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST"},
        {"method": "OPTIONS"},
        {"HTTP_HX_REQUEST": "true"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"CONTENT_LENGTH": "3"},
        {"CONTENT_TYPE": "text/html; charset=hex"},
        {"HTTP_X_FORWARDED_PROTO": "gopher"},
        {"HTTP_HOST": "bakery.localhost:81"},
    ],
)
def test_an_unusual_request_is_answered_by_django(shop, request_):
    visitor = Visitor(shop.hostname)
    _kept(visitor, PAGE)

    assert "server-timing" not in visitor.get(PAGE, **request_).headers


def test_an_address_with_an_unknown_parameter_is_drawn_and_not_kept(shop):
    visitor = Visitor(shop.hostname)

    assert not [answer for _time in range(3) if (answer := visitor.get(f"{PAGE}?x=1")).was_kept or answer.is_kept_from_now]


def test_what_counts_readers_makes_no_page_of_its_own_and_stays_with_nobody(shop):
    visitor = Visitor(shop.hostname)
    first = visitor.get(f"{LIST}?sort=price&utm_source=letter")
    first = visitor.get(f"{LIST}?fbclid=abc&sort=price")

    second = visitor.get(f"{LIST}?sort=price")

    assert first.is_kept_from_now
    assert second.was_kept
    assert "fbclid" not in second.text
    assert "utm_source" not in second.text


@pytest.mark.parametrize("query", ["sort=%FF", "page=%00", "page=99999999999999999999"])
def test_what_nobody_can_mean_is_refused_as_ever(shop, query):
    visitor = Visitor(shop.hostname)

    assert [visitor.get(f"{LIST}?{query}").status for _time in range(3)] == [400] * 3


# ---- browsers ------------------------------------------------------------------------------------


def test_a_browser_that_has_the_page_is_told_so_until_it_changes(shop):
    visitor = Visitor(shop.hostname)
    etag = _kept(visitor, PAGE).headers["etag"]

    for condition in (etag, f'"other", {etag}', etag.removeprefix("W/")):
        again = visitor.get(PAGE, HTTP_IF_NONE_MATCH=condition)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
        assert again.headers["cache-control"] == "private, no-cache"
    with shop.entered():
        Variant.objects.update(price=1450)
    changed = visitor.get(PAGE, HTTP_IF_NONE_MATCH=etag)

    assert (changed.status, "14,50" in changed.text) == (200, True)


def test_a_browser_whose_page_counts_another_basket_gets_its_own(shop):
    etag = _kept(Visitor(shop.hostname), PAGE).headers["etag"]

    answer = Visitor(shop.hostname, _basket(shop, 2)).get(PAGE, HTTP_IF_NONE_MATCH=etag)

    assert answer.status == 200


def test_head_says_what_get_says_without_the_page(shop):
    visitor = Visitor(shop.hostname)
    whole = _kept(visitor, PAGE)

    head = visitor.get(PAGE, method="HEAD")

    assert (head.status, head.body) == (200, b"")
    assert head.headers == whole.headers


# ---- trouble -------------------------------------------------------------------------------------


def test_without_valkey_nothing_comes_from_memory_and_what_comes_is_right(shop, settings):
    visitor, at_home = Visitor(shop.hostname), settings.REDIS_URL
    _kept(visitor, PAGE)

    settings.REDIS_URL = NOBODY_LISTENS
    with shop.entered():
        Variant.objects.update(price=1450)
    away = visitor.get(PAGE)
    settings.REDIS_URL = at_home
    caching.breaker.wake()
    back = visitor.get(PAGE)

    assert not away.was_kept
    assert ["14,50" in answer.text for answer in (away, back, _kept(visitor, PAGE))] == [True] * 3


def test_a_writer_who_dies_around_the_commit_leaves_nothing_old_behind(shop, monkeypatch):
    visitor = Visitor(shop.hostname)
    _kept(visitor, PAGE)
    monkeypatch.setattr(versions, "MARK_SECONDS", 0)  # how long nothing is kept after that

    dying = versions.changing({versions.Change(shop.ref.id)})
    dying.__enter__()  # and never comes back

    assert not visitor.get(PAGE).was_kept
    assert _kept(visitor, PAGE)


def test_while_a_writer_commits_nothing_is_kept_and_two_do_not_disturb_each_other(shop):
    visitor = Visitor(shop.hostname)
    _kept(visitor, PAGE)

    with versions.changing({versions.Change(shop.ref.id)}):
        with versions.changing({versions.Change(shop.ref.id, frame=False)}):
            assert not [answer for _time in range(3) if (answer := visitor.get(PAGE)).was_kept or answer.is_kept_from_now]
        assert not [answer for _time in range(3) if (answer := visitor.get(PAGE)).was_kept or answer.is_kept_from_now]

    assert _kept(visitor, PAGE)


def test_a_page_drawn_from_what_was_before_a_change_is_not_kept_after_it(shop):
    """The change comes while the page is being drawn, after its rows were read."""
    visitor = Visitor(shop.hostname)
    _kept(visitor, LIST)
    shelf.forget_pages()
    photos = "catalog_productimage"

    def change(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if photos in sql and wrapped.pop("once", None):
            with connections["default"].cursor() as cursor:
                cursor.execute("UPDATE catalog_variant SET price = 1450")
        return answer

    wrapped = {"once": True}
    with connections["default"].execute_wrapper(change):
        visitor.get(LIST)

    assert not wrapped
    assert "14,50" in visitor.get(LIST).text
    assert "14,50" in _kept(visitor, LIST).text


def test_the_shelf_keeps_to_its_bytes_and_lets_the_oldest_go():
    most, size = 50_000, 8_000
    full = Shelf(most)

    full.keep("first", "x", size=size)
    for number in range(30):
        full.keep(number, "x", size=size)
        assert full.find("first") == "x"
        assert full.weight <= most

    assert len(full) == most // (size + shelf.OVERHEAD_BYTES)
    assert full.find(0) is None
    full.clear()
    assert (len(full), full.weight) == (0, 0)


# ---- drawn again without a template --------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, LIST, SHELF, "/fr/products/?sort=price&page=1"])
def test_what_was_drawn_from_the_same_rows_is_taken_again_and_no_other(shop, address):
    """A write that a page does not show makes it ask the database again, and then it is the same page."""
    visitor, with_basket = Visitor(shop.hostname), Visitor(shop.hostname, _basket(shop, 2))
    before, other = _kept(visitor, address), _kept(with_basket, address)
    count = len(shelf.drawn)

    with shop.entered():
        StockLevel.objects.update(on_hand=5)  # as it was
    again, other_again = visitor.get(address), with_basket.get(address)
    with shop.entered():
        StockLevel.objects.update(on_hand=2)
    changed = visitor.get(address)

    assert (again.was_kept, other_again.was_kept, changed.was_kept) == (False,) * 3
    assert (again.body, other_again.body) == (before.body, other.body)
    assert again.body != other_again.body
    assert changed.body != before.body
    assert "Plus que 2" in changed.text
    assert len(shelf.drawn) == count + 1


def test_a_page_refuses_to_be_drawn_from_what_can_change(bakery, rf):
    with bakery.entered(), pytest.raises(TypeError):
        drawings.page(rf.get(LIST, HTTP_HOST=bakery.hostname), "storefront/category/page.html", {"cards": [1]})
