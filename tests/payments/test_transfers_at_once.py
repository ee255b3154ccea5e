"""Money on the account, seen by several people at the same moment."""

from collections import Counter
from functools import partial

from orders.models import Order
from payments.models import BankPayment
from payments.rules.statements.files import read_statement
from payments.services.match_payment import match_payment
from payments.services.note_transfer import note_transfer
from payments.services.take_statement import take_statement
from tests.factories.catalog import make_variant, stock_of
from tests.factories.orders import NOW, make_transfer_order
from tests.factories.statements import Money, coda


def kinds_of(results):
    return Counter(type(result).__name__ for result in results)


def upload(content):
    return take_statement(statement=read_statement(content), user=None, now=NOW)


def test_the_same_statement_by_many_pays_each_order_once(at_once, open_shop):
    with open_shop.entered():
        bread = make_variant(price=1000, on_hand=9)
        orders = [make_transfer_order((bread, 1)) for _ in range(3)]
        content = coda(*(Money(1000, reference=order.transfer.reference) for order in orders))

    results = at_once([partial(upload, content)] * 4)

    assert sum(taken.matched for taken in results) == 3
    with open_shop.entered():
        assert set(Order.objects.values_list("payment_status", flat=True)) == {"paid"}
        assert (BankPayment.objects.count(), stock_of(bread)) == (3, (6, 0))


def test_noted_by_two_people_at_once_is_one_payment(at_once, open_shop):
    with open_shop.entered():
        order = make_transfer_order((make_variant(price=1000, on_hand=9), 1))

    note = partial(note_transfer, order_id=order.pk, amount=1000, received_on=NOW.date(), user=None, now=NOW)
    results = at_once([note, note, note])

    assert kinds_of(results) == {"Order": 1, "NotPossibleNow": 2}
    with open_shop.entered():
        assert BankPayment.objects.count() == 1


def test_one_amount_matched_to_two_orders_goes_to_one(at_once, open_shop):
    with open_shop.entered():
        bread = make_variant(price=1000, on_hand=9)
        orders = [make_transfer_order((bread, 1)) for _ in range(2)]
        payment = BankPayment.objects.create(source="statement", line_key="x", amount=1000, received_on=NOW.date())

    match = partial(match_payment, payment_id=payment.pk, user=None, now=NOW)
    results = at_once([partial(match, order_id=order.pk) for order in orders])

    assert kinds_of(results) == {"Order": 1, "AlreadyDone": 1}
    with open_shop.entered():
        assert Order.objects.filter(payment_status="paid").count() == 1
