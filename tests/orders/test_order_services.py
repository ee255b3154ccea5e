"""An order on its way: paid, expired, revived, canceled, ready, handed over."""

import datetime as dt

import pytest

from catalog.services.stock import hold_stock
from orders.models import Order
from orders.rules.transitions import NotPossibleNow
from orders.services import cancel_order as canceling
from orders.services import expire_order as expiring
from orders.services.add_note import add_note
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_unpaid_order, expire_unpaid_orders
from orders.services.hand_over import hand_over
from orders.services.mark_paid import StockGone, mark_paid
from orders.services.mark_ready import mark_ready
from shops.models import OutboxMessage
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_awaiting_order, make_order

SOON = NOW + dt.timedelta(minutes=5)
TOO_LATE = NOW + dt.timedelta(minutes=33)


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery):
    with bakery.entered():
        yield


@pytest.fixture
def guards(monkeypatch):
    """The expiry guards of this test alone."""
    guards = []
    monkeypatch.setattr(expiring, "_guards", guards)
    return guards


def now_stands(order):
    order.refresh_from_db()
    return (order.status, order.payment_status, order.fulfillment_status)


def kinds(order):
    return [event.kind for event in order.events.all()]


def mails():
    return list(OutboxMessage.objects.order_by("id").values_list("kind", flat=True))


def take_the_rest(variant):
    hold_stock(holder="cart:999999", wanted={variant.pk: 1}, expires_at=NOW + dt.timedelta(days=1), now=TOO_LATE)


# ---- paid ---------------------------------------------------------------------------------------


def test_payment_sells_the_hold_and_confirms_once():
    cactus = make_variant(on_hand=5)
    order = make_awaiting_order((cactus, 2))

    mark_paid(order_id=order.pk, now=SOON, by="stripe")
    mark_paid(order_id=order.pk, now=SOON + dt.timedelta(minutes=1), by="stripe")

    assert now_stands(order) == ("open", "paid", "to_prepare")
    assert (order.paid_at, order.hold_expires_at, stock_of(cactus)) == (SOON, None, (3, 0))
    assert (kinds(order), mails()) == (["placed", "paid"], ["order_confirmation"])
    assert order.events.last().data == {"by": "stripe"}


def test_payment_after_the_hold_was_lost_takes_what_is_free():
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))
    chair.reservations.all().delete()
    chair.stock.reserved = 0
    chair.stock.save()

    mark_paid(order_id=order.pk, now=SOON)

    assert (now_stands(order), stock_of(chair)) == (("open", "paid", "to_prepare"), (0, 0))


def test_late_payment_revives_an_expired_order_while_the_piece_is_there(guards):
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))
    expire_unpaid_order(order_id=order.pk, now=TOO_LATE)
    assert (now_stands(order), stock_of(chair)) == (("canceled", "awaiting", "to_prepare"), (1, 0))

    mark_paid(order_id=order.pk, now=TOO_LATE)

    assert (now_stands(order), stock_of(chair), order.canceled_at) == (("open", "paid", "to_prepare"), (0, 0), None)
    assert (kinds(order), mails()) == (["placed", "expired", "paid"], ["order_confirmation"])


def test_late_payment_is_refused_when_what_was_ordered_left_the_catalog(guards):
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1), (make_variant(), 1))
    expire_unpaid_order(order_id=order.pk, now=TOO_LATE)
    chair.delete()

    with pytest.raises(StockGone):
        mark_paid(order_id=order.pk, now=TOO_LATE)
    assert now_stands(order) == ("canceled", "awaiting", "to_prepare")


def test_late_payment_is_refused_when_the_piece_went_to_another(guards):
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))
    expire_unpaid_order(order_id=order.pk, now=TOO_LATE)
    take_the_rest(chair)

    with pytest.raises(StockGone):
        mark_paid(order_id=order.pk, now=TOO_LATE)

    assert (now_stands(order), stock_of(chair), mails()) == (("canceled", "awaiting", "to_prepare"), (1, 1), [])
    assert kinds(order) == ["placed", "expired"]


