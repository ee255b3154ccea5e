"""
The cast: the bakery (anna owns, ben manages) and the bookshop (cara owns).

One database a worker, made once: public schema, template, two shops. Each test runs in a
transaction on both connections and is rolled back. A test enters a shop with `with shop.entered():`
and asks its pages with `client.get("/fr/", HTTP_HOST=shop.hostname)`.
"""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connections
from django.utils import translation

from kit.tenancy import PLATFORM, TenantRef, bind
from tenants.models import Domain, Membership, Role, Tenant, User
from tenants.selectors import ref_of
from tenants.services.provision_shop import activate_shop, provision_shop
from tests.house import House, running_house
from tests.traps import WITH_TRAPS, traps_of

pytest_plugins = ["tests.committed"]


@dataclass(frozen=True)
class Cast:
    """A shop and its people."""

    tenant: Tenant
    ref: TenantRef
    owner: User
    staff: User | None = None

    @property
    def hostname(self) -> str:
        return self.ref.hostname

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Be in the shop for the block, as a request would."""
        with bind(self.ref):
            yield


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """Make this worker's database: everything migrated, the two shops in place."""
    from workbench.postgres import Postgres

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_{os.environ.get('TEST_NAME', '')}{worker}"
    server = Postgres(settings.DATA_DIR / "postgres")
    server.drop_database(name)
    server.ensure_database(name)
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name
    with django_db_blocker.unblock():
        build_database()
        yield
        for alias in connections:
            connections[alias].close()
            connections[alias].close_pool()
    server.drop_database(name)


def build_database() -> None:
    """Migrate everything and make the cast's two shops; used by the live tests too."""
    from django.core.management import call_command

    call_command("migrate_platform", verbosity=0)
    with bind(PLATFORM):
        make_shop("bakery", "Boulangerie", "anna@bakery.test", "ben@bakery.test")
        make_shop("bookshop", "Librairie", "cara@bookshop.test")


def make_shop(subdomain: str, name: str, owner: str, staff: str | None = None) -> None:
    from shops.services.launch_shop import mark_launched
    from shops.services.set_opening_hours import WeekStretch, set_opening_hours
    from shops.services.set_up_shop import set_up_shop

    tenant = provision_shop(name=name, subdomain=subdomain, languages=("fr", "nl", "en", "de"))
    people = [(owner, Role.OWNER), *([(staff, Role.MANAGER)] if staff else [])]
    for email, role in people:
        user = User.objects.create_user(email, "correct horse battery", name=email.split("@")[0].title())
        Membership.objects.create(user=user, tenant=tenant, role=role)
    with bind(tenant.ref(hostname=f"{subdomain}.{settings.BASE_DOMAIN}")):
        set_up_shop(name=name)
        set_opening_hours(
            week=[WeekStretch(day, dt.time(10), dt.time(18)) for day in range(2, 7)], exceptions=[], today=dt.date(2026, 1, 1)
        )
        mark_launched(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    activate_shop(tenant=tenant)


def cast_of(subdomain: str) -> Cast:
    with bind(PLATFORM):
        tenant = Domain.objects.select_related("tenant").get(domain=subdomain).tenant
        people = {m.role: m.user for m in Membership.objects.filter(tenant=tenant).select_related("user")}
        return Cast(tenant=tenant, ref=ref_of(tenant), owner=people[Role.OWNER], staff=people.get(Role.MANAGER))


# The tests that share the running house, in this order: the last ones leave it shaken.
IN_THE_HOUSE = (
    "tests/journeys/",
    "tests/live/test_kept_pages",
    "tests/live/test_many_buyers",
    "tests/live/test_paid_and_killed",
    "tests/live/test_killed",
)


def _place_in_the_house(item: pytest.Item) -> int:
    """Return when it is a test's turn in the house; later than all of them when it needs none."""
    return next((turn for turn, path in enumerate(IN_THE_HOUSE) if path in item.path.as_posix()), len(IN_THE_HOUSE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """
    Give every test both database connections, unless it says otherwise.

    The tests of the house come first: they take the longest, so nobody waits for the last of them while the other workers have
    nothing to do. They are not kept together on one worker: each worker has a house of its own and takes the next of them, in
    their order. (xdist reads its groups before this runs; asked first, `tryfirst`, pytest-django would put them last again.)
    """
    items.sort(key=_place_in_the_house)
    for item in items:
        if _place_in_the_house(item) < len(IN_THE_HOUSE):
            item.add_marker(pytest.mark.live)
        if not any(item.iter_markers("django_db")) and not any(item.iter_markers("live")) and "committed_db" not in item.fixturenames:
            item.add_marker(pytest.mark.django_db(databases=["default", "platform"]))
        if any(part in str(item.path) for part in WITH_TRAPS) and traps_of(_name_of(item), getattr(item.obj, "__doc__", "")):  # type: ignore[attr-defined]
            item.add_marker(pytest.mark.trap)


def _name_of(item: pytest.Item) -> str:
    return str(getattr(item, "originalname", item.name))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The one running house of this worker, filled with the demo's shops."""
    from workbench.postgres import Postgres

    folder = tmp_path_factory.mktemp("house")
    with running_house(folder, Postgres(settings.DATA_DIR / "postgres"), f"live_{tmp_path_factory.getbasetemp().name}") as running:
        yield running


# Only who owns the tables can do this, and in one statement, so that the log is never open to anybody else.
FORGET_WHAT_HAPPENED = """
DO $$ BEGIN
    ALTER TABLE shops_shopevent DISABLE TRIGGER shops_shopevent_stays;
    DELETE FROM shops_shopevent;
    ALTER TABLE shops_shopevent ENABLE ALWAYS TRIGGER shops_shopevent_stays;
    DELETE FROM catalog_formeraddress;
END $$
"""


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Work without a surrounding transaction; what the test writes, it takes away itself, but for what only grows."""
    with django_db_blocker.unblock():
        yield
        for subdomain in ("bakery", "bookshop"):
            with cast_of(subdomain).entered(), connections["default"].cursor() as cursor:
                cursor.execute(FORGET_WHAT_HAPPENED)
        connections["default"].close()


@pytest.fixture
def bakery(request: pytest.FixtureRequest) -> Cast:
    _open_database(request)
    return cast_of("bakery")


@pytest.fixture
def bookshop(request: pytest.FixtureRequest) -> Cast:
    _open_database(request)
    return cast_of("bookshop")


def _open_database(request: pytest.FixtureRequest) -> None:
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    """What a process or the cache remembers must not outlive a test, whose rows are rolled back."""
    from kit import caching, tasks
    from tenants.hosts import forget_hosts

    forget_hosts()
    translation.activate("en")  # that of the cast: a request leaves its language behind in the thread
    caching.breaker.wake()
    tasks.breaker.wake()
    caches["default"].key_prefix = f"test-{secrets.token_hex(8)}:"
    caches["default"]._standby.clear()
    yield
    forget_hosts()


@pytest.fixture
def platform_scope() -> Iterator[None]:
    """Work for the platform during the test."""
    with bind(PLATFORM):
        yield
