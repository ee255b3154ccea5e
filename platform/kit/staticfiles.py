"""Static files with hashed names, made quickly: for the demo, where a person waits."""

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage

OURS = ("css/", "js/", "img/", "vendor/")


class OwnFilesCompressed(CompressedManifestStaticFilesStorage):
    """Compresses what our pages load, and leaves the libraries' files (the admin's above all) as they are."""

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        yield from super().compress_files([path for path in paths if path.startswith(OURS)])
