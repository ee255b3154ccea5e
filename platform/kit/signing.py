"""Signed values that are worthless in any other shop, and for any other purpose."""

from typing import Any

from django.core import signing  # noqa: TID251 -- this is the one place

from kit.tenancy import current_scope

BadSignature = signing.BadSignature


def _salt(purpose: str) -> str:
    return f"vitrine:{current_scope().id}:{purpose}"


def sign(value: Any, *, purpose: str) -> str:
    """Return `value` (JSON-able) as a URL-safe text signed for the bound shop and `purpose`."""
    return signing.dumps(value, salt=_salt(purpose))


def unsign(text: str, *, purpose: str, max_age_seconds: int | None = None) -> Any:
    """
    Return what `sign` was given.

    :raises BadSignature: if it was changed, is too old, or was signed in another shop or for another purpose
    """
    return signing.loads(text, salt=_salt(purpose), max_age=max_age_seconds)
