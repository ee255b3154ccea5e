"""Posters and labels as PDF: the code opens the shop, the words fit, the price is right, the file says its language."""

import io
import re

import pypdfium2
import pytest
import zxingcpp

from catalog.models import Product, Variant
from catalog.posters.sheets import labels, poster
from catalog.rules.scans import PICKUP, WINDOW
from kit.tenancy import PLATFORM, bind
from shops.models import ShopSettings, Theme
from tenants.models import Domain
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_category, make_product

PAGE, FILE, PREVIEW = "/backoffice/posters/", "/backoffice/posters/file/", "/backoffice/posters/preview/"
LONG = "Le Grand Comptoir des Épices, Thés & Cafés d’Æthiopië van Sint-Joost-ten-Node Łó"


def opened(pdf: bytes) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf)


def codes_in(pdf: bytes, page: int = 0, scale: float = 3) -> list[str]:
    picture = opened(pdf)[page].render(scale=scale).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def text_of(pdf: bytes, page: int = 0) -> str:
    return re.sub(r"\s+", " ", opened(pdf)[page].get_textpage().get_text_range().replace("\ufffe", ""))


def letters_of(text: str) -> str:
    """A reader of PDFs joins what a line's end divides, and one theme sets the name in capitals."""
    return text.upper().replace(" ", "").replace("-", "")


def size_of(pdf: bytes) -> tuple[int, int]:
    width, height = opened(pdf)[0].get_size()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


@pytest.mark.parametrize("theme", dict.fromkeys([*Theme.values, "atelier", "galerie", "librairie", "a theme of tomorrow"]))
@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("a5", (148, 210))])
@pytest.mark.parametrize("name", ["Four d’Anna", LONG])
def test_a_poster_is_one_page_in_any_theme_and_its_code_opens_the_shop(theme, size, millimetres, name, bakery):
    with bakery.entered():
        ShopSettings.objects.update(theme=theme[:20], name=name, street="Rue Josaphat 12", postcode="1030", city="Schaerbeek")

        pdf = poster(code=WINDOW, size=size, languages=["fr", "nl"]).pdf()

    assert len(opened(pdf)) == 1
    assert size_of(pdf) == millimetres
    assert codes_in(pdf) == ["http://bakery.localhost:8000/q/w"]
    text = text_of(pdf)
    for words in (
        "Notre boutique est aussi en ligne",
        "Onze winkel is ook online",
        "bakery.localhost:8000",
        "Rue Josaphat 12, 1030 Schaerbeek",
    ):
        assert words in text
    assert letters_of(name) in letters_of(text)


@pytest.mark.parametrize(("language", "words"), [("fr", "Commandez en ligne, retirez ici"), ("nl", "Bestel online, haal hier af")])
def test_a_file_says_its_language_and_can_be_read_aloud(language, words, bakery):
    with bakery.entered():
        pdf = poster(code=PICKUP, size="a4", languages=[language]).pdf()

    assert words in text_of(pdf)
    assert f"/Lang({language})".encode() in pdf.replace(b" ", b"")
    assert opened(pdf).get_metadata_dict()["Title"] == words
    assert b"/Marked true" in pdf


def test_words_of_a_shop_are_never_read_as_markup(bakery):
    with bakery.entered():
        ShopSettings.objects.update(name='#read("/etc/passwd") $x$ *fort* <b>')

        text = text_of(poster(code=WINDOW, size="a4", languages=["en"]).pdf())

    assert '#read("/etc/passwd") $x$ *fort* <b>' in text


def test_the_code_stays_when_the_shop_gets_a_domain_of_its_own(bakery):
    with bind(PLATFORM):
        Domain.objects.filter(tenant=bakery.tenant).update(is_primary=False)
        Domain.objects.create(tenant=bakery.tenant, domain="pain.example", is_primary=True, verified_at="2026-01-01T00:00Z")
    with bakery.entered():
        pdf = poster(code=WINDOW, size="a4", languages=["fr"]).pdf()

    assert codes_in(pdf) == ["http://bakery.localhost:8000/q/w"]
    assert "pain.example" in text_of(pdf)


