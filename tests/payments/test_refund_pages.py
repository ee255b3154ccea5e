"""Giving money back as people see it: page, question, tick, panel and mail. Paid at the counter, so Stripe is not asked."""

import re

import pytest
from django.core import mail

from kit.clock import now
from orders.selectors.takings import takings_until
from orders.services.hand_over import hand_over
from payments.models import Refund
from shops.services.deliver_outbox import deliver_outbox
from tenants.models import Membership, User
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_delivery, make_order


@pytest.fixture
def order(bakery):
    """Two loaves at 3.99 each, handed over and paid in cash: 7.98 is rounded to 8.00."""
    with bakery.entered():
        placed = make_order((make_variant("Pain", price=399, on_hand=5), 2))
        return hand_over(order_id=placed.pk, user=bakery.owner, now=NOW, paid_with="cash")


@pytest.fixture
def keeper(bakery):
    return sign_in(bakery, bakery.owner)


def address(order):
    return f"/backoffice/orders/{order.number}/refund/"


def filled(keeper, order, **said):
    """Fill the form in as it was drawn, and return what the page says of it."""
    drawn = keeper.get(address(order)).text
    hidden = dict(re.findall(r'type="hidden" name="(seen|form_key)" value="([^"]*)"', drawn))
    assert set(hidden) == {"seen", "form_key"}
    values = {**hidden, "what": "all", "reason": "defect", **said}
    return values, keeper.post(address(order), values)


def give_back(keeper, order, **said):
    values, asked = filled(keeper, order, **said)
    assert asked.status_code == 200, words_of(asked)
    return keeper.post(address(order), values | {"sure": "1"}), values


def line_of(shop, order):
    with shop.entered():
        return order.lines.get()


def test_summary_is_shown_before_anything_is_done(keeper, bakery, order):
    _values, asked = filled(keeper, order)

    said = words_of(asked)
    assert "€8.00 goes back to Léa Moreau" in said
    assert "you give it in cash" in said
    with bakery.entered():
        assert Refund.objects.count() == 0


def test_all_of_what_was_paid_in_cash_goes_back_with_its_rounding(keeper, bakery, order):
    answer, _values = give_back(keeper, order)

    assert answer.status_code == 303
    with bakery.entered():
        refund = Refund.objects.get()
        order.refresh_from_db()
        assert (refund.way, refund.state, refund.amount) == ("cash", "new", 800)
        assert (order.refunded_amount, order.returning_amount, order.kept_amount, order.payment_status) == (800, 800, 0, "paid")
        assert takings_until(NOW).today.amount == 0
    assert "Money to give back" in words_of(keeper.get("/backoffice/"))

    keeper.post(f"/backoffice/refunds/{refund.pk}/return/")
    keeper.post(f"/backoffice/refunds/{refund.pk}/return/")

    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, order.returning_amount) == ("refunded", 0)
        deliver_outbox(now=now())
    (told,) = [message for message in mail.outbox if "comes back" in message.subject]
    assert "€8.00" in told.body
    assert "in cash" in told.body
    assert "Money to give back" not in words_of(keeper.get("/backoffice/"))


def test_one_of_two_goes_back_rounded_and_on_the_shelf(keeper, bakery, order):
    line = line_of(bakery, order)
    give_back(keeper, order, what="some", **{f"quantity_{line.pk}": "1", f"restock_{line.pk}": "on"})

    with bakery.entered():
        refund = Refund.objects.get()
        assert (refund.amount, refund.lines.get().amount) == (400, 399)
        assert stock_of(line.variant) == (4, 0)
        order.refresh_from_db()
        assert order.is_partly_refunded
    said = words_of(keeper.get(f"/backoffice/orders/{order.number}/"))
    assert "Partly given back" in said
    assert "Paid in the end€4.00" in said
    assert "Partly given back" in words_of(keeper.get("/backoffice/orders/?tab=done"))
    mine = words_of(keeper.get(f"/en/order/{order.secret}/"))
    assert "On its way back to you €4.00" in mine


def test_form_sent_twice_gives_back_once(keeper, bakery, order):
    answer, values = give_back(keeper, order)
    again = keeper.post(address(order), values | {"sure": "1"})

    assert (answer.status_code, again.status_code) == (303, 303)
    with bakery.entered():
        assert Refund.objects.count() == 1


def test_colleague_who_was_quicker_is_said(keeper, bakery, order):
    values, _asked = filled(keeper, order, what="amount", amount="2")
    give_back(keeper, order, what="amount", amount="3,00")

    answer = keeper.post(address(order), values | {"sure": "1"}, follow=True)

    assert "somebody was quicker" in words_of(answer)
    with bakery.entered():
        assert [refund.amount for refund in Refund.objects.all()] == [300]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"what": "amount", "amount": "8,01"}, "only €8.00 left"),
        ({"what": "amount", "amount": "abc"}, "Write the price as a number"),
        ({"what": "amount", "amount": ""}, "Give the amount"),
        ({"what": "amount", "amount": "-5"}, "Write the price as a number"),
        ({"what": "some"}, "Choose how many"),
        ({"what": "some", "quantity_LINE": "3"}, "Choose one from the list"),
        ({"what": "amount", "amount": "2", "restock_LINE": "on"}, "nothing comes back on the shelf"),
        ({"what": "some", "restock_LINE": "on"}, "Choose how many of it come back"),
        ({"reason": "because"}, "Choose one from the list"),
        ({"reason": ""}, "Choose a reason"),
        ({"what": ""}, "Say what goes back"),
        ({"words": "x" * 301}, "300"),
    ],
)
def test_what_can_not_be_is_said_beside_its_field_and_changes_nothing(keeper, bakery, order, said, words):
    line = line_of(bakery, order)
    values, asked = filled(keeper, order, **{name.replace("LINE", str(line.pk)): value for name, value in said.items()})

    assert asked.status_code == 422
    assert words in words_of(asked)
    assert keeper.post(address(order), values | {"sure": "1"}).status_code == 422
    with bakery.entered():
        assert Refund.objects.count() == 0


