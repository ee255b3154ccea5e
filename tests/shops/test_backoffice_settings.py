"""The shopkeeper's settings: saved, checked, and seen by the storefront."""

import datetime as dt
import re
from importlib import import_module

import pytest
from django.db import connections

from kit.clock import in_brussels, now
from kit.tenancy import PLATFORM, bind
from shops.models import OpeningException, OpeningHours, ShippingMethod, ShopPicture, ShopSettings
from shops.rules.colors import brand_colors
from shops.tasks import process_picture
from tenants.models import Tenant
from tests.backoffice_tools import photo_file, sign_in


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def settings_of(shop):
    with shop.entered():
        return ShopSettings.objects.get()


# ---- texts --------------------------------------------------------------------------------------


def test_texts_are_saved_in_each_language_and_the_platform_follows(bakery):
    data = {"name": "Le Four", "languages": ["nl", "en", "de"], "tagline_fr": "pain", "tagline_nl": "brood", "hero_title_fr": "Le pain"}

    answer = sign_in(bakery).post("/backoffice/shop/texts/", data)

    assert answer.status_code == 303
    saved = settings_of(bakery)
    assert (saved.name, saved.tagline_fr, saved.tagline_nl, saved.hero_title_fr) == ("Le Four", "pain", "brood", "Le pain")
    with bind(PLATFORM):
        tenant = Tenant.objects.get(pk=bakery.tenant.pk)
        assert (tenant.name, tenant.tagline, tenant.languages.split(",")[0]) == ("Le Four", "pain", bakery.ref.languages[0])


def test_the_shops_own_language_stays_when_all_others_go(bakery):
    sign_in(bakery).post("/backoffice/shop/texts/", {"name": "Le Four"})

    with bind(PLATFORM):
        assert Tenant.objects.get(pk=bakery.tenant.pk).languages == bakery.ref.languages[0]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "n" * 81}, {"languages": ["xx"]}, {"tagline_fr": "t" * 121}])
def test_wrong_texts_are_refused_and_kept_as_typed(wrong, bakery):
    before = settings_of(bakery).name

    answer = sign_in(bakery).post("/backoffice/shop/texts/", {"name": "New", "story_text_fr": "as typed", **wrong})

    assert answer.status_code == 422
    assert "as typed" in answer.text
    assert settings_of(bakery).name == before


@pytest.mark.parametrize("typed", ["X\r\nBcc: v@e.example", "X\u2028Bcc: v@e.example"])
def test_a_line_break_in_the_name_becomes_a_space(typed, bakery):
    assert sign_in(bakery).post("/backoffice/shop/texts/", {"name": typed, "tagline_fr": "a\nb"}).status_code == 303

    saved = settings_of(bakery)
    assert (saved.name, saved.tagline_fr) == ("X Bcc: v@e.example", "a b")


@pytest.mark.parametrize(
    ("page", "column", "typed"), [("texts", "story_text_fr", {"name": "New"}), ("identity", "street_fr", {"postcode": "1000"})]
)
def test_a_form_that_lost_its_fields_on_the_way_empties_nothing(page, column, typed, bakery):
    with bakery.entered():
        ShopSettings.objects.update(**{column: "told before"})
    before = settings_of(bakery)

    answer = sign_in(bakery).post(f"/backoffice/shop/{page}/", typed)

    assert answer.status_code == 422
    assert "A part of this form did not arrive" in answer.text
    assert "told before" in answer.text
    assert next(iter(typed.values())) in answer.text
    assert settings_of(bakery) == before
    assert getattr(settings_of(bakery), column) == "told before"
    assert settings_of(bakery).name == before.name

    assert sign_in(bakery).post(f"/backoffice/shop/{page}/", {"name": "New", **typed, column: ""}).status_code == 303
    assert getattr(settings_of(bakery), column) == ""


# ---- hours --------------------------------------------------------------------------------------


def week(**values):
    return {f"d{day}-{place}-{edge}": "" for day in range(1, 8) for place in (0, 1) for edge in ("opens", "closes")} | values