def test_a_label_has_name_price_and_a_code_that_outlives_the_products_address(bakery):
    with bakery.entered():
        rye = make_product(name_fr="Pain de seigle", name_nl="Roggebrood", price=480, unit_quantity=800, unit="g")
        cake = make_product(name_fr="Cramique à l’œuf", name_nl="", price=1250, variants=2)
        Variant.objects.filter(product=cake, position=1).update(price=2050)
        products = list(Product.objects.order_by("pk").prefetch_related("variants"))

        pdf = labels(products=products, languages=["fr", "nl"]).pdf()

    text = text_of(pdf)
    for words in ("Pain de seigle", "Roggebrood", "4,80 €", "6,00 €/kg", "Cramique à l’œuf", "dès 12,50 €"):
        assert words in text.replace("\u00a0", " ")
    assert sorted(codes_in(pdf, scale=5)) == sorted(f"http://bakery.localhost:8000/q/{product.pk}" for product in (rye, cake))


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_the_longest_names_fit_their_labels(language, bakery):
    name = ("Confituur van zwarte bessen met citroenschil en een vleugje kaneel uit de Ardennen, tweehonderdvijftig gram, per pot " * 2)[
        :120
    ]
    with bakery.entered():
        for _number in range(24):
            make_product(name_fr=name, name_nl=name[::-1], price=99_999_99)
        products = list(Product.objects.prefetch_related("variants"))

        pdf = labels(products=products, languages=["fr", "nl"] if language == "fr" else ["nl"]).pdf()

    assert len(opened(pdf)) == 1
    assert len(codes_in(pdf, scale=5)) == 24
    assert text_of(pdf).replace("-", "").replace(" ", "").count((name if language == "fr" else name[::-1]).replace(" ", "").strip()) == 24


# ---- the page -----------------------------------------------------------------------------------


def test_the_page_shows_the_poster_and_gives_the_file(bakery):
    client = sign_in(bakery)

    page = client.get(PAGE)
    picture = client.get(PREVIEW, {"kind": "p", "size": "a5", "language": "nl"})
    file = client.get(FILE, {"kind": "p", "size": "a5", "language": "nl"})

    assert "Posters and labels" in words_of(page)
    assert picture.content.startswith(b"\x89PNG")
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="bestel-online-haal-hier-af-a5-nl.pdf"',
    )
    assert codes_in(file.content) == ["http://bakery.localhost:8000/q/p"]


@pytest.mark.parametrize(
    "choice", [{"kind": "x"}, {"size": "a0"}, {"language": "xx"}, {"which": "none"}, {"product": "9" * 12}, {"category": "7x"}]
)
def test_what_is_no_choice_is_said_and_no_file_made(choice, bakery):
    client = sign_in(bakery)

    assert client.get(PAGE, choice).status_code == 422
    assert client.get(FILE, choice).status_code == 303
    assert client.get(PREVIEW, choice).status_code == 303


def test_labels_are_made_for_a_category_or_for_what_was_chosen(bakery):
    with bakery.entered():
        bread = make_category("Bread")
        rye, _bun = make_product("Rye", category=bread), make_product("Bun", category=bread)
        cake, draft = make_product("Cake"), make_product("Draft", category=bread, status="draft")
    client = sign_in(bakery)

    def labelled(**choice):
        return text_of(client.get(FILE, {"kind": "labels", "language": "en", **choice}).content)

    shelf = labelled(which="category", category=bread.pk)
    assert "Rye" in shelf
    assert "Bun" in shelf
    assert "Cake" not in shelf
    assert "Draft" not in shelf
    chosen = labelled(which="chosen", product=[rye.pk, cake.pk])
    assert "Rye" in chosen
    assert "Cake" in chosen
    assert "Bun" not in chosen
    everything = labelled(which="all")
    assert "Rye" in everything
    assert "Cake" in everything
    assert "Draft" not in everything
    found = client.get(PAGE, {"kind": "labels", "which": "chosen", "product": rye.pk, "q": "cake"})
    assert f'value="{rye.pk}" checked' in re.sub(r"\s+", " ", found.text)
    assert f'value="{cake.pk}"' in found.text
    assert f'value="{draft.pk}"' not in found.text


def test_many_labels_come_in_several_files(bakery, django_assert_max_num_queries):
    with bakery.entered():
        for number in range(241):
            make_product(f"Thing {number:03}")
    client = sign_in(bakery)

    page = client.get(PAGE, {"kind": "labels", "language": "en"})
    first = client.get(FILE, {"kind": "labels", "language": "en"})
    with django_assert_max_num_queries(15, using="default"):
        second = client.get(FILE, {"kind": "labels", "language": "en", "part": "2"})

    assert "Labels 1 to 240" in words_of(page)
    assert "Labels 241 to 241" in words_of(page)
    assert len(opened(first.content)) == 10
    assert "Thing 240" in text_of(second.content)
    assert len(opened(second.content)) == 1


def test_each_face_of_the_pages_has_its_face_for_print():
    """Run `python -m workbench.print_fonts` after a change of static/fonts."""
    from django.conf import settings
    from fontTools.ttLib import TTFont

    from kit.printing import FONTS

    for source in (settings.ROOT / "static/fonts").glob("*.woff2"):
        printed = TTFont(FONTS / f"{source.stem}.ttf")
        assert printed.getBestCmap() == TTFont(io.BytesIO(source.read_bytes())).getBestCmap()
