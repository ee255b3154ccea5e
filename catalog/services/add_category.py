"""The shop gets another shelf."""

from collections.abc import Iterable

from django.db import transaction

from catalog.locks import lock_categories
from catalog.log_kinds import name_of
from catalog.models import Category, FormerAddress
from catalog.models.former_address import AddressKind
from catalog.rules.categories import MAX_CATEGORIES, CategoryWords, comparable, taken_names
from catalog.rules.texts import FALLBACK
from catalog.services._slugs import unique_category_slug
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame


class CategoryNameTaken(Exception):
    """Another category of the shop is called the same; `languages` says in which languages. Shown to the shopkeeper."""

    def __init__(self, languages: list[str]) -> None:
        super().__init__(", ".join(languages))
        self.languages = languages


class TooManyCategories(Exception):
    """The shop has MAX_CATEGORIES already. Shown to the shopkeeper."""


@transaction.atomic(using=SHOP_ALIAS)
def add_category(*, words: CategoryWords) -> Category:
    """
    Add a category, last in line, its address made of its name in the shop's own language.

    Lets nobody else change the categories meanwhile. Sent twice, the second time is refused.

    :raises CategoryNameTaken: if another category is called the same, capitals or not
    :raises TooManyCategories: if the shop has MAX_CATEGORIES already
    """
    others = lock_categories()
    refuse_taken_names(words, others)
    return _add(words, others)


@transaction.atomic(using=SHOP_ALIAS)
def category_called(*, name: str) -> Category:
    """
    Return the category with this name in the shop's own language; adds it when there is none.

    Lets nobody else change the categories meanwhile. Safe to call twice.

    :raises TooManyCategories: if it would be one more than MAX_CATEGORIES
    """
    others = lock_categories()
    own = f"name_{current_tenant().languages[0]}"
    known = next((category for category in others if comparable(getattr(category, own) or "") == comparable(name)), None)
    return known or _add(CategoryWords(names={current_tenant().languages[0]: name}), others)


def refuse_taken_names(words: CategoryWords, others: Iterable[Category]) -> None:
    """
    Compare a category's names with those of the others.

    :raises CategoryNameTaken: if one of them is called the same in one of the languages
    """
    taken = taken_names(words.names, [{language: getattr(other, f"name_{language}") for language in FALLBACK} for other in others])
    if taken:
        raise CategoryNameTaken(taken)


def _add(words: CategoryWords, others: list[Category]) -> Category:
    if len(others) >= MAX_CATEGORIES:
        raise TooManyCategories
    category = Category(
        slug=unique_category_slug(words.names.get(current_tenant().languages[0], "")),
        icon=words.icon,
        position=max((other.position for other in others), default=-1) + 1,
    )
    for language, name in words.names.items():
        setattr(category, f"name_{language}", name)
    category.save()
    FormerAddress.objects.filter(kind=AddressKind.CATEGORY, slug=category.slug).delete()  # of one that is gone
    record_event(kind="category_added", category=name_of(category))
    touch_frame()
    return category
