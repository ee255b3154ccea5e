"""Template context that every page may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language


def languages(request: HttpRequest) -> dict[str, Any]:
    """Give the language of the page as a two-letter code."""
    return {"language": (get_language() or "fr")[:2]}
