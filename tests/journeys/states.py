"""
The states that a walk over addresses does not meet: a shop before its opening, away or suspended; an invitation; baskets and
orders that go wrong; links that open nothing; mails; what is printed.

Each brings pages into its states and shows every one to `look(page, name)`: a camera's, or an examiner's. What it
changed in a shop it changes back.
"""

import datetime as dt
import email
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy

from playwright.sync_api import Page, expect

from tests.house import House, wait_for
from tests.journeys.browsers import Visitors
from tests.journeys.pages import PASSWORD, Backoffice, Storefront, mail_to
from tests.journeys.walking import reading

Look = Callable[[Page, str], None]
OWNERS = {"sous-verre": "noor", "bonne-pioche": "samira", "four-anna": "anna"}
POSTERS = ("kind=w&size=a4&language=fr-nl", "kind=p&size=a5&language=nl", "kind=labels&size=a4&language=fr&which=all")


def opening_a_shop(visit: Visitors, house: House, look: Look, language: str) -> None:
    """From the question of the address to a shop that lacks a few things, seen from both sides."""
    page, stranger, owner = visit(language=language), visit(language=language), f"odile-{language}@fleurs.example"
    name = f"Fleurs {language.upper()}"
    page.goto(house.url(path=f"/{language}/open/?name=Sous+Verre"))
    look(page, "open-1-taken")
    page.goto(house.url(path=f"/{language}/open/?name={name}"))
    look(page, "open-1-free")
    page.click(".open-form .button")
    look(page, "open-1-errors")
    page.fill("[name=email]", owner)
    page.click(".open-form .button")
    look(page, "open-2-code")
    page.fill("#id_code", "AAAA-AAAA")
    page.click("form:has(#id_code) .button")
    look(page, "open-2-wrong-code")
    page.fill("#id_code", _code_in(mail_to(house, owner)))
    page.click("form:has(#id_code) .button")
    page.wait_for_url("**/open/shop/**")
    look(page, "open-3-questions")
    page.fill("[name=name]", "Sous Verre")
    page.click(".open-form > p .button")
    look(page, "open-3-errors")
    page.fill("[name=name]", name)
    page.fill("[name=subdomain]", "")
    page.check("[name=trade][value=flowers]")
    page.fill("[name=postcode]", "1000")
    page.click(".open-form > p .button")
    page.wait_for_url("**/backoffice/guide/")
    look(page, "open-4-guide")
    origin = page.url.removesuffix("backoffice/guide/")
    for path in ("", "launch/", "shop/", "products/", "orders/", "figures/", "check/", "payments/"):
        page.goto(f"{origin}backoffice/{path}")
        look(page, f"new-shop-bo-{path.strip('/') or 'today'}")
    for path in ("", "products/", "cart/"):
        page.goto(f"{origin}{language}/{path}")
        look(page, f"new-shop-preview-{path.strip('/') or 'home'}")
    stranger.goto(f"{origin}{language}/")
    look(stranger, "new-shop-opening-soon")


def joining_a_team(visit: Visitors, house: House, look: Look, language: str) -> None:
    """An invitation, from the owner's page to a link that was used."""
    keeper, guest, address = Backoffice(visit(), house, "four-anna"), visit(language=language), f"lin-{language}@mail.test"
    keeper.signs_in("anna@four-anna.example")
    keeper.open("team/invitations/new/")
    keeper.page.click(".actionbar .button")
    look(keeper.page, "invite-errors")
    keeper.page.fill("[name=email]", address)
    keeper.page.check("[name=role][value=accountant]", force=True)
    keeper.page.check(f"[name=language][value={language}]", force=True)
    keeper.page.click(".actionbar .button")
    look(keeper.page, "team-with-invitation")
    link = re.search(r"https?://\S+/account/invitation/\S+/", _text_of(mail_to(house, address)))
    assert link
    guest.goto(link[0])
    look(guest, "invitation")
    guest.fill("[name=name]", "")
    guest.click(".form .button")
    look(guest, "invitation-errors")
    guest.fill("[name=name]", "Lin Peeters")
    guest.click(".form .button")
    look(guest, "invitation-accepted")
    guest.goto(link[0])
    look(guest, "invitation-used")
    house.sql("DELETE FROM tenants_membership WHERE user_id = (SELECT id FROM tenants_user WHERE email = %s)", address)


