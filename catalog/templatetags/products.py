"""What the pages of products add to their head."""

from django import template
from django.utils.safestring import SafeString

from catalog.selectors.product_page import ProductPage
from catalog.selectors.share import product_link
from catalog.storefront import structured_data as data
from shops.context import PageFrame
from shops.selectors.frame_values import ShopFrame
from shops.selectors.share import ShareLink

register = template.Library()


@register.simple_tag
def structured_data(product: ProductPage, shop: ShopFrame, origin: str) -> SafeString:
    """Tell search engines about a product of the shop. `origin` is the shop's scheme and host."""
    return data.product_data(product, shop, origin=origin)


@register.simple_tag
def share_picture(product: ProductPage, shop: ShopFrame) -> ShareLink:
    """Find the picture that stands beside a link to the product."""
    return product_link(product, shop)


@register.simple_tag
def category_data(shop: PageFrame, title: str) -> SafeString:
    """Tell search engines where the list at this page's own address stands."""
    return data.list_data(shop.remembered.frame, title, path=shop.path, origin=shop.origin)
