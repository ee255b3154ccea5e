"""What the page "Money" says adds up to the cent with the orders, and with Stripe's books."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kit.clock import in_brussels, now
from orders.models import Order
from orders.services.cancel_order import cancel_order
from orders.services.hand_over import hand_over
from payments.backoffice.money_words import REASONS
from payments.models import BalanceEntry, LedgerMark, Payout, Refund, RefundState
from payments.models.refund import NOT_OF_ORDER
from payments.rules.movements import sums, sums_by_rate, sums_by_way
from payments.rules.periods import named_period
from payments.selectors.movements import Books, books_of
from payments.selectors.payouts import payouts_of, underway
from payments.services.match_payment import note_given_back
from payments.services.note_transfer import note_transfer
from payments.services.read_ledger import read_ledger, read_ledgers
from payments.services.settle_refund import note_handed_back
from shops.background import run_chores
from stripe_sandbox import dashboard, switches
from stripe_sandbox.models import StoredObject
from tenants.models import Membership, User
from tests.backoffice_tools import sign_in
from tests.conftest import Cast
from tests.factories.catalog import make_variant
from tests.factories.orders import make_awaiting_order, make_order, make_transfer_order
from tests.payments.world import ACCOUNTS, World, attempt_of

AT_ONCE = "4000 0000 0000 0077"  # its money is on the balance at once
MONTH = named_period("this_month", today=in_brussels(now()).date())


def visitor(shop: Cast, user: User | None = None) -> Client:
    return sign_in(shop, user)


@pytest.fixture(autouse=True)
def _owners_keep_their_language(committed_db: None) -> Iterator[None]:
    before = list(User.objects.values_list("pk", "language"))
    yield
    for pk, language in before:
        User.objects.filter(pk=pk).update(language=language)


def pays_online(world: World, shop: Cast, price: int, **card: str) -> Order:
    with shop.entered():
        order = make_awaiting_order((make_variant(price=price), 1), now=now())
    world.come_back(world.pay(world.start(order), **card))
    with shop.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"
    return order


def pays_with_bancontact(world: World, shop: Cast, price: int) -> Order:
    with shop.entered():
        order = make_awaiting_order((make_variant(price=price), 1), now=now())
    bank = world.browser.post(world.start(order).replace(world.origin, ""), data={"method": "bancontact", "name": "Camille"})
    back = world.browser.post(bank.headers["Location"].replace(world.origin, ""), data={"answer": "authorise"})
    world.come_back(back)
    with shop.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"
    return order


def pays_at_the_counter(shop: Cast, price: int, paid_with: str) -> Order:
    with shop.entered():
        order = make_order((make_variant(price=price), 1), now=now())
        return hand_over(order_id=order.pk, user=None, now=now(), paid_with=paid_with)


def is_called_off(shop: Cast, order: Order) -> None:
    with shop.entered():
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        run_chores(now=now())


def reads(shop: Cast, account: str = ACCOUNTS["bakery"]) -> None:
    with shop.entered():
        read_ledger(stripe_account_id=account, now=now())


def books(shop: Cast) -> Books:
    with shop.entered():
        return books_of(MONTH)


def at_stripe(account: str = ACCOUNTS["bakery"]) -> int:
    """Return the whole balance of an account, straight from the sandbox's rows."""
    return sum(row.body["net"] for row in StoredObject.objects.filter(kind="balance_transaction", account=account))


@pytest.fixture
def mixed_day(world: World, bakery: Cast) -> World:
    """A day with everything: card, Bancontact, given back, cash, the shop's terminal, a transfer with too much, a payout."""
    pays_online(world, bakery, 2590, number=AT_ONCE)
    pays_with_bancontact(world, bakery, 1290)
    is_called_off(bakery, pays_online(world, bakery, 4000, number=AT_ONCE))
    pays_at_the_counter(bakery, 1233, "cash")
    pays_at_the_counter(bakery, 700, "card")
    with bakery.entered():
        order = make_transfer_order((make_variant(price=5000), 1), now=now())
        note_transfer(order_id=order.pk, amount=5500, received_on=in_brussels(now()).date(), user=None, now=now())
        make_order((make_variant(), 1), now=now())  # not paid: it is nowhere
    dashboard.send_payout(ACCOUNTS["bakery"])
    reads(bakery)
    return world


