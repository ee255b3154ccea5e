"""The catalog's words in the backoffice's menu; registered in CatalogConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from shops.backoffice.registry import MenuEntry, MoreLink, register_menu_entry, register_more_link
from tenants.permissions import May


def register() -> None:
    """Put "Add" in the middle of the bar, under the thumb, and "Products" after it; categories and posters are found under "More" too."""
    register_menu_entry(
        MenuEntry(key="add", label=_("Add"), url_name="bo_product_new", icon="plus", position=30, needs=May.EDIT_PRODUCTS, is_add=True)
    )
    register_menu_entry(
        MenuEntry(key="products", label=_("Products"), url_name="bo_products", icon="tag", position=40, needs=May.SEE_PRODUCTS)
    )
    register_more_link(
        MoreLink(
            key="categories",
            label=_("Categories"),
            hint=_("Their names, their order in the menu"),
            url_name="bo_categories",
            icon="layout-list",
            position=-10,
            needs=May.EDIT_PRODUCTS,
        )
    )
    register_more_link(
        MoreLink(
            key="posters",
            label=_("Posters and labels"),
            hint=_("To print: for the window, the counter, the shelf"),
            url_name="bo_posters",
            icon="qr-code",
            position=-5,
            needs=May.EDIT_PRODUCTS,
        )
    )