def test_payment_of_an_order_that_a_person_canceled_is_refused(bakery):
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))
    cancel_order(order_id=order.pk, user=None, reason="", now=SOON)

    with pytest.raises(NotPossibleNow):
        mark_paid(order_id=order.pk, now=SOON)

    assert (now_stands(order), stock_of(chair)) == (("canceled", "awaiting", "to_prepare"), (1, 0))


# ---- expired ------------------------------------------------------------------------------------


def test_chore_expires_only_what_is_due_and_awaits_its_payment(guards):
    late, early, paid, counter = make_awaiting_order(), make_awaiting_order(now=SOON), make_awaiting_order(), make_order()
    mark_paid(order_id=paid.pk, now=SOON)

    assert expire_unpaid_orders(now=TOO_LATE) == 1
    assert expire_unpaid_orders(now=TOO_LATE) == 0

    assert [now_stands(order)[0] for order in (late, early, paid, counter)] == ["canceled", "open", "open", "open"]
    assert (kinds(late), late.canceled_at) == (["placed", "expired"], TOO_LATE)
    assert "order_canceled" not in mails()


def test_order_is_kept_with_its_stock_while_a_guard_says_not_yet(guards):
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))
    answers = [True, False]
    guards.append(lambda asked: asked.pk == order.pk and answers.pop(0))

    assert expire_unpaid_order(order_id=order.pk, now=TOO_LATE) is False
    assert now_stands(order) == ("open", "awaiting", "to_prepare")
    assert (order.hold_expires_at, stock_of(chair)) == (TOO_LATE + dt.timedelta(minutes=5), (1, 1))
    assert chair.reservations.get().expires_at > order.hold_expires_at

    assert expire_unpaid_order(order_id=order.pk, now=TOO_LATE + dt.timedelta(minutes=5)) is True
    assert stock_of(chair) == (1, 0)


def test_order_that_a_guard_found_paid_is_not_expired(guards):
    order = make_awaiting_order()
    guards.append(lambda asked: bool(mark_paid(order_id=asked.pk, now=TOO_LATE)) and False)

    assert expire_unpaid_order(order_id=order.pk, now=TOO_LATE) is False

    assert now_stands(order) == ("open", "paid", "to_prepare")


def test_one_order_that_cannot_be_expired_does_not_keep_the_others(guards):
    broken, fine = make_awaiting_order(), make_awaiting_order()

    def guard(order):
        if order.pk == broken.pk:
            raise OSError("the bank does not answer")
        return False

    guards.append(guard)
    with pytest.raises(OSError, match="bank"):
        expire_unpaid_orders(now=TOO_LATE)

    assert (now_stands(broken)[0], now_stands(fine)[0]) == ("open", "canceled")


# ---- canceled -----------------------------------------------------------------------------------


def test_canceled_order_puts_its_stock_back_and_tells_the_customer(bakery):
    cactus = make_variant(on_hand=5)
    order = make_order((cactus, 2))

    cancel_order(order_id=order.pk, user=bakery.owner, reason="The kiln is broken", now=SOON)
    cancel_order(order_id=order.pk, user=bakery.owner, reason="again", now=SOON)

    assert (now_stands(order), stock_of(cactus), order.canceled_at) == (("canceled", "unpaid", "to_prepare"), (5, 0), SOON)
    event = order.events.last()
    assert (kinds(order), event.user_name, event.data) == (["placed", "canceled"], "Anna", {"reason": "The kiln is broken"})
    assert mails() == ["order_confirmation", "order_canceled"]
    assert OutboxMessage.objects.last().payload == {
        "order_id": order.pk,
        "about": f"Léa Moreau, {order.number}",
        "reason": "The kiln is broken",
    }