def test_a_day_may_have_two_stretches_typed_freely(bakery):
    data = week(**{"d2-0-opens": "9h", "d2-0-closes": "12h30", "d2-1-opens": "13.30", "d2-1-closes": "1830"})

    assert sign_in(bakery).post("/backoffice/shop/hours/", data).status_code == 303

    with bakery.entered():
        assert list(OpeningHours.objects.values_list("weekday", "opens", "closes")) == [
            (2, dt.time(9), dt.time(12, 30)),
            (2, dt.time(13, 30), dt.time(18, 30)),
        ]


def test_exceptional_days_are_noted_and_two_empty_rows_are_always_there(bakery):
    tomorrow = in_brussels(now()).date() + dt.timedelta(days=1)
    with bakery.entered():
        OpeningException.objects.create(date=dt.date(2020, 1, 1), reason="past")
    client = sign_in(bakery)
    data = week(
        **{
            "x0-date": tomorrow.isoformat(),
            "x0-reason": "Fête",
            "x1-date": (tomorrow + dt.timedelta(days=1)).isoformat(),
            "x1-opens": "10:00",
            "x1-closes": "12:00",
        }
    )

    assert client.post("/backoffice/shop/hours/", data).status_code == 303

    with bakery.entered():
        days = list(OpeningException.objects.values_list("date", "opens", "reason"))
    assert days == [(dt.date(2020, 1, 1), None, "past"), (tomorrow, None, "Fête"), (tomorrow + dt.timedelta(days=1), dt.time(10), "")]
    assert 'name="x3-date"' in client.get("/backoffice/shop/hours/").text
    assert 'name="x4-date"' not in client.get("/backoffice/shop/hours/").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"d1-0-opens": "9:00"},
        {"d1-0-opens": "18:00", "d1-0-closes": "9:00"},
        {"d1-0-opens": "9:00", "d1-0-closes": "9:00"},
        {"d1-0-opens": "9:00", "d1-0-closes": "14:00", "d1-1-opens": "13:00", "d1-1-closes": "18:00"},
        {"d1-0-opens": "25:00", "d1-0-closes": "26:00"},
        {"x0-reason": "which day"},
        {"x0-date": "2030-02-30"},
        {"x0-date": "2030-01-01", "x1-date": "2030-01-01"},
    ],
)
def test_impossible_hours_are_refused_and_nothing_changes(wrong, bakery):
    with bakery.entered():
        before = list(OpeningHours.objects.values_list("weekday", "opens", "closes"))

    answer = sign_in(bakery).post("/backoffice/shop/hours/", week(**wrong))

    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert all(value in answer.text for value in wrong.values())
    with bakery.entered():
        assert list(OpeningHours.objects.values_list("weekday", "opens", "closes")) == before


@pytest.mark.parametrize("cut", [0, 10, 27])
def test_hours_cut_off_on_the_way_are_refused_and_shown_whole(cut, bakery):
    tomorrow = in_brussels(now()).date() + dt.timedelta(days=1)
    with bakery.entered():
        OpeningException.objects.create(date=tomorrow, reason="Fête")
        before = list(OpeningHours.objects.values_list("weekday", "opens", "closes"))
    sent = dict(list(week(**{"d1-0-opens": "07:07", "d1-0-closes": "08:08"}).items())[:cut])

    answer = sign_in(bakery).post("/backoffice/shop/hours/", sent)

    assert answer.status_code == 422
    assert answer.text.count("A part of this form did not arrive") == 1
    assert ('value="07:07"' in answer.text) == bool(cut)
    assert "Fête" in answer.text
    with bakery.entered():
        assert list(OpeningHours.objects.values_list("weekday", "opens", "closes")) == before
        assert OpeningException.objects.count() == 1


def test_hours_emptied_by_hand_are_emptied(bakery):
    assert sign_in(bakery).post("/backoffice/shop/hours/", week()).status_code == 303

    with bakery.entered():
        assert not OpeningHours.objects.exists()


