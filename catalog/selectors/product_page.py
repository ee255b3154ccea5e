"""One product with everything its page says."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.db.models import Case, IntegerField, Q, Subquery, Value, When
from django.utils.translation import get_language

from catalog.models import Condition, ProductStatus
from catalog.rules.availability import Standing
from catalog.rules.texts import chosen, column, columns
from catalog.selectors._rows import CARD_COLUMNS, HolderNames, Row, VariantFacts, photos_of, products, variants_of
from catalog.selectors.addresses import category_url
from catalog.selectors.storefront import ProductCard, card_of, stock_words
from shops.selectors.frame import Photo

RELATED = 4
MOST_AT_ONCE = 99
LEAD_AT_MOST = 320  # characters
_PAGE_COLUMNS = (
    *CARD_COLUMNS,
    "condition",
    "defects",
    "facts",
    "published_at",
    "category__slug",
    *columns("description"),
    *columns("name", prefix="category__"),
)


class Fact(NamedTuple):
    label: str
    value: str


class ConditionStep(NamedTuple):
    """One step of the scale from as new to be restored."""

    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant as a radio button. `name` is its value on the last axis, `group` that on the first when there are two."""

    id: int
    name: str
    group: str
    price: int
    compare_at_price: int | None
    unit_price_amount: int | None
    unit_price_unit: str
    standing: Standing
    is_chosen: bool

    @property
    def is_available(self) -> bool:
        return self.standing.available > 0

    @property
    def stock_note(self) -> str:
        return stock_words(self.standing.available, is_unique=False, held_until=self.standing.held_until)


class ChoiceGroup(NamedTuple):
    """The choices that share the value of the first axis; one group with an empty name when there is one axis."""

    name: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that the page of a product says, in the active language. Money in gross cents."""

    card: ProductCard
    is_published: bool
    is_archived: bool
    paragraphs: list[str]
    photos: list[Photo]
    category_name: str
    category_url: str
    condition: str
    scale: list[ConditionStep]
    defects: list[str]
    facts: list[Fact]
    published_on: dt.date | None
    option_names: list[str]
    groups: list[ChoiceGroup]
    chosen: Choice
    related: list[ProductCard]

    @property
    def has_options(self) -> bool:
        return bool(self.option_names)

    @property
    def most(self) -> int:
        """How many one may ask for at once."""
        return min(MOST_AT_ONCE, max(choice.standing.available for group in self.groups for choice in group.choices))

    @property
    def can_buy(self) -> bool:
        return self.card.available > 0

    @property
    def lead(self) -> str:
        """The sentence under the name: the first paragraph when it is short, else the few words of the lists."""
        return self.paragraphs[0] if self._opens_short else self.card.hint

    @property
    def body(self) -> list[str]:
        return self.paragraphs[1:] if self._opens_short else self.paragraphs

    @property
    def _opens_short(self) -> bool:
        return bool(self.paragraphs) and len(self.paragraphs[0]) <= LEAD_AT_MOST

    @property
    def summary(self) -> str:
        """What search engines show below the name."""
        return " ".join(part for part in (self.card.hint, *self.paragraphs) if part)

    @property
    def hold_minutes(self) -> int:
        return int(settings.CHECKOUT_HOLD.total_seconds()) // 60

    @property
    def variants(self) -> list[Choice]:
        return [choice for group in self.groups for choice in group.choices]


def product_page(slug: str, *, mine: HolderNames, now: dt.datetime) -> ProductPage | None:
    """
    Return the page of a product in any status, with up to four published neighbours of its category; None when there is none.

    Three statements, four when something on the page is held.
    """
    rows = _with_neighbours(slug)
    if not rows or rows[0]["slug"] != slug:
        return None
    language = get_language() or "fr"
    variants = variants_of(rows, mine=mine, now=now, with_options=True)
    if not variants.get(rows[0]["id"]):
        return None
    photos = photos_of([row["id"] for row in rows], language=language)
    cards = [card_of(row, variants[row["id"]], photos.get(row["id"], ()), language) for row in rows if row["id"] in variants]
    return _page(rows[0], cards, variants[rows[0]["id"]], photos.get(rows[0]["id"], []), language)


def _with_neighbours(slug: str) -> list[Row]:
    """Return the product's row first, then those of its neighbours: what is featured, then the newest."""
    itself = products().filter(slug=slug)
    same_category = Q(status=ProductStatus.PUBLISHED, category_id__in=Subquery(itself.values("category_id")))
    first = Case(When(slug=slug, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = products().filter(Q(slug=slug) | same_category).order_by(first, "-is_featured", "-published_at", "-id")
    return list(found.values(*_PAGE_COLUMNS)[: RELATED + 1])


def _page(row: Row, cards: Sequence[ProductCard], variants: Sequence[VariantFacts], photos: list[Photo], language: str) -> ProductPage:
    choices = _choices(variants, language)
    description = column(row, "description", language)
    return ProductPage(
        card=cards[0],
        is_published=row["status"] == ProductStatus.PUBLISHED,
        is_archived=row["status"] == ProductStatus.ARCHIVED,
        paragraphs=[part.strip() for part in description.replace("\r\n", "\n").split("\n\n") if part.strip()],
        photos=photos,
        category_name=column(row, "category__name", language) if row["category__slug"] else "",
        category_url=category_url(row["category__slug"]) if row["category__slug"] else "",
        condition=str(Condition(row["condition"]).label) if row["condition"] else "",
        scale=[ConditionStep(str(step.label), step == row["condition"]) for step in Condition] if row["condition"] else [],
        defects=[text for defect in row["defects"] if (text := chosen(defect, language))],
        facts=[Fact(chosen(fact["label"], language), chosen(fact["value"], language)) for fact in row["facts"]],
        published_on=row["published_at"].date() if row["published_at"] else None,
        option_names=_option_names(variants[0].row, language),
        groups=[ChoiceGroup(name, list(group)) for name, group in groupby(choices, key=lambda choice: choice.group)],
        chosen=next(choice for choice in choices if choice.is_chosen),
        related=list(cards[1:]),
    )


def _choices(variants: Sequence[VariantFacts], language: str) -> list[Choice]:
    """Return the variants as choices; the first that can be had is chosen, else the first."""
    chosen_id = next((variant.id for variant in variants if variant.standing.available), variants[0].id)
    return [_choice(variant, language, is_chosen=variant.id == chosen_id) for variant in variants]


def _choice(variant: VariantFacts, language: str, *, is_chosen: bool) -> Choice:
    values = [column(variant.row, f"value_{axis}__name", language) for axis in (1, 2) if variant.row[f"value_{axis}_id"]]
    return Choice(
        id=variant.id,
        name=values[-1] if values else "",
        group=values[0] if len(values) > 1 else "",
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        unit_price_amount=variant.unit_price_amount,
        unit_price_unit=variant.unit_price_unit,
        standing=variant.standing,
        is_chosen=is_chosen,
    )


def _option_names(row: Row, language: str) -> list[str]:
    return [column(row, f"value_{axis}__option__name", language) for axis in (1, 2) if row[f"value_{axis}_id"]]
