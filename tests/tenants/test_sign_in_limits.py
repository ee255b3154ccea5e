"""How often one may guess, and what stays open meanwhile."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from kit import caching
from tenants.models import Session, User
from tests.conftest import cast_of

PASSWORD = "correct horse battery"
LOGIN, ASK, CONFIRM, RESET = (f"account/{step}/" for step in ("login", "login/code", "login/code/confirm", "password/reset"))


def prefix(host):
    return "/" if host == "localhost" else "/backoffice/"


def try_password(host, email, password, *, ip="192.0.2.1"):
    """Return whether a password let in."""
    client = Client(HTTP_HOST=host, REMOTE_ADDR=ip)
    answer = client.post(prefix(host) + LOGIN, {"login": email, "password": password})
    return answer.status_code == 302 and bool(client.cookies.get(settings.SESSION_COOKIE_NAME))


def guess_wrongly(host, email, times, **more):
    for _guess in range(times):
        assert not try_password(host, email, "nonsense", **more)


@pytest.mark.parametrize("host", ["bakery.localhost", "bookshop.localhost", "localhost"])
def test_wrong_passwords_are_counted_over_all_hosts(bakery, bookshop, host):
    guess_wrongly("bookshop.localhost", bakery.owner.email, 3)
    guess_wrongly("localhost", bakery.owner.email, 2)

    assert not try_password(host, bakery.owner.email, PASSWORD)


def test_a_stranger_does_not_shut_the_owners_password_out(bakery):
    guess_wrongly(bakery.hostname, bakery.owner.email, 6)

    assert try_password(bakery.hostname, bakery.owner.email, PASSWORD, ip="198.51.100.7")


def test_one_account_can_be_guessed_from_many_addresses_so_often_only(bakery, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_everywhere": "7/h/key"}
    for place in range(7):
        guess_wrongly(bakery.hostname, bakery.owner.email, 1, ip=f"198.51.100.{place}")

    assert not try_password(bakery.hostname, bakery.owner.email, PASSWORD, ip="198.51.100.99")


def test_a_code_by_mail_stays_open_when_the_password_is_shut(bakery):
    guess_wrongly(bakery.hostname, bakery.owner.email, 6)
    client = Client(HTTP_HOST=bakery.hostname, REMOTE_ADDR="192.0.2.1")

    client.post(f"/backoffice/{ASK}", {"email": bakery.owner.email})
    client.post(f"/backoffice/{CONFIRM}", {"code": code_of_last_mail()})

    assert client.get("/backoffice/").status_code == 200


def test_right_passwords_are_not_counted(bakery):
    assert all(try_password(bakery.hostname, bakery.owner.email, PASSWORD) for _time in range(8))


def test_code_mails_are_counted_over_all_hosts(bakery, bookshop):
    for host in ("bakery.localhost", "bookshop.localhost", "localhost") * 2:
        Client(HTTP_HOST=host).post(prefix(host) + ASK, {"email": bakery.owner.email})

    assert len(mail.outbox) == 3


def test_the_limit_holds_while_the_cache_is_away(bakery):
    email = "nocache@bakery.test"
    User.objects.create_user(email, PASSWORD)
    caching.breaker.rest()
    assert try_password(bakery.hostname, email, PASSWORD)

    guess_wrongly(bakery.hostname, email, 5)
    assert not try_password("bookshop.localhost", email, PASSWORD)
    assert caching.breaker.is_resting


def code_of_last_mail():
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", mail.outbox[-1].body).group()


def test_guesses_at_the_same_moment_are_each_counted(bakery):
    """The race: every guess reads the session as it was before all of them. Here it is put back by hand."""
    client = Client(HTTP_HOST=bakery.hostname)
    client.post(f"/backoffice/{ASK}", {"email": bakery.owner.email})
    code = code_of_last_mail()
    before = Session.objects.values().get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value)

    for _guess in range(5):
        client.post(f"/backoffice/{CONFIRM}", {"code": "WRNG-CODE"})
        Session.objects.update_or_create(session_key=before["session_key"], defaults=before)
        client.cookies[settings.SESSION_COOKIE_NAME] = before["session_key"]
    client.post(f"/backoffice/{CONFIRM}", {"code": code})

    assert client.get("/backoffice/").status_code == 302


def test_four_wrong_codes_leave_one_try(bakery):
    client = Client(HTTP_HOST=bakery.hostname)
    client.post(f"/backoffice/{ASK}", {"email": bakery.owner.email})
    for _guess in range(4):
        client.post(f"/backoffice/{CONFIRM}", {"code": "WRNG-CODE"})

    client.post(f"/backoffice/{CONFIRM}", {"code": code_of_last_mail()})

    assert client.get("/backoffice/").status_code == 200


# ---- mails of the sign-in -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("bakery.localhost:6666", "http://bakery.localhost:8000/backoffice/account/password/reset/key/"),
        ("bakery.localhost.", "http://bakery.localhost:8000/backoffice/account/password/reset/key/"),
        ("BAKERY.localhost:8000", "http://bakery.localhost:8000/backoffice/account/password/reset/key/"),
        ("localhost:6666", "http://localhost:8000/account/password/reset/key/"),
    ],
)
def test_a_link_in_a_mail_is_ours_whatever_the_host_header_says(bakery, settings, host, address):
    settings.PUBLIC_PORT = "8000"

    Client(HTTP_HOST=host).post(prefix(host.partition(":")[0]) + RESET, {"email": bakery.owner.email})

    (link,) = re.findall(r"http\S+", mail.outbox[0].body)
    assert link.startswith(address)
    reader = Client(HTTP_HOST="localhost" if host.startswith("local") else bakery.hostname)
    opened = reader.get(link.split("8000", 1)[1], follow=True)
    assert 'name="password1"' in opened.text


@pytest.mark.parametrize("path", [ASK, RESET])
def test_a_line_break_in_the_shops_name_is_no_header(bakery, path):
    type(bakery.tenant).objects.filter(pk=bakery.tenant.pk).update(name="X\r\nBcc: v@e.example")
    client = Client(HTTP_HOST=bakery.hostname)

    answer = client.post(f"/backoffice/{path}", {"email": cast_of("bakery").owner.email})

    assert answer.status_code == 302
    (message,) = mail.outbox
    assert message.message()["Bcc"] is None
    assert "X Bcc: v@e.example" in message.from_email
    assert message.recipients() == [bakery.owner.email]


@pytest.mark.parametrize("host", ["bakery.localhost:6666", "bakery.localhost.:80", "BAKERY.localhost"])
def test_the_redirect_to_https_leads_to_our_own_port(bakery, settings, host):
    settings.IN_PRODUCTION, settings.PUBLIC_PORT, settings.SECURE_SSL_REDIRECT = True, "", True

    assert Client(HTTP_HOST=host).get("/fr/")["Location"] == "https://bakery.localhost/fr/"
