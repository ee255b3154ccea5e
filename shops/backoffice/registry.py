"""
What the apps above `shops` put into the backoffice's frame: menu entries and panels of the first page.

They register from their AppConfig.ready(), so that the frame never imports them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One of the words at the bottom of the phone. `count` is a small number beside it, such as what is to do."""

    key: str
    label: Any  # lazy translation
    url_name: str
    icon: str
    position: int
    is_add: bool = False
    count: Callable[[], int] | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """
    A part of the first page: `template` is rendered with `panel`, which `load(now=...)` returns.

    A panel whose `load` returns None is left out. `column` is "primary" or "secondary".
    """

    key: str
    template: str
    position: int
    load: Callable[..., Any]
    column: str = "primary"


@dataclass(frozen=True, kw_only=True)
class MoreLink:
    """A line of the page "More": another part of the shop to look after."""

    key: str
    label: Any
    hint: Any
    url_name: str
    icon: str
    position: int
    owner_only: bool = True


Headline = Callable[[dt.datetime], str]

_menu: dict[str, MenuEntry] = {}
_panels: dict[str, Panel] = {}
_links: dict[str, MoreLink] = {}
_headlines: list[Headline] = []


def register_menu_entry(entry: MenuEntry) -> None:
    """Add a word to the menu; the same key replaces."""
    _menu[entry.key] = entry


def register_panel(panel: Panel) -> None:
    """Add a part to the first page; the same key replaces."""
    _panels[panel.key] = panel


def register_more_link(link: MoreLink) -> None:
    """Add a line to the page "More"; the same key replaces."""
    _links[link.key] = link


def register_headline(headline: Headline) -> None:
    """Say in one sentence what there is to do now; the first that is not empty greets the shopkeeper."""
    if headline not in _headlines:
        _headlines.append(headline)


def menu_entries() -> list[MenuEntry]:
    """Return the menu in its order."""
    return sorted(_menu.values(), key=lambda entry: entry.position)


def panels() -> list[Panel]:
    """Return the parts of the first page in their order."""
    return sorted(_panels.values(), key=lambda panel: panel.position)


def more_links() -> list[MoreLink]:
    """Return the lines of "More" in their order."""
    return sorted(_links.values(), key=lambda link: link.position)


def headline(now: dt.datetime) -> str:
    """Return what there is to do now, or nothing."""
    return next((text for text in (say(now) for say in _headlines) if text), "")