def pausing(visit: Visitors, house: House, look: Look, language: str) -> None:
    """A shop that is away: its notice, a basket that waits, the page where it comes back."""
    keeper, customer = Backoffice(visit(), house, "four-anna"), Storefront(visit(language=language), house, "four-anna", language)
    customer.puts_in_basket("croissant")
    keeper.signs_in("anna@four-anna.example")
    keeper.open("shop/pause/")
    keeper.page.fill("[name=until]", "2020-01-01")
    keeper.page.click(".form-actions .button")
    look(keeper.page, "pause-errors")
    keeper.page.fill("[name=until]", (dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=9)).date().isoformat())
    keeper.page.click(".form-actions .button")
    try:
        look(keeper.page, "pause-on")
        keeper.open()
        look(keeper.page, "paused-bo-today")
        for path in ("", "products/croissant/", "cart/", "checkout/"):
            customer.open(path)
            look(customer.page, f"paused-{_flat(path) or 'home'}")
    finally:
        keeper.open("shop/pause/")
        keeper.page.click("form[action$='/pause/end/'] button")


def suspending(visit: Visitors, house: House, look: Look, language: str) -> None:
    """A shop that the platform closed for a while, seen by a customer and by its owner."""
    staff, customer = visit(), visit(language=language)
    keeper = Backoffice(visit(), house, "four-anna")
    keeper.signs_in("anna@four-anna.example")
    staff.goto(house.url(path="/account/login/?next=/admin/tenants/tenant/"))
    staff.click("details.fold summary")
    staff.fill("#id_login", "platform@vitrine.example")
    staff.fill("#id_password", PASSWORD)
    staff.click("details.fold form .button")
    staff.click("#result_list a:has-text('Four')")

    def decides(what: str, status: int) -> None:
        staff.click(f".object-tools a[href$='/{what}/']")
        staff.click(".submit-row [type=submit]")
        home = house.url("four-anna", f"/{language}/")
        wait_for(lambda: _status(customer, home) == status, what=f"the shop answers {status}")

    decides("suspend", 503)
    try:
        look(customer, "suspended-home")
        keeper.open()
        look(keeper.page, "suspended-bo-today")
    finally:
        decides("resume", 200)


def baskets_that_go_wrong(visit: Visitors, house: House, look: Look, language: str) -> None:
    """One piece wanted by two, as the slower one sees it; a price that changed; too many of something; then nothing but what is gone."""
    quick, slow = (Storefront(visit(language=language), house, "bonne-pioche", language) for _person in range(2))
    piece = _a_piece(house)
    slow.puts_in_basket(piece)
    slow.puts_in_basket("sac-en-toile")
    slow.open("cart/")
    look(slow.page, "basket-two")
    with _dearer(house, "sac-en-toile"):
        slow.open("cart/")
        expect(slow.page.locator(".cart-change")).to_be_visible()
        look(slow.page, "basket-price-changed")
    slow.page.fill(".cart-line [name=quantity]", "999")
    slow.page.press(".cart-line [name=quantity]", "Enter")
    expect(slow.page.locator(".error-summary, .flashes")).to_be_visible()
    look(slow.page, "basket-too-many")
    quick.walks_to_the_last_step(piece, "Quick Claes")
    look(quick.page, "checkout-review-held")
    slow.open("cart/")
    look(slow.page, "basket-held-by-another")
    slow.open(f"products/{piece}/")
    look(slow.page, "product-held-by-another")
    quick.page.evaluate("document.querySelectorAll('[name=payment_method]').forEach(input => input.checked = false)")
    quick.page.click(".is-order")
    look(quick.page, "checkout-3-errors")
    quick.orders("at_collection")
    slow.open("cart/")
    look(slow.page, "basket-sold-meanwhile")
    slow.open("checkout/")
    look(slow.page, "checkout-sold-meanwhile")


def orders_in_each_state(visit: Visitors, house: House, look: Look, language: str) -> None:
    """The customer's page of each state an order can be in."""
    page = visit(language=language)
    for shop in OWNERS:
        columns = "status, payment_status, fulfillment_status"
        rows = f"SELECT DISTINCT ON ({columns}) secret, {columns} FROM {house.schema_of(shop)}.orders_order"
        for secret, *states in house.sql(rows):
            page.goto(house.url(shop, f"/{language}/order/{secret}/"))
            look(page, f"order-{'-'.join(states)}-{shop}")


