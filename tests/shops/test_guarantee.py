"""The Union's notice on the legal guarantee: the official file as it is, else our own words, and staff are told."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.template.loader import render_to_string
from PIL import Image

from landing.checks import missing_notices
from shops import guarantee
from tests.factories.catalog import make_product, make_variant
from tests.factories.orders import pickup

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595.28 841.89"><rect width="10" height="10"/></svg>'
OWN_WORDS = "Legal guarantee of two years."


@pytest.fixture
def legal_files(settings, tmp_path):
    """An empty place for official files, of this test alone."""
    from django.contrib.staticfiles.finders import get_finder

    def fresh():
        guarantee.notice.cache_clear()
        get_finder.cache_clear()

    folder = tmp_path / "legal"
    folder.mkdir()
    settings.STATICFILES_DIRS = [str(tmp_path)]
    fresh()
    yield folder
    fresh()


def put(folder, languages=("fr", "nl", "en", "de"), content: str = SVG) -> None:
    for language in languages:
        (folder / f"guarantee-notice-{language}.svg").write_text(content)


def product_page(client, shop, **values) -> str:
    with shop.entered():
        make_product("Chair", slug="chair", **values)
    return client.get("/en/products/chair/", HTTP_HOST=shop.hostname).text


def test_until_the_file_is_there_our_own_words_say_what_the_guarantee_is(client, bakery, legal_files):
    text = product_page(client, bakery)

    assert OWN_WORDS in text
    assert "repaired or replaced free of charge" in text
    assert "eu-notice" not in text


def test_second_hand_goods_have_it_too(client, bakery, legal_files):
    assert "The legal guarantee applies, to second-hand goods too." in product_page(client, bakery, condition="good", kind="unique")


def test_the_official_file_is_shown_whole_on_the_page_of_a_product(client, bakery, legal_files):
    put(legal_files)

    text = product_page(client, bakery)

    assert '<a href="/static/legal/guarantee-notice-en.svg"><img' in text
    assert 'src="/static/legal/guarantee-notice-en.svg"' in text
    assert 'width="595"' in text
    assert 'height="842"' in text
    assert OWN_WORDS not in text


def test_each_language_has_its_own_file(legal_files):
    put(legal_files, ["nl"])

    assert guarantee.notice("nl").path.endswith("notice-nl.svg")
    assert guarantee.notice("fr") is None


def test_a_png_does_as_well(legal_files):
    Image.new("RGB", (1654, 2339)).save(legal_files / "guarantee-notice-fr.png")

    assert (guarantee.notice("fr").width, guarantee.notice("fr").height) == (1654, 2339)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<html></html>",
        SVG.replace("viewBox", "view"),
        SVG.replace("<rect", "<script>alert(1)</script><rect"),
        SVG.replace("<rect", '<rect onload="alert(1)"'),
        SVG + " " * guarantee.MOST_BYTES,
    ],
)
def test_what_is_no_picture_is_not_shown_and_staff_are_told(client, bakery, legal_files, content):
    put(legal_files, content=content)

    assert guarantee.notice("fr") is None
    assert [language for language, _problem in missing_notices()] == ["fr", "nl", "en", "de"]


def test_the_deploy_check_names_what_is_missing(legal_files):
    put(legal_files, ["fr", "nl"])
    said = StringIO()

    call_command("check", deploy=True, stdout=said, stderr=said)

    assert said.getvalue().count("vitrine.I001") == 2
    assert "'en'" in said.getvalue()
    assert "'de'" in said.getvalue()


def test_the_first_page_of_the_admin_says_it_until_the_files_are_there(client, bakery, legal_files, platform_scope):
    from tenants.models import User

    client.force_login(User.objects.create_superuser("law@vitrine.test", language="en"))
    before = client.get("/admin/", HTTP_HOST="localhost").text
    put(legal_files)
    guarantee.notice.cache_clear()
    after = client.get("/admin/", HTTP_HOST="localhost").text

    assert "docs/legal-files.md" in before
    assert "docs/legal-files.md" not in after


def test_the_last_step_shows_the_notice_and_names_it_above_the_button(client, bakery, legal_files):
    put(legal_files)
    host = {"HTTP_HOST": bakery.hostname}
    with bakery.entered():
        variant, way = make_variant("Cactus", on_hand=5), pickup()
    client.post("/en/cart/lines/", {"variant": variant.pk}, **host)
    client.post("/en/checkout/", {"name": "Léa Moreau", "email": "lea@mail.test"}, **host)
    client.post("/en/checkout/delivery/", {"shipping_method": way.pk}, **host)

    text = client.get("/en/checkout/review/", **host).text

    assert text.index('href="#guarantee"') < text.index("is-order") < text.index('id="guarantee"')


def test_the_confirmation_leads_to_the_notice(bakery, legal_files):
    put(legal_files)

    with bakery.entered():
        plain = render_to_string("email/_guarantee.txt")
        html = render_to_string("email/_guarantee.html")

    assert plain.strip().endswith("Notice of the European Union: http://bakery.localhost:8000/static/legal/guarantee-notice-en.svg")
    assert 'href="http://bakery.localhost:8000/static/legal/guarantee-notice-en.svg"' in html
