"""What the page of a product adds to its head."""

from django import template
from django.utils.safestring import SafeString

from catalog.selectors.product_page import ProductPage
from catalog.storefront.structured_data import product_data
from shops.selectors.frame import ShopFrame

register = template.Library()


@register.simple_tag
def structured_data(product: ProductPage, shop: ShopFrame, origin: str) -> SafeString:
    """Tell search engines about a product of the shop. `origin` is the shop's scheme and host."""
    return product_data(product, origin=origin, shop_name=shop.name, home_url=shop.home_url)
