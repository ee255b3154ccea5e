"""A running house for a benchmark: demo shops, two web workers, its own database."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import House, running_house
from workbench.postgres import Postgres


@contextmanager
def world(*, workers: int = 2, threads: int = 2) -> Iterator[House]:
    """Start everything in a temporary folder, durable as in production; stop and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vitrine-bench-"))
    postgres = Postgres(folder / "postgres", durable=True)
    try:
        with running_house(folder, postgres, "bench", workers=workers, threads=threads) as house:
            yield house
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
