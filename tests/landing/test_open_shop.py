"""A shop opens, also when a crash came between."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from kit.tenancy import PLATFORM, bind
from landing.services import open_shop as module
from landing.services.open_shop import open_shop
from shops.models import ShopSettings
from tenants.models import Membership, Role, Tenant, TenantStatus, User
from tenants.selectors import ref_of
from tenants.services.provision_shop import SubdomainTaken

OWNER = "dora@flowers.test"


@pytest.fixture
def clean_slate(committed_db):
    """Work in the platform with real commits, and take away the shop "flowers" and its people afterwards."""
    with bind(PLATFORM):
        yield
        for tenant in Tenant.objects.filter(domains__domain__in=["flowers", "flowers-2"]):
            with connections["platform"].cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {tenant.schema_name} CASCADE")
            tenant.delete()
        User.objects.filter(email__endswith="@flowers.test").delete()


def open_flowers(**changed):
    return open_shop(**{"name": "Fleurs", "subdomain": "flowers", "owner_email": OWNER} | changed)


def settings_of(tenant):
    with bind(ref_of(tenant)):
        return list(ShopSettings.objects.values_list("name", flat=True))


def test_a_shop_opens_with_its_settings_and_its_owner(clean_slate, client):
    tenant = open_flowers(owner_name="Dora", language="nl", languages=("nl", "fr"), trade="flowers")

    owner = Membership.objects.get(tenant=tenant)
    assert (tenant.status, tenant.languages, tenant.trade) == (TenantStatus.ACTIVE, "nl,fr", "flowers")
    assert (owner.user.email, owner.user.name, owner.user.language, owner.role) == (OWNER, "Dora", "nl", Role.OWNER)
    assert not owner.user.has_usable_password()
    assert settings_of(tenant) == ["Fleurs"]


def test_a_shop_that_a_crash_left_half_made_is_finished(clean_slate, monkeypatch):
    monkeypatch.setattr(module, "set_up_shop", _crash)
    with pytest.raises(ZeroDivisionError):
        open_flowers()
    monkeypatch.undo()
    half_made = Tenant.objects.get(domains__domain="flowers")
    assert half_made.status == TenantStatus.CREATING

    tenant = open_flowers(owner_email=OWNER.upper())

    assert tenant.pk == half_made.pk
    assert Tenant.objects.get(pk=tenant.pk).status == TenantStatus.ACTIVE
    assert settings_of(tenant) == ["Fleurs"]


def test_a_half_made_shop_is_nobody_elses(clean_slate, monkeypatch):
    monkeypatch.setattr(module, "set_up_shop", _crash)
    with pytest.raises(ZeroDivisionError):
        open_flowers()
    monkeypatch.undo()

    with pytest.raises(SubdomainTaken):
        open_flowers(owner_email="stranger@flowers.test")

    assert not User.objects.filter(email="stranger@flowers.test").exists()
    assert Tenant.objects.get(domains__domain="flowers").status == TenantStatus.CREATING


def test_an_open_shop_is_not_opened_again(clean_slate):
    open_flowers()

    with pytest.raises(SubdomainTaken):
        open_flowers(name="Other")

    assert Tenant.objects.filter(domains__domain="flowers").count() == 1


def test_nothing_is_left_when_the_schema_can_not_be_made(clean_slate, monkeypatch):
    monkeypatch.setattr("tenants.services.provision_shop.create_schema", _crash)

    with pytest.raises(ZeroDivisionError):
        open_flowers()

    assert not Tenant.objects.filter(domains__domain="flowers").exists()
    assert not User.objects.filter(email=OWNER).exists()


def test_create_shop_opens_a_shop_from_a_shell(clean_slate, capsys):
    call_command("create_shop", name="Fleurs", subdomain="flowers", owner_email=OWNER, languages="fr,en")

    assert Tenant.objects.get(domains__domain="flowers").languages == "fr,en"
    assert "Fleurs is open: http://flowers.localhost:8000/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({}, ["--name: Still to be filled in.", "--subdomain: Still to be filled in.", "--owner-email: Still to be filled in."]),
        (
            {"name": "x", "subdomain": "www", "owner_email": OWNER},
            ["--subdomain: The platform keeps this address for itself."],
        ),
        ({"name": "x", "subdomain": "bakery", "owner_email": OWNER}, ["--subdomain: Another shop has this address."]),
        (
            {"name": "x", "subdomain": "flowers", "owner_email": "dora", "languages": "fr,xx"},
            ["--owner-email: Write the e-mail address in full, such as name@example.com.", "--languages: Choose one from the list."],
        ),
    ],
    ids=["nothing said", "reserved", "taken", "two problems"],
)
def test_create_shop_says_each_problem_in_one_line(bakery, given, lines):
    before = Tenant.objects.count()

    with pytest.raises(CommandError) as refusal:
        call_command("create_shop", **given)

    assert str(refusal.value).splitlines() == ["No shop was made:", *(f"  {line}" for line in lines)]
    assert Tenant.objects.count() == before


def _crash(*args, **kwargs):
    raise ZeroDivisionError
