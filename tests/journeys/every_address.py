"""
The pages of the backoffice as a browser opens them, read from the URL configuration: a new page is looked at
the day it is added. One that takes a parameter needs a line in SAMPLES, and the walk fails until it has one.
"""

from tests.house import House
from tests.isolation.addresses import all_addresses

A_COLLEAGUE = """SELECT m.id FROM tenants_membership m JOIN tenants_tenant t ON t.id = m.tenant_id
    WHERE '{schema}' = t.schema_name AND m.role <> 'owner' ORDER BY m.id LIMIT 1"""

A_TRANSFER = (
    "SELECT coalesce((SELECT min(o.number) FROM {schema}.orders_order o JOIN {schema}.orders_banktransfer t ON t.order_id = o.id), '0')"
)

# What stands for a parameter: "address.parameter", or "parameter" for all others; SQL in the shop's schema.
SAMPLES = {
    "pk": "SELECT id FROM {schema}.catalog_product WHERE status = 'published' ORDER BY id LIMIT 1",
    "number": "SELECT number FROM {schema}.orders_order WHERE status = 'open' ORDER BY number LIMIT 1",
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
    "bo_transfer_dismissal.pk": "SELECT 1",
    "bo_transfer_return.pk": "SELECT 1",
    "bo_launch_requirement.key": "SELECT 'phone'",
    "bo_invitation_mail.pk": "SELECT 1",
    "bo_invitation_withdrawal.pk": "SELECT 1",
    "bo_support_answer.pk": "SELECT 1",
    "bo_support_end.pk": "SELECT 1",
    **{f"bo_member{what}.pk": A_COLLEAGUE for what in ("", "_removal", "_sessions_end")},
    "token": "SELECT 'nobody-was-invited'",
}
# The same pages in another state.
IN_OTHER_STATES = [
    *("orders/?tab=all", "orders/?tab=awaiting", "orders/?q=nobody", "products/?state=draft", "products/?q=nothing-of-this-name"),
    *("posters/?kind=labels", "posters/?kind=labels&which=chosen&q=a&product=1"),
]
LEADS_AWAY = {"bo_payments_connect", "bo_payments_return"}  # to Stripe, or to a page that is walked anyway


def backoffice_paths(house: House, shop: str) -> list[str]:
    """Return the path of each address of a shop's backoffice, without the part that they share; some only take forms."""
    schema = house.schema_of(shop)
    addresses = [address for address in all_addresses() if address.audience == "backoffice" and address.name not in LEADS_AWAY]
    paths = []
    for address in addresses:
        values = {name: house.sql(sql.format(schema=schema))[0][0] for name, sql in SAMPLES.items() if _stands_for(name, address)}
        paths.append(address.url(values).removeprefix("/backoffice/"))
    return [*paths, *IN_OTHER_STATES]


def _stands_for(sample: str, address) -> bool:
    name, _dot, parameter = sample.rpartition(".")
    return parameter in address.parameters and name in ("", address.name)
