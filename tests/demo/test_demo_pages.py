"""The demo's own pages: what a visitor finds there."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from demo.guide import TEST_CARDS
from demo.mailbox import mail_named, mails
from stripe_sandbox.rules.cards import OUTCOMES
from tenants.models import Domain

HOST = {"HTTP_HOST": "localhost"}


@pytest.fixture
def mailbox(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    settings.MAILBOX_DIR.mkdir()
    return get_connection("demo.mailbox.MailboxBackend")


def send(
    mailbox, *, subject="Votre commande 1001", html="<p>Bonjour <a href='http://bakery.localhost/x'>ici</a></p>", message_id="<1@test>"
):
    mail = EmailMultiAlternatives(
        subject, "Bonjour <b>Léa</b>\nhttp://bakery.localhost:8000/fr/order/s3cret/", "a@b.test", ["lea@mail.test"]
    )
    mail.extra_headers["Message-ID"] = message_id
    if html:
        mail.attach_alternative(html, "text/html")
    mailbox.send_messages([mail])


def test_the_front_page_shows_shops_with_port_and_logins(client, bakery, mailbox):
    Domain.objects.filter(domain="bakery").update(domain="sous-verre")

    text = client.get("/demo/", **HOST).text

    assert 'href="http://sous-verre.localhost:8000/"' in text
    assert 'href="http://sous-verre.localhost:8000/backoffice/"' in text
    for copied in ("anna@bakery.test", "ben@bakery.test", "platform@vitrine.example", "vitrine-demo", "4242424242424242"):
        assert f'data-copy="{copied}"' in text


def test_the_front_page_tells_no_logins_of_a_shop_that_is_not_the_demos(client, bakery, mailbox):
    text = client.get("/demo/", **HOST).text

    assert 'href="http://bakery.localhost:8000/"' in text
    assert "anna@bakery.test" not in text


def test_the_test_cards_are_those_of_the_sandbox():
    assert {card.number for card in TEST_CARDS} == set(OUTCOMES)
    assert TEST_CARDS[0].grouped == "4242 4242 4242 4242"


def test_the_chosen_language_is_remembered(client, bakery, mailbox):
    chosen = client.get("/demo/?language=nl", **HOST)
    later = client.get("/demo/", **HOST)

    assert '<html lang="nl"' in chosen.text
    assert '<html lang="nl"' in later.text
    assert client.get("/demo/?language=xx", **HOST).status_code == 200


def test_the_mailbox_lists_the_newest_first(client, bakery, mailbox):
    send(mailbox, subject="Première", message_id="<1@test>")
    send(mailbox, subject="Deuxième", message_id="<2@test>")

    text = client.get("/demo/", **HOST).text

    assert [mail.subject for mail in mails()] == ["Deuxième", "Première"]
    assert text.index("Deuxième") < text.index("Première")


def test_a_mail_that_is_delivered_twice_is_there_once(mailbox):
    send(mailbox)
    send(mailbox)

    assert len(mails()) == 1


def test_a_mail_has_a_page_with_links_and_its_html_in_a_cage(client, bakery, mailbox):
    send(mailbox)
    name = mails()[0].name

    page = client.get(f"/demo/mail/{name}/", **HOST)
    html = client.get(f"/demo/mail/{name}/html", **HOST)

    assert '<a href="http://bakery.localhost:8000/fr/order/s3cret/"' in page.text
    assert "&lt;b&gt;Léa&lt;/b&gt;" in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "sandbox=" in page.text
    assert "<p>Bonjour" in html.text
    assert "default-src 'none'" in html["Content-Security-Policy"]
    assert "script-src" not in html["Content-Security-Policy"]
    assert "sandbox allow-popups" in html["Content-Security-Policy"]
    assert html["X-Frame-Options"] == "SAMEORIGIN"


def test_a_mail_of_text_alone_has_no_frame(client, bakery, mailbox):
    send(mailbox, html="")

    assert "<iframe" not in client.get(f"/demo/mail/{mails()[0].name}/", **HOST).text


@pytest.mark.parametrize("name", ["nothing", "0" * 18, "..-..-settings", "a" * 500])
def test_a_mail_that_is_not_there_is_404(client, bakery, mailbox, name):
    assert mail_named(name) is None
    assert client.get(f"/demo/mail/{name}/", **HOST).status_code == 404
    assert client.get(f"/demo/mail/{name}/html", **HOST).status_code == 404


def test_the_demo_is_not_on_a_shops_host(client, bakery, mailbox):
    send(mailbox)

    assert client.get(f"/demo/mail/{mails()[0].name}/", HTTP_HOST=bakery.hostname).status_code in (302, 404)
