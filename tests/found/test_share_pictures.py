"""The picture beside a link: what it says, that it follows the shop, and that nobody can make us draw for nothing."""

import io
import re
import threading
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalog.models import ProductImage, StockLevel, Variant
from kit.share_picture import ShareWords, compose
from shops.models import SharePicture
from shops.rules.colors import LEGIBLE, contrast
from shops.rules.fonts import PAIRS
from shops.rules.share_look import LOOKS, share_look
from shops.rules.themes import THEMES
from shops.services import share_picture
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import get, head_of, path_of

FONTS = Path("static/fonts")


@pytest.fixture
def in_files(bakery, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return bakery


@pytest.fixture
def bread(in_files):
    with in_files.entered():
        product = make.make_product("Pain", slug="pain", price=480)
        picture = pages.picture(product)
        for file in picture.files:
            default_storage.save(file["jpeg"], ContentFile(_photo()))
        pages.settle(name="Four d’Anna")
    return in_files


def _photo(color="#ff0000"):
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 1600), color).save(buffer, "JPEG")
    return buffer.getvalue()


def address(shop, path="/fr/products/pain/"):
    return path_of(head_of(get(shop, path)).one("og:image"))


def picture(answer):
    return Image.open(io.BytesIO(answer.content)).convert("RGB")


def kept(shop):
    with shop.entered():
        return list(SharePicture.objects.order_by("pk").values_list("subject", "language", "version"))


def files(shop):
    return sorted(Path(default_storage.location).rglob("private/share/*.jpg"))


def test_a_product_has_a_picture_that_is_told_whole_and_may_be_kept_for_ever(bread):
    head = head_of(get(bread, "/fr/products/pain/"))
    answer = get(bread, address(bread))
    image = picture(answer)

    assert head.one("og:image").startswith(f"http://{bread.hostname}:8000/fr/share/")
    assert (head.one("og:image:width"), head.one("og:image:height"), head.one("og:image:type")) == ("1200", "630", "image/jpeg")
    assert head.one("og:image:alt") == "Pain (fr) · Four d’Anna"
    assert head.one("twitter:card") == "summary_large_image"
    assert head.one("og:type") == "product"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Type"] == "image/jpeg"
    assert image.size == (1200, 630)
    assert image.getpixel((300, 400))[0] > 240, "its photograph"
    assert len(answer.content) < 200_000


def test_what_it_says_is_in_its_address(bread, django_capture_on_commit_callbacks):
    first, dutch = address(bread), address(bread, "/nl/products/pain/")
    with bread.entered():
        Variant.objects.update(price=520)
    dearer = address(bread)
    with bread.entered():
        StockLevel.objects.update(on_hand=4)
    same = address(bread)
    with bread.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        pages.settle(name="Autre nom")
    renamed = address(bread)

    assert len({first, dutch, dearer, renamed}) == 4
    assert same == dearer


def test_a_former_address_leads_to_the_present_one_and_draws_nothing(bread):
    former = address(bread)
    assert get(bread, former).status_code == 200
    with bread.entered():
        Variant.objects.update(price=520)

    answer = get(bread, former)

    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (302, address(bread), "public, max-age=60")
    assert len(kept(bread)) == 1
    assert get(bread, answer["Location"]).status_code == 200
    assert len(kept(bread)) == len(files(bread)) == 1, "the new one stands in the place of the old"


@pytest.mark.parametrize("path", ["/fr/share/{}/pain.jpg", "/fr/share/{}.jpg", "/fr/share/{}/nothing.jpg", "/fr/share/{}/draft.jpg"])
def test_made_up_addresses_cost_no_drawing(bread, path):
    with bread.entered():
        make.make_product("Draft", slug="draft", status="draft")
    for number in range(20):
        answer = get(bread, path.format(f"{number:016x}"))
        assert answer.status_code in (302, 404)
        assert not answer.cookies

    assert kept(bread) == []
    assert files(bread) == []


def test_a_second_look_draws_nothing(bread, monkeypatch):
    first = get(bread, address(bread)).content
    monkeypatch.setattr(share_picture, "compose", None)

    assert get(bread, address(bread)).content == first


