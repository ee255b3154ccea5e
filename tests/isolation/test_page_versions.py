"""
Nobody can write something that pages show without renewing them.

Not the writer renews them but the connection's commit, by the table: so what is held here is that each table is
noticed, and that the few which are left out are read by no page that may be kept.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.utils import translation

from kit import versions
from kit.postgres.changes import ANYTHING, changed_table
from kit.tenancy import PLATFORM, bind
from shops.models import ShopSettings
from shops.selectors import frame as frames
from tenants.hosts import find_tenant, forget_hosts
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.factories.orders import make_order
from tests.isolation.addresses import all_addresses
from tests.wsgi import Visitor

_READ = re.compile(r"\b(?:FROM|JOIN)\s+\"?(?:public\"?\.\"?)?(\w+)\"?", re.I)
THEMES = ("serre", "brocante", "comptoir")


@contextmanager
def _tables_read(alias="default") -> Iterator[set[str]]:
    """Collect the tables that statements name, as they are sent: a planned one says nothing afterwards."""
    tables: set[str] = set()

    def look(execute, sql, params, many, context):
        tables.update(_READ.findall(sql))
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(look):
        yield tables


def _all_tables(alias):
    return set(connections[alias].introspection.table_names())


# ---- what a page reads ---------------------------------------------------------------------------


def _read_by(shop, address):
    """Return the tables that drawing a page reads, when that page may be kept; None when it may not."""
    visitor = Visitor(shop.hostname)
    with _tables_read() as tables:
        answers = [visitor.get(address) for _time in range(2)]
    return tables if any(answer.is_kept_from_now or answer.was_kept for answer in answers) else None


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_that_may_be_kept_reads_a_table_that_renews_nothing(both_open, theme):
    shop, _bookshop = both_open
    with shop.entered():
        category = make.make_category(slug="shelf")
        held = make.make_unique_piece("Chair", slug="thing", category=category)
        pages.held(held)
        pages.picture(held.product)
        make_order((make.make_variant(category=category), 1))
        pages.settle(theme=theme)
    samples = {"slug": "thing", "category.slug": "shelf"}
    public = [address for address in all_addresses() if address.audience == "storefront" and set(address.parameters) <= {"slug"}]

    read = {address.name: tables for address in public if (tables := _read_by(shop, address.url(samples))) is not None}

    assert {"home", "products", "product", "category"} <= read.keys()
    assert {name: tables & settings.TABLES_NOT_ON_PAGES for name, tables in read.items() if tables & settings.TABLES_NOT_ON_PAGES} == {}
    assert "catalog_reservation" in read["product"]  # so the pages were really read


def test_the_frame_reads_no_table_that_leaves_it_as_it_is(bakery):
    with bakery.entered(), translation.override("fr"), _tables_read() as tables:
        frames.read_frame()

    assert tables & (settings.TABLES_NOT_IN_THE_FRAME | settings.TABLES_NOT_ON_PAGES) == set()
    assert "shops_shopsettings" in tables


def test_a_host_is_looked_up_in_no_table_that_leaves_the_hosts_as_they_are(bakery):
    forget_hosts()
    with _tables_read("platform") as tables:
        find_tenant(bakery.hostname)

    assert tables == {"tenants_domain", "tenants_tenant"}
    assert tables & settings.TABLES_WITHOUT_HOSTS == set()


def test_every_table_that_is_left_out_exists(bakery):
    with bakery.entered():
        assert _all_tables("default") >= settings.TABLES_NOT_ON_PAGES | settings.TABLES_NOT_IN_THE_FRAME
    with bind(PLATFORM):
        assert _all_tables("platform") >= settings.TABLES_WITHOUT_HOSTS


# ---- what a commit renews ------------------------------------------------------------------------


def _renewed(shop, write):
    """Return which versions of a shop are others after `write`."""
    before = versions.ask(shop.ref.id)
    assert None not in before
    with shop.entered():
        write()
    after = versions.ask(shop.ref.id)
    return {name for name in before._fields if getattr(before, name) != getattr(after, name)}


def _expected(table):
    if table in settings.TABLES_NOT_ON_PAGES:
        return set()
    return {"pages"} if table in settings.TABLES_NOT_IN_THE_FRAME else {"pages", "frame"}


def _run(sql, *, alias="default"):
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)


def _a_write_to(table):
    """Return a statement that writes nothing; a table that only grows refuses to be deleted from."""
    return (
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE false' if table == "shops_shopevent" else f'DELETE FROM "{table}" WHERE false'
    )


def test_a_write_to_any_table_renews_what_shows_it(both_open):
    shop, bookshop = both_open
    with shop.entered():
        tables = _all_tables("default")
    theirs = versions.ask(bookshop.ref.id)

    renewed = {table: _renewed(shop, lambda table=table: _run(_a_write_to(table))) for table in tables}

    assert len(tables) > 25
    assert renewed == {table: _expected(table) for table in tables}
    assert versions.ask(bookshop.ref.id) == theirs


@pytest.mark.parametrize("table", ["shops_shopsettings", "shops_openinghours", "catalog_variant", "catalog_stocklevel"])
def test_a_transaction_renews_when_it_commits_and_not_before(both_open, table):
    shop, _bookshop = both_open
    with shop.entered():
        make.make_variant()
        column = connections["default"].introspection.get_primary_key_column(connections["default"].cursor(), table)

    def write():
        with transaction.atomic(using="default"), transaction.atomic(using="default"):
            _run(f'UPDATE "{table}" SET "{column}" = "{column}"')
            assert versions.ask(shop.ref.id) == before

    before = versions.ask(shop.ref.id)
    assert _renewed(shop, write) == _expected(table)


def test_what_reads_or_is_rolled_back_or_found_no_row_renews_nothing(both_open):
    shop, _bookshop = both_open

    def nothing():
        with transaction.atomic(using="default"):
            _run("UPDATE shops_shopsettings SET name = 'x' WHERE id = 99")
            ShopSettings.objects.select_for_update().get()
        with transaction.atomic(using="default"):
            _run("UPDATE shops_shopsettings SET name = 'x'")
            transaction.set_rollback(True, using="default")
        list(ShopSettings.objects.all())

    assert _renewed(shop, nothing) == set()


@pytest.mark.parametrize(
    "sql", ["ALTER TABLE catalog_product SET (fillfactor = 100)", "CREATE TEMPORARY TABLE t (i int)", "ANALYZE catalog_product"]
)
def test_a_statement_that_nobody_foresaw_renews_everything(both_open, sql):
    assert _renewed(both_open[0], lambda: _run(sql)) == {"pages", "frame"}


@pytest.mark.parametrize(
    ("sql", "hosts"),
    [
        ("UPDATE tenants_tenant SET name = name", True),
        ("DELETE FROM tenants_domain WHERE false", True),
        ("CREATE SCHEMA IF NOT EXISTS t_1", True),
        ("DELETE FROM tenants_session WHERE false", False),
        ("DELETE FROM tenants_wakeup WHERE false", False),
        ("DELETE FROM t_1.catalog_scancount WHERE false", False),  # as a shop's log is written with what is the platform's
        ("DELETE FROM t_1.catalog_product WHERE false", True),
    ],
)
def test_the_hosts_are_renewed_by_what_says_which_is_whose(both_open, sql, hosts):
    assert _renewed(both_open[0], lambda: _run(sql, alias="platform")) == ({"hosts"} if hosts else set())


@pytest.mark.parametrize(
    ("sql", "changed"),
    [
        ("SELECT 1", None),
        ("  /* t_1 */ SELECT price FROM catalog_variant FOR UPDATE", None),
        ("-- a remark\nSELECT 1", None),
        ("SAVEPOINT s1", None),
        ("SET search_path = t_1", None),
        ('UPDATE "catalog_variant" SET price = 1', ("", "catalog_variant")),
        ("update only catalog_variant set price = 1", ("", "catalog_variant")),
        ('INSERT INTO "public"."tenants_wakeup" (a) VALUES (1)', ("public", "tenants_wakeup")),
        ("INSERT INTO public.tenants_wakeup (a) VALUES (1)", ("public", "tenants_wakeup")),
        ("DELETE FROM orders_cart;", ("", "orders_cart")),
        ("DELETE FROM orders_cart; DELETE FROM catalog_variant", ("", ANYTHING)),
        ("INSERT INTO orders_cart WITH x AS (DELETE FROM catalog_variant RETURNING 1) SELECT * FROM x", ("", ANYTHING)),
        ("WITH x AS (SELECT 1) SELECT * FROM x", ("", ANYTHING)),
        ("SELECT 1; UPDATE catalog_variant SET price = 1", ("", ANYTHING)),
        ("MERGE INTO catalog_variant USING x ON true WHEN MATCHED THEN DELETE", ("", ANYTHING)),
        ("COPY catalog_variant FROM STDIN", ("", ANYTHING)),
        ("TRUNCATE catalog_variant", ("", ANYTHING)),
        ("EXPLAIN ANALYZE UPDATE catalog_variant SET price = 1", ("", ANYTHING)),
        (b"SELECT 1", ("", ANYTHING)),
    ],
)
def test_the_table_is_read_from_the_statement_and_in_doubt_it_is_any(sql, changed):
    assert changed_table(sql) == changed


def test_nobody_writes_past_the_cursor_that_notices(repository):
    past = re.compile(r"\.connection\.(?:cursor|execute)|psycopg\.connect|cursor\.copy\(")
    inside = [
        path for path in repository if path.parts[0] in {"tenants", "shops", "catalog", "orders", "payments"} or path.parts[:2] in KIT
    ]

    assert inside
    assert [str(path) for path in inside if past.search(path.read_text())] == ["platform/kit/postgres/base.py"]


KIT = {("platform", name) for name in ("kit", "config", "landing", "platform_admin", "demo")}


@pytest.fixture
def repository():
    root = settings.LOCALE_PATHS[0].parent
    return [
        path.relative_to(root)
        for folder in ("tenants", "shops", "catalog", "orders", "payments", "platform")
        for path in (root / folder).rglob("*.py")
    ]
