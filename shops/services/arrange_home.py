"""The shopkeeper arranges the home page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Model

from kit.routers import SHOP_ALIAS
from shops.models import HomeSection, ShopSettings
from shops.rules.home import MOST, ON_A_SHELF, SEVERAL, Section, moved, whole
from shops.selectors.read_frame import saved_sections
from shops.services.changed_meanwhile import ChangedMeanwhile, not_as_seen
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame

Columns = Mapping[str, Any]


class TooManySections(Exception):
    """There are MOST of this kind already. Shown to the shopkeeper."""


@dataclass(frozen=True, kw_only=True)
class HomeChanges:
    """
    New columns of sections, by the key of rules.home.Section, and of the settings that hold what cover, news and story say.

    What is not named stays. `seen` and `seen_settings` are what the page showed of these.
    """

    sections: Mapping[str, Columns] = field(default_factory=dict)
    settings: Columns = field(default_factory=dict)
    seen: Mapping[str, Columns] = field(default_factory=dict)
    seen_settings: Columns = field(default_factory=dict)


def change_home(*, changes: HomeChanges) -> None:
    """
    Write what was changed on the page; what changes a section of a shop that arranged nothing makes the arrangement its own.

    A section that is gone is left alone. Locks the settings, and with them the arrangement. Safe to call twice.

    :raises ChangedMeanwhile: if something is neither what was seen any more nor what is wanted
    """
    with transaction.atomic(using=SHOP_ALIAS):
        settings = _locked_settings()
        rows = _rows(settings) if changes.sections else {}
        present: dict[tuple[type[Model], int], dict[str, Any]] = {}
        for key, columns in changes.sections.items():
            if key in rows and (other := not_as_seen(rows[key], wanted=columns, seen=changes.seen.get(key, {}))):
                present[HomeSection, rows[key].pk] = other
        if other := not_as_seen(settings, wanted=changes.settings, seen=changes.seen_settings):
            present[ShopSettings, settings.pk] = other
        if present:
            raise ChangedMeanwhile(present)
        for key, columns in changes.sections.items():
            if key in rows:
                _write(rows[key], columns)
        if changes.settings:
            _write(settings, changes.settings)
        _finish()


def move_section(*, key: str, steps: int) -> None:
    """Move a section so many places down (or, negative, up), as far as it goes. NOT safe to call twice."""
    with transaction.atomic(using=SHOP_ALIAS):
        rows = _rows(_locked_settings())
        _number([rows[each] for each in moved(list(rows), key, steps)])
        _finish()


def add_section(*, kind: str, category_id: int | None = None) -> HomeSection:
    """
    Add a section of a kind of rules.home.SEVERAL, before the last one. NOT safe to call twice.

    :raises TooManySections: if there are enough of them
    """
    if kind not in SEVERAL:
        raise ValueError(kind)
    with transaction.atomic(using=SHOP_ALIAS):
        rows = list(_rows(_locked_settings()).values())
        if sum(row.kind == kind for row in rows) >= MOST:
            raise TooManySections
        count = None if category_id is None else ON_A_SHELF
        added = HomeSection.objects.create(kind=kind, category_id=category_id, count=count, position=len(rows))
        shown = [place for place, row in enumerate(rows) if row.is_shown]
        _number([*rows[: shown[-1]], added, *rows[shown[-1] :]] if shown else [*rows, added])
        _finish()
        return added


def remove_section(*, key: str) -> None:
    """Remove a section that was added; the others can only be hidden. Safe to call twice."""
    with transaction.atomic(using=SHOP_ALIAS):
        row = _rows(_locked_settings()).get(key)
        if row is not None and row.kind in SEVERAL:
            row.delete()
            _finish()


def _finish() -> None:
    record_event(kind="home_changed")
    touch_frame()


def _locked_settings() -> ShopSettings:
    return ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)


def _rows(settings: ShopSettings) -> dict[str, HomeSection]:
    """Return the rows of the whole arrangement by key, in order; writes those that are missing."""
    sections = whole(saved_sections(), theme=settings.theme)
    known = HomeSection.objects.in_bulk()
    rows = [known.get(section.id) or HomeSection.objects.create(kind=section.kind, is_shown=section.is_shown) for section in sections]
    _number(rows)
    return {Section(row.kind, row.pk).key: row for row in rows}


def _number(rows: list[HomeSection]) -> None:
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position", "updated_at"])


def _write(row: HomeSection | ShopSettings, columns: Columns) -> None:
    for column, value in columns.items():
        setattr(row, column, value)
    row.save()