def test_mixed_day_adds_up_to_the_cent(mixed_day: World, bakery: Cast) -> None:
    found = books(bakery)
    total = sums(found.movements)
    ways = {way: (each.came, each.back) for way, each in sums_by_way(found.movements).items()}

    assert ways == {
        "online:card": (6590, 4000),
        "transfer": (5500, 0),
        "online:bancontact": (1290, 0),
        "cash": (1235, 0),
        "card": (700, 0),
    }
    assert (total.came, total.back, total.rounding, total.unknown_fees) == (15315, 4000, 2, 0)
    assert (found.check.paid, found.check.refunded) == (2590 + 1290 + 4000 + 1235 + 700 + 5000, 4000)
    assert [(each.reason, each.amount) for each in found.check.differences] == [("surplus", 500)]
    assert found.check.difference == 500
    with bakery.entered():
        way = underway(now=now())
        assert way.total == at_stripe() + Payout.objects.get().amount
        assert sum(each.net for each in found.movements if each.is_online) == sum(
            BalanceEntry.objects.exclude(kind="payout").values_list("net", flat=True)
        )
        assert set(BalanceEntry.objects.filter(kind="charge").values_list("attempt__method", flat=True)) == {"card", "bancontact"}


def test_what_is_in_a_payout_is_its_amount(mixed_day: World, bakery: Cast) -> None:
    with bakery.entered():
        payout = payouts_of(named_period("this_quarter", today=in_brussels(now()).date()))[0]
        assert payout.payments == 2
        assert payout.came + payout.back + payout.rest - payout.fees == payout.amount


def test_reading_twice_in_pages_and_after_a_break_keeps_each_entry_once(mixed_day: World, bakery: Cast, monkeypatch) -> None:
    with bakery.entered():
        known = set(BalanceEntry.objects.values_list("stripe_id", "payout__stripe_id"))
        BalanceEntry.objects.all().delete()
        Payout.objects.all().delete()
        LedgerMark.objects.all().delete()
    monkeypatch.setattr("payments.gateways.stripe.lists.PAGE_SIZE", 2)
    calls: list[str] = []

    def fails_once(call) -> str:
        calls.append(call.path)
        return "broken" if calls.count("/v1/balance_transactions") == 3 and call.path == "/v1/balance_transactions" else ""

    mixed_day.door.trouble = fails_once
    with bakery.entered():
        LedgerMark.objects.create(stripe_account_id=ACCOUNTS["bakery"], wanted_at=now())
        read_ledgers(now=now())
        assert LedgerMark.objects.get().resume_after
        assert 0 < BalanceEntry.objects.count() < len(known)
        run_chores(now=now() + dt.timedelta(minutes=11))
        read_ledger(stripe_account_id=ACCOUNTS["bakery"], now=now())

        assert set(BalanceEntry.objects.values_list("stripe_id", "payout__stripe_id")) == known


def test_what_the_shop_sells_elsewhere_with_its_account_is_looked_at_once(world: World, bakery: Cast) -> None:
    """A thousand payments of a till cost the next reading nothing; an entry read before we knew its payment is still found."""
    order = pays_online(world, bakery, 2590)
    reads(bakery)
    long_ago = now() - dt.timedelta(days=30)
    with bakery.entered():
        known = BalanceEntry.objects.get(kind="charge")
        assert known.attempt is not None
        BalanceEntry.objects.update(attempt=None, happened_at=long_ago)
        same = {
            "stripe_account_id": ACCOUNTS["bakery"],
            "kind": "charge",
            "stripe_type": "charge",
            "amount": 100,
            "net": 100,
            "currency": "eur",
        }
        for number in range(3):
            when = {"happened_at": long_ago, "available_on": long_ago.date(), "payment_intent_id": f"pi_till_{number}"}
            BalanceEntry.objects.create(stripe_id=f"txn_till_{number}", **same, **when)
        LedgerMark.objects.update(read_until=now() + dt.timedelta(hours=2))
    with bakery.entered(), CaptureQueriesContext(connection) as asked:
        read_ledger(stripe_account_id=ACCOUNTS["bakery"], now=now())

    assert not [query["sql"] for query in asked if "pi_till" in query["sql"]]
    with bakery.entered():
        known.refresh_from_db()
        assert known.attempt == attempt_of(order)


