"""The pages: language, policy, and what a link may fill in."""

from urllib.parse import urlsplit

import pytest

from tests.stripe_sandbox.conftest import Sandbox


@pytest.mark.parametrize("language", ["fr", "nl", "en", "de"])
def test_page_speaks_the_sessions_language(sandbox: Sandbox, language: str) -> None:
    session = sandbox.new_session(locale=language)

    page = sandbox.browser.get(urlsplit(session.url).path)

    assert f'<html lang="{language}">' in page.text
    assert page.headers["Content-Language"] == language


def test_page_without_a_language_speaks_the_browsers(sandbox: Sandbox) -> None:
    session = sandbox.new_session(locale="auto")

    page = sandbox.browser.get(urlsplit(session.url).path, headers={"Accept-Language": "nl-BE,nl;q=0.9"})

    assert '<html lang="nl">' in page.text


def test_page_shows_shop_lines_and_total(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    page = sandbox.browser.get(urlsplit(session.url).path)

    assert all(text in page.text for text in ("Boulangerie", "Croissant", "Pain au levain", "€7.80", "TEST, no real money"))
    assert page.text.index('value="bancontact"') < page.text.index('value="card"')
    assert page.text.count("<h1") == 1
    assert "<script" not in page.text
    assert "style=" not in page.text


def test_policy_lets_forms_end_at_the_shop_only(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    policy = sandbox.browser.get(urlsplit(session.url).path).headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "form-action 'self' http://bakery.localhost:8000;" in policy


def test_link_fills_in_test_cards_only(sandbox: Sandbox) -> None:
    path = urlsplit(sandbox.new_session().url).path

    known = sandbox.browser.get(path, params={"card": "4000000000000002"})
    unknown = sandbox.browser.get(path, params={"card": "5555555555554444"})

    assert 'value="4000 0000 0000 0002"' in known.text
    assert "5555" not in unknown.text


def test_shops_words_are_escaped(sandbox: Sandbox) -> None:
    line = {"price_data": {"currency": "eur", "unit_amount": 500, "product_data": {"name": "<img src=x onerror=alert(1)>"}}}
    session = sandbox.new_session(line_items=[line])

    page = sandbox.browser.get(urlsplit(session.url).path)

    assert "<img" not in page.text


def test_unknown_page_is_not_found(sandbox: Sandbox) -> None:
    assert sandbox.browser.get("/c/pay/cs_test_nothing").status_code == 404
    assert sandbox.browser.get("/sandbox/bancontact/cs_test_nothing").status_code == 404
    assert sandbox.browser.get("/sandbox/connect/link_nothing").status_code == 404


def test_banks_page_without_a_payment_leads_to_the_payment_page(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    answer = sandbox.browser.get(f"/sandbox/3ds/{session.id}")

    assert answer.headers["Location"] == f"/c/pay/{session.id}"
