"""Bank transfers and cash as people see them: in the checkout, on the order's page, in mails and in the backoffice."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from kit.clock import in_brussels, now
from orders.models import PaymentSettings
from orders.services.mark_ready import mark_ready
from orders.storefront.checkout import payment_methods
from payments.models import BankPayment
from payments.services.note_transfer import note_transfer
from shops.models import ShopEvent
from shops.services.deliver_outbox import deliver_outbox
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_variant
from tests.factories.orders import NOW, make_delivery, make_order, make_transfer_order, pickup, take_transfers
from tests.factories.statements import IBAN, Money, coda, kbc

CONTACT = {"name": "Léa Moreau", "email": "lea@mail.test", "phone": ""}
WAYS = {
    "at_collection": "on", "collection_days": "7", "restock": "on", "by_transfer": "on",
    "iban": "be68 5390 0754 7034", "holder": "Boulangerie SRL", "transfer_days": "7",
}  # fmt: skip


@pytest.fixture
def order(bakery):
    with bakery.entered():
        return make_transfer_order((make_variant(price=2590, on_hand=5), 1))


def page_of(client, shop, order):
    return client.get(f"/en/order/{order.secret}/", HTTP_HOST=shop.hostname)


def upload(client, content, name="statement.cod", **values):
    return client.post("/backoffice/transfers/statements/", {"file": SimpleUploadedFile(name, content), **values})


def stands(shop, order):
    with shop.entered():
        order.refresh_from_db()
        return order.status, order.payment_status


# ---- the customer -------------------------------------------------------------------------------


def test_customer_chooses_a_transfer_and_is_told_how(client, bakery):
    with bakery.entered():
        take_transfers()
        variant = make_variant("Cactus", price=1283, on_hand=5)
        way = pickup().pk

    def post(path, data):
        return client.post(f"/en/{path}", data, HTTP_HOST=bakery.hostname)

    post("cart/lines/", {"variant": variant.pk, "quantity": "2"})
    post("checkout/", CONTACT)
    post("checkout/delivery/", {"shipping_method": way})
    review = client.get("/en/checkout/review/", HTTP_HOST=bakery.hostname)
    assert "By bank transfer" in review.text
    assert "in cash €25.65, rounded to five cents" in words_of(review)

    shown = re.search(r'name="shown_lines" value="(\w+)"', html_of(review))[1]
    answer = post("checkout/review/", {"payment_method": "bank_transfer", "shown_total": "2566", "shown_lines": shown})
    assert answer.status_code == 303
    page = client.get(answer["Location"], HTTP_HOST=bakery.hostname)
    words = words_of(page)
    assert "Transfer €25.66 by" in words
    assert all(part in words for part in ("BE68 5390 0754 7034", "Boulangerie SRL", "+++800/"))
    assert "<svg" in html_of(page)
    assert "Pay now" not in words


def test_without_an_account_there_is_no_transfer(client, bakery):
    with bakery.entered():
        take_transfers(by_transfer=False, at_collection=True)
        method = make_delivery()
        assert payment_methods(method, total=1290) == ["at_collection"]
        take_transfers(at_collection=False)
        assert payment_methods(pickup(), total=1290) == ["bank_transfer"]


def test_page_of_an_order_says_what_is_missing_then_that_it_is_paid(client, bakery, order):
    with bakery.entered():
        note_transfer(order_id=order.pk, amount=2000, received_on=NOW.date(), user=bakery.owner, now=NOW)
    assert "€20.00 came already. Please transfer the missing €5.90" in words_of(page_of(client, bakery, order))

    with bakery.entered():
        note_transfer(order_id=order.pk, amount=590, received_on=NOW.date(), user=bakery.owner, now=NOW)
    words = words_of(page_of(client, bakery, order))
    assert "Order paid" in words
    assert "+++800/" not in words


def test_customer_cancels_while_the_money_has_not_come(client, bakery, order):
    client.post(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname)
    assert stands(bakery, order) == ("canceled", "awaiting")


def test_online_payment_is_not_begun_for_a_transfer(client, bakery, order):
    answer = client.get(f"/en/order/{order.secret}/payment/", HTTP_HOST=bakery.hostname)
    assert (answer.status_code, answer["Location"]) == (303, f"/en/order/{order.secret}/")


@pytest.mark.parametrize("language", ["fr", "nl", "en", "de"])
def test_mails_of_a_transfer_in_each_language(bakery, language):
    with bakery.entered():
        order = make_transfer_order((make_variant(price=2590, on_hand=5), 1), language=language)
        deliver_outbox(now=NOW.replace(year=2100))
    [sent] = mail.outbox
    for text in (sent.body, sent.alternatives[0][0]):
        assert order.transfer.written in text
        assert "BE68 5390 0754 7034" in text
        assert "{" not in text.replace("{{", "")


def test_cash_is_said_before_and_kept_after(client, bakery):
    with bakery.entered():
        order = make_order((make_variant(price=1283, on_hand=5), 1))
    assert "in cash €12.85, rounded to five cents" in words_of(page_of(client, bakery, order))

    keeper = sign_in(bakery)
    with bakery.entered():
        mark_ready(order_id=order.pk, user=bakery.owner, now=NOW)
    shown = keeper.get(f"/backoffice/orders/{order.number}/")
    assert "Card: €12.83" in words_of(shown)
    assert "Cash: €12.85" in words_of(shown)
    keeper.post(f"/backoffice/orders/{order.number}/handover/", {"paid_with": "cash"})

    assert "Rounded to five cents, in cash €0.02" in words_of(page_of(client, bakery, order))
    assert "Paid in cash €12.85" in words_of(keeper.get(f"/backoffice/orders/{order.number}/"))


# ---- the shopkeeper -----------------------------------------------------------------------------


def test_owner_says_how_the_shop_is_paid_and_a_wrong_number_is_refused(bakery):
    keeper = sign_in(bakery)
    answer = keeper.post("/backoffice/payments/ways/", {**WAYS, "iban": "BE68 5390 0754 7035"})
    assert answer.status_code == 422
    assert "BE68 5390 0754 7035" in answer.text
    assert keeper.post("/backoffice/payments/ways/", {**WAYS, "holder": ""}).status_code == 422
    assert keeper.post("/backoffice/payments/ways/", {**WAYS, "transfer_days": "99"}).status_code == 422

    assert keeper.post("/backoffice/payments/ways/", WAYS).status_code == 303
    with bakery.entered():
        assert PaymentSettings.current().iban == IBAN
        deliver_outbox(now=NOW.replace(year=2100))
    assert [sent.to for sent in mail.outbox] == [["anna@bakery.test"]]
    assert "7034" in mail.outbox[0].body
    assert "5390" not in mail.outbox[0].body


def test_last_way_to_pay_cannot_be_switched_off(bakery):
    answer = sign_in(bakery).post("/backoffice/payments/ways/", {**WAYS, "at_collection": "", "by_transfer": ""})
    assert answer.status_code == 422
    assert "one way to pay" in answer.text


def test_one_tap_notes_the_whole_amount(bakery, order):
    keeper = sign_in(bakery)
    shown = keeper.get(f"/backoffice/orders/{order.number}/")
    assert "€25.90 received" in words_of(shown)
    assert order.number in keeper.get("/backoffice/orders/?tab=awaiting").text
    assert keeper.post(f"/backoffice/orders/{order.number}/transfer/", {"whole": "1"}).status_code == 303
    assert keeper.post(f"/backoffice/orders/{order.number}/transfer/", {"whole": "1"}).status_code == 303
    assert stands(bakery, order) == ("open", "paid")
    with bakery.entered():
        assert BankPayment.objects.count() == 1


def test_another_amount_is_typed_and_nonsense_is_refused(bakery, order):
    keeper = sign_in(bakery)
    path = f"/backoffice/orders/{order.number}/transfer/"
    assert keeper.get(path).status_code == 200
    for wrong in ({"amount": "x", "received_on": "2026-11-26"}, {"amount": "5", "received_on": "2099-01-01"}, {"amount": "0"}, {}):
        assert keeper.post(path, wrong).status_code == 422
    assert stands(bakery, order) == ("open", "awaiting")


def test_statement_is_uploaded_and_said_in_words(bakery, order):
    keeper = sign_in(bakery)
    answer = upload(keeper, coda(Money(2590, reference=order.transfer.reference), Money(-100, words="frais")))
    assert answer.status_code == 303
    assert "1 payment found and noted." in words_of(keeper.get("/backoffice/transfers/"))
    assert stands(bakery, order) == ("open", "paid")
    with bakery.entered():
        assert ShopEvent.objects.filter(kind="statement_taken").count() == 1
        paper = ShopEvent.objects.latest("pk")
    assert "LEA" not in str(paper.data)


def test_unknown_amount_is_matched_with_one_tap(bakery, order):
    keeper = sign_in(bakery)
    upload(keeper, kbc([Money(2590, name="MOREAU LEA", words="fleurs")]), name="export.csv")
    page = keeper.get("/backoffice/transfers/")
    assert "MOREAU LEA" in page.text
    assert "needs a look" in keeper.get("/backoffice/").text
    with bakery.entered():
        payment = BankPayment.objects.get()
    keeper.post(f"/backoffice/transfers/{payment.pk}/order/", {"number": "9999"})
    assert stands(bakery, order) == ("open", "awaiting")
    keeper.post(f"/backoffice/transfers/{payment.pk}/order/", {"number": order.number})
    assert stands(bakery, order) == ("open", "paid")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "CODA or CSV"),
        (b"hello", "CODA or CSV"),
        (b"x" * (2 * 1024 * 1024 + 1), "too large"),
        (b"\x00\xff" * 50, "CODA or CSV"),
    ],
)
def test_what_is_no_statement_is_answered_beside_the_field(bakery, order, content, words):
    answer = upload(sign_in(bakery), content)
    assert answer.status_code == 422
    assert words in answer.text


def test_new_headings_are_asked_for(bakery, order):
    keeper = sign_in(bakery)
    content = f"Quand,Combien,Quoi\n2026-11-27,25.90,{order.transfer.written}\n".encode()
    answer = upload(keeper, content, name="x.csv")
    assert answer.status_code == 422
    assert "Combien" in answer.text
    answer = upload(keeper, content, name="x.csv", **{"column-date": "0", "column-amount": "1", "column-words": "2"})
    assert answer.status_code == 303
    assert stands(bakery, order) == ("open", "paid")


def test_another_shops_statement_and_order_change_nothing(bakery, bookshop, order):
    keeper = sign_in(bookshop)
    assert upload(keeper, coda(Money(2590, reference=order.transfer.reference))).status_code == 303
    assert keeper.post(f"/backoffice/orders/{order.number}/transfer/", {"whole": "1"}).status_code == 404
    assert stands(bakery, order) == ("open", "awaiting")
    with bookshop.entered():
        assert BankPayment.objects.count() == 0


def test_part_of_a_transfer_that_is_sent_twice_is_noted_once(bakery):
    keeper = sign_in(bakery)
    with bakery.entered():
        order = make_transfer_order((make_variant(price=5000), 1))
    path = f"/backoffice/orders/{order.number}/transfer/"
    assert 'name="seen" value="0"' in keeper.get(path).text
    part = {"amount": "25", "received_on": in_brussels(now()).date().isoformat(), "seen": "0"}

    keeper.post(path, part)
    again = keeper.post(path, part, follow=True)

    assert "somebody was quicker" in again.text
    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, order.bank_payments.get().amount) == ("awaiting", 2500)
