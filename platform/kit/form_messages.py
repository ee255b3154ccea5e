"""
What forms say when something is missing or does not fit, in the house's voice instead of Django's.

One place for every form, those of Django and allauth too: a field made after `speak_plainly` has
run says these words unless it has its own. They tell what is wanted, and blame nobody.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REQUIRED = _("Still to be filled in.")
CHOOSE = _("Choose one from the list.")
BOUNDS = {"min_value": _("At least %(limit_value)s."), "max_value": _("At most %(limit_value)s.")}
LENGTHS = {
    "min_length": _("At least %(limit_value)d characters, please."),
    "max_length": _("At most %(limit_value)d characters; there are %(show_value)d now."),
}
NUMBER = _("Write a number, in digits.")
MESSAGES: dict[type[forms.Field], Mapping[str, Any]] = {
    forms.Field: {"required": REQUIRED},
    forms.CharField: {"required": REQUIRED, **LENGTHS},
    forms.EmailField: {"required": REQUIRED, **LENGTHS, "invalid": _("Write the e-mail address in full, such as name@example.com.")},
    forms.URLField: {"invalid": _("Write the address in full, such as https://example.be.")},
    forms.IntegerField: {"invalid": _("Write a whole number, such as 2."), **BOUNDS},
    forms.FloatField: {"invalid": NUMBER, **BOUNDS},
    forms.DecimalField: {"invalid": NUMBER, **BOUNDS},
    forms.DateField: {"invalid": _("Write the day as 24/12/2026.")},
    forms.TimeField: {"invalid": _("Write the time as 9:30.")},
    forms.DateTimeField: {"invalid": _("Write day and time as 24/12/2026 9:30.")},
    forms.ChoiceField: {"invalid_choice": CHOOSE},
    forms.MultipleChoiceField: {"invalid_choice": CHOOSE, "invalid_list": CHOOSE},
    forms.ModelChoiceField: {"invalid_choice": CHOOSE},
    forms.FileField: {
        "invalid": _("The file did not arrive. Choose it once more."),
        "missing": _("Choose a file."),
        "empty": _("This file is empty. Choose another one."),
    },
}


def speak_plainly() -> None:
    """Give Django's fields our words. Called once, before any form is declared; safe to call twice."""
    for field, messages in MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **messages}  # type: ignore[attr-defined]
