"""Sizes, colours: the form of one option of a product, a row for each of its values."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from catalog.models import Option, OptionValue
from catalog.rules.variants import MAX_VALUES, OptionPlan, ValuePlan
from kit.tenancy import current_tenant
from shops.backoffice.forms.texts import language_name
from shops.backoffice.seen import ShownForm

NEW_VALUES = 3  # empty rows of an option, for more values


class OptionForm(ShownForm):
    """One option: its name, and a row for each of its values, in each of the shop's languages. An emptied row goes."""

    def __init__(self, *args: Any, axis: int, option: Option | None, **kwargs: Any) -> None:
        self.axis, self.option = axis, option
        self.languages = current_tenant().languages
        self.own = self.languages[0]
        self.values = {f"v{value.pk}": value for value in option.values.all()} if option else {}
        self.new = [f"new{number}" for number in range(1, NEW_VALUES + 1)]
        super().__init__(*args, **{**kwargs, "prefix": f"o{axis}"})
        for language in self.languages:
            self._add_field("name", language, option, label=_("Name, such as Size"))
            for number, (row, value) in enumerate(self.values.items(), start=1):
                own_name = getattr(value, f"name_{self.own}")
                label = _("Value %(number)d") % {"number": number} if language == self.own or not own_name else own_name
                self._add_field(row, language, value, label=label)
            for number, row in enumerate(self.new, start=1):
                self._add_field(row, language, None, label=_("New value %(number)d") % {"number": number})
        self.remember_shown()

    def _add_field(self, row: str, language: str, named: Option | OptionValue | None, *, label: Any) -> None:
        name = f"{row}_{language}"
        widget = forms.TextInput(attrs={"lang": language, "autocomplete": "off"})
        self.fields[name] = forms.CharField(label=label, max_length=40, required=False, widget=widget)
        self.initial[name] = (getattr(named, f"name_{language}") or "") if named else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.has_changed():
            return cleaned
        names = self._names()
        if bool(names) == self._lacks_name():
            empty = f"name_{self.own}" if names else f"{next(iter(self.values), self.new[0])}_{self.own}"
            self.add_error(empty, _("An option has a name, such as Size, and values, such as S, M, L. To remove it, empty them all."))
        if len(names) > MAX_VALUES:
            self.add_error(f"{self.new[0]}_{self.own}", _("Twenty values at most."))
        earlier: set[str] = set()
        for row, name in names.items():
            if not name:
                self.add_error(f"{row}_{self.own}", _("A new value needs its name in this language too."))
            elif name in earlier:
                self.add_error(f"{row}_{self.own}", _("This value is there twice."))
            if self.add_prefix(f"{row}_{self.own}") in self.data:  # not one that came since: a form sent twice adds it once
                earlier.add(name)
        return cleaned

    def _names(self) -> dict[str, str]:
        """Return by row what each value is called in the shop's own language: those that stay, then the new ones."""
        typed = self.cleaned_data
        stay = {row: self._present(row, value) for row, value in self.values.items() if not self._is_emptied(row)}
        new = {row: typed.get(f"{row}_{self.own}", "?") for row in self.new if any(typed.get(f"{row}_{lang}") for lang in self.languages)}
        return {row: " ".join(name.split()) for row, name in {**stay, **new}.items()}

    def _present(self, row: str, value: OptionValue) -> str:
        name = f"{row}_{self.own}"
        return (self.cleaned_data.get(name) if name in self.changed_data else None) or getattr(value, f"name_{self.own}") or f"#{value.pk}"

    def _is_emptied(self, row: str) -> bool:
        name = f"{row}_{self.own}"
        return name in self.changed_data and self.cleaned_data.get(name) == ""

    def _lacks_name(self) -> bool:
        return self._is_emptied("name") or not (self.option or self.cleaned_data.get(f"name_{self.own}", "?"))

    def plan(self) -> OptionPlan | None:
        """Return what becomes of the option, None when there is none any more; only when the form is valid."""
        if self._lacks_name():
            return None
        rows = {row: value.pk for row, value in self.values.items()} | dict.fromkeys(self.new)
        gone = [row for row in self.values if self._is_emptied(row)]
        return OptionPlan(
            id=self.option.pk if self.option else None,
            names=self._of("name", self.changed()),
            seen=self._of("name", self.seen()),
            values=tuple(
                ValuePlan(id=pk, names=names, seen=self._of(row, self.seen()))
                for row, pk in rows.items()
                if row not in gone and (names := self._of(row, self.changed()))
            ),
            removed=frozenset(self.values[row].pk for row in gone),
        )

    def say_names_changed(self, table: type[Model], pk: int, columns: dict[str, str]) -> None:
        """Say beside the fields of an option or of a value, if it is one of this form's, what it is called now."""
        row = "name" if table is Option else f"v{pk}"
        if row in self.values or (table is Option and pk == (self.option.pk if self.option else pk)):
            self.say_changed({f"{row}_{column.removeprefix('name_')}": name for column, name in columns.items()})

    def _of(self, row: str, texts: dict[str, Any]) -> dict[str, str]:
        return {language: texts[f"{row}_{language}"] for language in self.languages if f"{row}_{language}" in texts}

    def languages_with_fields(self) -> list[dict[str, Any]]:
        """Return the fields of each language, the shop's own first."""
        rows = ["name", *self.values, *self.new]
        return [
            {
                "name": language_name(language),
                "fields": [self[f"{row}_{language}"] for row in rows],
                "has_errors": any(f"{row}_{language}" in self.errors for row in rows),
            }
            for language in self.languages
        ]
