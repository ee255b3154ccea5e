"""The lines said of a product: facts, and the defects of a piece. Rows of short texts in each of the shop's languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from catalog.rules.lines import DEFECT, FACT, Line
from kit.tenancy import current_tenant
from shops.backoffice.forms.texts import language_name
from shops.backoffice.seen import ShownForm

EMPTY_ROWS = 2
MAX_LENGTHS = {"label": 40, "value": 200, "text": 200}


@dataclass(frozen=True)
class Row:
    """One line in one language: its fields, and what it says in the shop's own language."""

    place: int
    fields: list[forms.BoundField]
    own_text: str
    is_translated: bool


class LinesForm(ShownForm):
    """
    As many rows as may be said, of which the filled ones and a few empty ones are shown. An empty row is no row.

    `removing` is the place of the row whose button was pressed: what stands in it no longer counts.
    """

    parts: ClassVar[tuple[str, ...]]
    labels: ClassVar[dict[str, Any]]
    missing: ClassVar[dict[str, Any]]
    limit: ClassVar[int]

    def __init__(self, data: Any = None, *, lines: Sequence[Line], removing: int | None = None) -> None:
        self.languages = current_tenant().languages
        self.count = max(self.limit, len(lines))
        self.removing = removing
        super().__init__(data, initial=_initial(lines))
        for place in range(self.count):
            for language in self.languages:
                for part in self.parts:
                    self.fields[_name(part, place, language)] = self._field(part, place, language)
        self.remember_shown()

    def _field(self, part: str, place: int, language: str) -> forms.CharField:
        return forms.CharField(
            label=self.labels[part] % {"number": place + 1},
            max_length=MAX_LENGTHS[part],
            required=False,
            widget=forms.TextInput(attrs={"lang": language, "autocomplete": "off"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for place in range(self.count):
            if place == self.removing:
                for name in self._names(place):
                    self.errors.pop(name, None)
            elif self._is_said(place, cleaned):
                self._demand_own_language(place, cleaned)
        return cleaned

    def _demand_own_language(self, place: int, typed: Mapping[str, Any]) -> None:
        own = self.languages[0]
        names = {part: _name(part, place, own) for part in self.parts}
        empty = [part for part, name in names.items() if not typed.get(name) and name not in self.errors]
        if len(empty) == len(self.parts):
            language = get_language_info(own)["name_translated"]
            text = _("Write this line in %(language)s too, or empty it in each language.") % {"language": language}
            self.add_error(names[empty[0]], text)
        else:
            for part in empty:
                self.add_error(names[part], self.missing[part])

    def lines(self) -> tuple[Line, ...] | None:
        """Return the lines as typed, None when none of them was changed; only when the form is valid."""
        if self.removing is None and not self.has_changed():
            return None
        typed = self.cleaned_data
        return tuple(
            {part: {language: typed[_name(part, place, language)] for language in self.languages} for part in self.parts}
            for place in range(self.count)
            if place != self.removing and self._is_said(place, typed)
        )

    def seen_lines(self) -> tuple[Line, ...] | None:
        """Return the lines that the page had shown, None when it does not say."""
        shown = {name: self.data.get(self[name].html_initial_name) for name in self.fields}
        if all(text is None for text in shown.values()):
            return None
        return tuple(
            {part: {language: shown[_name(part, place, language)] or "" for language in self.languages} for part in self.parts}
            for place in range(self.count)
            if self._is_said(place, shown)
        )

    def say_lines_changed(self, lines: Sequence[Line]) -> None:
        """Say what the lines are now and what the page had shown; saving again then means what was typed."""
        own, names = self.languages[0], _initial(lines)
        now, seen = (_in_words(each, own) for each in (lines, self.seen_lines() or ()))
        self.say_now_and_seen(_name(self.parts[0], 0, own), now=now, seen=seen)
        self.note_shown({name: names.get(name, "") for name in self.fields})

    def texts(self) -> list[dict[str, Any]]:
        """Return the rows to show for each language, the shop's own first, and how many of them are not translated."""
        shown = {name: self[name].value() for name in self.fields}
        last = max((place for place in range(self.count) if self._is_said(place, shown)), default=-1)
        rows = range(min(self.count, last + 1 + EMPTY_ROWS))
        return [self._in_language(language, [self._row(place, language, shown) for place in rows]) for language in self.languages]

    def has_room(self) -> bool:
        """Say whether more rows may come than are shown."""
        return len(self.texts()[0]["rows"]) < self.limit

    def _in_language(self, language: str, rows: list[Row]) -> dict[str, Any]:
        return {
            "name": language_name(language),
            "is_own": language == self.languages[0],
            "rows": rows,
            "missing": sum(bool(row.own_text) and not any(field.value() for field in row.fields) for row in rows),
            "has_errors": any(field.errors for row in rows for field in row.fields),
        }

    def _row(self, place: int, language: str, shown: Mapping[str, Any]) -> Row:
        own_texts = [shown[_name(part, place, self.languages[0])] for part in self.parts]
        own_text = ": ".join(text for text in own_texts if text)
        fields = [self[_name(part, place, language)] for part in self.parts]
        return Row(place, fields, own_text, is_translated=bool(own_text) and language != self.languages[0])

    def _is_said(self, place: int, texts: Mapping[str, Any]) -> bool:
        return any(texts.get(name) for name in self._names(place))

    def _names(self, place: int) -> list[str]:
        return [_name(part, place, language) for part in self.parts for language in self.languages]


class FactsForm(LinesForm):
    """What can be said in two words each: width, light, origin."""

    prefix = "facts"
    parts = FACT
    labels = {"label": _("Fact %(number)d"), "value": _("What you say of fact %(number)d")}
    missing = {"label": _("Say what this is, such as Width."), "value": _("Say it here, such as 45 cm, or empty the line.")}
    limit = 12


class DefectsForm(LinesForm):
    """What is wrong with a piece, each with its number."""

    prefix = "defects"
    parts = DEFECT
    labels = {"text": _("Defect %(number)d")}
    missing: ClassVar[dict[str, Any]] = {}
    limit = 8


def _name(part: str, place: int, language: str) -> str:
    return f"{part}_{place}_{language}"


def _initial(lines: Sequence[Line]) -> dict[str, str]:
    return {
        _name(part, place, language): text
        for place, line in enumerate(lines)
        for part, texts in line.items()
        for language, text in texts.items()
    }


def _in_words(lines: Sequence[Line], language: str) -> str:
    return "; ".join(": ".join(text for texts in line.values() if (text := texts.get(language))) for line in lines)
