"""
What the apps above `shops` put into the backoffice's frame: menu entries and panels of the first page.

Each says what somebody must be allowed to see it (`needs`, as its page does): nobody meets a dead end.

They register from their AppConfig.ready(), so that the frame never imports them.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from tenants.permissions import May


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """One of the words at the bottom of the phone. `count` is a small number beside it, such as what is to do."""

    key: str
    label: Any  # lazy translation
    url_name: str
    icon: str
    position: int
    needs: May
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
    needs: May
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
    needs: May


Headline = Callable[[dt.datetime], str]

_menu: dict[str, MenuEntry] = {}
_panels: dict[str, Panel] = {}
_links: dict[str, MoreLink] = {}
_headlines: list[tuple[May, Headline]] = []


def register_menu_entry(entry: MenuEntry) -> None:
    """Add a word to the menu; the same key replaces."""
    _menu[entry.key] = entry


def register_panel(panel: Panel) -> None:
    """Add a part to the first page; the same key replaces."""
    _panels[panel.key] = panel


def register_more_link(link: MoreLink) -> None:
    """Add a line to the page "More"; the same key replaces."""
    _links[link.key] = link


def register_headline(headline: Headline, *, needs: May) -> None:
    """Say in one sentence what there is to do now; the first that is not empty greets whoever may do it."""
    if (needs, headline) not in _headlines:
        _headlines.append((needs, headline))


def menu_entries(may: Collection[May]) -> list[MenuEntry]:
    """Return the menu in its order, for somebody who may do these things."""
    return sorted((entry for entry in _menu.values() if entry.needs in may), key=lambda entry: entry.position)


def panels(may: Collection[May]) -> list[Panel]:
    """Return the parts of the first page in their order, for somebody who may do these things."""
    return sorted((panel for panel in _panels.values() if panel.needs in may), key=lambda panel: panel.position)


def more_links(may: Collection[May]) -> list[MoreLink]:
    """Return the lines of "More" in their order, for somebody who may do these things."""
    return sorted((link for link in _links.values() if link.needs in may), key=lambda link: link.position)


def headline(now: dt.datetime, may: Collection[May]) -> str:
    """Return what there is to do now for somebody who may do these things, or nothing."""
    return next((text for text in (say(now) for needs, say in _headlines if needs in may) if text), "")
