"""The cart as its owner sees it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.models import ProductImage, Variant
from catalog.services.stock import Standing, standing_of
from kit.templatetags.formats import money, unit_price
from orders.models import Cart, CartLine
from orders.rules.details import CheckoutDetails
from orders.rules.fingerprint import ShownLine, fingerprint
from orders.rules.totals import Totals, VatInside, order_totals, vat_inside
from orders.selectors.cart_lines import first_pictures, lines_of


class Problem(StrEnum):
    """Why a line cannot be ordered as it stands."""

    NONE = ""
    SOME_LEFT = "some_left"  # fewer than asked for
    HELD = "held"  # there are some, all in others' checkouts
    SOLD_OUT = "sold_out"
    NOT_FOR_SALE = "not_for_sale"


@dataclass(frozen=True, slots=True)
class CartPageLine:
    """
    A line of the cart: prices in gross cents, `available` is what this cart can have.

    `former_price` is what one cost when the customer chose it, where it costs something else now.
    """

    id: int
    variant: Variant
    title: str
    option_text: str
    url: str
    image: ProductImage | None
    unit_price: int
    quantity: int
    vat_rate: int
    is_margin: bool
    available: int
    is_unique: bool
    problem: Problem
    former_price: int | None

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity

    @property
    def facts(self) -> list[str]:
        """What is worth knowing of it in a few words: the choice, the price of one, the price by unit."""
        each = _("%(price)s each") % {"price": money(self.unit_price)} if self.quantity > 1 else ""
        return [fact for fact in (self.option_text, _("One of a kind") if self.is_unique else each, unit_price(self.variant)) if fact]

    @property
    def field_id(self) -> str:
        """The id of its quantity field."""
        return f"quantity-{self.id}"


@dataclass(frozen=True, slots=True)
class CartPage:
    """The lines in the order in which they were added, and their sum."""

    lines: list[CartPageLine]

    @property
    def article_count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def totals(self) -> Totals:
        return order_totals(self.lines, shipping=0)

    def fingerprint(self, details: CheckoutDetails) -> str:
        """Return what the customer sees of the cart and of what they said, in 32 letters; place_order compares."""
        shown = [ShownLine(line.variant.pk, line.title, line.option_text, line.quantity, line.unit_price) for line in self.lines]
        return fingerprint(shown, details.reviewed)

    @property
    def has_problem(self) -> bool:
        return any(line.problem for line in self.lines)

    def with_shipping(self, price: int) -> Totals:
        return order_totals(self.lines, shipping=price)

    def vat(self, *, shipping: int, shipping_vat_rate: int) -> VatInside:
        return vat_inside(self.lines, shipping=shipping, shipping_vat_rate=shipping_vat_rate)


def cart_page(cart: Cart | None, *, now: dt.datetime) -> CartPage:
    """Return the cart with pictures and what is left for it, in three queries; none for no cart."""
    lines = list(lines_of(cart.pk)) if cart is not None else []
    if cart is None or not lines:
        return CartPage([])
    pictures = first_pictures({line.variant.product_id for line in lines})
    standings = standing_of(variant_ids=[line.variant_id for line in lines], holder=cart.holder, now=now)
    return CartPage([_line(line, pictures.get(line.variant.product_id), standings[line.variant_id]) for line in lines])


def _line(line: CartLine, image: ProductImage | None, standing: Standing) -> CartPageLine:
    product = line.variant.product
    problem = _problem(line, standing)
    can_be_had = problem not in (Problem.SOLD_OUT, Problem.NOT_FOR_SALE)
    return CartPageLine(
        id=line.pk,
        variant=line.variant,
        title=product.name,
        option_text=line.variant.option_text,
        url=reverse("product", kwargs={"slug": product.slug}),
        image=image,
        unit_price=line.unit_price,
        quantity=line.quantity,
        vat_rate=line.vat_rate,
        is_margin=line.is_margin,
        available=standing.available,
        is_unique=product.is_unique,
        problem=problem,
        former_price=line.price_when_chosen if can_be_had and line.price_when_chosen != line.unit_price else None,
    )


def _problem(line: CartLine, standing: Standing) -> Problem:
    if not line.is_for_sale:
        return Problem.NOT_FOR_SALE
    if line.quantity <= standing.available:
        return Problem.NONE
    if standing.available:
        return Problem.SOME_LEFT
    return Problem.HELD if standing.on_hand else Problem.SOLD_OUT
