"""No shop, no data: the connection itself refuses."""

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from catalog.models import Product
from catalog.selectors._rows import select
from kit.tenancy import PLATFORM, NoTenantBound, TenantAlreadyBound, TenantRef, bind
from tenants.models import Tenant, User
from tests.factories.catalog import make_product

GHOST = TenantRef(id=987654, schema_name="t_987654", name="Ghost", hostname="ghost.localhost", status="active")


def _sees_products() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM catalog_product")
        return int(cursor.fetchone()[0])


def test_shop_models_refuse_when_no_shop_is_bound(bakery):
    with pytest.raises(NoTenantBound):
        Product.objects.count()
    with bakery.entered():
        assert Product.objects.count() == 0


def test_shop_models_refuse_on_the_platform(bakery, platform_scope):
    with pytest.raises(NoTenantBound):
        Product.objects.create(slug="x", name="x")


def test_raw_sql_finds_no_table_when_no_shop_is_bound(bakery):
    with pytest.raises(ProgrammingError), transaction.atomic():
        _sees_products()
    with bakery.entered():
        assert _sees_products() == 0


def test_a_shop_cannot_read_the_platforms_tables_by_its_connection(bakery):
    with bakery.entered(), pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenants_user")
    assert User.objects.using("platform").filter(email="anna@bakery.test").exists()


def test_a_missing_schema_never_falls_back_to_public(bakery):
    users_before, tenants_before = User.objects.count(), Tenant.objects.count()

    with bind(GHOST):
        with pytest.raises(ProgrammingError), transaction.atomic():
            _sees_products()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Product.objects.create(slug="ghost", name="ghost")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("CREATE TABLE ghost_table (id int)")

    assert (User.objects.count(), Tenant.objects.count()) == (users_before, tenants_before)


@pytest.mark.parametrize("disturb", ["SET search_path = public", "RESET search_path", "SET LOCAL search_path = public"])
def test_each_query_looks_into_the_bound_shop_whatever_happened_to_the_connection(bakery, bookshop, disturb):
    with bakery.entered():
        Product.objects.create(slug="bread", name="Bread")
    with bookshop.entered(), connection.cursor() as cursor:
        cursor.execute(disturb)
    with bakery.entered():
        with connection.cursor() as cursor:
            cursor.execute(disturb)
        assert list(Product.objects.values_list("slug", flat=True)) == ["bread"]
    with bookshop.entered():
        assert list(Product.objects.values_list("slug", flat=True)) == []


def test_the_shop_is_right_again_after_a_rollback(bakery, bookshop):
    with bookshop.entered():
        Product.objects.create(slug="novel", name="Novel")
    try:
        with transaction.atomic(), bookshop.entered():
            assert Product.objects.count() == 1
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    with bakery.entered():
        assert Product.objects.count() == 0


def test_entering_a_second_shop_is_refused(bakery, bookshop):
    with bakery.entered(), pytest.raises(TenantAlreadyBound), bind(bookshop.ref):
        pass
    with bakery.entered(), pytest.raises(TenantAlreadyBound), bind(PLATFORM):
        pass


def test_a_thread_started_inside_a_shop_is_in_no_shop(bakery):
    seen = []

    def look() -> None:
        try:
            Product.objects.count()
        except NoTenantBound:
            seen.append("refused")
        finally:
            connections.close_all()

    with bakery.entered():
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    assert seen == ["refused"]


def test_django_tenants_own_context_manager_is_closed(bakery):
    with pytest.raises(RuntimeError), bakery.tenant:
        pass


def _names_of_products():
    return [row["name"] for _time in range(8) for row in select("SELECT name_en AS name FROM catalog_product WHERE slug = %s", "same")]


def test_a_prepared_statement_reads_the_bound_shop_and_no_other(bakery, bookshop):
    for shop in (bakery, bookshop):
        with shop.entered():
            make_product(f"of {shop.ref.name}", slug="same")
    found = []
    for shop in (bakery, bookshop, bakery, bookshop):  # eight times each: from the fifth on it is prepared
        with shop.entered():
            found += [(shop.ref.name, set(_names_of_products()))]
    with bakery.entered(), connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%= $1'")
        prepared = [statement for (statement,) in cursor.fetchall() if "name_en AS name" in statement]

    assert found == [(name, {f"of {name}"}) for name, _names in found]
    assert sorted(prepared) == sorted(
        f"/* {shop.ref.schema_name} */ SELECT name_en AS name FROM catalog_product WHERE slug = $1" for shop in (bakery, bookshop)
    )


def test_a_prepared_statement_finds_nothing_when_no_shop_is_bound(bakery):
    with bakery.entered():
        _names_of_products()

    with pytest.raises(ProgrammingError), transaction.atomic():
        _names_of_products()


@pytest.fixture
def pooled(committed_db):
    """A connection of the pool, as a request begins with one."""
    connection.close()
    connection.ensure_connection()
    yield connection
    connection.close()


def test_a_pooled_connection_that_the_server_ended_is_replaced(bakery, pooled):
    ended = pooled.connection.info.backend_pid
    pooled.close()  # back into the pool
    with connections["platform"].cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    connections["platform"].close()

    with bakery.entered():
        assert _sees_products() == 0
    assert connection.connection.info.backend_pid != ended


def test_a_statement_planned_before_a_migration_answers_after_it(open_shop):
    """tenancy.md 1g: "cached plan must not change result type" is what a rolling migration would show customers."""

    def column_becomes(kind):  # on another connection, as a migration runs
        with bind(PLATFORM), connections["platform"].cursor() as cursor:
            cursor.execute(f"ALTER TABLE {open_shop.ref.schema_name}.catalog_product ALTER COLUMN slug TYPE {kind}")

    with open_shop.entered():
        make_product("Cactus", slug="same")
        before = [select("SELECT slug FROM catalog_product WHERE slug = %s", "same") for _time in range(8)]
    column_becomes("text")
    try:
        with open_shop.entered():
            after = select("SELECT slug FROM catalog_product WHERE slug = %s", "same")
    finally:
        column_becomes("varchar(80)")

    assert before == [[{"slug": "same"}]] * 8
    assert after == [{"slug": "same"}]
