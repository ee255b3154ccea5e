"""Which article belongs to which page, and in which order all of them are listed."""

from django.utils.translation import gettext_lazy as _

START = "first-evening"

ARTICLE_OF = {
    "bo_today": "today",
    "bo_orders": "orders",
    "bo_order": "order",
    "bo_order_cancellation": "cancel-order",
    "bo_order_deletion": "going-live",
    "bo_test_orders_deletion": "going-live",
    "bo_products": "products",
    "bo_product_new": "new-product",
    "bo_product": "edit-product",
    "bo_product_stock": "stock",
    "bo_variant_sales": "stock",
    "bo_variant_count": "stock",
    "bo_categories": "categories",
    "bo_category": "categories",
    "bo_category_new": "categories",
    "bo_category_removal": "categories",
    "bo_shop": "your-shop",
    "bo_shop_hours": "opening-hours",
    "bo_shop_delivery": "delivery",
    "bo_shop_identity": "identity",
    "bo_shop_texts": "texts",
    "bo_shop_look": "look",
    "bo_shop_home": "home-sections",
    "bo_shop_account": "account",
    "bo_shop_pause": "pause",
    "bo_shop_pause_end": "pause",
    "bo_payments": "payments",
    "bo_payments_disconnection": "payments",
    "bo_ways": "ways-to-be-paid",
    "bo_subscription": "subscription",
    "bo_money": "money",
    "bo_transfers": "bank-transfers",
    "bo_order_transfer": "bank-transfers",
    "bo_order_refund": "refunds",
    "bo_posters": "posters",
    "bo_guide": "guide",
    "bo_launch": "going-live",
    "bo_launch_requirement": "going-live",
    "bo_check": "shop-check",
    "bo_figures": "visitors",
    "bo_team": "team",
    "bo_history": "history",
    "bo_sessions": "sessions",
    "bo_product_address": "being-found",
    "bo_category_address": "being-found",
    "mfa_authenticate": "second-step",
    "account_login": "sign-in",
    "account_request_login_code": "sign-in",
    "account_confirm_login_code": "sign-in",
    "account_reset_password": "sign-in",
    "account_reset_password_done": "sign-in",
}
OPEN_DOORS = ("account_", "mfa_authenticate")  # beginnings of pages that are seen before one is in
# Where a page has no line of its own yet: the first beginning that fits.
ARTICLE_OF_BEGINNING = {
    "bo_order": "orders",
    "bo_product": "products",
    "bo_categor": "categories",
    "bo_launch": "going-live",
    "bo_guide": "guide",
    "bo_team": "team",
    "bo_member": "team",
    "bo_invit": "team",
    "bo_support": "team",
    "bo_session": "sessions",
    "bo_histor": "history",
    "bo_visit": "visitors",
    "bo_poster": "posters",
    "bo_payment": "payments",
    "bo_money": "money",
    "bo_transfer": "bank-transfers",
    "bo_statement": "bank-transfers",
    "bo_refund": "refunds",
    "bo_shop": "your-shop",
    "mfa_": "second-step",
    "account_": "account",
}

GROUPS = [
    (_("To begin"), ["first-evening", "guide", "going-live", "sign-in", "today"]),
    (
        _("Orders"),
        [
            "orders",
            "order",
            "cancel-order",
            "refunds",
            "returns",
            "ways-to-be-paid",
            "payments",
            "bank-transfers",
            "money",
            "delivery",
            "internet-down",
        ],
    ),
    (
        _("Products"),
        ["new-product", "edit-product", "photos", "options", "stock", "unique-pieces", "products", "categories", "margin-scheme"],
    ),
    (_("The shop"), ["your-shop", "opening-hours", "holidays", "pause", "identity", "texts", "look", "fonts", "home-sections"]),
    (_("Being found"), ["being-found", "posters", "visitors", "shop-check"]),
    (_("You and your team"), ["account", "second-step", "sessions", "team", "history", "subscription"]),
    (_("The law"), ["law"]),
]
KEYS = [key for _title, keys in GROUPS for key in keys]


def article_of(url_name: str) -> str:
    """Return the key of the article that belongs to a page, by the name of its address; the first of all for a page that nobody knows."""
    if url_name in ARTICLE_OF:
        return ARTICLE_OF[url_name]
    return next((key for beginning, key in ARTICLE_OF_BEGINNING.items() if url_name.startswith(beginning)), START)
