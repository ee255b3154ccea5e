"""The shops in the windows of the landing page: what is copied, for whom, and what never leaves a shop."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalog.models import ProductImage
from catalog.services.move_photo import move_photo
from catalog.services.show_window import show_window
from kit.clock import in_brussels, now
from kit.pictures import RenditionFile
from kit.storage import new_file_name
from landing.selectors import FRONTS, OpenShop, street
from shops.models import ShopPicture, ShopSettings
from shops.selectors.frame_values import Photo
from shops.services.process_picture import store_renditions
from tenants.models import ShopWindow, Tenant
from tenants.services.set_window import set_window
from tenants.services.suspend_shop import suspend_shop
from tests.factories.catalog import make_product

HOST = {"HTTP_HOST": "localhost"}
TODAY = dt.date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def picture_bytes(color: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), color).save(file, "JPEG")
    return file.getvalue()


def stored(color: str = "red") -> dict[str, object]:
    """Store a picture under the names that the worker gives: whoever makes up others here sees no page break."""
    content = picture_bytes(color)
    return store_renditions([RenditionFile(width=400, height=300, avif=content, jpeg=content)])[0]


def stored_in(folder: str) -> dict[str, object]:
    names = {kind: new_file_name(folder, extension) for kind, extension in (("avif", "avif"), ("jpeg", "jpg"))}
    for name in names.values():
        default_storage.save(name, ContentFile(picture_bytes("red")))
    return {"width": 400, **names}


def hang_cover(shop, color: str = "red") -> ShopPicture:
    with shop.entered():
        cover = ShopPicture.objects.create(state="ready", files=[stored(color=color)], width=400, height=300)
        ShopSettings.objects.update(hero_picture=cover)
        show_window()
    return cover


def hang_photo(shop, name: str = "Chair", **values) -> ProductImage:
    with shop.entered():
        product = make_product(name, **values)
        image = ProductImage.objects.create(product=product, state="ready", files=[stored(color="blue")], width=400, height=500)
        show_window()
    return image


def home(client, language: str = "fr") -> str:
    return client.get(f"/{language}/", **HOST).text


def pictures_of(text: str) -> list[str]:
    return sorted(set(re.findall(r"/windows/[0-9a-f]+/\d+\.(?:avif|jpg)", text)))


def test_a_photograph_as_the_house_stores_it_stands_in_the_window(client, bakery):
    with bakery.entered():
        files = store_renditions([RenditionFile(width, 30, picture_bytes("red"), picture_bytes("red")) for width in (400, 800)])
        ShopSettings.objects.update(hero_picture=ShopPicture.objects.create(state="ready", files=files, width=800, height=600))
        show_window()

    pictures = pictures_of(home(client))

    assert len(pictures) == 3, "two widths for browsers that read AVIF, one for those that do not"
    assert all(client.get(picture, **HOST).getvalue() for picture in pictures)


def test_the_cover_stands_in_the_window_and_its_picture_is_answered_by_the_platform(client, bakery):
    hang_cover(bakery)

    text = home(client)
    pictures = pictures_of(text)
    answer = client.get(pictures[1], **HOST)

    assert [name.rpartition(".")[2] for name in pictures] == ["avif", "jpg"]
    assert 'width="400"' in text
    assert 'height="300"' in text
    assert 'loading="lazy"' in text
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == picture_bytes("red")


def test_without_a_cover_a_photograph_of_what_is_online_stands_there(client, bakery):
    hang_photo(bakery, "Draft", status="draft")
    assert ShopWindow.objects.get(tenant=bakery.tenant).files == []

    image = hang_photo(bakery, "Chair")

    assert ShopWindow.objects.get(tenant=bakery.tenant).files == image.files


def test_without_any_photograph_the_name_stands_there(client, bakery, bookshop):
    text = home(client)

    assert '<span class="pane is-words" aria-hidden="true">' in text
    assert "/windows/" not in text


def test_a_photograph_that_is_moved_or_unpublished_leaves_the_window(bakery):
    first = hang_photo(bakery, "Chair")
    with bakery.entered():
        second = ProductImage.objects.create(
            product=first.product, state="ready", files=[stored(color="green")], width=400, height=500, position=1
        )
        move_photo(image_id=second.pk, steps=-1)
        show_window()
    assert ShopWindow.objects.get(tenant=bakery.tenant).files == second.files

    with bakery.entered():
        type(first.product).objects.update(status="draft")
        show_window()

    assert ShopWindow.objects.get(tenant=bakery.tenant).files == []


@pytest.mark.parametrize("change", ["suspended", "unlisted", "not opened"])
def test_a_shop_that_must_not_be_seen_is_gone_at_once_and_its_picture_too(client, bakery, change):
    hang_cover(bakery)
    address = pictures_of(home(client))[1]

    if change == "suspended":
        suspend_shop(tenant=bakery.tenant, now=now())
    else:
        Tenant.objects.filter(pk=bakery.ref.id).update(**({"is_listed": False} if change == "unlisted" else {"launched_at": None}))

    assert "bakery.localhost" not in home(client)
    assert client.get(address, **HOST).status_code == 404


def test_a_shop_that_pauses_stays_in_the_list_but_not_in_the_street(client, bakery):
    hang_cover(bakery)
    Tenant.objects.filter(pk=bakery.ref.id).update(paused_until=in_brussels(now()).date() + dt.timedelta(days=5))

    text = home(client)

    assert text.count('href="http://bakery.localhost:8000/"') == 1
    assert "De retour" in text


@pytest.mark.parametrize("wrong", ["x/400.jpg", "{key}/800.jpg", "{key}/400.png", "{key}/400.jpeg", "{key}/0.jpg"])
def test_no_other_file_can_be_asked_for(client, bakery, wrong):
    hang_cover(bakery)
    key = ShopWindow.objects.get(tenant=bakery.tenant).key

    assert client.get("/windows/" + wrong.format(key=key), **HOST).status_code == 404


def test_pictures_of_the_platform_are_not_on_a_shops_host(client, bakery, bookshop):
    hang_cover(bakery)
    address = pictures_of(home(client))[1]

    assert client.get(address, HTTP_HOST=bookshop.hostname).status_code == 404


def test_a_private_file_or_one_of_another_shop_never_stands_in_a_window(bakery, bookshop):
    with bakery.entered():
        private, public = stored_in("private/originals"), stored()

    for tenant_id, entry in ((bakery.ref.id, private), (bookshop.ref.id, public)):
        with pytest.raises(ValueError, match="no public file"):
            set_window(tenant_id=tenant_id, files=[entry], width=400, height=300, taglines={})
    assert not ShopWindow.objects.exclude(files=[]).exists()


def test_a_row_that_names_another_shops_file_shows_nothing(client, bakery, bookshop):
    """Whoever wrote such a row past the service still gets no file of another shop: the storage refuses."""
    with bakery.entered():
        entry = stored()
    ShopWindow.objects.create(tenant=bookshop.tenant, key="abc", files=[entry], width=400, height=300)

    assert client.get("/windows/abc/400.jpg", **HOST).status_code == 404


def test_the_line_is_in_the_language_of_the_page_where_the_shop_offers_it(client, bakery):
    with bakery.entered():
        ShopSettings.objects.update(tagline_fr="du pain", tagline_nl="brood", tagline_de="Brot")
        show_window()
    Tenant.objects.filter(pk=bakery.ref.id).update(languages="fr,nl", tagline="du pain")

    assert "brood" in home(client, "nl")
    assert "du pain" in home(client, "de")
    assert "Brot" not in home(client, "de").replace("Brot und Kaffee", "")


def test_copying_twice_writes_once(bakery):
    hang_cover(bakery)

    with bakery.entered():
        assert show_window() is False


def _shop(name: str, *, has_photo: bool, back_on: dt.date | None = None) -> OpenShop:
    image = Photo(renditions=((400, "/a.avif", "/a.jpg"),), width=400, height=300) if has_photo else None
    return OpenShop(name, "", "", "", "host", f"/{name}", image, back_on)


def test_shops_with_a_photograph_come_first_and_examples_fill_up():
    fronts = street([_shop("A", has_photo=False), _shop("B", has_photo=True)], today=TODAY)

    assert [front.name for front in fronts] == ["B", "A", "Sous Verre"]
    assert [bool(front.url) for front in fronts] == [True, True, False]


def test_each_shop_has_its_day_in_the_street():
    shops = [_shop(name, has_photo=True) for name in "ABCDE"]

    seen = [[front.name for front in street(shops, today=TODAY + dt.timedelta(days=day))] for day in range(len(shops))]

    assert all(len(set(names)) == FRONTS for names in seen)
    assert sorted(name for names in seen for name in names) == sorted("ABCDE" * FRONTS)


def test_my_shops_shows_the_photograph_only_while_everybody_may_see_it(client, bakery, platform_scope):
    hang_cover(bakery)
    client.force_login(bakery.owner)
    before = pictures_of(client.get("/account/", **HOST).text)

    Tenant.objects.filter(pk=bakery.ref.id).update(launched_at=None)

    assert before != []
    assert pictures_of(client.get("/account/", **HOST).text) == []
