"""What happened in the shop: written with the deed, by name, for good."""

import pytest
from django.db import DatabaseError, connections, transaction

from kit.routers import PLATFORM_ALIAS, SHOP_ALIAS
from shops.acting import acting_as, person
from shops.history import GROUPS, _kinds, event_words
from shops.models import ShopEvent, ShopSettings
from shops.services.record_event import NoTransaction, record_event, record_platform_event
from shops.services.update_settings import update_settings
from tenants.models import Membership
from tenants.schema import fingerprint
from tests.answers import words_of
from tests.backoffice_tools import sign_in

TABLE = "shops_shopevent"


def a_line(shop, **data):
    with shop.entered(), transaction.atomic(using=SHOP_ALIAS):
        record_event(kind="mails_sent_again", **{"count": 3, **data})


def lines(shop):
    """Return what was written down since the shop was made, which set its hours."""
    with shop.entered():
        return list(ShopEvent.objects.exclude(kind="hours_changed").order_by("pk"))


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET user_name = 'somebody else'",
        f"UPDATE {TABLE} SET kind = kind WHERE false",
        f"DELETE FROM {TABLE}",
        f"TRUNCATE {TABLE}",
        f"SET LOCAL session_replication_role = replica; DELETE FROM {TABLE}",
    ],
)
def test_the_database_refuses_to_change_what_happened(bakery, statement):
    a_line(bakery)

    with bakery.entered(), pytest.raises(DatabaseError), transaction.atomic(using=SHOP_ALIAS), connections[SHOP_ALIAS].cursor() as cursor:
        cursor.execute(statement)

    assert [line.user_name for line in lines(bakery)] == [""]


def test_the_platforms_own_connection_is_refused_as_well(bakery):
    schema = bakery.ref.schema_name

    for statement in (f"DELETE FROM {schema}.{TABLE}", f"TRUNCATE {schema}.{TABLE}"):
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(using=PLATFORM_ALIAS),
            connections[PLATFORM_ALIAS].cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_row_is_not_changed_by_the_models_own_ways(bakery):
    a_line(bakery)
    with bakery.entered():
        line = ShopEvent.objects.first()
        for deed in (line.delete, line.save, ShopEvent.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic(using=SHOP_ALIAS):
                deed()


def test_each_shop_has_the_rule(bakery, bookshop):
    for shop in (bakery, bookshop):
        rule = [line for line in fingerprint(shop.ref) if "shops_shopevent_stays" in line and line.startswith("trigger")]
        assert [line[-9:] for line in rule] == ["enabled=A"]


def test_a_change_and_its_line_are_kept_together_or_not_at_all(bakery):
    with bakery.entered(), transaction.atomic(using=SHOP_ALIAS):
        update_settings(columns={"phone": "02 123 45 67"})
        assert [line.kind for line in lines(bakery)] == ["settings_changed"]
        transaction.set_rollback(True, using=SHOP_ALIAS)

    assert lines(bakery) == []
    with bakery.entered():
        assert ShopSettings.objects.get().phone == ""


def test_nothing_is_written_down_beside_a_transaction(committed_db, bakery):
    with bakery.entered():
        for record in (record_event, record_platform_event):
            with pytest.raises(NoTransaction):
                record(kind="hours_changed")


def test_a_kind_nobody_knows_is_a_mistake(bakery):
    with bakery.entered(), pytest.raises(LookupError):
        record_event(kind="something_else")


def test_the_name_is_the_one_of_that_day(bakery):
    with acting_as(person(bakery.owner)):
        a_line(bakery)
    bakery.owner.name = "Anna-Maria"
    bakery.owner.save()

    assert [(line.user_id, line.user_name) for line in lines(bakery)] == [(bakery.owner.pk, "Anna")]


def test_what_concerns_the_platforms_tables_is_committed_with_them(bakery):
    with bakery.entered():
        with transaction.atomic(using=PLATFORM_ALIAS):
            record_platform_event(kind="own_account_changed", name="Ann")
        with connections[PLATFORM_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT kind, data FROM {bakery.ref.schema_name}.{TABLE}")
            assert cursor.fetchall()[-1][0] == "own_account_changed"


def test_every_kind_has_words_and_a_group():
    for key, kind in _kinds.items():
        assert kind.group in GROUPS
        assert event_words(key, {}) != key, key


def test_the_owner_reads_it_in_plain_words_and_their_own_language(bakery):
    client = sign_in(bakery)
    client.post("/backoffice/shop/look/", {"theme": "brocante", "brand_color": ""})
    ben = sign_in(bakery, bakery.staff)
    ben.post("/backoffice/categories/new/", {"name_fr": "Pains", "icon": ""})

    page = words_of(client.get("/backoffice/history/"))

    assert "Changed in the settings: theme Anna" in page
    assert "Category added: Pains Ben" in page
    sign_in(bakery, language="fr")
    assert "Rayon ajouté" in client.get("/backoffice/history/").text


def test_it_is_filtered_by_person_and_by_kind(bakery):
    client = sign_in(bakery)
    client.post("/backoffice/shop/look/", {"theme": "brocante", "brand_color": ""})
    sign_in(bakery, bakery.staff).post("/backoffice/categories/new/", {"name_fr": "Pains", "icon": ""})

    def found(**wanted):
        page = client.get("/backoffice/history/", wanted).text
        return ("Changed in the settings" in page, "Category added" in page)

    assert found() == (True, True)
    assert found(who=bakery.staff.pk) == (False, True)
    assert found(what="shop") == (True, False)
    assert found(who=bakery.staff.pk, what="shop") == (False, False)
    assert found(who="9" * 30, what="nonsense", page="-1") == (True, True)


def test_it_is_paged(bakery, django_assert_num_queries):
    for count in range(60):
        a_line(bakery, count=count)
    client = sign_in(bakery)

    first, second = client.get("/backoffice/history/").text, client.get("/backoffice/history/", {"page": 2}).text

    assert ("again: 59" in first, "again: 59" in second) == (True, False)
    assert ("again: 9<" in first, "again: 9<" in second) == (False, True)


def test_who_signs_in_is_written_down_in_that_shop_only(client, bakery, bookshop):
    data = {"login": "anna@bakery.test", "password": "correct horse battery"}

    client.post("/backoffice/account/login/", data, HTTP_HOST=bakery.hostname)
    client.post("/backoffice/account/login/", data, HTTP_HOST=bookshop.hostname)
    client.post("/backoffice/account/login/", {**data, "password": "wrong"}, HTTP_HOST=bakery.hostname)

    assert [(line.kind, line.user_name) for line in lines(bakery)] == [("signed_in", "Anna")]
    assert lines(bookshop) == []


def test_a_new_password_is_written_down_in_each_shop_where_it_opens_a_door(client, bakery, bookshop):
    Membership.objects.create(user=bakery.owner, tenant=bookshop.tenant, role="counter")
    signed_in = sign_in(bakery)
    new = {"oldpassword": "correct horse battery", "password1": "another horse battery", "password2": "another horse battery"}

    assert signed_in.post("/backoffice/account/password/change/", new).status_code == 302

    with connections[PLATFORM_ALIAS].cursor() as cursor:
        for shop in (bakery, bookshop):
            cursor.execute(f"SELECT kind, user_name FROM {shop.ref.schema_name}.{TABLE} ORDER BY id DESC LIMIT 1")
            assert cursor.fetchone() == ("password_changed", "Anna")
