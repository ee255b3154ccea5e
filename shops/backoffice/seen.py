"""Forms that remember what they showed: only what was changed is saved, and what another changed meanwhile is noticed."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kit.forms import MoneyField
from kit.money import format_money

LONGEST_QUOTE = 80


class ShownForm(forms.Form):
    """A form whose page sends along what each field had shown, in hidden fields of Django's own naming."""

    use_required_attribute = False

    def remember_shown(self) -> None:
        """To be called when all fields are there."""
        for field in self.fields.values():
            field.show_hidden_initial = not isinstance(field, forms.FileField)

    def changed(self) -> dict[str, Any]:
        """Return what was typed into the fields that were changed; only when the form is valid."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def seen(self) -> dict[str, Any]:
        """Return what the page had shown in the fields that were changed, as far as it says so."""
        return self._shown_in(self.changed_data)

    def shown(self) -> dict[str, Any]:
        """Return what the page had shown in all its fields, as far as it says so."""
        return self._shown_in(self.fields)

    def _shown_in(self, names: Iterable[str]) -> dict[str, Any]:
        shown = {}
        for name in names:
            field, key = self.fields[name], self[name].html_initial_name
            if key in self.data:
                try:
                    shown[name] = field.clean(field.hidden_widget().value_from_datadict(self.data, self.files, key))
                except forms.ValidationError:
                    continue  # no page of ours: as if it said nothing
        return shown

    def say_changed(self, present: Mapping[str, Any]) -> None:
        """Say beside each field what it is now and what the page had shown; saving again then means it."""
        seen = self.seen()
        for name, value in present.items():
            self.say_now_and_seen(name, now=value, seen=seen.get(name))
        self.note_shown(present)

    def say_now_and_seen(self, name: str, *, now: Any, seen: Any) -> None:
        """Put both values beside a field."""
        words = {"now": self._in_words(name, now), "seen": self._in_words(name, seen)}
        self.add_error(name, _("This changed meanwhile. It is %(now)s now; you saw %(seen)s. Save again to keep yours.") % words)

    def note_shown(self, values: Mapping[str, Any]) -> None:
        """Send along these values as what the fields show from now on."""
        data = cast(QueryDict, self.data).copy()
        for name, value in values.items():
            data[self[name].html_initial_name] = self._as_sent(name, value)
        self.data = data

    def _as_sent(self, name: str, value: Any) -> str:
        value = self.fields[name].prepare_value(value)
        return "" if value is None else str(value)

    def _in_words(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("switched on") if value else _("switched off")
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(str(value or ""), value))  # type: ignore[arg-type]
        if value in (None, ""):
            return _("empty")
        if isinstance(field, MoneyField):
            return format_money(value, get_language() or "fr")
        return str(value) if isinstance(value, int) else _("“%(text)s”") % {"text": Truncator(value).chars(LONGEST_QUOTE)}
