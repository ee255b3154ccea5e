"""The style guide holds every component to the same: axe finds nothing, a phone shows it whole, forced colours leave its edges."""

import pytest

from demo.styleguide.counter import PAYMENT_PAGES
from shops.rules.themes import THEMES
from tests.journeys.browsers import PHONE
from tests.journeys.inspection import EVERYTHING, WINDOWS, axe_faults, faults, squeezed

# Two navigations of the same name are two samples here, on no page of a shop.
QUESTIONS = {**EVERYTHING, "rules": {"landmark-unique": {"enabled": False}}}
BOXES = ".button, .chip, .choice, .badge, .notice, .flash, .ticket, .paybox, .sold, .pickup"
EDGED = f"{BOXES}, .field input:not([type=checkbox], [type=radio]), select"
WITHOUT_EDGE = f"""[...document.querySelectorAll('main :is({EDGED})')].filter(element => {{
    const style = getComputedStyle(element);
    return !['Top', 'Bottom'].some(side => style[`border${{side}}Style`] !== 'none' && parseFloat(style[`border${{side}}Width`]) > 0);
}}).map(element => element.className || element.tagName)"""

each_theme = pytest.mark.parametrize("theme", THEMES)


@each_theme
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_component(visit, house, theme, scheme):
    page = visit(viewport=PHONE)
    page.goto(house.url("sous-verre", f"/styleguide/?theme={theme}&scheme={scheme}"))

    assert axe_faults(page, QUESTIONS) == []


def test_axe_finds_nothing_in_what_only_the_backoffice_has(visit, house):
    page = visit()
    page.goto(house.url("sous-verre", "/styleguide/backoffice/"))

    assert faults(page) == []


@pytest.mark.parametrize("name", PAYMENT_PAGES)
def test_axe_finds_nothing_on_the_pages_around_a_payment(visit, house, name):
    page = visit()
    page.goto(house.url("sous-verre", f"/styleguide/payment/{name}/?language=de"))

    assert faults(page) == []


@each_theme
def test_components_are_whole_from_the_smallest_phone_to_the_largest_screen(visit, house, theme):
    page = visit(viewport=PHONE)
    page.goto(house.url("sous-verre", f"/styleguide/?theme={theme}"))

    assert squeezed(page, WINDOWS) == []


@each_theme
def test_what_can_be_pressed_or_filled_in_keeps_an_edge_in_forced_colors(visit, house, theme):
    page = visit(viewport=PHONE, forced_colors="active")
    page.goto(house.url("sous-verre", f"/styleguide/?theme={theme}"))

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(WITHOUT_EDGE) == []