def test_while_one_is_drawn_the_next_is_asked_to_wait(bread, monkeypatch):
    monkeypatch.setattr(share_picture, "_one_at_a_time", threading.BoundedSemaphore(1))
    monkeypatch.setattr(share_picture, "PATIENCE_SECONDS", 0.01)
    share_picture._one_at_a_time.acquire()

    busy = get(bread, address(bread))

    assert (busy.status_code, busy["Retry-After"]) == (503, "5")
    share_picture._one_at_a_time.release()
    assert get(bread, address(bread)).status_code == 200


def test_a_photograph_that_is_gone_or_broken_leaves_the_words(bread):
    with bread.entered():
        name = ProductImage.objects.get().files[-1]["jpeg"]
        default_storage.delete(name)
        default_storage.save(name, ContentFile(b"no picture"))

    assert picture(get(bread, address(bread))).getpixel((20, 20))[1] > 80, "the shop's green"

    with bread.entered():
        default_storage.delete(name)
        SharePicture.objects.all().delete()
    assert picture(get(bread, address(bread))).size == (1200, 630)


def test_a_sold_piece_says_so_and_no_price(in_files):
    with in_files.entered():
        make.make_unique_piece("Chaise", slug="chaise", price=8900)
        pages.settle()
    before = address(in_files, "/fr/products/chaise/")
    with in_files.entered():
        StockLevel.objects.update(on_hand=0)

    assert address(in_files, "/fr/products/chaise/") != before


def test_the_shop_has_one_too_on_its_home_page_and_lists(in_files):
    home, everything = address(in_files, "/fr/"), address(in_files, "/fr/products/")

    assert home == everything
    assert re.fullmatch(r"/fr/share/[0-9a-f]{16}\.jpg", home)
    assert picture(get(in_files, home)).size == (1200, 630)
    assert kept(in_files)[0][:2] == ("shop", "fr")


def test_two_shops_that_sell_the_same_have_their_own(bread, bookshop):
    with bookshop.entered():
        make.make_product("Pain", slug="pain", price=480)
        pages.settle(name="Four d’Anna")

    get(bread, address(bread))
    foreign = get(bookshop, address(bread))

    assert foreign.status_code == 302, "another photograph, another version"
    assert kept(bookshop) == []


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_each_theme_draws_any_words(theme):
    photo = _photo()
    nasty = ["Pain", "Anticonstitutionnellement" * 4, "Łódź, ŐŰ, ẞ 🥐 日本", "x" * 120, "🥐", "un deux trois " * 30]
    for title in nasty:
        for file in (io.BytesIO(photo), None):
            words = ShareWords(title=title, line="à partir de 1 234,56 €" * 2, shop=title, is_price=file is not None)
            image = Image.open(io.BytesIO(compose(words, share_look(theme, ""), photo=file, fonts=FONTS)))
            assert image.size == (1200, 630)
            assert not image.getexif()


@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_the_shops_own_fonts_are_drawn(pair):
    words = ShareWords(title="Œuvre, Łódź", line="12,90 €", shop="Anna", is_price=True)
    look = share_look("brocante", "", pair)

    assert look.font == PAIRS[pair].display.file
    assert Image.open(io.BytesIO(compose(words, look, photo=None, fonts=FONTS))).size == (1200, 630)


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_its_colours_are_those_of_the_themes_style_sheet(theme):
    sheet = Path(f"static/css/themes/{theme}.css").read_text()
    light = {
        name: re.search(rf"--{name}: (?:light-dark\()?(#[0-9a-f]{{6}})", sheet)
        for name in ("paper", "ink", "ink-soft", "brand", "on-brand", "tag")
    }
    look = LOOKS[theme]
    drawn = {
        "paper": look.paper,
        "ink": look.ink,
        "ink-soft": look.soft_ink,
        "brand": look.brand,
        "on-brand": look.on_brand,
        "tag": look.tag,
    }

    assert {name: found[1] for name, found in light.items() if found} == {name: drawn[name] for name, found in light.items() if found}
    assert look.font == THEMES[theme].font
    assert contrast(look.paper, look.ink) >= LEGIBLE
    assert contrast(look.paper, look.soft_ink) >= LEGIBLE


@pytest.mark.parametrize("color", ["", "#ffff00", "#000000", "#e91e63", "#7f7f7f"])
@pytest.mark.parametrize("theme", [*sorted(THEMES), "a-theme-of-tomorrow"])
def test_the_shops_own_colour_can_be_read(theme, color):
    look = share_look(theme, color)

    assert contrast(look.brand, look.on_brand) >= LEGIBLE
    assert contrast(look.tag, look.on_tag) >= LEGIBLE
