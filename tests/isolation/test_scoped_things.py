"""Cache keys, signatures, files, sessions, messages and tasks belong to one shop. Each refusal has its twin."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kit.signing import BadSignature, sign, unsign
from kit.storage import media_url, new_file_name
from kit.tasks import TENANT_HEADER, platform_task, shop_task
from kit.tenancy import PLATFORM, NoTenantBound, bind, current_tenant, tenant_or_none
from tenants.models import Session, TenantStatus
from tenants.sessions import SessionStore


def test_a_cached_value_is_seen_by_its_shop_only(bakery, bookshop):
    with bakery.entered():
        cache.set("isolation", "bread")
    with bookshop.entered():
        assert cache.get("isolation") is None
        cache.set("isolation", "books")
    with bind(PLATFORM):
        assert cache.get("isolation") is None
    with bakery.entered():
        assert cache.get("isolation") == "bread"


def test_the_cache_refuses_when_nothing_is_bound(bakery):
    with pytest.raises(NoTenantBound):
        cache.set("isolation", 1)


def test_no_shop_can_empty_the_cache_of_all(bakery):
    with bakery.entered(), pytest.raises(NotImplementedError):
        cache.clear()


def test_a_signed_value_opens_in_its_shop_and_for_its_purpose_only(bakery, bookshop):
    with bakery.entered():
        signed = sign({"order": 1}, purpose="order")
        assert unsign(signed, purpose="order") == {"order": 1}
        with pytest.raises(BadSignature):
            unsign(signed, purpose="cart")
    for elsewhere in (bookshop.ref, PLATFORM):
        with bind(elsewhere), pytest.raises(BadSignature):
            unsign(signed, purpose="order")


def test_a_file_is_read_by_its_shop_only(bakery, bookshop, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with bakery.entered():
        name = default_storage.save(new_file_name("public/photos", "jpg"), ContentFile(b"bread"))
        with default_storage.open(name) as file:
            assert file.read() == b"bread"
    with bookshop.entered():
        for use in (default_storage.open, default_storage.delete, default_storage.exists, default_storage.url):
            with pytest.raises(SuspiciousFileOperation):
                use(name)
    with pytest.raises(NoTenantBound):
        default_storage.open(name)


def test_media_of_a_shop_are_shown_on_its_own_host_only(client, bakery, bookshop, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with bakery.entered():
        public = default_storage.save(new_file_name("public/photos", "jpg"), ContentFile(b"bread"))
        private = default_storage.save(new_file_name("private/originals", "jpg"), ContentFile(b"secret"))
        url = media_url(public)
        with pytest.raises(SuspiciousFileOperation):
            media_url(private)

    own = client.get(url, HTTP_HOST=bakery.hostname)
    foreign = client.get(url, HTTP_HOST=bookshop.hostname)
    sideways = client.get(f"/media/../private/originals/{private.rsplit('/', 1)[-1]}", HTTP_HOST=bakery.hostname)
    across = client.get(f"/media/../../{bakery.ref.id}/public/photos/{public.rsplit('/', 1)[-1]}", HTTP_HOST=bookshop.hostname)

    assert (own.status_code, own.getvalue()) == (200, b"bread")
    own.close()
    assert [foreign.status_code, sideways.status_code, across.status_code] == [404, 404, 404]


def test_a_session_is_worthless_in_another_shop(bakery, bookshop):
    with bakery.entered():
        session = SessionStore()
        session["who"] = "anna"
        session.save()
        assert SessionStore(session.session_key).load() == {"who": "anna"}
    for elsewhere in (bookshop.ref, PLATFORM):
        with bind(elsewhere):
            stranger = SessionStore(session.session_key)
            assert stranger.load() == {}
            stranger.delete(session.session_key)
    assert Session.objects.filter(session_key=session.session_key, scope_id=bakery.ref.id).exists()


def test_a_session_cookie_of_one_shop_signs_nobody_in_elsewhere(client, bakery, bookshop):
    with bakery.entered():
        client.force_login(bakery.owner, backend="allauth.account.auth_backends.AuthenticationBackend")

    own = client.get("/backoffice/", HTTP_HOST=bakery.hostname)
    foreign = client.get("/backoffice/", HTTP_HOST=bookshop.hostname)

    assert own.status_code == 200
    assert foreign.status_code == 302
    assert "login" in foreign["Location"]


@shop_task(name="tests.remember_shop")
def remember_shop() -> str:
    return current_tenant().schema_name


@platform_task(name="tests.remember_nobody")
def remember_nobody() -> object:
    return tenant_or_none()


def test_a_shop_task_runs_in_the_shop_it_was_sent_from(bakery, bookshop):
    with bakery.entered():
        sent_from_bakery = {TENANT_HEADER: current_tenant().id}
    assert remember_shop.apply(headers=sent_from_bakery).get() == bakery.ref.schema_name
    assert remember_shop.apply(headers={TENANT_HEADER: bookshop.ref.id}).get() == bookshop.ref.schema_name


def test_a_shop_task_refuses_without_a_shop(bakery):
    with pytest.raises(NoTenantBound):
        remember_shop.apply(throw=True)
    with pytest.raises(NoTenantBound):
        remember_shop.delay()


def test_a_task_of_a_deleted_shop_does_nothing(bakery, platform_scope):
    assert remember_shop.apply(headers={TENANT_HEADER: 987654}).get() is None
    bakery.tenant.status = TenantStatus.TRASHED
    bakery.tenant.save()
    assert remember_shop.apply(headers={TENANT_HEADER: bakery.ref.id}).get() is None


def test_a_platform_task_is_in_no_shop(bakery):
    assert remember_nobody.apply().get() is None


def test_cookies_name_no_domain():
    assert settings.SESSION_COOKIE_DOMAIN is None
    assert settings.CSRF_COOKIE_DOMAIN is None
