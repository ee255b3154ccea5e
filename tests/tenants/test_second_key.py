"""The second key: an app with codes, and codes on paper. Passkeys need a browser: tests/journeys/test_passkey.py."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
import redis
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connections
from django.test import Client

from kit.tenancy import PLATFORM, bind
from tenants.mfa import relying_party
from tenants.models import Session, User
from tests.answers import words_of
from tests.backoffice_tools import sign_in

KEYS = "/backoffice/account/keys/"
LOGIN = "/backoffice/account/login/"
PASSWORD = {"login": "anna@bakery.test", "password": "correct horse battery"}


def code_of(secret, *, at=None, digits=6):
    """What the app shows (RFC 6238)."""
    counter = struct.pack(">Q", int((at or time.time()) // 30))
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def confirm(client):
    """Show that it is you by the password, as every change of keys asks."""
    return client.post("/backoffice/account/reauthenticate/", {"password": PASSWORD["password"]})


def set_up_app(client):
    confirm(client)
    secret = re.search(r'class="num secret">\s*(\w+)', client.get(f"{KEYS}app/").text)[1]
    answer = client.post(f"{KEYS}app/", {"code": code_of(secret)})
    assert (answer.status_code, answer["Location"]) == (302, f"{KEYS}paper/")
    return secret


def told(shop):
    with connections["platform"].cursor() as cursor:
        cursor.execute(f"SELECT kind, data->>'key' FROM {shop.ref.schema_name}.shops_shopevent WHERE kind LIKE 'key%' ORDER BY id")
        return cursor.fetchall()


def test_signing_in_asks_for_the_code_of_the_app(bakery):
    secret = set_up_app(sign_in(bakery))
    client = Client(HTTP_HOST=bakery.hostname)

    first = client.post(LOGIN, PASSWORD)
    assert (first.status_code, first["Location"]) == (302, f"{KEYS}asked/")
    assert client.get("/backoffice/").status_code == 302  # the password alone opens nothing
    wrong = client.post(f"{KEYS}asked/", {"code": "000000"})
    assert (wrong.status_code, client.get("/backoffice/").status_code) == (200, 302)
    right = client.post(f"{KEYS}asked/", {"code": code_of(secret, at=time.time() + 30)})

    assert (right.status_code, right["Location"]) == (302, "/backoffice/")
    assert client.get("/backoffice/").status_code == 200


def test_a_code_of_the_app_is_good_once(bakery):
    secret = set_up_app(sign_in(bakery))
    code = code_of(secret, at=time.time() + 30)
    for expected in (302, 200):
        client = Client(HTTP_HOST=bakery.hostname)
        client.post(LOGIN, PASSWORD)
        assert client.post(f"{KEYS}asked/", {"code": code}).status_code == expected


def test_a_code_of_the_app_is_good_once_at_all_doors_together(bakery):
    secret = set_up_app(sign_in(bakery))
    code = code_of(secret, at=time.time() + 30)
    for host, door, expected in ((bakery.hostname, "/backoffice/account", 302), ("localhost", "/account", 200)):
        client = Client(HTTP_HOST=host)
        client.post(f"{door}/login/", PASSWORD)
        assert client.post(f"{door}/keys/asked/", {"code": code}).status_code == expected


def test_a_used_code_is_remembered_for_as_long_as_it_would_be_taken(bakery):
    secret = set_up_app(sign_in(bakery))
    code = code_of(secret, at=time.time() + 30)
    client = Client(HTTP_HOST=bakery.hostname)
    client.post(LOGIN, PASSWORD)
    client.post(f"{KEYS}asked/", {"code": code})

    valkey = redis.Redis.from_url(settings.REDIS_URL)
    kept = [valkey.ttl(key) for key in valkey.scan_iter(f"*totp.used*user={bakery.owner.pk}&code={code}")]
    assert kept
    assert max(kept) > 60


def test_guessing_the_code_is_limited(bakery):
    secret = set_up_app(sign_in(bakery))
    client = Client(HTTP_HOST=bakery.hostname)
    client.post(LOGIN, PASSWORD)
    for _guess in range(6):
        client.post(f"{KEYS}asked/", {"code": "000000"})

    client.post(f"{KEYS}asked/", {"code": code_of(secret, at=time.time() + 30)})

    assert client.get("/backoffice/").status_code == 302


def test_a_code_on_paper_opens_once(bakery):
    owner = sign_in(bakery)
    set_up_app(owner)
    code = re.findall(r"<li>\s*(\d{8})\s*</li>", owner.get(f"{KEYS}paper/").text)[0]

    for expected in (302, 200):
        client = Client(HTTP_HOST=bakery.hostname)
        client.post(LOGIN, PASSWORD)
        assert client.post(f"{KEYS}asked/", {"code": code}).status_code == expected


def test_it_is_one_key_for_all_shops_and_the_platform(bakery, bookshop):
    secret = set_up_app(sign_in(bakery))

    for host, path in ((bookshop.hostname, LOGIN), ("localhost", "/account/login/")):
        answer = Client(HTTP_HOST=host).post(path, PASSWORD)
        assert answer["Location"].endswith("/keys/asked/")
    assert secret


def test_removing_it_asks_who_one_is_and_is_written_down(bakery, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(using="default", execute=True):
        secret = set_up_app(sign_in(bakery))
    client = sign_in(bakery)  # another device, that has shown nothing

    refused = client.post(f"{KEYS}app/removal/")
    assert "/reauthenticate/" in refused["Location"] or "/again/" in refused["Location"]
    assert Authenticator.objects.filter(user=bakery.owner, type="totp").exists()
    client.post(f"{KEYS}again/", {"code": code_of(secret, at=time.time() + 30)})
    assert client.post(f"{KEYS}app/removal/").status_code == 302

    assert not Authenticator.objects.filter(user=bakery.owner).exists()  # the paper goes with the last key
    assert told(bakery) == [
        ("key_added", "totp"),
        ("key_added", "recovery_codes"),
        ("key_removed", "totp"),
        ("key_removed", "recovery_codes"),
    ]


def test_the_secret_is_not_in_the_database(bakery):
    secret = set_up_app(sign_in(bakery))

    with connections["platform"].cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s", [bakery.owner.pk])
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert stored
    assert secret not in stored


def test_the_page_says_what_is_set_up(bakery):
    client = sign_in(bakery)
    assert "Set up an app" in words_of(client.get(KEYS))
    set_up_app(client)

    page = words_of(client.get(KEYS))

    assert "Remove the app" in page
    assert "10 codes are left" in page


@pytest.mark.parametrize(
    ("base", "host", "party"),
    [
        ("vitrine.example", "four-anna.vitrine.example", "vitrine.example"),
        ("vitrine.example", "vitrine.example", "vitrine.example"),
        ("vitrine.example", "www.four-anna.example", "www.four-anna.example"),
        ("vitrine.example", "evilvitrine.example", "evilvitrine.example"),
        ("localhost", "four-anna.localhost", "four-anna.localhost"),
    ],
)
def test_what_a_passkey_belongs_to(settings, base, host, party):
    settings.BASE_DOMAIN = base

    assert relying_party(host) == party


def test_the_pages_speak_the_language_of_the_person(bakery):
    client = sign_in(bakery, language="nl")

    assert '<html lang="nl"' in client.get(KEYS, HTTP_ACCEPT_LANGUAGE="en").text


# ---- without a transaction around the test, as on a real server ------------------------------------


@pytest.fixture
def stranger(committed_db):
    """Somebody with a second key who works nowhere, so that no log has lines about them; returns their client and secret."""
    with bind(PLATFORM):
        user = User.objects.create_user("keys@strangers.test", password=PASSWORD["password"])
    client = Client(HTTP_HOST="localhost")
    client.post("/account/login/", {**PASSWORD, "login": user.email})
    client.post("/account/reauthenticate/", {"password": PASSWORD["password"]})
    secret = re.search(r'class="num secret">\s*(\w+)', client.get("/account/keys/app/").text)[1]
    client.post("/account/keys/app/", {"code": code_of(secret)})
    yield client
    with bind(PLATFORM):
        Session.objects.filter(user_id=user.pk).delete()
        user.delete()
    for alias in connections:
        connections[alias].close()


def test_wrong_codes_and_codes_on_paper_are_answered_on_a_real_server(stranger):
    answer = stranger.post("/account/keys/paper/new/")
    assert answer.status_code == 302
    on_paper = re.findall(r"<li>\s*(\d{8})\s*</li>", stranger.get("/account/keys/paper/").text)[0]

    client = Client(HTTP_HOST="localhost")
    client.post("/account/login/", {**PASSWORD, "login": "keys@strangers.test"})
    assert client.post("/account/keys/asked/", {"code": "000000"}).status_code == 200
    assert client.post("/account/keys/asked/", {"code": on_paper}).status_code == 302
    assert client.get("/account/").status_code == 200

    client = Client(HTTP_HOST="localhost")
    client.post("/account/login/", {**PASSWORD, "login": "keys@strangers.test"})
    assert client.post("/account/keys/asked/", {"code": on_paper}).status_code == 200


@pytest.mark.parametrize(
    "answer",
    [
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "YQ"}}',
        '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
        '{"response": 1}',
        "[]",
        "nonsense",
    ],
)
def test_an_answer_that_no_browser_gives_adds_no_passkey(answer, bakery):
    client = sign_in(bakery)
    confirm(client)
    client.get(f"{KEYS}passkeys/new/")

    refused = client.post(f"{KEYS}passkeys/new/", {"name": "x", "credential": answer})

    assert refused.status_code == 200
    assert not Authenticator.objects.exists()
