"""The style guide shows every component there is, in each theme, to whoever works on them and to nobody else."""

import re
from pathlib import Path

import pytest

from catalog.templatetags.product_cards import _drawn
from demo.styleguide.counter import PAYMENT_PAGES
from demo.styleguide.documentation import documented_components
from shops.rules.themes import THEMES

COMPONENTS = {path.relative_to("templates").as_posix() for path in Path("templates/components").rglob("*.html")}


@pytest.fixture
def guide(client, bakery):
    def asked(**query):
        _drawn.cache_clear()  # cards that were drawn before would not be seen being drawn
        return client.get("/styleguide/", query, HTTP_HOST=bakery.hostname)

    return asked


def test_every_component_is_in_the_guide(guide):
    seen = set()
    for theme in THEMES:
        answer = guide(theme=theme)
        assert answer.status_code == 200
        seen |= {template.name for template in answer.templates}

    assert COMPONENTS - seen == set()


def test_every_component_says_what_it_is_and_what_it_takes():
    silent = [each.name for each in documented_components() if not each.what]
    untold = [each.name for each in documented_components() if not each.parts and not each.name.startswith("cards/")]

    assert (silent, untold) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_and_scheme_can_be_chosen(guide, scheme):
    answer = guide(theme="atelier", scheme=scheme)

    assert f'data-theme="atelier" data-scheme="{scheme}"' in " ".join(answer.text.split())
    assert "css/themes/atelier." in answer.text


def test_what_is_no_theme_shows_the_shops_own(guide):
    answer = guide(theme="<script>", scheme="<script>")

    assert 'data-theme="serre"' in answer.text
    assert "data-scheme" not in answer.text
    assert "<script>" not in answer.text


def test_every_test_and_component_that_the_table_of_states_names_is_there():
    table = Path("docs/design.md").read_text().split("## Where each state is shown")[1]
    tests = re.findall(r"`((?:\w+/)+\w+\.py)(?:::(\w+))?`", table)
    guide = {documentation.name for documentation in documented_components()} | {"buttons"}

    assert len(tests) > 50
    assert [place for place in tests if f"def {place[1]}" not in Path("tests", place[0]).read_text()] == []
    assert set(re.findall(r"`#(\w+)`", table)) - guide == set()


def test_what_only_the_backoffice_has_is_in_the_guide(client, bakery):
    answer = client.get("/styleguide/backoffice/", HTTP_HOST=bakery.hostname)

    drawn = {template.name for template in answer.templates}
    assert {"backoffice/_save_bar.html", "backoffice/orders/_payment_badge.html", "backoffice/orders/_to_prepare.html"} <= drawn


@pytest.mark.parametrize("name", PAYMENT_PAGES)
def test_every_page_around_a_payment_is_in_the_guide(client, bakery, name):
    answer = client.get(f"/styleguide/payment/{name}/", HTTP_HOST=bakery.hostname)

    assert answer.status_code == 200
    assert "1049" in answer.text or name in ("unpaid-gone", "unpaid-closed")


def test_no_payment_page_is_missing_in_the_guide():
    pages = {path.stem for path in Path("templates/storefront/payment").glob("[a-z]*.html")}

    assert {template for template, _context in PAYMENT_PAGES.values()} == pages
