"""One product with everything its page says."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.conf import settings

from catalog.models import Condition, ProductStatus
from catalog.rules.availability import Standing
from catalog.rules.measures import first_measure
from catalog.rules.texts import chosen, sql_text
from catalog.selectors._rows import HolderNames, Row, VariantFacts, language
from catalog.selectors.addresses import category_url
from catalog.selectors.goods import Goods, ask_goods, by_what_was_told
from catalog.selectors.storefront import ProductCard, card_of, stock_words
from kit.clock import in_brussels
from shops.rules.headlines import number_in
from shops.selectors.frame_values import Photo

RELATED = 4
MOST_AT_ONCE = 99
LEAD_AT_MOST = 320  # characters


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
    sku: str
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
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProductPage:
    """
    All that the page of a product says, in the active language. Money in gross cents.

    It never changes and can be compared, as what is drawn from it is remembered by it; as with ProductCard, its hash is quick.
    """

    id: int
    slug: str
    card: ProductCard
    is_published: bool
    is_archived: bool
    paragraphs: tuple[str, ...]
    photos: tuple[Photo, ...]
    category_name: str
    category_url: str
    condition: str
    scale: tuple[ConditionStep, ...]
    defects: tuple[str, ...]
    facts: tuple[Fact, ...]
    published_on: dt.date | None
    option_names: tuple[str, ...]
    groups: tuple[ChoiceGroup, ...]
    chosen: Choice
    related: tuple[ProductCard, ...]

    def __hash__(self) -> int:
        return hash((self.id, self.card, self.chosen.id))

    @property
    def title(self) -> str:
        """The name, with the number of the address where several products are called the same."""
        number = number_in(self.slug, self.card.name)
        return f"{self.card.name} ({number})" if number else self.card.name

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
    def body(self) -> tuple[str, ...]:
        return self.paragraphs[1:] if self._opens_short else self.paragraphs

    @property
    def measure(self) -> str:
        """How large or heavy it is, in the words of its facts; "" when they do not say."""
        return first_measure(fact.value for fact in self.facts)

    @property
    def _opens_short(self) -> bool:
        return bool(self.paragraphs) and len(self.paragraphs[0]) <= LEAD_AT_MOST

    @property
    def summary(self) -> str:
        """What search engines show below the name: the hint is a line without a full stop, and gets one."""
        hint = self.card.hint
        return " ".join(part for part in (f"{hint}." if hint and hint[-1] not in ".!?…" else hint, *self.paragraphs) if part)

    @property
    def hold_minutes(self) -> int:
        return int(settings.CHECKOUT_HOLD.total_seconds()) // 60

    @property
    def variants(self) -> list[Choice]:
        return [choice for group in self.groups for choice in group.choices]


def product_page(slug: str, *, mine: HolderNames, now: dt.datetime, wanted: int | None = None) -> ProductPage | None:
    """
    Return the page of a product in any status, with up to four published neighbours of its category; None when there is none.

    `wanted` is the variant to choose, if it can be had: search engines lead to each by its own address.
    One statement.
    """
    told = ask_goods(_WHICH, slug, slug, slug, RELATED + 1, slug, about=_about_sql(language()), with_options=True)
    return _page(told, slug, wanted, mine=mine, now=now)


_WHICH = """
    SELECT p.id, row_number() OVER (ORDER BY p.slug = %s DESC, p.is_featured DESC, p.published_at DESC NULLS LAST, p.id DESC) AS place
      FROM catalog_product p
     WHERE p.slug = %s OR p.status = 'published' AND p.category_id = (SELECT category_id FROM catalog_product WHERE slug = %s)
     ORDER BY place LIMIT %s"""  # the product first, then its neighbours: what is featured, then the newest


@cache
def _about_sql(code: str) -> str:
    """What only the product's own page says."""
    return f"""
        SELECT p.condition, p.defects, p.facts, p.published_at, {sql_text("p.description", code)} AS description,
               c.slug AS category_slug, {sql_text("c.name", code)} AS category_name
          FROM catalog_product p LEFT JOIN catalog_category c ON c.id = p.category_id WHERE p.slug = %s"""  # noqa: S608 -- fixed texts only


@by_what_was_told(most=256)  # about 15 kB each
def _page(goods: Goods, slug: str, wanted: int | None) -> ProductPage | None:
    row = goods.rows[0] if goods.rows else None
    if row is None or row["slug"] != slug or row["id"] not in goods.variants:
        return None
    cards = [
        card_of(each, goods.variants[each["id"]], goods.photos.get(each["id"], ())) for each in goods.rows if each["id"] in goods.variants
    ]
    return _page_of({**row, **goods.about}, cards, goods.variants[row["id"]], goods.photos.get(row["id"], []), wanted)


def _page_of(
    row: Row, cards: Sequence[ProductCard], variants: Sequence[VariantFacts], photos: list[Photo], wanted: int | None
) -> ProductPage:
    choices = _choices(variants, wanted)
    code = language()
    return ProductPage(
        id=row["id"],
        slug=row["slug"],
        card=cards[0],
        is_published=row["status"] == ProductStatus.PUBLISHED,
        is_archived=row["status"] == ProductStatus.ARCHIVED,
        paragraphs=tuple(part.strip() for part in row["description"].replace("\r\n", "\n").split("\n\n") if part.strip()),
        photos=tuple(photos),
        category_name=row["category_name"],
        category_url=category_url(row["category_slug"]) if row["category_slug"] else "",
        condition=str(Condition(row["condition"]).label) if row["condition"] else "",
        scale=tuple(ConditionStep(str(step.label), step == row["condition"]) for step in Condition) if row["condition"] else (),
        defects=tuple(text for defect in row["defects"] if (text := chosen(defect, code))),
        facts=tuple(Fact(chosen(fact["label"], code), chosen(fact["value"], code)) for fact in row["facts"]),
        published_on=in_brussels(dt.datetime.fromisoformat(row["published_at"])).date() if row["published_at"] else None,
        option_names=tuple(name for name, _value in variants[0].options),
        groups=tuple(ChoiceGroup(name, tuple(group)) for name, group in groupby(choices, key=lambda choice: choice.group)),
        chosen=next(choice for choice in choices if choice.is_chosen),
        related=tuple(cards[1:]),
    )


def _choices(variants: Sequence[VariantFacts], wanted: int | None) -> list[Choice]:
    """Return the variants as choices; the wanted one is chosen when it can be had, else the first that can, else the first."""
    there = [variant.id for variant in variants if variant.standing.available]
    chosen_id = wanted if wanted in there else next(iter(there), variants[0].id)
    return [_choice(variant, is_chosen=variant.id == chosen_id) for variant in variants]


def _choice(variant: VariantFacts, *, is_chosen: bool) -> Choice:
    values = [value for _name, value in variant.options]
    return Choice(
        id=variant.id,
        sku=variant.sku,
        name=values[-1] if values else "",
        group=values[0] if len(values) > 1 else "",
        price=variant.price,
        compare_at_price=variant.compare_at_price,
        unit_price_amount=variant.unit_price_amount,
        unit_price_unit=variant.unit_price_unit,
        standing=variant.standing,
        is_chosen=is_chosen,
    )
