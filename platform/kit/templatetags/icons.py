"""Lucide icons as inline SVG, drawn on the server: no request, no script, no icon font."""

import logging
from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

log = logging.getLogger(__name__)
register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """
    Draw a Lucide icon beside a word. It is hidden from screen readers: the word says it.

    An unknown name raises where `ICONS_STRICT` is set (tests, development). In a live shop it draws
    nothing and is logged, because a missing drawing must never cost a page.

    Usage: {% load icons %}{% icon "shopping-bag" %}
    """
    try:
        return _svg(str(name))
    except IconDoesNotExist:
        if getattr(settings, "ICONS_STRICT", settings.DEBUG):
            raise
        log.warning("No icon is called %r", name)
        return mark_safe("")


@cache
def _svg(name: str) -> SafeString:
    svg = lucide(name, size=24, stroke_width="1.75", aria_hidden="true", **{"class": "icon"})
    return mark_safe("".join(line.strip() for line in svg.splitlines()))
