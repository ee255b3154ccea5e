"""
The European Union's notice on the legal guarantee: the official file of each language, shown as it is.

Directive (EU) 2024/825 and Implementing Regulation (EU) 2025/1960 ask each shop for it from 27 September 2026. Its words, colours
and code are fixed, so nothing here draws or changes it: platform staff put the four files in their place (docs/legal-files.md), and until
they do, pages say in words of our own what the guarantee is.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from PIL import Image

from kit.urls import own_address

FORMATS = ("svg", "png")
MOST_BYTES = 1_000_000
_VIEW_BOX = re.compile(rb"""<svg\b[^>]*\bviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)""", re.IGNORECASE)
_ACTIVE = re.compile(rb"<script|<foreignObject|\son\w+\s*=|javascript:|<!ENTITY", re.IGNORECASE)


class UnusableNotice(ValueError):
    """A file in the place of the notice can't be shown. Its text says why, in English: for platform staff."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An official file: its path on any of our hosts, and its size in pixels."""

    path: str
    width: int
    height: int

    @property
    def url(self) -> str:
        """Its whole address on the bound shop's host, for mails."""
        return own_address(urljoin(settings.STATIC_URL, self.path))


@cache
def notice(language: str) -> Notice | None:
    """Return the official notice in a language, or None while it is not there or can't be shown; read once in each process."""
    try:
        return read_notice(language)
    except UnusableNotice:
        return None


def read_notice(language: str) -> Notice | None:
    """
    Return the official notice in a language, or None while it is not there.

    :raises UnusableNotice: if what is there is no picture that may be shown
    """
    for extension in FORMATS:
        name = f"legal/guarantee-notice-{language}.{extension}"
        found = finders.find(name)
        if found:
            width, height = _size(Path(str(found)))
            return Notice(_path(name), width, height)
    return None


def _path(name: str) -> str:
    try:
        return str(static(name))
    except ValueError as error:  # it was put there after collectstatic
        raise UnusableNotice(f"{name} is not collected yet: run collectstatic.") from error


def _size(file: Path) -> tuple[int, int]:
    if file.stat().st_size > MOST_BYTES:
        raise UnusableNotice(f"{file.name} is larger than a megabyte.")
    if file.suffix == ".png":
        return _size_of_png(file)
    content = file.read_bytes()
    if _ACTIVE.search(content):
        raise UnusableNotice(f"{file.name} holds a script, which the official file does not.")
    box = _VIEW_BOX.search(content)
    if box is None or not (float(box[1]) and float(box[2])):
        raise UnusableNotice(f"{file.name} is no SVG picture with a viewBox.")
    return round(float(box[1])), round(float(box[2]))


def _size_of_png(file: Path) -> tuple[int, int]:
    try:
        with Image.open(file, formats=["PNG"]) as picture:
            return picture.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnusableNotice(f"{file.name} is no PNG picture.") from error
