"""
Two people, one page: what somebody changed is not written over what another changed meanwhile.

A page says for each thing that was changed on it what it had shown. Compared under the row's lock.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


class ChangedMeanwhile(Exception):
    """
    Somebody changed the same thing after the page was shown; nothing was written. Shown to the shopkeeper.

    `present` says what it is now, by table and id: {(Variant, 7): {"price": 2500}}; a stock stands with its variant.
    """

    def __init__(self, present: dict[tuple[type[Model], int], dict[str, Any]]) -> None:
        super().__init__(", ".join(f"{table.__name__} {pk}: {sorted(columns)}" for (table, pk), columns in present.items()))
        self.present = present


def not_as_seen(row: Any, *, wanted: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the wanted columns of a locked row hold now, where that is neither what was seen nor what is wanted."""
    now = {column: getattr(row, column) for column in wanted if column in seen}
    return {column: value for column, value in now.items() if _plain(value) not in (_plain(seen[column]), _plain(wanted[column]))}


def _plain(value: Any) -> Any:
    """Browsers send line ends their own way, and an empty text for nothing."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else "" if value is None else value
