"""What the picture beside a link to a product says."""

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.selectors.product_page import ProductPage
from kit.templatetags.formats import money
from shops.selectors.frame_values import ShopFrame
from shops.selectors.share import ShareFacts, ShareLink, facts_of


def product_facts(page: ProductPage, frame: ShopFrame) -> ShareFacts:
    """Return what the picture says: the product's name and photograph, and what it costs, or that it is gone."""
    card = page.card
    price = _("from %(price)s") % {"price": money(card.price_from)} if card.has_range else money(card.price_from)
    line = _("Sold") if card.is_sold else price
    return facts_of(frame, subject=f"product:{page.id}", title=card.name, line=line, is_price=True, photo=card.image)


def product_link(page: ProductPage, frame: ShopFrame) -> ShareLink:
    """Return where that picture is."""
    arguments = [product_facts(page, frame).version, page.slug]
    return ShareLink(reverse("share_product", urlconf="config.urls_shop", args=arguments), f"{page.card.name} · {frame.name}")
