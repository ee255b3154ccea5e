"""Forms over one row: only what was changed is saved, and what another changed meanwhile is said."""

from collections.abc import Mapping
from typing import Any

from django import forms

from shops.backoffice.seen import ShownForm


class ColumnsForm(ShownForm):
    """A form whose fields are columns of a row, such as the settings, or make them up (`columns_of`, `fields_of`, `FIELD_OF`)."""

    FIELD_OF: Mapping[str, str] = {}  # the field beside which a column is spoken of, where it is called otherwise

    def columns_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns that cleaned values of the fields make up."""
        return {name: value for name, value in values.items() if not isinstance(self.fields[name], forms.FileField)}

    def fields_of(self, column: str, value: Any) -> dict[str, Any]:
        """Return how the fields show a column: always the same fields."""
        return {column: value}

    def columns(self) -> dict[str, Any]:
        """Return the columns that were changed, as typed, or all where the page says nothing of what it showed. Of a valid form."""
        seen = self.seen_columns()
        wanted = self.columns_of(self.cleaned_data)
        return {column: value for column, value in wanted.items() if column not in seen or value != seen[column]}

    def seen_columns(self) -> dict[str, Any]:
        """Return what the page had shown, as far as it says so; only when the form is valid."""
        shown = self.shown()
        columns = self.columns_of({**self.cleaned_data, **shown})
        return {column: value for column, value in columns.items() if set(self.fields_of(column, value)) <= set(shown)}

    def say_columns_changed(self, present: Mapping[str, Any]) -> None:
        """Say beside each field what it is now and what the page had shown; saving again then means it."""
        seen = self.seen_columns()
        for column, value in present.items():
            self.say_now_and_seen(self.FIELD_OF.get(column, column), now=value, seen=seen.get(column))
        self.note_shown({name: shown for column, value in present.items() for name, shown in self.fields_of(column, value).items()})
