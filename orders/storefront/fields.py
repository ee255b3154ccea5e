"""Form fields of the checkout, forgiving about spaces and signs."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MAX_WANTED = 10**9  # beyond any stock; a larger number asks for "all there are"


class OneLineField(forms.CharField):
    """Words on one line: whatever white space was typed or pasted between them becomes one space."""

    def __init__(self, *, autocomplete: str, inputmode: str = "", **kwargs: Any) -> None:
        attrs = {"autocomplete": autocomplete} | ({"inputmode": inputmode} if inputmode else {})
        super().__init__(widget=kwargs.pop("widget", forms.TextInput)(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(char if char.isprintable() else " " for char in text).split())


class EmailAddressField(forms.EmailField):
    """An e-mail address; spaces around and inside it are slips of a thumb."""

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s+", "", super().to_python(value) or "")


class PhoneField(OneLineField):
    """A phone number as people write it, 8 to 15 digits."""

    default_error_messages = {"invalid": _("Write the phone number with all its digits, such as 0470 12 34 56.")}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (re.search(r"[^0-9+()/. -]", text) or not 8 <= len(re.sub(r"\D", "", text)) <= 15):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return text


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
