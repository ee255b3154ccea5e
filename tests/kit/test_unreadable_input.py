"""Addresses, forms and cookies that nobody can mean: 400 or 413, never 500. Each refusal has its twin."""

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from kit.wsgi import only_utf_8
from tests.backoffice_tools import sign_in

HOSTS = ["bakery.localhost", "localhost", settings.STRIPE_SANDBOX_HOST]
FORM = "application/x-www-form-urlencoded"


def status_from_the_server(host, content_type):
    """Ask as the web server does: Django's test client makes its requests past config.wsgi."""
    handler = ClientHandler()
    environ = RequestFactory(HTTP_HOST=host)._base_environ(PATH_INFO="/fr/", QUERY_STRING="q=%41", CONTENT_TYPE=content_type)
    (answer,) = only_utf_8(lambda environ, _start: [handler(environ)])(environ, print)
    return answer.status_code


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "charset",
    ["hex", "idna", "punycode", "rot13", "zlib", "utf-16", "latin-1", '"hex"', "utf-8; charset=hex", "", "utf-8; charset*=nope''x"],
)
def test_a_charset_that_is_not_ours_is_refused(bakery, host, charset):
    assert status_from_the_server(host, f"text/plain; charset={charset}") == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8", '"utf-8"', "utf-8; boundary=x"])
def test_our_own_charset_is_read(bakery, charset):
    assert status_from_the_server(bakery.hostname, f"text/plain; charset={charset}") == 200


def test_an_unknown_host_answers_its_own_page_whatever_the_charset(bakery):
    assert status_from_the_server("nobody.localhost", "text/plain; charset=hex") == 404


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/fr/%ff%fe/", "/fr/?q=%ff%fe", "/fr/?%ff=1", "/fr/?q=%ED%A0%80", "/fr/?q=a%00b", "/fr/%00/"])
def test_an_address_that_is_no_text_is_refused(client, bakery, host, path):
    assert client.get(path, HTTP_HOST=host).status_code == 400


@pytest.mark.parametrize(("path", "language"), [("/nl/?q=%ff", "nl"), ("/de/?q=%ff", "de"), ("/%ff/", "fr")])
def test_the_refusal_speaks_the_language_of_the_address_or_of_the_browser(client, bakery, path, language):
    client.get("/en/", HTTP_HOST=bakery.hostname)  # what the last visitor spoke must not matter

    answer = client.get(path, HTTP_HOST=bakery.hostname, HTTP_ACCEPT_LANGUAGE="fr")

    assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("path", ["/fr/?q=%C3%A9t%C3%A9", "/fr/?q=%EF%BF%BD", "/fr/?q=é"])
def test_an_address_in_utf_8_is_read(client, bakery, path):
    assert client.get(path, HTTP_HOST=bakery.hostname).status_code == 200


@pytest.mark.parametrize(
    "path", ["/fr/order/" + "9" * 19 + "/", "/" + "9" * 5000, "/fr/products/?page=" + "9" * 19, "/fr/products/?page=-" + "1" * 5000]
)
def test_a_number_that_no_row_can_have_is_refused(client, bakery, path):
    assert client.get(path, HTTP_HOST=bakery.hostname).status_code == 400


@pytest.mark.parametrize(
    ("path", "status"),
    [("/fr/products/?page=" + "9" * 18, 200), ("/fr/products/?q=" + "9" * 40, 200), ("/media/a" + "9" * 31 + ".jpg", 404)],
)
def test_digits_elsewhere_are_just_text(client, bakery, path, status):
    assert client.get(path, HTTP_HOST=bakery.hostname).status_code == status


@pytest.mark.parametrize("body", [b"name=%ff%fe", b"name=\xff", b"%ff=1", b"name=a%00b"])
def test_a_form_that_is_no_text_is_refused(bakery, body):
    assert sign_in(bakery).post("/backoffice/shop/texts/", body, content_type=FORM).status_code == 400


@pytest.mark.parametrize(("sent", "status"), [(b"\xff\xfe", 400), (b"a\x00b", 400), ("Été".encode(), 303)])
def test_a_form_with_files_is_read_as_utf_8_too(bakery, sent, status):
    body = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\n' + sent + b"\r\n--b--\r\n"

    assert sign_in(bakery).post("/backoffice/shop/texts/", body, content_type="multipart/form-data; boundary=b").status_code == status


@pytest.mark.parametrize("variant", ["9" * 19, "9" * 30, "-1", "x", "9" * 5000])
def test_an_id_in_a_form_that_no_row_can_have_is_refused(client, bakery, variant):
    assert client.post("/fr/cart/lines/", {"variant": variant, "quantity": "1"}, HTTP_HOST=bakery.hostname).status_code in (400, 404, 422)


@pytest.mark.parametrize("key", ['"\\000aaaaaaaaaaaa"', "A" * 32, "a" * 31, "é" * 32, "a" * 5000])
def test_a_session_key_that_django_never_made_is_no_session(client, bakery, key):
    answer = client.get("/backoffice/", HTTP_HOST=bakery.hostname, HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={key}")

    assert answer.status_code == 302


@pytest.mark.parametrize("name", [settings.CART_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"])
def test_other_cookies_with_a_nul_are_ignored(client, bakery, name):
    for path in ("/", "/fr/cart/", "/backoffice/"):
        assert client.get(path, HTTP_HOST=bakery.hostname, HTTP_COOKIE=f'{name}="\\000aaaaaaaaaaaa"').status_code < 400


# ---- how much may be sent -----------------------------------------------------------------------


class Counting(io.BytesIO):
    """A body that knows how much of it was read."""

    def read(self, *args):
        found = super().read(*args)
        self.was_read = getattr(self, "was_read", 0) + len(found)
        return found


def post_bytes(shop, path, size, **more):
    body = Counting(b"a=" + b"x" * (size - 2))
    environment = {"wsgi.input": body, "CONTENT_LENGTH": str(size), "CONTENT_TYPE": FORM, "HTTP_HOST": shop.hostname, **more}
    return Client().generic("POST", path, **environment), getattr(body, "was_read", 0)


def test_a_body_too_large_for_a_form_is_refused_unread(bakery):
    answer, read = post_bytes(bakery, "/fr/cart/lines/", settings.BODY_MAX_BYTES + 1)

    assert (answer.status_code, read) == (413, 0)


def test_a_body_without_a_length_is_not_read(bakery):
    _answer, read = post_bytes(bakery, "/fr/cart/lines/", settings.BODY_MAX_BYTES + 1, CONTENT_LENGTH="")

    assert read == 0


@pytest.mark.parametrize(("size", "status"), [(1024, 404), (settings.BODY_MAX_BYTES + 1, 413)])
def test_a_stranger_sends_no_photographs_to_the_storefront(client, bakery, size, status):
    photo = SimpleUploadedFile("p.jpg", b"x" * size, content_type="image/jpeg")

    assert client.post("/fr/nowhere/", {"photo": photo}, HTTP_HOST=bakery.hostname).status_code == status


def test_the_people_of_the_shop_send_several_photographs_and_strangers_at_most_one(bakery, client, settings):
    settings.PHOTO_MAX_BYTES = settings.BODY_MAX_BYTES = 1000
    photos = {"photos": [SimpleUploadedFile(f"{n}.jpg", b"x" * 900, content_type="image/jpeg") for n in range(3)]}

    assert client.post("/backoffice/shop/look/", photos, HTTP_HOST=bakery.hostname).status_code == 413
    assert sign_in(bakery).post("/backoffice/shop/look/", photos).status_code == 422
