"""How much of a plan a shop uses."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.services.create_product import kept_products
from kit.tenancy import current_tenant
from shops.services.team.invite import people_who_count
from tenants.models import Plan


@dataclass(frozen=True, slots=True)
class Exceeded:
    """Something of which the bound shop has more than a plan has room for."""

    label: str
    used: int
    limit: int


def exceeded_by(plan: Plan, *, used: dict[str, int]) -> list[Exceeded]:
    """Return of what there is more than `plan` has room for, in the active language; `used` as `usage` counts it."""
    labels = {"max_products": _("Products"), "max_people": _("People who work in it"), "max_languages": _("Languages")}
    limits = {kind: getattr(plan, kind) for kind in labels}
    return [Exceeded(labels[kind], used[kind], limit) for kind, limit in limits.items() if limit is not None and used[kind] > limit]


def usage() -> dict[str, int]:
    """Count what plans limit, as shops.services.keep_limit does; three queries, in the bound shop."""
    return {"max_products": kept_products(), "max_people": people_who_count(), "max_languages": len(current_tenant().languages)}
