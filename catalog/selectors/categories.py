"""The shop's categories as the shopkeeper sees them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from catalog.models import Category, ProductStatus
from kit.tenancy import current_tenant


@dataclass(frozen=True)
class CategoryRow:
    """A line of the list; `count` is of all products in it, `online` of those that customers see."""

    id: int
    name: str
    icon: str
    count: int
    online: int
    missing_languages: tuple[str, ...]


def category_rows() -> list[CategoryRow]:
    """Return the categories in the shop's order; one statement."""
    found = Category.objects.annotate(
        count=Count("products"), online=Count("products", filter=Q(products__status=ProductStatus.PUBLISHED))
    ).order_by("position", "id")
    return [
        CategoryRow(
            id=category.pk,
            name=category.name or "",
            icon=category.icon,
            count=category.count,
            online=category.online,
            missing_languages=tuple(language for language in current_tenant().languages if not getattr(category, f"name_{language}")),
        )
        for category in found
    ]


def category_choices() -> list[tuple[str, str]]:
    """Return the categories to choose from, in the shop's order: id and name."""
    return [(str(category.pk), category.name or "") for category in Category.objects.all()]
