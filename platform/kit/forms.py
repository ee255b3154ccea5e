"""Form fields that understand how people write."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kit.money import MAX_AMOUNT, format_money
from kit.pictures import PictureFacts, UnusablePicture, inspect
from kit.text import one_line

REFUSALS = {
    "not_a_photo": _("This file is not a photo. Choose a JPEG, PNG, WebP or AVIF."),
    "too_large": _("This photo is too heavy: 25 MB at most."),
    "too_many_pixels": _("This photo has too many pixels. Take it again at a smaller size, or send it as a JPEG."),
    "unsupported_format": _(
        "This kind of photo can’t be shown on the web yet. On an iPhone: Settings, Camera, Formats, Most Compatible. Or send a JPEG."
    ),
    "damaged": _("This photo is damaged and can’t be opened. Take it again."),
}
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_GROUPED_ALONE = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3}){2,})")


def set_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Give a choice field of a form the choices that are only known now."""
    field: Any = form.fields[name]
    field.choices = list(choices)


def refusal_text(code: str) -> str:
    """Return in words why a picture was refused; `code` is that of kit.pictures.UnusablePicture."""
    return str(REFUSALS.get(code, REFUSALS["damaged"]))


def parse_amount(text: str) -> int:
    """
    Return the cents of an amount as anyone would write it: "12,50", "12.50", "1 234,50", "€ 12", "1.250".

    Of two different marks the last is the decimal one. A point followed by three digits groups
    thousands, as in "1.250": no price has three decimals. A comma there might be either: refused.

    :raises ValueError: if it is no amount
    """
    plain = re.sub(r"[\s\u00a0\u202f\u2009'’]|€|EUR", "", text, flags=re.IGNORECASE).removesuffix(",-").removesuffix(".-")
    whole, mark, decimals = _split(plain)
    whole = whole.replace(".", "").replace(",", "")
    if not re.fullmatch(r"\d{1,9}", whole) or (mark and not re.fullmatch(r"\d{1,2}", decimals)):
        raise ValueError(text)
    return int(whole) * 100 + int(decimals.ljust(2, "0") or 0)


def _split(plain: str) -> tuple[str, str, str]:
    if _GROUPED_ALONE.fullmatch(plain):
        return plain, "", ""
    mark = max(".,", key=plain.rfind)
    whole, found, decimals = plain.rpartition(mark)
    if not found:
        return plain, "", ""
    if ("." in whole or "," in whole) and not _GROUPED.fullmatch(whole):
        raise ValueError(plain)
    return whole, mark if decimals else "", decimals


def amount_text(cents: int) -> str:
    """Return cents as they are typed in the language of the page: 1250 -> "12,50"; whole euros without decimals."""
    if cents % 100 == 0:
        return str(cents // 100)
    return f"{cents // 100}{'.' if (get_language() or 'fr').startswith('en') else ','}{cents % 100:02d}"


class MoneyField(forms.Field):
    """An amount, typed freely, cleaned to integer cents; None when empty and not required."""

    default_error_messages = {
        "required": _("Give a price."),
        "invalid": _("Write the price as a number, such as 12,50."),
        "min_value": _("At least %(limit)s."),
        "max_value": _("At most %(limit)s."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_AMOUNT, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.min_value = min_value
        self.max_value = max_value

    def prepare_value(self, value: Any) -> Any:
        return amount_text(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value is None or not str(value).strip():
            return None
        try:
            return parse_amount(str(value))
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, is_over in (
            ("min_value", self.min_value, value < self.min_value),
            ("max_value", self.max_value, value > self.max_value),
        ):
            if is_over:
                raise forms.ValidationError(self.error_messages[code], code, {"limit": format_money(limit, get_language() or "fr")})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            before = initial if isinstance(initial, int) else self.to_python(initial)
            return bool(before != self.to_python(data))
        except forms.ValidationError:
            return True


class WholeForm(forms.Form):
    """
    A form that is refused when a part of it did not arrive, so that what is missing is not taken for emptied.

    A browser sends each text field, also an empty one. Where a field is missing that shows something
    saved, the saved value takes its place, and the form says so. Ticks and files prove nothing.
    """

    is_incomplete = False
    INCOMPLETE = _(
        "A part of this form did not arrive, or someone changed this page meanwhile. "
        "What was saved stands in its place: look it over, then save again."
    )

    def full_clean(self) -> None:
        missing = self._missing() if self.is_bound else {}
        if missing:
            self.is_incomplete = True
            self.data = MultiValueDict({**dict(self.data.lists()), **missing}) if hasattr(self.data, "lists") else {**self.data, **missing}
        super().full_clean()
        if missing:
            self.add_error(None, forms.ValidationError(self.INCOMPLETE, "incomplete"))

    def _missing(self) -> dict[str, Any]:
        """Return what is saved for each text field that was not sent, as it would be sent."""
        found = {}
        for name, field in self.fields.items():
            widget, html_name = field.widget, self.add_prefix(name)
            if not isinstance(widget, forms.widgets.Input | forms.Textarea) or isinstance(widget, forms.CheckboxInput | forms.FileInput):
                continue
            saved = widget.format_value(self.get_initial_for_field(field, name))
            if saved and widget.value_omitted_from_data(self.data, self.files, html_name):
                found[html_name] = [saved] if hasattr(self.data, "lists") else saved
        return found


class OneLineField(forms.CharField):
    """Words on one line, whatever was pasted: names end up in the headers of mails, where a line break is an attack."""

    def __init__(self, *, autocomplete: str = "", inputmode: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, value in (("autocomplete", autocomplete), ("inputmode", inputmode)):
            if value:
                self.widget.attrs[name] = value

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class PhoneField(OneLineField):
    """A phone number as people write it, 8 to 15 digits."""

    default_error_messages = {"invalid": _("Write the phone number with all its digits, such as 0470 12 34 56.")}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and (re.search(r"[^0-9+()/. -]", text) or not 8 <= len(re.sub(r"\D", "", text)) <= 15):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return text


class PhotoField(forms.FileField):
    """A photograph; its header is looked at here, so that the reason for a refusal stands beside the field."""

    default_error_messages = {"empty": REFUSALS["not_a_photo"], "invalid": REFUSALS["not_a_photo"], "missing": _("Choose a photo.")}

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            check_photo(file)
        return file


class ManyPhotosField(forms.FileField):
    """Several photographs at once; cleaned to a list, those that can't be used named in the message."""

    widget = type("ManyFilesInput", (forms.ClearableFileInput,), {"allow_multiple_selected": True})
    max_photos = settings.PHOTOS_AT_ONCE

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > self.max_photos:
            raise forms.ValidationError(_("Twelve photos at a time at most."), "too_many")
        for file in files:
            super().clean(file, initial)
            check_photo(file)
        return files


def check_photo(file: UploadedFile) -> PictureFacts:
    """
    Look at a sent file's header.

    :raises ValidationError: with the reason in words, if it can't be used
    """
    try:
        return inspect(file)
    except UnusablePicture as error:
        raise forms.ValidationError(REFUSALS[error.code], error.code) from error
