"""The shopkeeper's orders: what is to do now, the list, one order and each step with it."""

import datetime as dt

import pytest

from kit.clock import BRUSSELS, now
from orders.models import Order, OrderEvent
from orders.selectors.takings import takings_until
from orders.services.hand_over import hand_over
from orders.services.mark_ready import mark_ready
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_variant, stock_of
from tests.factories.orders import make_order


def numbered(order, number="1001"):
    """The same order under a number of our choice: both shops have a 1001."""
    Order.objects.filter(pk=order.pk).update(number=number)
    order.refresh_from_db()
    return order


@pytest.fixture
def order(bakery):
    with bakery.entered():
        return numbered(make_order((make_variant(on_hand=5), 2)))


def url_of(order, noun=""):
    return f"/backoffice/orders/{order.number}/{noun}"


def status_of(shop, order):
    with shop.entered():
        order.refresh_from_db()
        return order.status, order.fulfillment_status


# ---- the first page -----------------------------------------------------------------------------


def test_the_first_page_says_that_there_is_nothing_to_do(bakery):
    page = sign_in(bakery).get("/backoffice/").text

    assert "Nothing to prepare" in page
    assert "bo-count" not in page
    assert "Ordered online" not in page


def test_the_first_page_shows_what_to_prepare_with_one_filled_button(bakery):
    with bakery.entered():
        variant = make_variant(on_hand=9)
        first, second = make_order((variant, 1)), make_order((variant, 1), name="Tom Wouters")

    page = html_of(sign_in(bakery).get("/backoffice/"))

    assert page.index(url_of(first)) < page.index(url_of(second))
    assert '<span class="bo-count">2' in page
    assert "2 orders to prepare" in page
    buttons = page[page.index('class="slots"') : page.index('class="bo-secondary"')]
    assert buttons.count('<button class="button"') == 1
    assert buttons.count('<button class="button is-quiet"') == 1


def test_an_order_that_is_being_paid_is_not_to_be_prepared(bakery):
    with bakery.entered():
        make_order((make_variant(), 1), payment_method="online")

    assert "Nothing to prepare" in sign_in(bakery).get("/backoffice/").text


def test_takings_leave_out_what_was_canceled_and_know_the_shops_own_midnight(bakery):
    noon = dt.datetime(2026, 11, 26, 12, tzinfo=BRUSSELS)
    with bakery.entered():
        variant = make_variant(price=1000, on_hand=99)
        just_before, just_after, canceled, old = (make_order((variant, 1)) for _number in range(4))
        Order.objects.filter(pk=just_before.pk).update(placed_at=dt.datetime(2026, 11, 25, 23, 59, tzinfo=BRUSSELS))
        Order.objects.filter(pk=just_after.pk).update(placed_at=dt.datetime(2026, 11, 26, 0, 1, tzinfo=BRUSSELS))
        Order.objects.filter(pk=canceled.pk).update(placed_at=noon, status="canceled")
        Order.objects.filter(pk=old.pk).update(placed_at=dt.datetime(2026, 11, 19, 23, 0, tzinfo=BRUSSELS))

        takings = takings_until(noon)

    assert [(day.date.day, day.amount) for day in takings.days] == [(20, 0), (21, 0), (22, 0), (23, 0), (24, 0), (25, 1000), (26, 1000)]
    assert (takings.total, takings.orders, takings.today.share) == (2000, 2, 100)


# ---- the steps ----------------------------------------------------------------------------------


def test_an_order_goes_from_prepared_to_handed_over(bakery, order):
    client = sign_in(bakery)

    ready = client.post(url_of(order, "readiness/"))
    assert (ready.status_code, ready["Location"]) == (303, url_of(order))
    assert status_of(bakery, order) == ("open", "ready")

    client.post(url_of(order, "handover/"), {"next": "/backoffice/"})
    assert status_of(bakery, order) == ("completed", "handed_over")
    assert order.payment_status == "paid"
    with bakery.entered():
        assert OrderEvent.objects.filter(order=order, kind="ready", user_id=bakery.owner.pk).count() == 1


@pytest.mark.parametrize("noun", ["readiness/", "handover/"])
def test_a_double_tap_takes_one_step(noun, bakery, order):
    client = sign_in(bakery)

    for _tap in range(2):
        assert client.post(url_of(order, noun)).status_code == 303

    with bakery.entered():
        kind = {"readiness/": "ready", "handover/": "handed_over"}[noun]
        assert OrderEvent.objects.filter(order=order, kind=kind).count() == 1


def test_that_a_colleague_was_quicker_is_said_kindly(bakery, order):
    with bakery.entered():
        mark_ready(order_id=order.pk, user=bakery.staff, now=now())
        hand_over(order_id=order.pk, user=bakery.staff, now=now())
    client = sign_in(bakery)

    late = client.post(url_of(order, "readiness/"), follow=True)

    assert late.status_code == 200
    assert "Nothing changed" in late.text
    assert status_of(bakery, order) == ("completed", "handed_over")


def test_staff_may_do_the_work_of_the_counter(bakery, order):
    assert sign_in(bakery, bakery.staff).post(url_of(order, "readiness/")).status_code == 303
    assert status_of(bakery, order) == ("open", "ready")


