"""
The photographs of the demo, made ready by the same code as everybody's, and kept for the next time.

Preparing one takes a third of a second, so all of them are made by a few processes while the
shops are being filled. What was made is kept under `DATA_DIR/demo-photos` by the content of the
photograph and of kit.pictures, which `bin/demo --fresh` leaves alone.
"""

import hashlib
import multiprocessing
import os
import shutil
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from django.conf import settings

from demo.seed.content import PHOTOS
from kit import pictures


def prepared(name: str) -> list[pictures.RenditionFile]:
    """Return the renditions of a photograph of demo/photos, narrowest first; makes them if nobody has."""
    folder = _folder(name)
    if not folder.exists():
        prepare(name)
    return [_read(path) for path in sorted(folder.glob("*.jpg"), key=lambda path: int(path.stem.partition("x")[0]))]


def prepare(name: str) -> None:
    """Make the renditions of one photograph and keep them. Safe to run twice and at the same time."""
    folder = _folder(name)
    if folder.exists():
        return
    partial = folder.with_suffix(f".{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    with (PHOTOS / name).open("rb") as original:
        for made in pictures.make_renditions(original):
            stem = partial / f"{made.width}x{made.height}"
            stem.with_suffix(".jpg").write_bytes(made.jpeg)
            stem.with_suffix(".avif").write_bytes(made.avif)
    try:
        partial.rename(folder)
    except OSError:  # another process was quicker
        shutil.rmtree(partial, ignore_errors=True)


class Darkroom:
    """Prepares photographs in processes of its own while the block runs; the block's end waits for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.missing = [name for name in names if not _folder(name).exists()]

    def __enter__(self) -> "Darkroom":
        self._pool = None
        if self.missing:
            self._pool = ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 4), mp_context=multiprocessing.get_context("spawn"))
            self._work = [self._pool.submit(prepare, name) for name in self.missing]
        return self

    def wait(self) -> None:
        """Wait until all are prepared."""
        if self._pool is not None:
            for work in self._work:
                work.result()

    def __exit__(self, *failure: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _read(jpeg: Path) -> pictures.RenditionFile:
    width, height = map(int, jpeg.stem.split("x"))
    return pictures.RenditionFile(width, height, avif=jpeg.with_suffix(".avif").read_bytes(), jpeg=jpeg.read_bytes())


def _folder(name: str) -> Path:
    return Path(settings.DATA_DIR) / "demo-photos" / f"{Path(name).stem}-{_fingerprint(name)}"


@cache
def _fingerprint(name: str) -> str:
    content = (PHOTOS / name).read_bytes() + Path(pictures.__file__).read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]