def test_refund_that_fails_is_named_and_the_money_is_there(world: World, bakery: Cast) -> None:
    switches.set_options(refunds="pending")
    order = pays_online(world, bakery, 2000)
    is_called_off(bakery, order)
    reads(bakery)
    underway_now = books(bakery).check
    dashboard.end_refund(StoredObject.objects.get(kind="refund").stripe_id, "failed")
    world.deliver()
    with bakery.entered():
        assert Refund.objects.get().state == RefundState.FAILED
    reads(bakery)
    failed = books(bakery)

    assert [(each.reason, each.amount) for each in underway_now.differences] == [("refund_underway", -2000)]
    assert [(each.reason, each.amount) for each in failed.check.differences] == [("refund_failed", -2000), ("refund_failed", 2000)]
    assert (failed.check.difference, sums(failed.movements).came - sums(failed.movements).back) == (0, 2000)
    assert [(each.rate, each.gross) for each in sums_by_rate(failed.movements)] == [(2100, 2000)]


def test_what_was_paid_too_much_is_no_sale_and_the_rest_is(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = make_awaiting_order((make_variant(price=5000), 1), now=now())
    paid = world.pay(world.start(order))
    with bakery.entered():  # the order costs less by now
        order.lines.update(unit_price=2000, total_amount=2000)
        Order.objects.filter(pk=order.pk).update(subtotal_amount=2000, total_amount=2000)
    world.come_back(paid)
    with bakery.entered():
        run_chores(now=now())
    reads(bakery)
    found = books(bakery)

    assert [(each.kind, each.amount, each.sale) for each in found.movements] == [("sale", 5000, 2000), ("refund", -3000, 0)]
    assert [(each.reason, each.amount) for each in found.check.differences] == [("overpaid", -3000), ("overpaid", 3000)]
    assert [(each.rate, each.gross) for each in sums_by_rate(found.movements)] == [(2100, 2000)]
    assert "We do not know why" not in visitor(bakery).get("/backoffice/money/").text


def test_each_reason_of_a_difference_has_words() -> None:
    assert set(NOT_OF_ORDER) <= set(REASONS)


def test_what_happens_at_stripe_alone_is_named(world: World, bakery: Cast) -> None:
    order = pays_online(world, bakery, 3000)
    charge = StoredObject.objects.get(kind="charge")
    dashboard.refund(charge.stripe_id, 500)
    contested = pays_online(world, bakery, 1000)
    dashboard.dispute(StoredObject.objects.filter(kind="charge").latest("pk").stripe_id)
    reads(bakery)
    found = books(bakery)

    assert [(each.number, each.reason, each.amount) for each in found.check.differences] == [
        (order.number, "made_at_stripe", -500),
        (contested.number, "dispute", -1000),
    ]
    assert sums(found.movements).left == at_stripe()


def test_payout_that_fails_comes_back(world: World, bakery: Cast) -> None:
    pays_online(world, bakery, 2590, number=AT_ONCE)
    payout_id = dashboard.send_payout(ACCOUNTS["bakery"])
    reads(bakery)
    dashboard.end_payout(payout_id, arrives=False)
    world.deliver()
    with bakery.entered():
        run_chores(now=now() + dt.timedelta(minutes=3))

        assert Payout.objects.get().state == "failed"
        assert (underway(now=now()).sent, underway(now=now()).waiting) == (0, at_stripe())
    assert "came back" in visitor(bakery).get("/backoffice/money/?period=this_quarter").text


def test_transfer_given_back_leaves_nothing(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = make_transfer_order((make_variant(price=5000), 1), now=now())
        note_transfer(order_id=order.pk, amount=5500, received_on=in_brussels(now()).date(), user=None, now=now())
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        note_given_back(payment_id=order.bank_payments.get().pk, user=None, now=now())
        note_handed_back(refund_id=Refund.objects.get(order=order).pk, user=None, now=now())
    found = books(bakery)

    assert (sums(found.movements).came, sums(found.movements).back) == (5500, 5500)
    assert (found.check.paid, found.check.refunded, found.check.difference) == (5000, 5000, 0)
    assert sums_by_rate(found.movements) == []


def test_transfer_of_last_month_that_is_noted_and_given_back_in_this_one_takes_its_vat_along(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = make_transfer_order((make_variant(price=5000), 1), now=now())
        came_on = MONTH.first - dt.timedelta(days=1)
        note_transfer(order_id=order.pk, amount=5000, received_on=came_on, user=None, now=now())
        cancel_order(order_id=order.pk, user=None, reason="", now=now())
        note_handed_back(refund_id=Refund.objects.get(order=order).pk, user=None, now=now())
    found = books(bakery)

    assert (sums(found.movements).back, sums(found.movements).rounding) == (5000, 0)
    assert [(each.rate, each.gross, each.vat) for each in sums_by_rate(found.movements)] == [(2100, -5000, -868)]


def test_what_is_too_much_of_a_payment_is_no_sale_and_the_rest_is(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = make_awaiting_order((make_variant(price=5000), 1), now=now())
    page = world.start(order)
    with bakery.entered():
        order.lines.update(unit_price=3000, total_amount=3000)
        Order.objects.filter(pk=order.pk).update(subtotal_amount=3000, total_amount=3000)
    world.come_back(world.pay(page))
    with bakery.entered():
        run_chores(now=now())
    reads(bakery)
    found = books(bakery)

    assert (found.check.paid, found.check.moved, found.check.difference) == (3000, 3000, 0)
    assert [(each.reason, each.amount) for each in found.check.differences] == [("overpaid", -2000), ("overpaid", 2000)]
    assert [(each.rate, each.gross) for each in sums_by_rate(found.movements)] == [(2100, 3000)]
    assert "what is too much goes back" in visitor(bakery).get("/backoffice/money/").text


def test_export_equals_the_page(mixed_day: World, bakery: Cast) -> None:
    client = visitor(bakery)
    page, answer = client.get("/backoffice/money/"), client.get("/backoffice/money/export/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    end = rows.index([])
    head, lines, totals = rows[0], rows[1:end], {row[0]: row[1] for row in rows[end + 1 :] if row}

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert sum(cents(line[head.index("Amount")]) for line in lines) == cents(totals["Came in"]) + cents(totals["Given back"]) == 11315
    assert sum(cents(line[head.index("Left")]) for line in lines) == cents(totals["Left"])
    for name in ("Came in", "Left", "Money that moved"):
        shown = re.escape(totals[name].replace(",", "."))
        assert re.search(rf"{shown}", page.text), (name, totals[name])
    assert "surplus" not in page.text
    assert "Too much was transferred." in page.text


def cents(text: str) -> int:
    return int(text.replace(",", "")) if text else 0


def test_nothing_of_another_shop_is_there(mixed_day: World, bookshop: Cast) -> None:
    answer = visitor(bookshop).get("/backoffice/money/")

    assert "No money moved in these days." in answer.text
    with bookshop.entered():
        read_ledger(stripe_account_id=ACCOUNTS["bookshop"], now=now())
        assert not BalanceEntry.objects.exists()
        assert books_of(MONTH).movements == []


def test_looking_again_says_how_fresh_it_is(world: World, bakery: Cast) -> None:
    pays_online(world, bakery, 2590)
    client = visitor(bakery)
    before = client.get("/backoffice/money/").text
    after = client.post("/backoffice/money/reading/", follow=True).text
    world.door.trouble = lambda call: "broken"
    silent = client.post("/backoffice/money/reading/", follow=True).text

    assert "Stripe was not asked yet." in before
    assert "The fees of 1 movement are not known yet." in before
    assert "As Stripe said on" in after
    assert "are not known yet" not in after
    assert "Stripe does not answer right now." in silent


def test_accountant_may_look_and_export_and_the_counter_may_not(world: World, bakery: Cast) -> None:
    answers = {}
    for role in ("accountant", "counter"):
        user = User.objects.create_user(f"{role}@bakery.test", name=role)
        seat = Membership.objects.create(user=user, tenant=bakery.tenant, role=role)
        client = visitor(bakery, user)
        answers[role] = [client.get(f"/backoffice/money/{path}").status_code for path in ("", "export/", "export/?format=xlsx")]
        seat.delete()
        user.delete()

    assert answers == {"accountant": [200, 200, 200], "counter": [403, 403, 403]}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=2026-12-05&last=2026-12-01", "The last day comes before the first."),
        ("first=never&last=2026-12-01", "Write the day as"),
        ("period=days", "Choose a day."),
        ("first=2021-01-01&last=2026-12-01", "At most a year at once."),
        ("first=0001-01-01&last=0001-01-02", "Choose a day from 2020 on."),
    ],
)
def test_days_that_cannot_be_are_answered_beside_the_field(bakery: Cast, query: str, words: str) -> None:
    client = visitor(bakery)
    for address in ("/backoffice/money/", "/backoffice/money/export/"):
        answer = client.get(f"{address}?{query}")
        assert answer.status_code == 422
        assert words in answer.text


def test_order_says_with_what_it_was_paid(world: World, bakery: Cast) -> None:
    order = pays_with_bancontact(world, bakery, 1290)

    with bakery.entered():
        assert attempt_of(order).method == "bancontact"
    assert "Paid with Bancontact" in visitor(bakery).get(f"/backoffice/orders/{order.number}/").text
