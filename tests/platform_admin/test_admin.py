"""What platform staff see and may do, and nobody else."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from kit.clock import now
from platform_admin.site import admin_site
from tenants.models import Heartbeat, Membership, Tenant, TenantStatus, User, WakeUp

HOST = {"HTTP_HOST": "localhost"}


@pytest.fixture
def staff(bakery, platform_scope):
    return User.objects.create_superuser("mina@vitrine.test", "correct horse battery", name="Mina")


@pytest.fixture
def helper(bakery, platform_scope):
    """Platform staff who may view and change people and shops, but not everything."""
    user = User.objects.create_user("karel@vitrine.test", "correct horse battery", name="Karel", is_staff=True)
    wanted = ["view_user", "change_user", "add_user", "view_tenant", "change_tenant"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


@pytest.fixture
def admin(client, staff):
    client.force_login(staff)
    return client


def test_permissions_were_made_for_every_model_of_the_admin(bakery, platform_scope):
    for model in admin_site._registry:
        label = model._meta
        assert Permission.objects.filter(content_type__app_label=label.app_label, codename=f"view_{label.model_name}").exists()


def test_the_admin_keeps_public_tables_only(settings):
    assert {model._meta.app_config.name for model in admin_site._registry} <= set(settings.PUBLIC_APPS)


def test_strangers_are_asked_to_sign_in(client, bakery):
    response = client.get("/admin/", **HOST, follow=False)

    assert response.status_code == 302
    assert client.get("/admin/login/", **HOST).url.startswith("/account/login/")


def test_a_shopkeeper_may_not_enter(client, bakery, platform_scope):
    client.force_login(bakery.owner)

    refused = client.get("/admin/login/", **HOST)
    assert refused.status_code == 403
    assert 'data-theme="platform"' in refused.text
    assert client.get("/admin/tenants/tenant/", **HOST).status_code == 302


def test_platform_staff_enter(admin):
    assert admin.get("/admin/", **HOST).status_code == 200


def test_the_admin_is_not_on_a_shops_host(client, bakery, staff, platform_scope):
    client.force_login(staff)

    response = client.get("/admin/", HTTP_HOST=bakery.hostname)

    assert response.status_code in (302, 400, 404)
    assert "/account/" not in response.headers.get("Location", "")


@pytest.mark.parametrize("model", sorted(model._meta.label_lower for model in admin_site._registry))
def test_every_list_opens_and_can_be_searched(admin, model):
    url = reverse(f"admin:{model.replace('.', '_')}_changelist", urlconf="config.urls_platform")

    assert admin.get(url, **HOST).status_code == 200
    assert admin.get(url, {"q": "anna"}, **HOST).status_code in (200, 302)


@pytest.mark.parametrize(
    "path", ["tenants/tenant/{shop}/change/", "tenants/user/{owner}/change/", "tenants/tenant/add/", "tenants/user/add/", "background/"]
)
def test_every_form_opens_under_a_strict_policy(admin, bakery, path):
    response = admin.get(f"/admin/{path.format(shop=bakery.ref.id, owner=bakery.owner.pk)}", **HOST)

    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert "style-src 'self' 'unsafe-inline'" in policy


@pytest.mark.parametrize(
    "path",
    [
        "tenants/tenant/99999999999999999999/change/",
        "tenants/tenant/0/suspend/",
        "tenants/user/x/change/",
        "tenants/tenant/999999999999999999/resume/",
    ],
)
def test_ids_that_are_nobodys_are_no_error(admin, path):
    assert admin.get(f"/admin/{path}", **HOST).status_code in (302, 400, 404)


# ---- shops ---------------------------------------------------------------------------------------


def test_suspending_asks_first(admin, bakery):
    response = admin.get(f"/admin/tenants/tenant/{bakery.ref.id}/suspend/", **HOST)

    assert "Boulangerie" in response.text
    assert status_of(bakery) == TenantStatus.ACTIVE


def test_a_shop_is_suspended_and_resumed(admin, bakery, bookshop):
    page = f"/admin/tenants/tenant/{bakery.ref.id}"

    admin.post(f"{page}/suspend/", {"confirmed": "yes"}, **HOST)
    suspended = admin.get(f"{page}/change/", **HOST)
    assert (status_of(bakery), status_of(bookshop)) == (TenantStatus.SUSPENDED, TenantStatus.ACTIVE)
    assert f'href="{page}/resume/"' in suspended.text

    admin.post(f"{page}/resume/", {"confirmed": "yes"}, **HOST)
    assert status_of(bakery) == TenantStatus.ACTIVE


def test_several_shops_are_suspended_after_one_question(admin, bakery, bookshop):
    chosen = {"action": "suspend", "_selected_action": [bakery.ref.id, bookshop.ref.id]}

    asked = admin.post("/admin/tenants/tenant/", chosen, **HOST)
    assert asked.status_code == 200
    assert asked.text.count('name="_selected_action"') == 2
    assert status_of(bakery) == TenantStatus.ACTIVE

    admin.post("/admin/tenants/tenant/", {**chosen, "confirmed": "yes"}, **HOST)
    assert (status_of(bakery), status_of(bookshop)) == (TenantStatus.SUSPENDED, TenantStatus.SUSPENDED)


def test_a_shop_that_is_being_made_can_not_be_suspended(admin, bakery):
    Tenant.objects.filter(pk=bakery.ref.id).update(status=TenantStatus.CREATING)

    admin.post(f"/admin/tenants/tenant/{bakery.ref.id}/suspend/", {"confirmed": "yes"}, **HOST)

    assert status_of(bakery) == TenantStatus.CREATING


def test_suspending_needs_the_right_to_change_shops(client, bakery, helper):
    helper.user_permissions.remove(Permission.objects.get(codename="change_tenant"))
    client.force_login(helper)

    response = client.post(f"/admin/tenants/tenant/{bakery.ref.id}/suspend/", {"confirmed": "yes"}, **HOST)

    assert response.status_code == 403
    assert status_of(bakery) == TenantStatus.ACTIVE


def test_a_shop_can_not_be_deleted(admin, bakery):
    assert admin.get(f"/admin/tenants/tenant/{bakery.ref.id}/delete/", **HOST).status_code == 403
    admin.post("/admin/tenants/tenant/", {"action": "delete_selected", "_selected_action": [bakery.ref.id], "post": "yes"}, **HOST)

    assert Tenant.objects.filter(pk=bakery.ref.id).exists()


def test_opening_a_shop_says_what_is_wrong_and_keeps_what_was_typed(admin):
    typed = {"name": "Fleurs & co", "subdomain": "www", "owner_email": "dora", "language": "fr", "languages": ["fr"]}

    response = admin.post("/admin/tenants/tenant/add/", typed, **HOST)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"subdomain", "owner_email"}
    assert 'value="Fleurs &amp; co"' in response.text


def test_opening_a_shop_under_a_taken_address_is_refused(admin):
    typed = {"name": "Other", "subdomain": "bakery", "owner_email": "dora@flowers.test", "language": "fr", "languages": ["fr"]}

    response = admin.post("/admin/tenants/tenant/add/", typed, **HOST)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["subdomain"]


def test_opening_a_shop_needs_the_right_to_add_shops(client, helper):
    client.force_login(helper)

    assert client.get("/admin/tenants/tenant/add/", **HOST).status_code == 403


# ---- people --------------------------------------------------------------------------------------


def test_no_password_is_shown(admin, bakery):
    text = admin.get(f"/admin/tenants/user/{bakery.owner.pk}/change/", **HOST).text

    assert bakery.owner.email in text
    assert "md5$" not in text
    assert 'name="password"' not in text


def person_form(**changed):
    memberships = {f"memberships-{key}": "0" for key in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {"email": "dora@flowers.test", "name": "Dora", "language": "nl", "is_active": "on"} | memberships | changed


def test_a_new_person_signs_in_by_a_code(admin):
    admin.post("/admin/tenants/user/add/", person_form(), **HOST)

    person = User.objects.get(email="dora@flowers.test")
    assert (person.language, person.is_staff, person.has_usable_password()) == ("nl", False, False)


def test_an_e_mail_is_one_person_whatever_its_capitals(admin, bakery):
    response = admin.post("/admin/tenants/user/add/", person_form(email="ANNA@bakery.test"), **HOST)

    assert "email" in response.context["adminform"].form.errors


def test_whoever_may_not_do_everything_can_not_make_staff(client, helper):
    client.force_login(helper)

    client.post("/admin/tenants/user/add/", person_form(is_staff="on", is_superuser="on"), **HOST)

    person = User.objects.get(email="dora@flowers.test")
    assert (person.is_staff, person.is_superuser) == (False, False)


def test_whoever_may_not_do_everything_can_not_take_over_staff(client, helper, staff, bakery):
    client.force_login(helper)

    taken = client.post(f"/admin/tenants/user/{staff.pk}/change/", person_form(email="karel2@vitrine.test"), **HOST)
    allowed = client.get(f"/admin/tenants/user/{bakery.owner.pk}/change/", **HOST)

    staff.refresh_from_db()
    assert (taken.status_code, staff.email) == (403, "mina@vitrine.test")
    assert 'name="language"' in allowed.text


def test_nobody_is_deleted(admin, bakery):
    assert admin.get(f"/admin/tenants/user/{bakery.owner.pk}/delete/", **HOST).status_code == 403


def test_who_works_in_a_shop_is_the_owners_to_decide(admin, staff, bakery):
    """Else a superuser would let themselves in, past the owner's consent."""
    membership = Membership.objects.get(user=bakery.staff)
    new = {"user": staff.pk, "tenant": bakery.tenant.pk, "role": "owner"}
    inline = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0} | {
        f"memberships-0-{name}": value for name, value in new.items()
    }

    refused = [
        admin.post(f"/admin/tenants/membership/{membership.pk}/delete/", {"post": "yes"}, **HOST),
        admin.post(f"/admin/tenants/membership/{membership.pk}/change/", {**new, "role": "owner"}, **HOST),
        admin.post("/admin/tenants/membership/add/", new, **HOST),
    ]
    admin.post(f"/admin/tenants/user/{staff.pk}/change/", {**person_form(email=staff.email), **inline}, **HOST)
    admin.post(f"/admin/tenants/tenant/{bakery.tenant.pk}/change/", {"trade": "bakery", **inline}, **HOST)

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert not Membership.objects.filter(user=staff).exists()
    assert Membership.objects.get(pk=membership.pk).role == "manager"


