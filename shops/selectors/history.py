"""Reading what happened in the shop."""

from django.db.models import QuerySet

from shops.history import kinds_of
from shops.models import ShopEvent


def events(*, user_id: int | None = None, group: str = "") -> QuerySet[ShopEvent]:
    """Return what happened, newest first; only what one person did, and only of one group, where these are named."""
    found = ShopEvent.objects.order_by("-pk")
    if user_id is not None:
        found = found.filter(user_id=user_id)
    return found.filter(kind__in=kinds_of(group)) if group else found


def people_in_history() -> list[tuple[int, str]]:
    """Return everybody who ever did something here, by id, under the name they had last; by name."""
    last = ShopEvent.objects.exclude(user_id=None).order_by("user_id", "-pk").distinct("user_id")
    people = [(user_id, name) for user_id, name in last.values_list("user_id", "user_name") if user_id is not None]
    return sorted(people, key=lambda each: each[1].casefold())
