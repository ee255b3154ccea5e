"""How quickly a new product is online: measured from opening the page, and said in one line."""

import datetime as dt

import pytest
from django.utils import translation

from catalog.models import Product
from catalog.selectors.pace import pace_in_words
from catalog.services.duplicate_product import duplicate_product
from kit.clock import now
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_product
from tests.factories.orders import NOW
from tests.forms import form_with

NEW = "/backoffice/products/new/"


def took(*seconds):
    """Products that took so many seconds each, the first published first."""
    for number, each in enumerate(seconds):
        published = NOW + dt.timedelta(days=number)
        product = make_product(f"Pain {number}", slug=f"pain-{number}")
        Product.objects.filter(pk=product.pk).update(published_at=published, form_opened_at=published - dt.timedelta(seconds=each))


@pytest.fixture
def clock(time_machine):
    """A clock that stands still until it is moved."""
    time_machine.move_to(now(), tick=False)
    return time_machine


def test_the_time_from_opening_the_page_to_online_is_measured_also_over_a_mistake(bakery, clock):
    client = sign_in(bakery)
    form = form_with(client.get(NEW), "opened")
    clock.shift(dt.timedelta(seconds=30))
    wrong = client.post(NEW, form.filled(name="Chair", price="", then="publish"))
    clock.shift(dt.timedelta(seconds=22))
    again = form_with(wrong, "opened")
    assert wrong.status_code == 422

    assert client.post(NEW, again.filled(name="Chair", price="75", then="publish")).status_code == 303

    with bakery.entered():
        product = Product.objects.get()
        assert product.published_at - product.form_opened_at == dt.timedelta(seconds=52)


@pytest.mark.parametrize("opened", ["", "2026-11-26T10:00:00+00:00", "x:y:z", "é\u202f"])
def test_a_moment_that_the_page_did_not_sign_is_no_moment_and_loses_nothing(opened, bakery):
    client = sign_in(bakery)

    answer = client.post(NEW, form_with(client.get(NEW), "opened").filled(name="Chair", price="75", then="publish", opened=opened))

    assert answer.status_code == 303
    with bakery.entered():
        assert Product.objects.get().form_opened_at is None


def test_a_moment_of_another_shop_is_none_here(bakery, bookshop):
    elsewhere = form_with(sign_in(bookshop).get(NEW), "opened").fields["opened"]
    client = sign_in(bakery)

    client.post(NEW, form_with(client.get(NEW), "opened").filled(name="Chair", price="75", then="publish", opened=elsewhere))

    with bakery.entered():
        assert Product.objects.get().form_opened_at is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        ((), ""),
        ((40, 50), ""),
        ((40, 52, 300), "Of your last 3 new products, half were online within 52 seconds."),
        ((3000, 40, 60), "Of your last 3 new products, half were online within 60 seconds."),
        ((130, 130, 200), "Of your last 3 new products, half were online within 3 minutes."),
        ((900,) * 5 + (50,) * 10, "Of your last 10 new products, half were online within 50 seconds."),
        ((40, 50, 86_400), ""),
    ],
)
def test_the_middle_of_the_last_ten_is_said_and_drafts_that_waited_do_not_count(seconds, said, bakery):
    with bakery.entered():
        took(*seconds)

        assert pace_in_words() == said


def test_a_copy_was_not_opened(bakery):
    with bakery.entered():
        took(40)

        copy = duplicate_product(product_id=Product.objects.get().pk, user_id=None, now=NOW)

        assert Product.objects.get(pk=copy.pk).form_opened_at is None


def test_the_list_of_products_says_it_and_customers_do_not_read_it(client, bakery):
    with bakery.entered():
        took(40, 52, 61)

    assert "half were online within 52 seconds" in words_of(sign_in(bakery).get("/backoffice/products/"))
    assert "52" not in client.get("/fr/products/", HTTP_HOST=bakery.hostname).text.partition("<main")[2].partition("</main")[0]
    with bakery.entered(), translation.override("nl"):
        assert "52 seconden" in pace_in_words()