def test_a_neighbour_changes_nothing(bakery, bookshop, order):
    with bookshop.entered():
        own = numbered(make_order((make_variant(), 1)))
    assert own.number == order.number

    assert sign_in(bakery, bookshop.owner).post(url_of(order, "readiness/")).status_code == 404
    assert status_of(bakery, order) == ("open", "to_prepare")
    assert sign_in(bookshop).post(url_of(own, "readiness/")).status_code == 303
    assert status_of(bakery, order) == ("open", "to_prepare")
    assert status_of(bookshop, own) == ("open", "ready")


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example/backoffice/", "/fr/", "javascript:alert(1)"])
def test_after_a_step_one_stays_in_the_backoffice(wish, bakery, order):
    assert sign_in(bakery).post(url_of(order, "readiness/"), {"next": wish})["Location"] == url_of(order)


# ---- cancel -------------------------------------------------------------------------------------


def test_canceling_asks_why_and_puts_the_stock_back(bakery, order):
    client = sign_in(bakery)
    with bakery.entered():
        variant = order.lines.get().variant

    asked = client.get(url_of(order, "cancellation/"))
    assert asked.status_code == 200
    assert status_of(bakery, order)[0] == "open"

    answer = client.post(url_of(order, "cancellation/"), {"reason": "other", "words": "Le four est en panne."})

    assert answer.status_code == 303
    assert status_of(bakery, order)[0] == "canceled"
    with bakery.entered():
        assert stock_of(variant) == (5, 0)
        assert OrderEvent.objects.get(order=order, kind="canceled").data["reason"] == "Le four est en panne."


@pytest.mark.parametrize("wrong", [{}, {"reason": "nonsense"}, {"reason": "other"}, {"reason": "other", "words": "w" * 301}])
def test_canceling_without_a_reason_is_refused(wrong, bakery, order):
    answer = sign_in(bakery).post(url_of(order, "cancellation/"), {"words": "", **wrong})

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert status_of(bakery, order)[0] == "open"


def test_what_was_handed_over_cannot_be_canceled(bakery, order):
    with bakery.entered():
        hand_over(order_id=order.pk, user=bakery.owner, now=now())
    client = sign_in(bakery)

    assert client.get(url_of(order, "cancellation/")).status_code == 303
    assert client.post(url_of(order, "cancellation/"), {"reason": "customer"}).status_code == 303
    assert status_of(bakery, order) == ("completed", "handed_over")


# ---- one order and the list ---------------------------------------------------------------------


def test_an_order_shows_its_lines_the_customer_and_the_next_step(bakery):
    with bakery.entered():
        order = make_order((make_variant("Croissant", price=160), 4), note="Bien <cuits>", phone="0400 00 12 34")

    page = sign_in(bakery).get(url_of(order)).text

    assert "Croissant" in page
    assert "Bien &lt;cuits&gt;" in page
    assert 'href="tel:0400001234"' in page
    assert f'href="mailto:{order.email}"' in page
    assert page.count('<button class="button is-wide"') == 1
    assert url_of(order, "readiness/") in page


def test_a_note_is_kept_for_the_people_of_the_shop(bakery, order):
    client = sign_in(bakery)

    client.post(url_of(order, "notes/"), {"text": "Paul vient le chercher"})

    assert "Paul vient le chercher" in client.get(url_of(order)).text
    assert client.post(url_of(order, "notes/"), {"text": ""}).status_code == 422


@pytest.mark.parametrize(("number", "status"), [("9999", 404), ("abc", 404), ("-", 404), ("9" * 18, 404), ("9" * 40, 400)])
def test_an_order_that_does_not_exist_is_not_found(number, status, bakery):
    assert sign_in(bakery).get(f"/backoffice/orders/{number}/").status_code == status


@pytest.mark.parametrize("query", ["1001", "#1001", "moreau", "MOREAU", "lea@mail.test", "0012 34", "00 12 34"])
def test_an_order_is_found_by_name_number_or_phone(query, bakery, order):
    page = sign_in(bakery).get("/backoffice/orders/", {"q": query, "tab": "done"}).text

    assert url_of(order) in page


@pytest.mark.parametrize("query", ["nobody", "%", "_", "9" * 60, "'; --"])
def test_a_search_that_finds_nothing_says_so(query, bakery, order):
    answer = sign_in(bakery).get("/backoffice/orders/", {"q": query})

    assert answer.status_code == 200
    assert url_of(order) not in answer.text
    assert "No order found" in answer.text


def test_the_tabs_follow_the_order(bakery, order):
    client = sign_in(bakery)

    def tabs_with_it():
        return [
            tab for tab in ("to_prepare", "ready", "done", "all") if url_of(order) in client.get("/backoffice/orders/", {"tab": tab}).text
        ]

    assert tabs_with_it() == ["to_prepare", "all"]
    client.post(url_of(order, "readiness/"))
    assert tabs_with_it() == ["ready", "all"]
    client.post(url_of(order, "handover/"))
    assert tabs_with_it() == ["done", "all"]


def test_the_list_costs_as_many_queries_for_many_as_for_one(bakery, django_assert_max_num_queries):
    with bakery.entered():
        variant = make_variant(on_hand=99)
        for _number in range(8):
            make_order((variant, 1))
    client = sign_in(bakery)

    with django_assert_max_num_queries(14):
        client.get("/backoffice/orders/")


def test_those_who_prepare_it_read_the_shops_own_words_whatever_the_customers_language(bakery):
    with bakery.entered():
        order = make_order((make_variant("Cactus"), 1), language="en")

    page = words_of(sign_in(bakery).get(url_of(order)))

    assert "1 Cactus (fr)" in page
