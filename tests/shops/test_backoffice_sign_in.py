"""Signing in at a shop's own address: a code by mail, or a password."""

import re

import pytest
from django.core import mail
from django.test import Client

LOGIN = "/backoffice/account/login/"
ASK = "/backoffice/account/login/code/"
CONFIRM = "/backoffice/account/login/code/confirm/"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _a_mailbox_and_no_past(settings, tmp_path):
    """Attempts are counted in the cache; each test begins to count anew."""
    memory = "django.core.cache.backends.locmem.LocMemCache"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {"default": {"BACKEND": memory, "LOCATION": str(tmp_path), "KEY_FUNCTION": "kit.caching.scoped_key"}}


def code_in(message):
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", message.body).group()


def ask(client, shop, email):
    return client.post(ASK, {"email": email, "next": "/backoffice/orders/"}, HTTP_HOST=shop.hostname, HTTP_ACCEPT_LANGUAGE="en")


def test_the_page_offers_a_code_first_and_a_password_for_those_who_have_one(bakery, client):
    page = client.get(LOGIN, HTTP_HOST=bakery.hostname)

    assert page.status_code == 200
    assert f'action="{ASK}"' in page.text
    assert f'action="{LOGIN}"' in page.text
    assert page.text.index(ASK) < page.text.index('name="password"')


def test_a_code_lets_in_and_leads_where_one_wanted_to_go(bakery, client):
    asked = ask(client, bakery, bakery.owner.email)
    assert asked.status_code == 302
    assert asked["Location"].startswith(CONFIRM)

    answer = client.post(CONFIRM, {"code": code_in(mail.outbox[0]).lower(), "next": "/backoffice/orders/"}, HTTP_HOST=bakery.hostname)

    assert (answer.status_code, answer["Location"]) == (302, "/backoffice/orders/")
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 200


def test_the_mail_speaks_the_persons_language_and_names_the_shop(bakery, client):
    bakery.owner.language = "en"
    bakery.owner.save()

    client.post(ASK, {"email": bakery.owner.email.upper()}, HTTP_HOST=bakery.hostname, HTTP_ACCEPT_LANGUAGE="nl")

    (message,) = mail.outbox
    assert message.to == [bakery.owner.email.upper()] or message.to == [bakery.owner.email]
    assert message.subject.endswith("is your code for Boulangerie")
    assert "Boulangerie" in message.from_email
    assert "Here is your code to sign in at Boulangerie:" in message.body
    assert "&" not in message.body


def test_an_unknown_address_gets_the_same_answer_and_no_mail(bakery, client):
    known = ask(client, bakery, bakery.owner.email)
    client.cookies.clear()
    unknown = ask(client, bakery, "nobody@mail.test")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1
    page = client.get(CONFIRM, HTTP_HOST=bakery.hostname)
    assert page.status_code == 200
    assert "nobody@mail.test" in page.text


def test_a_wrong_code_is_told_and_after_five_the_code_is_gone(bakery, client):
    ask(client, bakery, bakery.owner.email)
    code = code_in(mail.outbox[0])

    wrong = client.post(CONFIRM, {"code": "WRNG-CODE"}, HTTP_HOST=bakery.hostname)
    assert wrong.status_code == 200
    assert 'aria-invalid="true"' in wrong.text
    for _try in range(4):
        client.post(CONFIRM, {"code": "WRNG-CODE"}, HTTP_HOST=bakery.hostname)
    late = client.post(CONFIRM, {"code": code}, HTTP_HOST=bakery.hostname)

    assert late.status_code == 302
    assert late["Location"].startswith((LOGIN, ASK))
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 302


def test_a_code_runs_out(bakery, client, settings):
    ask(client, bakery, bakery.owner.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1

    late = client.post(CONFIRM, {"code": code_in(mail.outbox[0])}, HTTP_HOST=bakery.hostname)

    assert late.status_code == 302
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 302


def test_a_code_of_one_shop_is_worthless_in_another(bakery, bookshop, client):
    ask(client, bakery, bookshop.owner.email)

    client.post(CONFIRM, {"code": code_in(mail.outbox[0])}, HTTP_HOST=bookshop.hostname)

    assert client.get("/backoffice/", HTTP_HOST=bookshop.hostname).status_code == 302


def test_a_password_lets_in_and_a_wrong_one_does_not(bakery, client):
    wrong = client.post(LOGIN, {"login": bakery.owner.email, "password": "nonsense"}, HTTP_HOST=bakery.hostname)
    assert wrong.status_code == 200
    assert '<details class="fold" open>' in wrong.text
    assert bakery.owner.email in wrong.text
    assert "nonsense" not in wrong.text

    right = client.post(LOGIN, {"login": bakery.owner.email, "password": PASSWORD}, HTTP_HOST=bakery.hostname)
    assert (right.status_code, right["Location"]) == (302, "/backoffice/")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(bakery, client):
    answers = [
        client.post(LOGIN, {"login": email, "password": "nonsense"}, HTTP_HOST=bakery.hostname)
        for email in (bakery.owner.email, "nobody@mail.test")
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    texts = [re.search(r'role="alert".*?</p>', answer.text, re.DOTALL).group() for answer in answers]
    assert texts[0] == texts[1]


def test_after_too_many_wrong_passwords_even_the_right_one_waits(bakery, client):
    for _try in range(6):
        client.post(LOGIN, {"login": bakery.owner.email, "password": "nonsense"}, HTTP_HOST=bakery.hostname)

    late = client.post(LOGIN, {"login": bakery.owner.email, "password": PASSWORD}, HTTP_HOST=bakery.hostname)

    assert late.status_code in (200, 429)
    assert client.get("/backoffice/", HTTP_HOST=bakery.hostname).status_code == 302


def test_too_many_codes_are_refused_with_a_page(bakery):
    answers = [ask(Client(), bakery, bakery.owner.email) for _try in range(5)]

    assert [answer.status_code for answer in answers[:3]] == [302, 302, 302]
    assert answers[-1].status_code in (200, 429)
    assert "Wait five minutes" in answers[-1].text
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example"])
def test_signing_in_never_leads_to_another_site(wish, bakery, client):
    answer = client.post(LOGIN, {"login": bakery.owner.email, "password": PASSWORD, "next": wish}, HTTP_HOST=bakery.hostname)

    assert answer["Location"] == "/backoffice/"


def test_nobody_opens_an_account_by_themselves(bakery, client):
    page = client.post("/backoffice/account/signup/", {"email": "new@mail.test", "password1": PASSWORD}, HTTP_HOST=bakery.hostname)

    assert page.status_code == 200
    assert type(bakery.owner).objects.filter(email="new@mail.test").count() == 0


def test_every_page_of_signing_in_answers(bakery, client):
    for path in ("login/", "login/code/", "password/reset/", "password/reset/done/", "inactive/", "signup/"):
        page = client.get(f"/backoffice/account/{path}", HTTP_HOST=bakery.hostname)
        assert page.status_code == 200, path
        assert 'class="door"' in page.text, path
