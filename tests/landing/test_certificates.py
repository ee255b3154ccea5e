"""For whom may a certificate be asked?"""

import pytest

from kit.clock import now
from tenants.hosts import forget_hosts
from tenants.models import Domain, Tenant, TenantStatus


def ask(client, domain):
    response = client.get("/internal/tls-allowed", {"domain": domain}, HTTP_HOST="localhost")
    assert response["Content-Type"] == "text/plain"
    return response.status_code


@pytest.mark.parametrize("domain", ["localhost", "www.localhost", "bakery.localhost", "BAKERY.localhost"])
def test_our_hosts_get_a_certificate(client, bakery, domain):
    assert ask(client, domain) == 200


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "nobody.localhost",
        "a.bakery.localhost",
        "evil.example",
        "10.0.0.1",
        "bakery",
        "bakery.localhost:443",
        "bakery.localhost.",
        "a" * 300,
    ],
)
def test_other_hosts_get_none(client, bakery, domain):
    assert ask(client, domain) == 404


def test_a_host_that_no_database_can_hold_is_refused(client, bakery):
    assert client.get("/internal/tls-allowed?domain=a%00b", HTTP_HOST="localhost").status_code == 400


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (TenantStatus.ACTIVE, 200),
        (TenantStatus.SUSPENDED, 200),
        (TenantStatus.CREATING, 404),
        (TenantStatus.DELETING, 404),
        (TenantStatus.TRASHED, 404),
    ],
)
def test_a_shop_gets_one_while_it_is_served(client, bakery, status, answer):
    Tenant.objects.filter(pk=bakery.ref.id).update(status=status)

    assert ask(client, "bakery.localhost") == answer


def test_an_own_domain_gets_one_once_it_is_verified(client, bakery):
    domain = Domain.objects.create(tenant=bakery.tenant, domain="shop.bakery.example", is_primary=False)
    assert ask(client, "shop.bakery.example") == 404

    Domain.objects.filter(pk=domain.pk).update(verified_at=now())
    forget_hosts()

    assert ask(client, "shop.bakery.example") == 200


def test_many_questions_about_one_host_are_one_question_to_the_database(client, bakery, django_assert_max_num_queries):
    from django.db import connections

    with django_assert_max_num_queries(1, connection=connections["platform"]):
        for _time in range(5):
            ask(client, "nobody.localhost")


def test_the_question_is_not_answered_on_a_shop(client, bakery):
    assert client.get("/internal/tls-allowed?domain=bakery.localhost", HTTP_HOST=bakery.hostname).status_code in (302, 404)