def links_that_open_nothing(visit: Visitors, house: House, look: Look, language: str) -> None:
    """What is old, mistyped or never was."""
    page = visit(language=language)
    keeper = Backoffice(visit(), house, "four-anna")
    keeper.signs_in("anna@four-anna.example")
    ways = {
        "product": f"{language}/products/never-was/",
        "order": f"{language}/order/nobodys/",
        "payment": f"{language}/payment/nobodys/return/",
        "preview": "preview/old/",
        "reset": "backoffice/account/password/reset/key/1-old/",
        "invitation": "backoffice/account/invitation/old/",
        "arrival": "backoffice/account/arrival/old/",
        "label": f"{language}/products/?gone=w",
    }
    for name, path in ways.items():
        page.goto(house.url("four-anna", f"/{path}"))
        look(page, f"dead-{name}")
    page.goto(house.url(path=f"/{language}/nothing/"))
    look(page, "dead-platform")
    page.goto(house.url("nobody"))
    look(page, "dead-shop")
    with reading(house, "anna@four-anna.example", language):
        keeper.open("orders/99999/")
        look(keeper.page, "dead-backoffice")


def mails(visit: Visitors, house: House, look: Look, language: str) -> None:
    """One mail of each kind in a language, of those that this house has sent."""
    page = visit(language=language)
    kinds = set()
    for path in sorted((house.folder / "mailbox").glob("*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        body = mail.get_body(("html",))
        if body is None or f'lang="{language}"' not in body.get_content():
            continue
        kind = re.sub(r"[^a-z]+", "-", re.sub(r"\d+|Sous Verre|Bonne Pioche|Le Four d.Anna", "", str(mail["Subject"])).lower())
        if kind not in kinds:
            kinds.add(kind)
            page.set_content(body.get_content())
            look(page, f"mail-{kind.strip('-')}")


def what_is_printed(visit: Visitors, house: House, look: Look, language: str) -> None:
    """The sheets as the page of posters shows them."""
    for shop in ("four-anna", "sous-verre"):
        keeper = Backoffice(visit(language=language), house, shop)
        keeper.signs_in(f"{OWNERS[shop]}@{shop}.example")
        for choice in POSTERS:
            keeper.open(f"posters/preview/?{choice}")
            look(keeper.page, f"print-{shop}-{_flat(choice)}")


FOR_THE_EXAMINER = (joining_a_team, pausing, suspending, baskets_that_go_wrong, orders_in_each_state, links_that_open_nothing)
ALL = (opening_a_shop, *FOR_THE_EXAMINER, mails, what_is_printed)


def _a_piece(house: House) -> str:
    """Return a piece that is there once and in nobody's hands."""
    schema = house.schema_of("bonne-pioche")
    rows = house.sql(
        f"""SELECT p.slug FROM {schema}.catalog_product p JOIN {schema}.catalog_variant v ON v.product_id = p.id
        JOIN {schema}.catalog_stocklevel s ON s.variant_id = v.id
        WHERE p.kind = 'unique' AND p.status = 'published' AND s.on_hand - s.reserved = 1 ORDER BY p.id DESC LIMIT 1"""
    )
    return str(rows[0][0])


@contextmanager
def _dearer(house: House, slug: str) -> Iterator[None]:
    """Let a product of the second-hand shop cost a euro more."""
    schema = house.schema_of("bonne-pioche")
    of_it = f"FROM {schema}.catalog_product p WHERE p.id = v.product_id AND p.slug = %s"
    house.sql(f"UPDATE {schema}.catalog_variant v SET price = price + 100 {of_it}", slug)
    try:
        yield
    finally:
        house.sql(f"UPDATE {schema}.catalog_variant v SET price = price - 100 {of_it}", slug)


def _status(page: Page, url: str) -> int | None:
    answer = page.goto(url)
    return answer.status if answer else None


def _text_of(mail: str) -> str:
    body = email.message_from_bytes(mail.encode(), policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""


def _code_in(mail: str) -> str:
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", _text_of(mail))
    assert code
    return code.group()


def _flat(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-")
