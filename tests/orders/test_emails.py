"""The mails about an order: to whom, from whom, in which language, and once."""

from email.utils import getaddresses

import pytest
from django.core import mail

from orders.emails import order_mail
from orders.services.cancel_order import cancel_order
from orders.services.mark_paid import mark_paid
from orders.services.mark_ready import mark_ready
from shops.models import OutboxMessage, ShopSettings
from shops.services.deliver_outbox import deliver_outbox
from tests.factories.catalog import make_unique_piece, make_variant
from tests.factories.orders import NOW, make_awaiting_order, make_delivery, make_order


@pytest.fixture(autouse=True)
def _in_the_bakery(bakery, settings):
    settings.DEFAULT_FROM_EMAIL = "Vitrine <bonjour@vitrine.test>"
    with bakery.entered():
        ShopSettings.objects.update(name="Le Four d'Anna", email="anna@four.test", street="Rue Haute 1", postcode="1030", city="Schaerbeek")
        yield


def delivered():
    """Deliver what waits in the outbox, and return the mails."""
    deliver_outbox(now=NOW.replace(year=2100))
    assert OutboxMessage.objects.filter(done_at=None).count() == 0
    return mail.outbox


def test_confirmation_goes_to_the_customer_and_answers_go_to_the_shop(bakery):
    order = make_order((make_variant("Cactus", price=1290), 2))

    [sent] = delivered()

    assert (sent.to, sent.from_email, sent.reply_to) == (["lea@mail.test"], "Le Four d'Anna <bonjour@vitrine.test>", ["anna@four.test"])
    assert sent.subject == f"Your order {order.number} at Le Four d'Anna"
    message = OutboxMessage.objects.get()
    assert sent.extra_headers["Message-ID"] == f"<outbox-{bakery.ref.id}-{message.pk}@localhost>"
    assert "You pay €25.80 when you collect it" in sent.body
    assert "2 x Cactus: €25.80" in sent.body
    assert f"/en/order/{order.secret}/" in sent.body
    assert "&#x27;" not in sent.body
    html, kind = sent.alternatives[0]
    assert (kind, f'href="http://bakery.localhost:8000/en/order/{order.secret}/"' in html) == ("text/html", True)
    assert [event.kind for event in order.events.all()] == ["placed", "mail_sent"]


def test_the_confirmation_says_what_the_legal_guarantee_is():
    make_order((make_variant("Cactus", price=1290), 1), language="de")

    [sent] = delivered()

    for text in (sent.body, sent.alternatives[0][0]):
        assert "kostenlos repariert oder ersetzt" in text


def test_no_vat_is_shown_for_goods_under_the_margin_scheme_and_the_scheme_is_named():
    """Belgian VAT code, art. 58 § 4 (law.md L3)."""
    make_order((make_unique_piece("Chair", price=12000, is_margin=True), 1), language="nl")

    [sent] = delivered()

    for text in (sent.body, sent.alternatives[0][0]):
        assert "Btw niet aftrekbaar" in text
        assert "21%" not in text


def test_mail_is_in_the_language_of_the_customer():
    order = make_order(language="fr")

    [sent] = delivered()

    assert "Cactus (fr)" in sent.body
    assert f"/fr/order/{order.secret}/" in sent.body
    assert "12,90" in sent.body


def test_a_mail_says_free_sets_french_spaces_and_names_the_seller_as_the_pages_do():
    ShopSettings.objects.update(enterprise_number="0987654394", legal_name="Anna Kowalska", legal_form="natural_person")
    make_order(language="fr")

    [sent] = delivered()

    for text in (sent.body, sent.alternatives[0][0]):
        assert "BE 0987.654.394" in text
        assert "Anna Kowalska, personne physique" in text
        assert "0,00" not in text
    assert "Retrait au magasin\u202f: gratuit" in sent.body
    assert "Total, TVA comprise\u202f: " in sent.body


def test_each_step_sends_its_own_mail_once(bakery):
    order = make_order()
    for _ in range(2):
        mark_ready(order_id=order.pk, user=bakery.owner, now=NOW)
    for _ in range(2):
        cancel_order(order_id=order.pk, user=bakery.owner, reason="The kiln is broken.", now=NOW)

    subjects = [sent.subject for sent in delivered()]

    number = order.number
    assert subjects == [
        f"Your order {number} at Le Four d'Anna",
        f"Your order {number} is ready at Le Four d'Anna",
        f"Your order {number} at Le Four d'Anna is cancelled",
    ]
    assert "The kiln is broken." in mail.outbox[2].body
    assert "The kiln is broken." in mail.outbox[2].alternatives[0][0]


def test_paid_and_delivered_orders_are_told_so():
    paid = make_awaiting_order()
    mark_paid(order_id=paid.pk, now=NOW)
    make_order(shipping_method_id=make_delivery().pk, street="Rue Basse 2", postcode="1000", city="Bruxelles")

    first, second = delivered()

    assert f"Your order {paid.number} is confirmed and paid: €12.90." in first.body
    assert "Delivered to: Léa Moreau, Rue Basse 2, 1000 Bruxelles" in second.body


def test_mail_is_written_in_time_of_delivery_not_twice():
    make_order()

    delivered()
    deliver_outbox(now=NOW.replace(year=2101))

    assert len(mail.outbox) == 1


@pytest.mark.parametrize("name", ["Four\r\nBcc: all@mail.test", 'Four" <evil@mail.test>, "', "Foür ✓", "a" * 80, "Four, Anna & fils"])
def test_name_of_the_shop_cannot_write_headers(name):
    ShopSettings.objects.update(name=name)
    make_order()

    [sent] = delivered()

    raw = sent.message()
    assert raw["Bcc"] is None
    assert raw["To"] == "lea@mail.test"
    assert sent.recipients() == ["lea@mail.test"]
    assert [address for _name, address in getaddresses([str(raw["From"])])] == ["bonjour@vitrine.test"]
    assert "\n" not in sent.subject


def test_markup_in_what_people_wrote_stays_text():
    make_order((make_variant("<b>Bold</b>"), 1), name="<i>Léa</i> Moreau")

    [sent] = delivered()

    html = sent.alternatives[0][0]
    assert "<b>Bold" not in html
    assert "<i>Léa" not in html
    assert "<b>Bold</b>" in sent.body


@pytest.mark.parametrize("kind", ["order_confirmation", "order_ready", "order_canceled", "payment_returned"])
def test_name_of_the_shop_is_text_in_the_title_of_every_mail(kind):
    name = "</title><img src=x onerror=alert(1)>"
    ShopSettings.objects.update(name=name)
    order = make_order()
    OutboxMessage.objects.filter(kind="order_confirmation").delete()
    message = OutboxMessage.objects.create(kind=kind, key=kind, payload={"order_id": order.pk}, due_at=NOW)

    sent = order_mail(order, message)

    title = sent.alternatives[0][0].partition("<title>")[2].partition("</title>")[0]
    assert name in sent.subject
    assert "&lt;/title&gt;&lt;img src=x" in title
    assert order.number in title


def test_mail_that_cannot_be_sent_waits_and_the_order_stands(monkeypatch):
    def refuse(self, messages):
        raise OSError("no route to the mail server")

    order = make_order()
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)

    deliver_outbox(now=NOW)

    message = OutboxMessage.objects.get()
    assert (message.done_at, message.attempts, "no route" in message.last_error) == (None, 1, True)
    assert [event.kind for event in order.events.all()] == ["placed"]