def test_two_mistakes_are_said_at_once(keeper, order):
    _values, asked = filled(keeper, order, what="amount", amount="8,01", reason="")

    assert "only €8.00 left" in words_of(asked)
    assert "Choose a reason" in words_of(asked)


def test_what_was_typed_comes_back_to_be_changed(keeper, order):
    values, _asked = filled(keeper, order, what="amount", amount="2,50", words="Désolé")

    back = keeper.post(address(order), values | {"change": "1"})

    assert back.status_code == 200
    assert 'value="2,50"' in back.text
    assert "Désolé" in back.text


def test_order_that_is_not_paid_says_so(keeper, bakery):
    with bakery.entered():
        unpaid = make_order()

    assert "not paid" in words_of(keeper.get(address(unpaid)))
    assert keeper.post(address(unpaid), {"what": "all", "sure": "1"}).status_code == 200
    with bakery.entered():
        assert Refund.objects.count() == 0


def test_delivery_goes_back_when_it_is_ticked(keeper, bakery):
    with bakery.entered():
        piece = make_unique_piece()
        address_of = {"street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
        placed = make_order((piece, 1), shipping_method_id=make_delivery(500).pk, **address_of)
        order = hand_over(order_id=placed.pk, user=bakery.owner, now=NOW, paid_with="card")
        line = order.lines.get()

    give_back(keeper, order, what="some", shipping="on", **{f"quantity_{line.pk}": "1", f"restock_{line.pk}": "on"})

    with bakery.entered():
        refund = Refund.objects.get()
        assert (refund.way, refund.amount, refund.shipping_amount) == ("card", 9400, 500)
        assert stock_of(piece) == (1, 0)


def test_words_to_the_customer_are_in_the_mail_and_safe(keeper, bakery, order):
    give_back(keeper, order, words="Sorry <b>Léa</b>")
    with bakery.entered():
        refund = Refund.objects.get()
    keeper.post(f"/backoffice/refunds/{refund.pk}/return/")
    with bakery.entered():
        deliver_outbox(now=now())

    (told,) = [message for message in mail.outbox if "comes back" in message.subject]
    assert "Sorry <b>Léa</b>" in told.body
    assert "&lt;b&gt;" in str(told.alternatives[0].content)


@pytest.mark.parametrize(("role", "may"), [("manager", True), ("counter", False), ("accountant", False)])
def test_who_may_not_give_money_back_sees_no_way_to(bakery, order, role, may):
    user = User.objects.create_user(f"{role}@bakery.test", name=role)
    Membership.objects.create(user=user, tenant=bakery.tenant, role=role)
    clerk = sign_in(bakery, user)

    page = clerk.get(f"/backoffice/orders/{order.number}/")

    assert page.status_code == 200
    assert ("Give money back" in page.text) == may
    assert clerk.get(address(order)).status_code == (200 if may else 403)
    assert clerk.post(address(order), {"what": "all", "sure": "1"}).status_code == (422 if may else 403)


def test_amount_is_not_called_optional_where_it_is_asked_for(keeper, order):
    assert "Amount (optional)" not in words_of(keeper.get(address(order)))


def test_three_of_a_kind_go_back_in_cash_one_by_one_to_the_last_cent(keeper, bakery):
    """Three at 0.33 cost 0.99, in cash 1.00: 0.35, 0.30 and 0.35 go back."""
    with bakery.entered():
        placed = make_order((make_variant("Bonbon", price=33, on_hand=5), 3))
        order = hand_over(order_id=placed.pk, user=bakery.owner, now=NOW, paid_with="cash")
    line = line_of(bakery, order)
    for _piece in range(3):
        answer, _values = give_back(keeper, order, what="some", **{f"quantity_{line.pk}": "1"})
        assert answer.status_code == 303

    with bakery.entered():
        assert [refund.amount for refund in Refund.objects.all()] == [35, 30, 35]
        order.refresh_from_db()
        assert (order.kept_amount, order.refunded_amount) == (0, 100)


def test_free_amount_in_cash_is_rounded_and_the_question_says_so(keeper, bakery, order):
    _values, asked = filled(keeper, order, what="amount", amount="1,23")
    assert "€1.25 goes back" in words_of(asked)
    for line in ("Amount€1.23", "Rounded to five cents, in cash€0.02"):
        assert line in words_of(asked)
