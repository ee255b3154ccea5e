"""Another plan is asked about first: what it costs, from when, what ends."""

import datetime as dt
import re

import pytest
from django.utils.html import strip_tags

from billing.rules.proration import difference_until
from kit.tenancy import PLATFORM, bind
from tenants.models import Plan
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.billing.conftest import Office
from tests.billing.test_limits import add, small  # noqa: F401

QUESTION = "/backoffice/subscription/change/"


def test_change_says_what_is_charged_when_and_what_ends_before_anything_is_asked_of_stripe(office: Office):
    office.end_trial()
    office.subscribe("basic")
    office.world.door.calls.clear()

    page = office.keeper.get(QUESTION, {"plan": "plus"})

    assert page.status_code == 200
    read = words_of(page)
    for said in (
        "Nothing is charged today.",
        "comes the next invoice: €47.19 for the month that begins then",
        "adds about €24.20",
        "about €71.39 is taken from your card that day",
        "The plan Basic ends at once",
        "€47.19 a month",
    ):
        assert said in read, said
    assert (office.world.calls(), office.row.plan.code) == ([], "basic")


def test_change_in_free_days_says_when_the_first_payment_comes(office: Office):
    office.subscribe("basic")

    page = office.keeper.get(QUESTION, {"plan": "plus"}).text

    assert "when your free days are over, €47.19 is taken from your card" in page
    assert "adds about" not in page


def test_trying_another_plan_is_asked_too(office: Office):
    page = office.keeper.get(QUESTION, {"plan": "plus"}).text

    assert "Nothing is charged by itself after them" in page
    assert "Try the plan Plus, for nothing" in page


def test_smaller_plan_names_what_is_beyond_its_limits(small: Office):  # noqa: F811
    small.end_trial()
    small.subscribe("plus")
    for number in range(4):
        add(small, f"Product {number}")

    page = small.keeper.get(QUESTION, {"plan": "basic"}).text

    assert "Products: 4, with room for 2" in page
    assert "takes off about" in page
    assert "So nothing is taken from your card that day" in page  # €24.20 less, on an invoice of €22.99
    assert "with room for 3" not in page  # people and languages fit
    assert "Products: 4, with room for 2" in small.keeper.get("/backoffice/subscription/").text


def test_price_that_changed_since_it_was_read_changes_nothing(office: Office):
    office.subscribe("basic")

    answer = office.choose("plus", "change", seen="100")

    assert (answer.status_code, office.row.plan.code) == (422, "basic")
    assert "The price has changed since you saw it" in answer.text
    assert "€47.19" in answer.text


@pytest.mark.parametrize("seen", ["", "abc", "-1", "9" * 30])
def test_change_without_having_read_the_price_is_refused(office: Office, seen: str):
    office.subscribe("basic")

    assert office.choose("plus", "change", seen=seen).status_code == 422
    assert office.row.plan.code == "basic"


@pytest.mark.parametrize("plan", ["", "nonsense", "x" * 500, "\x00"])
def test_plan_that_nobody_offers_is_no_question(office: Office, plan: str):
    assert office.keeper.get(QUESTION, {"plan": plan}).status_code in (400, 422)


def test_plan_in_force_is_no_question(office: Office):
    assert office.keeper.get(QUESTION, {"plan": "basic"})["Location"] == "/backoffice/subscription/"


def test_plan_whose_price_stripe_does_not_know_is_not_changed_to(office: Office):
    office.subscribe("basic")
    with bind(PLATFORM):
        Plan.objects.filter(code="plus").update(price_amount=4100)
    try:
        answer = office.change("plus")
    finally:
        with bind(PLATFORM):
            Plan.objects.filter(code="plus").update(price_amount=3900)

    assert (answer.status_code, office.row.plan.code) == (422, "basic")


@pytest.mark.parametrize(
    ("days", "expected"), [(0, 0), (-3, 0), (30, 2420), (15, 1210), (90, 2420)], ids=["ends", "past", "whole", "half", "more"]
)
def test_difference_is_counted_for_what_is_left_of_the_month(days: float, expected: int):
    end = dt.datetime(2026, 12, 27, 10, tzinfo=dt.UTC)  # the month began on 27 November
    moment = end - dt.timedelta(days=days)

    up = difference_until(end, now=moment, before=2299, after=4719)
    down = difference_until(end, now=moment, before=4719, after=2299)

    assert (up, down) == (expected, -expected)


@pytest.mark.parametrize("path", ["/backoffice/subscription/", f"{QUESTION}?plan=plus", f"{QUESTION}?plan=basic"])
def test_in_french_the_plan_plus_is_not_mistaken_for_the_menu_called_plus(office: Office, path: str):
    """ "Plus" is the menu's last word and a plan's name: the plan never stands alone."""
    if "basic" in path:
        office.subscribe("plus")
    keeper = sign_in(office.shop, language="fr")

    page = keeper.get(path).text

    assert page.count("ormule Plus") >= 2
    without_menu = re.sub(r'<(nav|a class="back").*?</(nav|a)>', "", page.split("<main", 1)[1], flags=re.DOTALL)
    assert [found for found in re.findall(r"(\S+)\s+Plus\b", strip_tags(without_menu)) if not found.endswith("ormule")] == []