def test_copies_that_are_there_already_go_with_the_migration(bakery):
    migration = import_module("shops.migrations.0003_one_stretch_for_each_beginning")
    with bakery.entered(), connections["default"].cursor() as cursor:
        kept = list(OpeningHours.objects.values_list("pk", flat=True))
        cursor.execute("ALTER TABLE shops_openinghours DROP CONSTRAINT one_stretch_for_each_beginning")
        cursor.execute(
            "INSERT INTO shops_openinghours (weekday, opens, closes, note) SELECT weekday, opens, closes, note FROM shops_openinghours"
        )

        cursor.execute(migration.FORGET_COPIES)

        assert list(OpeningHours.objects.values_list("pk", flat=True)) == kept


# ---- identity -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0417.497.106", "BE 0417 497 106", "417497106", "be0417.497.106"])
def test_an_enterprise_number_is_understood_as_written(typed, bakery):
    sign_in(bakery).post("/backoffice/shop/identity/", {"enterprise_number": typed, "postcode": "B-1030"})

    assert (settings_of(bakery).enterprise_number, settings_of(bakery).postcode) == ("0417497106", "1030")


@pytest.mark.parametrize(
    "wrong",
    [
        {"enterprise_number": "0417.497.107"},
        {"enterprise_number": "12"},
        {"enterprise_number": "hello"},
        {"postcode": "0999"},
        {"postcode": "10000"},
        {"email": "nobody"},
        {"phone": "12x"},
        {"legal_form": "other"},
        {"legal_form": "guild"},
    ],
)
def test_a_mistyped_identity_is_refused(wrong, bakery):
    answer = sign_in(bakery).post("/backoffice/shop/identity/", {"street_fr": "Rue typed 1", **wrong})

    assert answer.status_code == 422
    assert "Rue typed 1" in answer.text
    assert settings_of(bakery).street != "Rue typed 1"


# ---- look ---------------------------------------------------------------------------------------


def test_a_colour_of_ones_own_is_served_legibly(bakery):
    client = sign_in(bakery)

    client.post("/backoffice/shop/look/", {"theme": "comptoir", "use_brand": "on", "brand_color": "#FFE000"})

    saved = settings_of(bakery)
    assert (saved.theme, saved.brand_color) == ("comptoir", "#ffe000")
    (url,) = re.findall(r'href="(/theme/[^"]+)"', client.get("/fr/").text)
    sheet = client.get(url)
    assert sheet["Content-Type"] == "text/css"
    assert "immutable" in sheet["Cache-Control"]
    assert brand_colors("#ffe000", theme="comptoir").light.brand in sheet.text
    former = client.get("/theme/comptoir-ffe000-own-000000000000.css")
    assert former.text == sheet.text
    assert "immutable" not in former["Cache-Control"]


def test_without_a_colour_of_its_own_a_shop_has_no_sheet(bakery):
    client = sign_in(bakery)
    client.post("/backoffice/shop/look/", {"theme": "serre", "brand_color": "#ffe000"})

    assert settings_of(bakery).brand_color == ""
    assert "/theme/" not in client.get("/fr/").text


@pytest.mark.parametrize("name", ["000", "serre-own-own-0", "serre-ffe00-own-0", "nobody-ffe000-own-0", "serre-own-comic-0", "a-b-c-d-e"])
def test_a_sheet_that_cannot_be_is_not_there(name, bakery, client):
    assert client.get(f"/theme/{name}.css", HTTP_HOST=bakery.hostname).status_code == 404


@pytest.mark.parametrize("color", ["red", "#12", "#1234567", "url(x)", "#ffe00}"])
def test_what_is_no_colour_is_refused(color, bakery):
    answer = sign_in(bakery).post("/backoffice/shop/look/", {"theme": "serre", "use_brand": "on", "brand_color": color})

    assert answer.status_code == 422
    assert settings_of(bakery).brand_color == ""


@pytest.mark.parametrize(("color", "expected"), [("#a03020", "#a03020"), ("#808080", ""), ("#ffffff", "")])
def test_the_colour_of_the_logo_is_offered_and_taken(color, expected, bakery):
    client = sign_in(bakery)
    client.post("/backoffice/shop/look/", {"theme": "serre", "logo": photo_file(color=color, image_format="PNG")})
    with bakery.entered():
        process_picture.run(ShopPicture.objects.get().pk)
        found = ShopPicture.objects.get().color
    offers = 'value="logo-color"' in client.get("/backoffice/shop/look/").text

    client.post("/backoffice/shop/look/", {"theme": "serre", "then": "logo-color"})

    saved = settings_of(bakery).brand_color
    assert (bool(found), offers) == (bool(expected), bool(expected))
    assert saved == found
    assert not expected or max(abs(int(found[n : n + 2], 16) - int(expected[n : n + 2], 16)) for n in (1, 3, 5)) <= 4


