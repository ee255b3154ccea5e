"""Which host is whose."""

import pytest
from django.db import connections

from kit.clock import now
from tenants import hosts
from tenants.hosts import TTL_SECONDS, find_tenant, forget_hosts, normal_hostname
from tenants.models import Domain, TenantStatus
from tenants.rules import UnusableSubdomain, clean_subdomain, suggest_subdomain
from tenants.services.suspend_shop import resume_shop, suspend_shop


@pytest.mark.parametrize(
    "host", ["bakery.localhost", "BAKERY.localhost", "bakery.localhost.", "bakery.localhost:8000", "Bakery.LOCALHOST.:80"]
)
def test_a_hostname_leads_to_its_shop_however_it_is_written(bakery, host):
    assert find_tenant(normal_hostname(host)) is not None


@pytest.mark.parametrize(
    "host",
    [
        "nobody.localhost",
        "a.bakery.localhost",
        "localhost.bakery",
        "bakery",
        "evil.example",
        "10.0.0.1",
        "",
        "bakery.localhost.evil.example",
    ],
)
def test_an_unknown_host_gets_a_page_of_the_platform(client, bakery, host):
    response = client.get("/fr/", HTTP_HOST=host) if host else client.get("/fr/", HTTP_HOST=" ")

    assert response.status_code == 404
    assert "evil.example" not in response.text
    assert not response.cookies


def test_an_own_hostname_counts_once_it_is_verified(bakery, platform_scope):
    domain = Domain.objects.create(domain="www.bakery.example", tenant=bakery.tenant, is_primary=False)
    assert find_tenant("www.bakery.example") is None

    domain.verified_at = now()
    domain.save()
    forget_hosts()

    assert find_tenant("www.bakery.example").id == bakery.ref.id


def test_a_host_is_asked_of_the_database_once(bakery, django_assert_num_queries):
    with django_assert_num_queries(1, connection=connections["platform"]):
        for _ in range(5):
            find_tenant("bakery.localhost")
    with django_assert_num_queries(1, connection=connections["platform"]):
        for _ in range(5):
            find_tenant("nobody.localhost")
    assert TTL_SECONDS <= 5


def test_a_suspended_shop_shows_a_notice_and_keeps_its_backoffice(client, bakery, platform_scope):
    suspend_shop(tenant=bakery.tenant, now=now())

    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == 503
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 302
    for path in ("/fr/order/bread/", "/theme/bread/"):  # the page for the lost shows products
        assert client.get(path, HTTP_HOST=bakery.hostname).status_code == 503
    assert client.get("/backoffice/nothing/", HTTP_HOST=bakery.hostname).status_code == 404

    resume_shop(tenant=bakery.tenant)
    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == 200


@pytest.mark.parametrize(("status", "expected"), [(TenantStatus.CREATING, 503), (TenantStatus.DELETING, 404), (TenantStatus.TRASHED, 404)])
def test_a_shop_that_is_not_there_yet_or_no_longer_shows_nothing(client, bakery, platform_scope, status, expected):
    bakery.tenant.status = status
    bakery.tenant.save()

    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == expected
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == expected


def test_a_domain_whose_schema_is_missing_shows_nothing_and_signs_nobody_in(client, bakery, platform_scope):
    bakery.tenant.schema_name = "t_987654"
    bakery.tenant.save()

    for path in ("/fr/", "/backoffice/", "/backoffice/account/login/"):
        response = client.get(path, HTTP_HOST=bakery.hostname)
        assert response.status_code == 503
        assert "anna" not in response.text


def test_tables_that_vanish_under_a_known_shop_answer_503(client, bakery, platform_scope):
    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == 200
    bakery.tenant.schema_name = "t_987654"
    bakery.tenant.save()
    remembered = hosts._remembered[bakery.hostname]
    ghost = bakery.tenant.ref(hostname=bakery.hostname)
    hosts._remembered[bakery.hostname] = type(remembered)(ghost, remembered.until)

    assert client.get("/fr/search/?q=bread", HTTP_HOST=bakery.hostname).status_code == 503


def test_the_admin_is_on_the_platform_only(client, bakery):
    assert client.get("/admin/", HTTP_HOST=bakery.hostname).status_code == 404
    assert client.get("/healthz", HTTP_HOST=bakery.hostname).status_code == 404
    assert client.get("/admin/", HTTP_HOST="localhost").status_code in (200, 302)


@pytest.mark.parametrize(
    "label",
    ["www", "admin", "ab", "x" * 41, "-abc", "abc-", "xn--abc", "bоulangerie", "a.b", "../x", "public", "", "1abc", "a b", "ab\x00c"],
)
def test_an_unusable_subdomain_is_refused(label):
    with pytest.raises(UnusableSubdomain):
        clean_subdomain(label)


@pytest.mark.parametrize(("text", "label"), [("Boulangerie", "boulangerie"), (" chez-fatou ", "chez-fatou"), ("ｂaker", "baker")])
def test_a_usable_subdomain_is_folded(text, label):
    assert clean_subdomain(text) == label


@pytest.mark.parametrize(("name", "label"), [("Chez Fatou & fils", "chez-fatou-fils"), ("L’Été", "lete"), ("3 Pains", "shop-3-pains")])
def test_a_subdomain_is_suggested_from_the_name(name, label):
    assert suggest_subdomain(name) == label
    assert clean_subdomain(label) == label


@pytest.mark.parametrize("origin", ["http://[", "null", "http://bookshop.localhost", "https://bakery.localhost"])
def test_a_form_of_another_origin_is_refused_however_the_origin_is_written(client, bakery, origin):
    refused = client.post("/fr/cart/lines/", {"variant": "1"}, HTTP_HOST=bakery.hostname, HTTP_ORIGIN=origin)
    own = client.post("/fr/cart/lines/", {"variant": "1"}, HTTP_HOST=bakery.hostname, HTTP_ORIGIN=f"http://{bakery.hostname}")

    assert refused.status_code == 403
    assert own.status_code != 403


def test_a_nul_in_the_host_is_no_host(client, bakery):
    assert client.get("/fr/", HTTP_HOST="bakery\x00.localhost").status_code == 404
