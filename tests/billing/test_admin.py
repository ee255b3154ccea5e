"""What the platform's staff see of subscriptions, and how they correct them."""

import datetime as dt

import pytest
from django.test import Client

from billing.models import Subscription
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from shops.models import ShopEvent
from tenants.models import Plan, User
from tests.billing.conftest import Office


@pytest.fixture
def admin(office: Office):
    with bind(PLATFORM):
        mina = User.objects.create_superuser(email="mina@vitrine.test", password="a long enough one", name="Mina")
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    with bind(PLATFORM):
        client.force_login(mina)
    yield client
    with bind(PLATFORM):
        mina.delete()


def correct(admin: Client, office: Office, **changes: str):
    row = office.row
    data = {"plan": str(row.tenant.plan_id), "reason": "Agreed by phone today", **_moment("trial_ends_at", row.trial_ends_at)}
    data |= _moment("grace_until", row.grace_until)
    return admin.post(f"/admin/billing/subscription/{row.pk}/correction/", data | changes)


def _moment(name: str, moment: dt.datetime | None) -> dict[str, str]:
    from kit.clock import in_brussels

    local = in_brussels(moment) if moment else None
    return {f"{name}_0": f"{local:%Y-%m-%d}" if local else "", f"{name}_1": f"{local:%H:%M}" if local else ""}


def logged(office: Office) -> list[dict]:
    with office.shop.entered():
        return list(ShopEvent.objects.filter(kind="subscription_corrected").order_by("pk").values_list("data", flat=True))


def test_trial_is_made_longer_and_the_shop_reads_why(admin: Client, office: Office):
    later = now() + dt.timedelta(days=90)

    answer = correct(admin, office, **_moment("trial_ends_at", later))

    assert answer.status_code == 302
    assert abs(office.row.trial_ends_at - later) < dt.timedelta(minutes=1)
    assert logged(office) == [{"changed": "trial_ends_at", "reason": "Agreed by phone today"}]
    assert "Agreed by phone today" in office.keeper.get("/backoffice/history/").text


def test_free_plan_opens_a_closed_shop_and_its_end_gives_grace(admin: Client, office: Office):
    office.close()
    closed = office.status

    correct(admin, office, is_free="on")
    free = (office.row.state, office.row.free_reason, office.status)
    office.look(days=400)
    stays = office.status
    correct(admin, office, reason="The year is over now")

    assert closed == ("suspended", False, True)
    assert free == ("free", "Agreed by phone today", ("active", False, False))
    assert stays == ("active", False, False)
    assert (office.row.state, office.status) == ("trial_over", ("active", False, False))
    assert office.row.grace_until > now() + dt.timedelta(days=13)


def test_grace_given_by_hand_opens_a_closed_shop(admin: Client, office: Office):
    office.close()

    correct(admin, office, **_moment("grace_until", now() + dt.timedelta(days=3)))

    assert office.status == ("active", False, False)
    office.look(days=4)
    assert office.status == ("suspended", False, True)


def test_plan_is_corrected(admin: Client, office: Office):
    with bind(PLATFORM):
        plus = Plan.objects.get(code="plus")

    correct(admin, office, plan=str(plus.pk))

    assert office.row.plan == plus


def test_without_a_reason_nothing_changes(admin: Client, office: Office):
    answer = correct(admin, office, is_free="on", reason="")

    assert answer.status_code == 422
    assert (office.row.state, logged(office)) == ("trialing", [])


@pytest.mark.parametrize("year", ["0001", "1900", "9999"])
def test_moment_that_nobody_means_is_refused(admin: Client, office: Office, year: str):
    before = office.row.trial_ends_at

    answer = correct(admin, office, trial_ends_at_0=f"{year}-01-01", trial_ends_at_1="00:00")

    assert (answer.status_code, office.row.trial_ends_at, logged(office)) == (422, before, [])


def test_lists_show_whose_time_runs_out_and_ids_are_read_only(admin: Client, office: Office):
    office.subscribe()
    row = office.row
    with bind(PLATFORM):
        Subscription.objects.filter(pk=row.pk).update(trial_ends_at=now() + dt.timedelta(days=2))

    soon = admin.get("/admin/billing/subscription/", {"ends": "trial"})
    others = [admin.get("/admin/billing/subscription/", {"ends": key}) for key in ("grace", "closed")]
    page = admin.get(f"/admin/billing/subscription/{row.pk}/change/")

    assert office.shop.ref.name in soon.text
    assert all(office.shop.ref.name not in other.text.split('id="result_list"')[-1] for other in others if "result_list" in other.text)
    assert f"https://dashboard.stripe.com/test/customers/{row.stripe_customer_id}" in page.text
    assert f'value="{row.stripe_customer_id}"' not in page.text


def test_stripe_is_asked_on_a_click(admin: Client, office: Office):
    office.pay(office.choose()["Location"])

    admin.post(f"/admin/billing/subscription/{office.row.pk}/question/")

    assert office.row.stripe_status == "trialing"


def test_who_may_only_look_corrects_nothing(office: Office):
    from django.contrib.auth.models import Permission

    with bind(PLATFORM):
        looker = User.objects.create_user(email="looker@vitrine.test", password="a long enough one", is_staff=True)
        looker.user_permissions.add(Permission.objects.get(codename="view_subscription"))
    client = Client(HTTP_HOST="localhost")
    with bind(PLATFORM):
        client.force_login(looker)
    row = office.row

    seen = client.get(f"/admin/billing/subscription/{row.pk}/change/")
    tried = correct(client, office, is_free="on")

    with bind(PLATFORM):
        looker.delete()
    assert (seen.status_code, tried.status_code) == (200, 403)
    assert "correction" not in seen.text
    assert office.row.state == "trialing"


@pytest.mark.parametrize(
    "changes",
    [
        {"trial_ends_at_0": "0001-01-01", "trial_ends_at_1": "00:00"},
        {"trial_ends_at_0": "9999-12-31", "trial_ends_at_1": "23:59"},
        {"grace_until_0": "0001-01-01", "grace_until_1": "00:00"},
        {"grace_until_0": "9999-12-31", "grace_until_1": "23:59"},
        {"plan": "99999999999999999999999"},
        {"reason": ""},
        {"trial_ends_at_0": "2026-13-77", "trial_ends_at_1": "zz"},
    ],
)
def test_nonsense_in_a_correction_is_said_and_changes_nothing(admin: Client, office: Office, changes: dict):
    before = office.row.trial_ends_at, office.row.grace_until, office.row.plan

    answer = correct(admin, office, **changes)

    assert answer.status_code == 422
    assert (office.row.trial_ends_at, office.row.grace_until, office.row.plan) == before
    assert admin.get(f"/admin/billing/subscription/{office.row.pk}/change/").status_code == 200
    assert office.keeper.get("/backoffice/subscription/").status_code == 200
