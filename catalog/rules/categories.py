"""What the shopkeeper says of a category, and when two are called the same. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from unicodedata import normalize

MAX_NAME = 60
MAX_CATEGORIES = 60


@dataclass(frozen=True, kw_only=True)
class CategoryWords:
    """A category as the shopkeeper wrote it: its name by language, and the Lucide name of its icon or nothing."""

    names: dict[str, str] = field(default_factory=dict)
    icon: str = ""


def comparable(name: str) -> str:
    """Return a name as it is compared: capitals and extra spaces make no other name."""
    return " ".join(normalize("NFC", name).split()).casefold()


def taken_names(names: Mapping[str, str], others: Iterable[Mapping[str, str | None]]) -> list[str]:
    """Return the languages in which one of `others` is called the same; an empty name is no name."""
    taken = {(language, comparable(name)) for other in others for language, name in other.items() if name}
    return [language for language, name in names.items() if name and (language, comparable(name)) in taken]


def moved(line: list[int], item: int, steps: int) -> list[int]:
    """Return the line with `item` so many places further back (or, negative, forward); as far as it goes."""
    rest = [other for other in line if other != item]
    place = max(0, line.index(item) + steps)
    return [*rest[:place], item, *rest[place:]]
