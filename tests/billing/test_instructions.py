"""What staff decide in the admin reaches Stripe, also when Stripe does not answer at once."""

import datetime as dt

import pytest
from django.test import Client

from billing.catalogue import sync_plans
from billing.models import Instruction, Subscription
from billing.services.instruct import carry_out, carry_out_waiting
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from payments.gateways.stripe import platform_stripe
from shops.models import OutboxMessage, ShopEvent
from tenants.models import Plan
from tests.billing.conftest import Office
from tests.billing.test_admin import admin, correct  # noqa: F401
from tests.payments.world import Call, at_once


def statuses(office: Office) -> list[str]:
    return [one.status for one in office.at_stripe()]


def price_of(office: Office) -> str:
    [one] = office.at_stripe()
    return str(one["items"].data[0].price.lookup_key)


def instructions() -> list[tuple[str, str]]:
    with bind(PLATFORM):
        return list(Instruction.objects.order_by("pk").values_list("kind", "state"))


def try_again(**later: float) -> None:
    with bind(PLATFORM):
        carry_out_waiting(now=now() + dt.timedelta(**later))


def plan_id(code: str) -> str:
    with bind(PLATFORM):
        return str(Plan.objects.get(code=code).pk)


def free_mails(office: Office) -> int:
    with office.shop.entered():
        return OutboxMessage.objects.filter(kind="subscription_notice", payload__notice="free").count()


def logged(office: Office, kind: str) -> int:
    with office.shop.entered():
        return ShopEvent.objects.filter(kind=kind).count()


# ---- free of charge ------------------------------------------------------------------------------