def test_a_cover_picture_is_prepared_and_can_be_taken_down(bakery):
    client = sign_in(bakery)
    client.post("/backoffice/shop/look/", {"theme": "serre", "brand_color": "", "hero_picture": photo_file(), "hero_alt_fr": "Un pain"})
    with bakery.entered():
        picture = ShopPicture.objects.get()
        assert ShopSettings.objects.get().hero_picture == picture
        process_picture.run(picture.pk)
        picture.refresh_from_db()
    assert picture.is_ready
    assert settings_of(bakery).hero_alt_fr == "Un pain"
    assert "<picture>" in client.get(f"/backoffice/shop/pictures/{picture.pk}/").text

    client.post("/backoffice/shop/look/", {"theme": "serre", "brand_color": "", "hero_picture_remove": "on"})

    assert settings_of(bakery).hero_picture_id is None


# ---- delivery -----------------------------------------------------------------------------------


def shipping_data(shop, **values):
    with shop.entered():
        pickup = ShippingMethod.objects.get()
    return {f"m{pickup.pk}-is_active": "on", f"m{pickup.pk}-name_fr": "Au comptoir", "mnew-price": "0", **values}, pickup


def test_a_delivery_is_added_with_its_price(bakery):
    data, pickup = shipping_data(bakery, **{"mnew-is_active": "on", "mnew-name_fr": "À vélo", "mnew-price": "4,90"})

    assert sign_in(bakery).post("/backoffice/shop/delivery/", data).status_code == 303

    with bakery.entered():
        delivery = ShippingMethod.objects.exclude(pk=pickup.pk).get()
        pickup.refresh_from_db()
        assert (delivery.kind, delivery.name_fr, delivery.price, delivery.is_active) == ("delivery", "À vélo", 490, True)
        assert (pickup.name_fr, pickup.price) == ("Au comptoir", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mnew-is_active": "on"},
        {"mnew-is_active": "on", "mnew-name_fr": "x", "mnew-price": "free"},
        {"mnew-is_active": "on", "mnew-name_fr": "x", "mnew-price": "101"},
    ],
)
def test_a_delivery_that_lacks_something_is_refused(wrong, bakery):
    data, _pickup = shipping_data(bakery, **wrong)

    assert sign_in(bakery).post("/backoffice/shop/delivery/", data).status_code == 422

    with bakery.entered():
        assert ShippingMethod.objects.count() == 1


def test_a_shop_offers_at_least_one_way(bakery):
    data, pickup = shipping_data(bakery)
    del data[f"m{pickup.pk}-is_active"]

    assert sign_in(bakery).post("/backoffice/shop/delivery/", data).status_code == 422

    with bakery.entered():
        assert ShippingMethod.objects.get().is_active


# ---- account ------------------------------------------------------------------------------------


def test_a_person_chooses_the_language_of_the_pages(bakery):
    client = sign_in(bakery)

    client.post("/backoffice/shop/account/", {"name": "Anna B.", "language": "nl"})

    bakery.owner.refresh_from_db()
    assert (bakery.owner.name, bakery.owner.language) == ("Anna B.", "nl")
    assert '<html lang="nl"' in client.get("/backoffice/").text


def test_a_manager_may_set_the_look_but_not_who_the_shop_is_for_the_law(bakery):
    client = sign_in(bakery, bakery.staff)

    assert client.post("/backoffice/shop/look/", {"theme": "brocante", "brand_color": ""}).status_code == 303
    assert client.post("/backoffice/shop/identity/", {"legal_name": "Mine"}).status_code == 403
    assert (settings_of(bakery).theme, settings_of(bakery).legal_name) == ("brocante", "")
