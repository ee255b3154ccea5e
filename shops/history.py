"""
What may happen in a shop, and how it is told: each kind of event with its words.

An app registers its kinds from AppConfig.ready(). Stored are the kind and its data; the words are
chosen at reading, in the reader's language, so that an old line is told in a new wording too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kit.money import format_money

GROUPS = {
    "orders": _("Orders"),
    "products": _("Products and stock"),
    "shop": pgettext_lazy("events", "The shop itself"),
    "money": pgettext_lazy("events", "Money"),
    "team": _("Team"),
    "access": _("Signing in"),
    "support": _("Help from Vitrine"),
}

Sayer = Callable[[Any], str]


@dataclass(frozen=True)
class EventKind:
    """A kind of event: `words` is a lazy text with %(name)s for what its data says."""

    key: str
    group: str
    words: Any


_kinds: dict[str, EventKind] = {}
_sayers: dict[str, Sayer] = {}


def register_kinds(group: str, words: Mapping[str, Any]) -> None:
    """Add kinds of a group with their words; the same key replaces."""
    if group not in GROUPS:
        raise LookupError(group)
    _kinds.update({key: EventKind(key, group, text) for key, text in words.items()})


def register_sayer(name: str, sayer: Sayer) -> None:
    """Say how what stands under `name` in an event's data is put into words, such as a code."""
    _sayers[name] = sayer


def register_labels(name: str, labels: Mapping[str, Any]) -> None:
    """Say what the codes are called that stand under `name`, one or a list of them; one that is not known is called as it is."""
    register_sayer(name, lambda value: ", ".join(dict.fromkeys(str(labels.get(code, code)) for code in _as_list(value))))


def kind_named(key: str) -> EventKind:
    """
    Return a registered kind.

    :raises LookupError: if nobody registered it
    """
    return _kinds[key]


def kinds_of(group: str) -> list[str]:
    """Return the keys of a group's kinds."""
    return [kind.key for kind in _kinds.values() if kind.group == group]


def base_columns(columns: Iterable[str]) -> list[str]:
    """Return names of columns, sorted, without the language at their end and the `_id` of what they point to, each once."""
    codes = (*(f"_{code}" for code, _name in settings.LANGUAGES), "_id")
    return sorted({column[:-3] if column.endswith(codes) else column for column in columns})


def event_words(kind: str, data: Mapping[str, Any]) -> str:
    """Return what happened in words of the reader's language; for a kind that is no more, its key."""
    known = _kinds.get(kind)
    if known is None:
        return kind
    return str(known.words) % _Said({name: _say(name, value) for name, value in data.items()})


class _Said(dict[str, str]):
    """An old line may lack what its words ask for today."""

    def __missing__(self, name: str) -> str:
        return "–"


def _say(name: str, value: Any) -> str:
    if sayer := _sayers.get(name):
        return sayer(value)
    if name.endswith("amount") and isinstance(value, int):
        return format_money(value, get_language() or "fr")
    return str(value)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
