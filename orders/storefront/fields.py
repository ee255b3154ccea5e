"""Form fields of the checkout, forgiving about spaces and signs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import OneLineField

MAX_WANTED = 10**9  # beyond any stock; a larger number asks for "all there are"


class EmailAddressField(forms.EmailField):
    """An e-mail address; spaces around and inside it are slips of a thumb."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s+", "", super().to_python(value) or "")


class PostcodeField(OneLineField):
    """A Belgian postcode, four digits; a country in front and spaces are left out."""

    default_error_messages = {"required": _("Give the four digits of the postcode, such as 1030.")}

    def clean(self, value: Any) -> str:
        text = re.sub(r"\s", "", super().clean(value)).upper().removeprefix("B-")
        if not re.fullmatch(r"[1-9][0-9]{3}", text, flags=re.ASCII):
            raise forms.ValidationError(self.error_messages["required"], code="invalid")
        return text


class QuantityField(forms.CharField):
    """How many. Empty is one; a number too large to be meant is still a number."""

    default_error_messages = {"invalid": _("Write the quantity as a number, such as 2.")}

    def clean(self, value: Any) -> int:
        text = re.sub(r"\s", "", str(value or "1"))
        if not re.fullmatch(r"[+-]?[0-9]+", text, flags=re.ASCII):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        digits = text.lstrip("+-").lstrip("0") or "0"
        size = MAX_WANTED if len(digits) > len(str(MAX_WANTED)) else min(int(digits), MAX_WANTED)
        return -size if text.startswith("-") else size
