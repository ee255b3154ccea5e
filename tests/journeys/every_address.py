"""
The pages of the three sites as a browser opens them, read from their URL configurations: a new page is looked at the
day it is added. An address with a parameter needs a line in SAMPLES, one that is not a page a reason in NO_PAGES;
the walks fail until it has one.
"""

import re
from collections.abc import Iterable

from django.apps import apps

from landing.texts import NAMES
from tests.house import House
from tests.isolation.addresses import PLATFORM, Address, all_addresses

A_COLLEAGUE = """SELECT m.id FROM tenants_membership m JOIN tenants_tenant t ON t.id = m.tenant_id
    WHERE '{schema}' = t.schema_name AND m.role <> 'owner' ORDER BY m.id LIMIT 1"""
# Of the newest order that awaits its payment: the pages behind the payment page still have something to say.
ITS_PAYMENT = """SELECT a.public_id FROM {schema}.payments_paymentattempt a JOIN {schema}.orders_order o ON o.id = a.order_id
    WHERE o.payment_status = 'awaiting' AND o.status = 'open' ORDER BY a.id DESC LIMIT 1"""

A_TRANSFER = (
    "SELECT coalesce((SELECT min(o.number) FROM {schema}.orders_order o JOIN {schema}.orders_banktransfer t ON t.order_id = o.id), '0')"
)

# What stands for a parameter: "address.parameter", or "parameter" for all others; SQL in the shop's schema.
SAMPLES = {
    "pk": "SELECT id FROM {schema}.catalog_product WHERE status = 'published' ORDER BY id LIMIT 1",
    "number": "SELECT number FROM {schema}.orders_order WHERE status = 'open' ORDER BY number LIMIT 1",
    "slug": "SELECT slug FROM {schema}.catalog_product WHERE status = 'published' ORDER BY id LIMIT 1",
    "secret": "SELECT secret FROM {schema}.orders_order WHERE fulfillment_status = 'ready' ORDER BY number LIMIT 1",
    "public_id": ITS_PAYMENT,
    "category.slug": "SELECT slug FROM {schema}.catalog_category ORDER BY position, id LIMIT 1",
    "bo_category.pk": "SELECT id FROM {schema}.catalog_category ORDER BY id LIMIT 1",
    "bo_category_place.pk": "SELECT id FROM {schema}.catalog_category ORDER BY id LIMIT 1",
    "bo_category_address.pk": "SELECT id FROM {schema}.catalog_category ORDER BY id LIMIT 1",
    "bo_category_removal.pk": "SELECT id FROM {schema}.catalog_category ORDER BY id LIMIT 1",
    "bo_photo.pk": "SELECT id FROM {schema}.catalog_productimage ORDER BY id LIMIT 1",
    "bo_shop_picture.pk": "SELECT id FROM {schema}.shops_shoppicture ORDER BY id LIMIT 1",
    "bo_variant_sales.pk": "SELECT id FROM {schema}.catalog_variant ORDER BY id LIMIT 1",
    "bo_variant_count.pk": "SELECT id FROM {schema}.catalog_variant ORDER BY id LIMIT 1",
    "bo_help_article.key": "SELECT 'orders'",
    "bo_order_transfer.number": A_TRANSFER,
    "bo_transfer_match.pk": "SELECT 1",
    **dict.fromkeys(("bo_payments_take_up.pk", "bo_payment_look_up.pk", "bo_stray_payment.pk"), "SELECT 1"),
    "bo_transfer_dismissal.pk": "SELECT 1",
    "bo_transfer_return.pk": "SELECT 1",
    "bo_order_refund.number": "SELECT number FROM {schema}.orders_order WHERE payment_status = 'paid' ORDER BY id LIMIT 1",
    **{f"bo_refund_{what}.pk": "SELECT 1" for what in ("done", "again", "leave")},
    "bo_launch_requirement.key": "SELECT 'phone'",
    "bo_invitation_mail.pk": "SELECT 1",
    "bo_invitation_withdrawal.pk": "SELECT 1",
    "bo_support_answer.pk": "SELECT 1",
    "bo_support_end.pk": "SELECT 1",
    **{f"bo_member{what}.pk": A_COLLEAGUE for what in ("", "_removal", "_sessions_end")},
    **{f"admin:billing_subscription_{what}.pk": "SELECT min(id) FROM billing_subscription" for what in ("correction", "question")},
    "token": "SELECT 'nobody-was-invited'",
    "uidb36": "SELECT '1'",
    "key": "SELECT 'expired'",
    "mfa_remove_webauthn.pk": "SELECT coalesce(max(id), 1) FROM mfa_authenticator WHERE type = 'webauthn'",
    "shop_id": "SELECT id FROM tenants_tenant ORDER BY id LIMIT 1",
    "app_label": "SELECT 'tenants'",
    "landing:text.key": "SELECT 'terms'",
    "object_id": "SELECT {key} FROM {table} ORDER BY 1 LIMIT 1",
}
# The same pages in another state.
IN_OTHER_STATES = [
    *("orders/?tab=all", "orders/?tab=awaiting", "orders/?q=nobody", "products/?state=draft", "products/?q=nothing-of-this-name"),
    "subscription/change/?plan=basic",
    *("posters/?kind=labels", "posters/?kind=labels&which=chosen&q=a&product=1"),
]