def test_free_by_staff_ends_what_stripe_would_go_on_charging(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()

    answer = correct(admin, office, is_free="on", follow="1")
    said = admin.get(answer["Location"]).text

    assert statuses(office) == ["canceled"]
    assert (office.row.state, office.status) == ("free", ("active", False, False))
    assert "the shop is charged nothing more" in said
    assert logged(office, "subscription_ended") == 1
    assert free_mails(office) == 1


def test_free_of_a_shop_that_never_paid_tells_its_owner_and_asks_nothing_of_stripe(admin: Client, office: Office):  # noqa: F811
    correct(admin, office, is_free="on")

    assert (office.row.state, free_mails(office), instructions()) == ("free", 1, [])
    assert office.world.calls() == []


def test_end_that_fails_is_tried_again_by_beat_and_staff_are_told(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()
    office.world.door.trouble = lambda call: "broken"

    answer = correct(admin, office, is_free="on")
    said = admin.get(answer["Location"]).text
    before = (instructions(), free_mails(office))
    office.world.door.trouble = lambda call: ""
    try_again(seconds=10)
    too_early = instructions()
    try_again(minutes=2)

    assert "may go on charging" in said
    assert before == ([("end", "waiting")], 0)
    assert too_early == [("end", "waiting")]
    assert (instructions(), statuses(office), free_mails(office)) == ([("end", "done")], ["canceled"], 1)


def test_end_whose_answer_is_lost_is_done_once(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()
    office.world.door.trouble = lambda call: "answer lost" if call.method == "DELETE" else ""

    correct(admin, office, is_free="on")
    office.world.door.trouble = lambda call: ""
    try_again(minutes=2)

    assert (instructions(), statuses(office), free_mails(office)) == ([("end", "done")], ["canceled"], 1)


def test_end_carried_out_twice_at_once_tells_once(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()
    office.world.door.trouble = lambda call: "broken"
    correct(admin, office, is_free="on")
    office.world.door.trouble = lambda call: ""
    with bind(PLATFORM):
        pk = Instruction.objects.get().pk

    def do() -> None:
        with bind(PLATFORM):
            carry_out(instruction_pk=pk, now=now())

    at_once(do, do)

    assert (instructions(), statuses(office), free_mails(office)) == ([("end", "done")], ["canceled"], 1)


def test_page_on_which_a_free_shop_could_still_subscribe_is_closed(admin: Client, office: Office):  # noqa: F811
    office.choose()

    correct(admin, office, is_free="on")

    with bind(PLATFORM), platform_stripe() as v1:
        pages = v1.checkout.sessions.list(params={"customer": office.row.stripe_customer_id}).data
    assert [page.status for page in pages] == ["expired"]
    refused = office.choose()
    assert (refused.status_code, "there is nothing to pay" in refused.text) == (422, True)


def test_free_shop_that_pays_all_the_same_is_found_and_no_more_charged(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()
    with bind(PLATFORM):  # as rows were before staff's "free" reached Stripe
        Subscription.objects.filter(tenant_id=office.shop.ref.id).update(state="free")

    office.look(hours=7)
    try_again(minutes=1)

    assert (statuses(office), office.row.state) == (["canceled"], "free")


def test_taking_free_back_gives_time_to_choose_also_when_a_subscription_was_ended(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe()
    correct(admin, office, is_free="on")

    correct(admin, office, reason="The free year is over")
    office.look(hours=7)

    assert (office.row.state, office.status) == ("trial_over", ("active", False, False))
    assert office.row.grace_until > now() + dt.timedelta(days=13)


# ---- another plan --------------------------------------------------------------------------------


def test_plan_set_by_staff_for_a_paying_shop_goes_to_stripe_and_stays(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe("basic")

    answer = correct(admin, office, plan=plan_id("plus"))
    office.look(hours=7)

    [sent] = office.world.calls("POST", "/v1/subscriptions/")
    assert "Stripe has changed the plan" in admin.get(answer["Location"]).text
    assert sent.params["proration_behavior"] == ["create_prorations"]
    assert (price_of(office), office.row.plan.code, instructions()) == ("plan-plus", "plus", [("plan", "done")])


def test_plan_in_force_stays_until_stripe_has_changed_it(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe("basic")

    def no_changes(call: Call) -> str:
        return "broken" if call.method == "POST" else ""

    office.world.door.trouble = no_changes
    answer = correct(admin, office, plan=plan_id("plus"))
    said = admin.get(answer["Location"]).text
    before = office.row.plan.code
    shown = admin.get(f"/admin/billing/subscription/{office.row.pk}/correction/").text
    office.world.door.trouble = lambda call: ""
    try_again(minutes=2)

    assert ("waits for Stripe" in said, before) == (True, "basic")
    assert f'<option value="{plan_id("plus")}" selected>' in shown
    assert (office.row.plan.code, price_of(office)) == ("plus", "plan-plus")


def test_wish_for_another_plan_can_be_taken_back_while_it_waits(admin: Client, office: Office):  # noqa: F811
    office.end_trial()
    office.subscribe("basic")
    office.world.door.trouble = lambda call: "broken"
    correct(admin, office, plan=plan_id("plus"))
    office.world.door.trouble = lambda call: ""

    correct(admin, office, plan=plan_id("basic"))
    try_again(minutes=2)

    assert (instructions(), price_of(office), office.row.plan.code) == ([("plan", "dropped")], "plan-basic", "basic")


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"price_amount": 0}, "this plan has no price"), ({"amount_at_stripe": None}, "does not know the price of this plan yet")],
    ids=["costs nothing", "not told yet"],
)
def test_plan_that_stripe_cannot_take_is_refused_beside_its_field(admin: Client, office: Office, changes: dict, words: str):  # noqa: F811
    office.end_trial()
    office.subscribe("basic")
    with bind(PLATFORM):
        before = Plan.objects.get(code="plus").price_amount
        Plan.objects.filter(code="plus").update(**changes)

    answer = correct(admin, office, plan=plan_id("plus"))

    with bind(PLATFORM):
        Plan.objects.filter(code="plus").update(price_amount=before)
    assert (answer.status_code, words in answer.text, office.row.plan.code, instructions()) == (422, True, "basic", [])


def test_plan_goes_to_stripe_also_when_nobody_told_yet_that_the_shop_pays_there(admin: Client, office: Office):  # noqa: F811
    office.pay(office.choose("basic")["Location"])  # and never comes back
    assert not office.row.is_at_stripe

    correct(admin, office, plan=plan_id("plus"))

    assert (price_of(office), office.row.plan.code) == ("plan-plus", "plus")


def test_plan_of_a_shop_that_only_looked_at_the_payment_page_is_ours(admin: Client, office: Office):  # noqa: F811
    office.choose("basic")

    answer = correct(admin, office, plan=plan_id("plus"))

    assert "nothing is paid at Stripe" in admin.get(answer["Location"]).text
    assert (office.row.plan.code, office.at_stripe(), instructions()) == ("plus", [], [("plan", "done")])


# ---- staff and owner, one after the other ----------------------------------------------------------


def staff_wish_while_stripe_is_away(admin: Client, office: Office, plan: str) -> None:  # noqa: F811
    office.world.door.trouble = lambda call: "broken"
    correct(admin, office, plan=plan_id(plan))
    office.world.door.trouble = lambda call: ""
    assert instructions() == [("plan", "waiting")]


def test_plan_that_the_owner_took_after_staff_is_not_taken_from_them(admin: Client, office: Office):  # noqa: F811
    """The last word counts: the owner agreed to its price, and reads that it is theirs."""
    with bind(PLATFORM):
        basic = Plan.objects.get(code="basic")
        basic.pk, basic.code, basic.lookup_key, basic.price_amount, basic.amount_at_stripe = None, "more", "", 2900, None
        basic.save()
        sync_plans()
    office.end_trial()
    office.subscribe("basic")
    staff_wish_while_stripe_is_away(admin, office, "plus")

    office.change("more")
    try_again(minutes=2)
    now_it_is = (price_of(office), office.row.plan.code, instructions())

    office.change("basic")
    with bind(PLATFORM):
        Plan.objects.filter(code="more").delete()
    assert now_it_is == ("plan-more", "more", [("plan", "dropped")])


def test_plan_that_the_owner_paid_for_after_staff_wished_another_stays(admin: Client, office: Office):  # noqa: F811
    page = office.choose("basic")["Location"]
    staff_wish_while_stripe_is_away(admin, office, "plus")
    office.pass_time(seconds=5)

    office.pay(page)
    office.come_back()
    try_again(minutes=2)

    assert (price_of(office), office.row.plan.code, instructions()) == ("plan-basic", "basic", [("plan", "dropped")])


def test_death_after_stripe_ended_it_leaves_nobody_without_word(admin: Client, office: Office, monkeypatch):  # noqa: F811
    """The process is gone the moment its work is noted as done; the next one finds it, or finds that all is told."""
    from billing.services import instruct

    office.end_trial()
    office.subscribe()
    note = instruct._note

    def note_and_die(*args, **changes) -> bool:
        note(*args, **changes)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(instruct, "_note", note_and_die)
        with pytest.raises(KeyboardInterrupt):
            correct(admin, office, is_free="on")
    try_again(minutes=2)

    assert (instructions(), statuses(office)) == ([("end", "done")], ["canceled"])
    assert (free_mails(office), logged(office, "subscription_ended")) == (1, 1)
