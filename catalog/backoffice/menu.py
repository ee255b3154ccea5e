"""The catalog's words in the backoffice's menu; registered in CatalogConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from shops.backoffice.registry import MenuEntry, MoreLink, register_menu_entry, register_more_link


def register() -> None:
    """Put "Add" in the middle of the bar, under the thumb, and "Products" after it; categories and posters are found under "More" too."""
    register_menu_entry(MenuEntry(key="add", label=_("Add"), url_name="bo_product_new", icon="plus", position=30, is_add=True))
    register_menu_entry(MenuEntry(key="products", label=_("Products"), url_name="bo_products", icon="tag", position=40))
    register_more_link(
        MoreLink(
            key="categories",
            label=_("Categories"),
            hint=_("Their names, their order in the menu"),
            url_name="bo_categories",
            icon="layout-list",
            position=-10,
            owner_only=False,
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
            owner_only=False,
        )
    )
