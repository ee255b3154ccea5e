"""Filters that write amounts and dates as a Belgian reader expects them."""

import datetime as dt
import json
import re
from typing import Any

from babel.dates import format_date, format_time
from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.forms import BoundField
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kit.clock import in_brussels
from kit.money import LOCALES, divide_half_up, format_money

register = template.Library()

FALLBACK_WIDTH = 800  # pixels


def _language() -> str:
    return (get_language() or "fr")[:2]


@register.filter
def as_json(value: object) -> str:
    """Write data for a script into an attribute; the template escapes it."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.filter
def hidden_initial(field: BoundField) -> str:
    """Draw the hidden input that says what a field showed, for fields that are drawn choice by choice."""
    return field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""


@register.filter
def money(cents: int | None) -> str:
    """Write an amount of cents: 1290 -> "12,90 €". None writes nothing."""
    return "" if cents is None else format_money(int(cents), _language())


@register.filter
def money_or_free(cents: int | None) -> str:
    """Write what a delivery costs, cents: 350 -> "3,50 €", 0 -> "gratuit" in the middle of a sentence."""
    return _("free") if cents == 0 else money(cents)


@register.filter
def tag_money(cents: int | None) -> str:
    """Write an amount as on a price tag, round amounts without their zero cents: 14500 -> "145 €"."""
    return re.sub(r"[.,]00(?!\d)", "", money(cents))


@register.filter
def unit_price(variant: object) -> str:
    """Write the price by kilogram, litre or piece of an object with `unit_price_amount` and `unit_price_unit`, or nothing."""
    amount = getattr(variant, "unit_price_amount", None)
    if amount is None:
        return ""
    unit = {"kg": _("kg"), "l": _("l"), "piece": _("piece")}[getattr(variant, "unit_price_unit")]  # noqa: B009
    return f"{format_money(divide_half_up(amount, 1), _language())}/{unit}"


@register.filter
def srcset(image: Any) -> SafeString:
    """Write the srcset of a picture's renditions, (width, AVIF URL, JPEG URL) each: all browsers since 2024 read AVIF."""
    return escape(", ".join(f"{file[1]} {file[0]}w" for file in image.renditions))


@register.filter
def fallback(image: Any) -> str:
    """Return the address of the one JPEG of a picture that browsers without AVIF get: sharp enough, and no more than they can load."""
    fits = [file[2] for file in image.renditions if file[0] <= FALLBACK_WIDTH]
    return str(fits[-1] if fits else image.renditions[0][2])


@register.filter
def day(moment: dt.datetime | dt.date | None) -> str:
    """Write a day in full: "jeudi 26 novembre"."""
    if moment is None:
        return ""
    date = in_brussels(moment).date() if isinstance(moment, dt.datetime) else moment
    pattern = {"fr": "EEEE d MMMM", "nl": "EEEE d MMMM", "en": "EEEE d MMMM", "de": "EEEE, d. MMMM"}[_language()]
    return format_date(date, pattern, locale=LOCALES[_language()])


@register.filter
def clock_time(moment: dt.datetime | dt.time | None) -> str:
    """Write the time on the shop's clock: "14:32", in French "14 h 32"."""
    if moment is None:
        return ""
    time = in_brussels(moment).time() if isinstance(moment, dt.datetime) else moment
    pattern = "H\u202f'h'\u202fmm" if _language() == "fr" else "H:mm"
    return format_time(time, pattern, locale=LOCALES[_language()])


@register.filter
def day_and_time(moment: dt.datetime | None) -> str:
    """Write a day and its time: "jeudi 26 novembre, 14:32"."""
    return "" if moment is None else f"{day(moment)}, {clock_time(moment)}"
