"""Static files with hashed names."""

from collections.abc import Iterable, Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/", "img/", "vendor/")


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, whose addresses are put together once in each process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file that a template names; there are as many as templates name."""
        if force:
            return str(super().url(name, force))
        url = self._urls.get(name)
        if url is None:
            url = self._urls[name] = str(super().url(name))
        return url


class OwnFilesCompressed(HashedStaticFiles):
    """For the demo, where a person waits: compresses what our pages load, and leaves the libraries' files as they are."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if path.startswith(OURS)])
