"""Template context of every page of a shop."""

from typing import Any

from django.http import HttpRequest


def shop_frame(request: HttpRequest) -> dict[str, Any]:
    return {}
