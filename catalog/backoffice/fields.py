"""Fields that a draft may leave empty for now, though they are not optional."""

from typing import Any

from django import forms

from kit.forms import MoneyField


class LaterCharField(forms.CharField):
    """A text that is needed before publishing; an empty one is no error here."""

    def validate(self, value: Any) -> None:
        """Let an empty text through; the form knows whether it is needed by now."""


class LaterMoneyField(MoneyField):
    """An amount that is needed before publishing; an empty one is no error here."""

    def validate(self, value: int | None) -> None:
        if value is not None:
            super().validate(value)


class LaterIntegerField(forms.IntegerField):
    """A number that may be left out, and then has a usual value."""

    def validate(self, value: Any) -> None:
        """Let an empty number through."""
