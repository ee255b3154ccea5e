"""The second keys of a person: a passkey in a phone that Chromium plays, an app for codes, codes on paper."""

import base64
import hmac
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.house import House
from tests.journeys.pages import PASSWORD

A_PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plays_a_phone(page: Page) -> None:
    """Give the browser a device that keeps passkeys and recognises its owner."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": A_PHONE})


def is_it_you(page: Page) -> None:
    page.fill("[name=password]", PASSWORD)
    page.click(".form .button")


def code_of_the_app(secret: str) -> str:
    """Return the six figures of this half minute (RFC 6238)."""
    digest = hmac.digest(base64.b32decode(secret.strip()), (int(time.time()) // 30).to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


@contextmanager
def every_key(page: Page, house: House, origin: str, email: str, look: Callable[[Page], object] = id) -> Iterator[None]:
    """
    Let a signed-in person have every kind of key for the block; `origin` is where their pages about it begin.

    `look` is shown the page that nobody finds who has an app already.
    """
    plays_a_phone(page)
    page.goto(f"{origin}keys/passkeys/new/")
    if "/reauthenticate/" in page.url:
        is_it_you(page)
    page.click("form[data-passkey=create] button")
    page.wait_for_url("**/keys/paper/")
    page.goto(f"{origin}keys/app/")
    look(page)
    page.fill("[name=code]", code_of_the_app(page.locator(".secret").text_content() or ""))
    page.click("form[action$='/keys/app/'] .button")
    try:
        yield
    finally:
        house.sql("DELETE FROM mfa_authenticator WHERE user_id = (SELECT id FROM tenants_user WHERE email = %s)", email)