def test_the_address_of_whoever_works_in_a_shop_stays_theirs(admin, bakery):
    url = f"/admin/tenants/user/{bakery.owner.pk}/change/"

    admin.post(
        url,
        {**person_form(email="mina@vitrine.test"), "name": "Anna", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0},
        **HOST,
    )

    bakery.owner.refresh_from_db()
    assert bakery.owner.email == "anna@bakery.test"


# ---- background work -----------------------------------------------------------------------------


def test_background_work_shows_queue_worker_and_wake_ups(admin, bakery):
    for _twice in range(2):
        WakeUp.objects.create(tenant=bakery.tenant, due_at=now())
    Heartbeat.objects.update_or_create(part="worker", defaults={"beat_at": now()})

    state = admin.get("/admin/background/", **HOST).context["state"]

    assert (state.shops_waiting, state.shops_overdue, state.shops_behind, state.shops_unfinished) == (1, 0, 0, 0)
    assert state.worker_silent_for.total_seconds() < 5
    assert state.queue_length >= 0


def test_background_work_says_when_the_broker_is_away(admin, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = admin.get("/admin/background/", **HOST)

    assert response.status_code == 200
    assert response.context["state"].queue_length is None


def status_of(shop):
    return Tenant.objects.get(pk=shop.ref.id).status