# What has no page of its own to look at, and why.
NO_PAGES = {
    **dict.fromkeys(("front_door", "preview", "scan", "arrival", "product_without_slash", "category_without_slash"), "leads on"),
    **dict.fromkeys(("favicon", "media", "window_picture", "share_shop", "share_product", "shop_look"), "a picture or a sheet"),
    **dict.fromkeys(("robots", "sitemap", "sitemap_pages", "sitemap_products", "product_feed"), "for machines"),
    **dict.fromkeys(("healthz", "tls_allowed", "stripe_webhook"), "for machines"),
    **dict.fromkeys(("styleguide", "styleguide_backoffice", "styleguide_payment"), "looked at by test_styleguide.py"),
    **dict.fromkeys(("admin:None", "admin:view_on_site", "admin:login"), "leads on"),
    "demo:mail_html": "a frame in which no script runs, so none can look; states.mails shows what is in it",
    "payment_start": "leads to the payment page; its refusals are pages of tests/payments and test_customer.py",
    "bo_payments_connect": "leads to Stripe",
    "bo_subscription_change": "asks about a plan: among the other states above",
    "bo_subscription_plan": "leads to Stripe",
    "bo_subscription_portal": "leads to Stripe",
    "bo_subscription_return": "leads to the page of the subscription",
    "bo_payments_return": "leads to the page of payments",
    "bo_poster_preview": "a picture",
    "bo_poster_file": "a PDF",
    **dict.fromkeys(("bo_photo", "bo_shop_picture", "landing:own_shop_check"), "a fragment of another page"),
    "account_set_password": "for who has none, which nobody of the demo is; the template is that of account_change_password",
    "mfa_activate_totp": "only before there is an app: keys.every_key shows it",
    "mfa_authenticate": "between a password and a key: test_passkey.py",
    "mfa_login_webauthn": "for the script of the sign-in page",
    "invitation": "opens with a mail only: states.joining_a_team",
}


def backoffice_paths(house: House, shop: str) -> dict[str, str]:
    """Return the path of each address of a shop's backoffice that may be a page, by its name."""
    addresses = [address for address in all_addresses() if address.audience == "backoffice" and address.name not in NO_PAGES]
    return paths_of(house, addresses, house.schema_of(shop)) | {state: f"/backoffice/{state}" for state in IN_OTHER_STATES}


def storefront_paths(house: House, shop: str, language: str) -> dict[str, str]:
    """Return the path of each address of a shop's storefront that may be a page, by its name."""
    addresses = [address for address in all_addresses() if address.audience == "storefront" and address.name not in NO_PAGES]
    return paths_of(house, addresses, house.schema_of(shop), language)


def account_paths(house: House, site: str, shop: str | None = None) -> dict[str, str]:
    """Return the path of each address about signing in, on a shop's host or on the platform's."""
    everything = [address for address in all_addresses(site) if address.route.removeprefix("backoffice/").startswith("account/")]
    addresses = [address for address in everything if address.name not in NO_PAGES]
    return paths_of(house, addresses, house.schema_of(shop) if shop else "public")


def platform_paths(house: House, language: str) -> dict[str, str]:
    """Return the path of each page of the platform's own host, but those of signing in and of Django's admin."""
    own = [address for address in all_addresses(PLATFORM) if not address.route.startswith(("account/", "admin/"))]
    a_mail = next(path.stem for path in sorted((house.folder / "mailbox").glob("*.eml")) if "text/html" in path.read_text())
    addresses = [address for address in own if address.name not in NO_PAGES]
    texts = {f"landing:text {key}": f"/{language}/about/{key}/" for key in NAMES}
    return paths_of(house, addresses, "public", language, known={"name": a_mail}) | texts


def admin_paths(house: House) -> dict[str, str]:
    addresses = [address for address in all_addresses(PLATFORM) if address.name.startswith("admin:") and address.name not in NO_PAGES]
    return paths_of(house, addresses, "public")


def paths_of(
    house: House, addresses: Iterable[Address], schema: str, language: str = "en", known: dict[str, object] | None = None
) -> dict[str, str]:
    """Return where each address is, with its samples in it (0 where the demo has no row), and with those that the caller knows."""
    paths = {}
    for address in addresses:
        samples = {name: SAMPLES.get(f"{address.name}.{name}", SAMPLES.get(name, "")) for name in address.parameters}
        values = {name: _sampled(house, sql, schema, address) for name, sql in samples.items() if sql}
        paths[address.name] = address.url({**values, **(known or {})}, language)
    return paths


def _sampled(house: House, sql: str, schema: str, address: Address) -> object:
    rows = house.sql(sql.format(schema=schema, **_table(address)))
    return rows[0][0] if rows else "0"


def _table(address: Address) -> dict[str, str]:
    """Return the table and the key of the rows that a page of Django's admin shows."""
    found = re.match(r"admin:(\w+?)_(\w+)_(?:change|delete|history)$", address.name)
    if not found:
        return {}
    rows = apps.get_model(found[1], found[2])._meta
    return {"table": rows.db_table, "key": str(rows.pk.column)}