def test_order_given_up_before_payment_frees_its_hold_without_a_mail():
    chair = make_unique_piece()
    order = make_awaiting_order((chair, 1))

    cancel_order(order_id=order.pk, user=None, reason="", now=SOON)

    assert (now_stands(order)[0], stock_of(chair), mails()) == ("canceled", (1, 0), [])


def test_canceling_a_paid_order_says_what_must_be_returned_and_tells_the_hooks(bakery, monkeypatch):
    told = []
    monkeypatch.setattr(canceling, "_hooks", [lambda *, order, now: told.append((order.pk, now))])
    order = make_awaiting_order((make_variant(price=1290), 2))
    mark_paid(order_id=order.pk, now=SOON)

    cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=SOON)

    assert now_stands(order) == ("canceled", "paid", "to_prepare")
    assert order.events.last().data == {"money_to_return": 2580}
    assert told == [(order.pk, SOON)]


def test_order_that_was_handed_over_cannot_be_canceled(bakery):
    cactus = make_variant(on_hand=5)
    order = make_order((cactus, 2))
    hand_over(order_id=order.pk, user=bakery.owner, now=SOON)

    with pytest.raises(NotPossibleNow):
        cancel_order(order_id=order.pk, user=bakery.owner, reason="", now=SOON)

    assert (now_stands(order)[0], stock_of(cactus)) == ("completed", (3, 0))


# ---- prepared and handed over -------------------------------------------------------------------


def test_order_becomes_ready_once_and_the_customer_is_told(bakery):
    order = make_order()

    mark_ready(order_id=order.pk, user=bakery.owner, now=SOON)
    mark_ready(order_id=order.pk, user=bakery.owner, now=SOON)

    assert (now_stands(order), order.ready_at) == (("open", "unpaid", "ready"), SOON)
    assert (kinds(order), mails()) == (["placed", "ready"], ["order_confirmation", "order_ready"])


def test_handing_over_completes_the_order_and_takes_the_money_of_the_counter(bakery):
    order = make_order()

    hand_over(order_id=order.pk, user=bakery.owner, now=SOON)
    hand_over(order_id=order.pk, user=bakery.owner, now=SOON)

    assert (now_stands(order), order.paid_at, order.handed_over_at) == (("completed", "paid", "handed_over"), SOON, SOON)
    assert kinds(order) == ["placed", "paid", "handed_over"]


def test_handing_over_an_order_paid_online_does_not_pay_it_again(bakery):
    order = make_awaiting_order()
    mark_paid(order_id=order.pk, now=NOW)

    hand_over(order_id=order.pk, user=bakery.owner, now=SOON)

    assert (now_stands(order), order.paid_at) == (("completed", "paid", "handed_over"), NOW)


@pytest.mark.parametrize("step", [mark_ready, hand_over])
def test_unpaid_online_and_canceled_orders_are_not_prepared(bakery, step):
    awaiting, canceled = make_awaiting_order(), make_order()
    cancel_order(order_id=canceled.pk, user=bakery.owner, reason="", now=SOON)

    for order in (awaiting, canceled):
        before = now_stands(order)
        with pytest.raises(NotPossibleNow):
            step(order_id=order.pk, user=bakery.owner, now=SOON)
        assert now_stands(order) == before


def test_note_is_added_once_and_an_empty_one_not(bakery):
    order = make_order()

    for text in ("Comes at six", "Comes at six", "   ", "Called back"):
        add_note(order_id=order.pk, user=bakery.owner, text=text, now=SOON)

    notes = [(event.data["text"], event.user_name) for event in order.events.filter(kind="note")]
    assert notes == [("Comes at six", "Anna"), ("Called back", "Anna")]


def test_unknown_order_is_not_found(bakery):
    order = make_order()

    with pytest.raises(Order.DoesNotExist):
        mark_ready(order_id=order.pk + 1000, user=bakery.owner, now=SOON)
