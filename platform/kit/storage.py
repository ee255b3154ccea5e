"""
Files of one shop, out of reach of every other.

A stored name always begins with `t/<id>/`, and each operation checks that this is the bound
shop. Under it, `public/` may be shown to anyone who has the unguessable name; all else is only
ever read by the code.
"""

import secrets
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage

from kit.tenancy import current_tenant


def shop_prefix() -> str:
    """Return the folder of the bound shop, with its slash."""
    return f"t/{current_tenant().id}/"


def new_file_name(folder: str, extension: str) -> str:
    """
    Return a fresh, unguessable stored name such as `t/7/private/originals/3f...e.jpg`.

    `folder` begins with `public` or `private`; 96 bits make the name.
    """
    return f"{new_stem(folder)}.{extension}"


def new_stem(folder: str) -> str:
    """Return what the names of files begin with that belong together, as unguessable: pages that name them all weigh less."""
    return f"{shop_prefix()}{folder}/{secrets.token_hex(12)}"


class OneShopOnly:
    """Refuses names outside the bound shop's folder."""

    def _own(self, name: str) -> str:
        if not name.startswith(shop_prefix()) or ".." in name.split("/"):
            raise SuspiciousFileOperation("A file of another shop was asked for.")
        return name

    def _open(self, name: str, mode: str = "rb") -> Any:
        return super()._open(self._own(name), mode)  # type: ignore[misc]

    def _save(self, name: str, content: Any) -> str:
        return super()._save(self._own(name), content)  # type: ignore[misc,no-any-return]

    def delete(self, name: str) -> None:
        super().delete(self._own(name))  # type: ignore[misc]

    def exists(self, name: str) -> bool:
        return super().exists(self._own(name))  # type: ignore[misc,no-any-return]

    def size(self, name: str) -> int:
        return super().size(self._own(name))  # type: ignore[misc,no-any-return]

    def url(self, name: str | None) -> str:
        """Return the path under which the shop's own host shows a public file."""
        return media_url(self._own(name or ""))


class ShopFileStorage(OneShopOnly, FileSystemStorage):
    """Files on a disk, one folder a shop."""


def stored_name(url: str) -> str:
    """Return the stored name behind `/media/<rest>`, the reverse of `media_url`, in the bound shop."""
    if not url.startswith("/media/"):
        raise SuspiciousFileOperation("This is no address of a file.")
    return f"{shop_prefix()}public/{url.removeprefix('/media/')}"


def media_url(name: str) -> str:
    """Return `/media/<rest>` for a public stored name of the bound shop; the shop's id is never in a URL."""
    prefix = f"{shop_prefix()}public/"
    if not name.startswith(prefix):
        raise SuspiciousFileOperation("This file is not public.")
    return f"/media/{name.removeprefix(prefix)}"
