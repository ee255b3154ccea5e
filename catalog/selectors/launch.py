"""What the catalog needs before the shop opens: something to buy."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from catalog.models import Product
from shops.launch import Requirement, Step
from shops.models import PictureState


def catalog_requirements() -> Iterable[Requirement]:
    """Return that one product with photo and price is online; one query."""
    shown = Product.objects.published().filter(
        is_example=False, images__state__in=[PictureState.PENDING, PictureState.READY], variants__price__gt=0
    )
    yield Requirement(
        key="product",
        title=_("A product"),
        sentence=_("One product with a photo and a price is enough to open; publish it."),
        is_met=shown.exists(),
        position=29,
        url_name="bo_product_new",
        action=_("Add a product"),
    )


def catalog_steps() -> Iterable[Step]:
    """Return the first step of the setup guide; one query."""
    yield Step(
        key="product",
        title=_("Your first product"),
        sentence=_("A photo, a name, a price: one minute with your phone."),
        action=_("Add a product"),
        url_name="bo_product_new",
        is_done=Product.objects.published().filter(is_example=False).exists(),
        position=1,
    )
