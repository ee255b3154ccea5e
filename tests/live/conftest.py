"""One running house for all live tests of a worker; they run in one group, one after the other."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tests.house import House, running_house
from workbench.postgres import Postgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/live" in str(item.path):
            item.add_marker(pytest.mark.live)
            item.add_marker(pytest.mark.xdist_group("house"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    postgres = Postgres(settings.DATA_DIR / "postgres")
    with running_house(tmp_path_factory.mktemp("house"), postgres, f"live_{tmp_path_factory.getbasetemp().name}") as running:
        yield running
