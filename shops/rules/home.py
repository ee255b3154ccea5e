"""Which sections a home page has, in which order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shops.rules.themes import ANNOUNCEMENT, CATEGORIES, HERO, PRODUCTS, SHELF, STORY, VISIT, WORDS, theme_facts

SINGLE = (HERO, ANNOUNCEMENT, CATEGORIES, PRODUCTS, STORY, VISIT)  # there is one of each, always: it can only be hidden
SEVERAL = (SHELF, WORDS)  # as many as the shopkeeper adds, up to MOST of each
MOST = 3
ON_A_SHELF = 4  # products of a category, unless told otherwise
TITLED = (CATEGORIES, PRODUCTS, SHELF, WORDS, VISIT)  # these have a title of their own; empty: the theme's
WRITTEN = (WORDS,)  # and this one a text


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a home page; `previous` and `next` are the kinds beside it on the page, empty at its ends."""

    kind: str
    id: int = 0  # 0: never saved
    is_shown: bool = True
    title: str = ""
    text: str = ""
    count: int | None = None
    category_id: int | None = None
    previous: str = ""
    next: str = ""

    @property
    def key(self) -> str:
        """Its name on the page: the kind, and a number where there may be several."""
        return f"{self.kind}-{self.id}" if self.kind in SEVERAL else self.kind


def usual_sections(theme: str) -> list[Section]:
    """Return the sections of a shop that arranged nothing: those of its theme, then the others, hidden."""
    shown = theme_facts(theme).sections
    return [Section(kind) for kind in shown] + [Section(kind, is_shown=False) for kind in SINGLE if kind not in shown]


def whole(sections: Iterable[Section], *, theme: str) -> list[Section]:
    """
    Return every section of the shop, hidden ones too: the cover first, each kind of SINGLE exactly once.

    Without any these are the theme's own; a kind that came with a later release is there, hidden.
    """
    known = list(sections)
    if not known:
        return usual_sections(theme)
    kinds = {section.kind for section in known}
    found = known + [Section(kind, is_shown=False) for kind in SINGLE if kind not in kinds]
    return sorted(found, key=lambda section: section.kind != HERO)


def shown(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections that visitors see, each knowing its neighbours."""
    seen = [section for section in sections if section.is_shown]
    kinds = ["", *(section.kind for section in seen), ""]
    return tuple(replace(section, previous=kinds[place], next=kinds[place + 2]) for place, section in enumerate(seen))


def moved(line: Sequence[str], key: str, steps: int) -> list[str]:
    """
    Return the keys with one of them so many places further down (or, negative, up), as far as it goes.

    The cover stays first. A key that is not there moves nothing.
    """
    if key not in line or key == HERO:
        return list(line)
    rest = [other for other in line if other != key]
    place = max(1 if HERO in rest else 0, line.index(key) + steps)
    return [*rest[:place], key, *rest[place:]]
