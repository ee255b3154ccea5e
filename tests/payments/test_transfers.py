"""An order that is paid by bank transfer: told how, reminded, found on a statement, too little, too much, too late."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.services.stock import hold_stock
from orders.models import BankTransfer, PaymentSettings
from orders.rules.transitions import NotPossibleNow
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_unpaid_orders
from orders.services.mark_ready import mark_ready
from orders.services.place_order import PaymentMethodGone
from orders.services.remind_transfer import remind_of_transfers
from payments.models import BankPayment
from payments.rules.statements.files import read_statement
from payments.selectors.refunds import refunds_to_look_at
from payments.selectors.transfers import to_give_back, to_match
from payments.services.match_payment import AlreadyDone, dismiss_payment, match_payment, note_given_back
from payments.services.note_transfer import note_transfer
from payments.services.set_ways import NoWayLeft, Ways, set_ways
from payments.services.settle_refund import note_handed_back
from payments.services.take_statement import OtherAccount, take_statement
from shops.models import OutboxMessage, ShopEvent
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_order, make_transfer_order, take_transfers
from tests.factories.statements import IBAN, Money, belfius, coda, kbc

DAY = dt.timedelta(days=1)
LATER = NOW + DAY
PRICE = 1250
WAYS = {
    "at_collection": True, "collection_days": 7, "restock": True,
    "by_transfer": True, "iban": IBAN, "holder": "Boulangerie SRL", "transfer_days": 7,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


@pytest.fixture
def order():
    return make_transfer_order((make_unique_piece(), 1))


def now_stands(order):
    order.refresh_from_db()
    return (order.status, order.payment_status)


def mails():
    return list(OutboxMessage.objects.order_by("id").values_list("kind", flat=True))


def upload(*movements, write=coda, now=LATER):
    content = write(*movements) if write is coda else write(movements)
    return take_statement(statement=read_statement(content), user=None, now=now)


def money_for(order, amount=None, **values):
    return Money(order.total_amount if amount is None else amount, reference=order.transfer.reference, **values)


def surplus():
    return sum(payment.surplus_amount for payment in to_give_back())


# ---- asked for ----------------------------------------------------------------------------------


def test_order_holds_its_stock_and_the_customer_is_told_how_to_pay():
    chair = make_unique_piece()
    order = make_transfer_order((chair, 1))

    transfer = order.transfer
    assert (now_stands(order), stock_of(chair), mails()) == (("open", "awaiting"), (1, 1), ["order_transfer"])
    assert (transfer.amount, transfer.iban, transfer.holder) == (order.total_amount, IBAN, "Boulangerie SRL")
    assert (transfer.due_on, order.hold_expires_at.date()) == (dt.date(2026, 12, 3), dt.date(2026, 12, 7))
    with pytest.raises(NotPossibleNow):
        mark_ready(order_id=order.pk, user=None, now=NOW)


def test_another_account_leaves_old_orders_with_theirs(order, bakery):
    set_ways(ways=Ways(**{**WAYS, "iban": "BE71096123456769"}), can_pay_online=False, user=bakery.owner, now=NOW)

    assert BankTransfer.objects.get().iban == IBAN
    assert make_order(payment_method="bank_transfer").transfer.iban == "BE71096123456769"
    assert mails().count("bank_account_changed") == 1
    assert set(ShopEvent.objects.values_list("kind", flat=True)) >= {"ways_changed", "bank_account_changed"}
    assert "BE71" not in str(list(ShopEvent.objects.values_list("data", flat=True)))


def test_transfer_is_refused_where_none_are_taken():
    take_transfers(by_transfer=False)
    with pytest.raises(PaymentMethodGone):
        make_order(payment_method="bank_transfer")


def test_some_way_to_pay_is_left(bakery):
    nothing = Ways(**{**WAYS, "at_collection": False, "by_transfer": False})
    with pytest.raises(NoWayLeft):
        set_ways(ways=nothing, can_pay_online=False, user=bakery.owner, now=NOW)
    assert set_ways(ways=nothing, can_pay_online=True, user=bakery.owner, now=NOW).at_collection is False


def test_a_communication_is_never_given_twice(order):
    first = order.transfer.reference
    BankTransfer.objects.all().delete()
    assert make_transfer_order((make_variant(), 1)).transfer.reference != first


# ---- reminded and called off --------------------------------------------------------------------


def test_reminder_then_the_end_and_the_stock_is_free():
    chair = make_unique_piece()
    order = make_transfer_order((chair, 1))

    assert remind_of_transfers(now=NOW + 4 * DAY) == 0
    assert remind_of_transfers(now=NOW + 5 * DAY) == 1
    assert remind_of_transfers(now=NOW + 6 * DAY) == 0
    assert expire_unpaid_orders(now=NOW + 8 * DAY) == 0
    assert expire_unpaid_orders(now=NOW + 12 * DAY) == 1

    assert (now_stands(order), stock_of(chair)) == (("canceled", "awaiting"), (1, 0))
    assert mails() == ["order_transfer", "order_transfer_reminder", "order_unpaid"]
    assert [event.kind for event in order.events.all()] == ["placed", "reminded", "expired"]


def test_nobody_is_reminded_who_paid(order):
    upload(money_for(order))
    assert remind_of_transfers(now=NOW + 6 * DAY) == 0


# ---- received -----------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [coda, kbc, belfius])
def test_statement_pays_the_order_once_in_whatever_format(order, write):
    assert upload(money_for(order), write=write).matched == 1
    for again in (coda, kbc, belfius):
        assert upload(money_for(order), write=again).known == 1

    assert (now_stands(order), BankPayment.objects.count(), surplus()) == (("open", "paid"), 1, 0)
    assert mails() == ["order_transfer", "order_confirmation"]
    assert order.events.last().data == {"by": "transfer"}


def test_too_little_waits_for_the_rest(order):
    upload(money_for(order, order.total_amount - 300))
    assert now_stands(order) == ("open", "awaiting")
    assert (order.transfer.missing_amount, mails()[-1]) == (300, "order_transfer_partial")

    upload(money_for(order, 300))
    assert (now_stands(order), surplus()) == (("open", "paid"), 0)


def test_too_much_is_paid_and_the_rest_is_a_task(order, bakery):
    upload(money_for(order, order.total_amount + 450))
    assert (now_stands(order), surplus()) == (("open", "paid"), 450)

    (payment,) = to_give_back()
    note_given_back(payment_id=payment.pk, user=bakery.owner, now=LATER)
    with pytest.raises(AlreadyDone):
        note_given_back(payment_id=payment.pk, user=bakery.owner, now=LATER)
    assert (now_stands(order), surplus()) == (("open", "paid"), 0)


def test_noted_by_hand_then_confirmed_by_the_statement(order, bakery):
    note_transfer(order_id=order.pk, amount=order.total_amount, received_on=LATER.date(), user=bakery.owner, now=LATER)
    with pytest.raises(NotPossibleNow):
        note_transfer(order_id=order.pk, amount=order.total_amount, received_on=LATER.date(), user=bakery.owner, now=LATER)
    upload(money_for(order))

    (payment,) = BankPayment.objects.all()
    assert (now_stands(order), payment.source, payment.surplus_amount) == (("open", "paid"), "statement", 0)


def test_late_money_revives_the_order_while_the_piece_is_there(order):
    expire_unpaid_orders(now=NOW + 12 * DAY)
    upload(money_for(order), now=NOW + 13 * DAY)
    assert (now_stands(order), surplus()) == (("open", "paid"), 0)


def test_late_money_for_what_is_gone_is_a_task():
    chair = make_unique_piece()
    order = make_transfer_order((chair, 1))
    expire_unpaid_orders(now=NOW + 12 * DAY)
    hold_stock(holder="cart:999999", wanted={chair.pk: 1}, expires_at=NOW + 20 * DAY, now=NOW + 12 * DAY)

    upload(money_for(order), now=NOW + 13 * DAY)
    assert (now_stands(order), surplus()) == (("canceled", "awaiting"), order.total_amount)


def test_part_of_the_money_of_an_order_that_expired_goes_back_and_is_used_when_the_rest_comes(order):
    upload(money_for(order, 300))
    assert expire_unpaid_orders(now=NOW + 30 * DAY) == 1
    assert surplus() == 300

    upload(money_for(order, order.total_amount - 300), now=NOW + 31 * DAY)
    assert (now_stands(order), surplus()) == (("open", "paid"), 0)


def test_order_canceled_after_it_was_paid_is_refunded_when_the_shop_says_so(order, bakery):
    upload(money_for(order))
    cancel_order(order_id=order.pk, user=bakery.owner, reason="Broken", now=LATER)
    refund = refunds_to_look_at().get()
    assert (now_stands(order), surplus()) == (("canceled", "paid"), 0)
    assert (refund.way, refund.amount, order.returning_amount) == ("transfer", order.total_amount, order.total_amount)

    note_handed_back(refund_id=refund.pk, user=bakery.owner, now=LATER)
    assert (now_stands(order), refunds_to_look_at().count()) == (("canceled", "refunded"), 0)
    assert (order.refunded_amount, order.returning_amount) == (order.total_amount, 0)


def test_statement_of_a_strange_account_is_refused(order):
    with pytest.raises(OtherAccount):
        take_statement(statement=read_statement(coda(money_for(order), account="BE89650965825185")), user=None, now=LATER)
    assert BankPayment.objects.count() == 0


# ---- without a communication --------------------------------------------------------------------


def test_what_may_be_for_an_order_is_listed_and_all_else_is_not_kept(order):
    mine = Money(order.total_amount, name="X", words="bonjour")
    taken = upload(mine, Money(77777, name="LOTERIE NATIONALE"), Money(-5000, name="MEUNERIE"))

    assert (taken.matched, taken.to_match, taken.others) == (0, 1, 2)
    (entry,) = to_match()
    assert [each.number for each in entry.suggestions] == [order.number]
    assert upload(mine).known == 1

    match_payment(payment_id=entry.payment.pk, order_id=order.pk, user=None, now=LATER)
    with pytest.raises(AlreadyDone):
        match_payment(payment_id=entry.payment.pk, order_id=order.pk, user=None, now=LATER)
    assert now_stands(order) == ("open", "paid")


def test_what_is_dismissed_is_forgotten_and_does_not_come_back(order):
    upload(Money(order.total_amount, name="TANTE JEANNE", words="anniversaire"))
    dismiss_payment(payment_id=to_match()[0].payment.pk, now=LATER)

    (payment,) = BankPayment.objects.all()
    assert (payment.payer_name, payment.payer_iban, payment.communication) == ("", "", "")
    assert upload(Money(order.total_amount, name="TANTE JEANNE", words="anniversaire")).known == 1
    assert to_match() == []


# ---- whatever comes, in whatever order ----------------------------------------------------------


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 2000), st.booleans()), min_size=1, max_size=5), st.randoms())
def test_every_cent_is_used_or_stands_to_be_given_back(amounts, random):
    BankPayment.objects.all().delete()
    order = make_transfer_order((make_variant(price=PRICE, on_hand=3), 1))
    lines = [money_for(order, amount) for amount, _twice in amounts]
    again = [line for line, (_amount, twice) in zip(lines, amounts, strict=True) if twice]
    files = [lines[: random.randint(0, len(lines))], lines, again]
    random.shuffle(files)
    for each in files:
        upload(*each)

    came = sum(amount for amount, _twice in amounts)
    order.refresh_from_db()
    assert sum(BankPayment.objects.filter(order=order).values_list("amount", flat=True)) == came
    assert (order.payment_status == "paid") is (came >= order.total_amount)
    assert sum(p.surplus_amount for p in BankPayment.objects.filter(order=order)) == max(came - order.total_amount, 0)
    assert order.transfer.__class__.objects.get(order=order).received_amount == min(came, order.total_amount)


def test_defaults_without_a_row():
    said = PaymentSettings.current()
    assert (said.at_collection, said.by_transfer, said.collection_days) == (True, False, 7)
