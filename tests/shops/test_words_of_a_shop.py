"""What a shop says of itself where parts are missing, and in which language: address, hours, legal form, numbers."""

import datetime as dt

import pytest
from django.utils import translation

from shops.models import OpeningHours, ShopSettings
from shops.rules.addresses import one_line
from shops.rules.legal_form import code_of, is_said_in
from shops.selectors.identity import identity_of
from shops.services.set_opening_hours import DayNote, WeekStretch, set_opening_hours
from shops.services.set_up_shop import set_up_shop
from tenants.models import TenantStatus
from tests.backoffice_tools import sign_in

TODAY = dt.date(2026, 11, 26)
TUESDAY = WeekStretch(2, dt.time(10), dt.time(18))


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        (("Rue Haute 1", "1000", "Bruxelles"), "Rue Haute 1, 1000 Bruxelles"),
        (("", "1000", "Bruxelles"), "1000 Bruxelles"),
        (("Rue Haute 1", "", None), "Rue Haute 1"),
        (("", "", ""), ""),
    ],
)
def test_an_address_has_no_stray_comma(parts, written):
    assert one_line(*parts) == written


def test_the_footer_of_a_shop_without_address_shows_none(client, bakery):
    with bakery.entered():
        ShopSettings.objects.update(street_fr="", postcode="", city_fr="")

    page = client.get("/fr/", HTTP_HOST=bakery.hostname)

    assert "<p>," not in " ".join(page.text.split()).replace("> ", ">")


def test_a_new_shop_has_no_hours_until_the_shopkeeper_gives_some(bakery):
    with bakery.entered():
        OpeningHours.objects.all().delete()
        ShopSettings.objects.all().delete()

        set_up_shop(name="New")

        assert OpeningHours.objects.count() == 0


def test_a_note_is_kept_in_each_language_and_shown_in_the_readers(client, bakery):
    with bakery.entered():
        OpeningHours.objects.all().delete()
    data = {"d2-0-opens": "10:00", "d2-0-closes": "18:00", "n2-fr": "Les pistolets partent tôt", "n2-nl": "Pistolets zijn vroeg op"}

    assert sign_in(bakery).post("/backoffice/shop/hours/", data).status_code == 303

    assert "Les pistolets partent tôt" in client.get("/fr/", HTTP_HOST=bakery.hostname).text
    assert "Pistolets zijn vroeg op" in client.get("/nl/", HTTP_HOST=bakery.hostname).text


def test_a_note_emptied_in_all_languages_offered_is_gone_in_the_others_too(bakery):
    with bakery.entered():
        said = DayNote(2, {"fr": "Tôt", "de": "Früh"})
        set_opening_hours(week=[TUESDAY], exceptions=[], notes=[said], today=TODAY)
        set_opening_hours(week=[TUESDAY], exceptions=[], today=TODAY)
        assert OpeningHours.objects.get().note_de == "Früh"

        set_opening_hours(week=[TUESDAY], exceptions=[], notes=[DayNote(2, {"fr": ""})], today=TODAY)

        assert not OpeningHours.objects.get().note


def test_a_note_without_hours_is_refused_and_not_lost(bakery):
    answer = sign_in(bakery).post("/backoffice/shop/hours/", {"n1-fr": "Sur rendez-vous"})

    assert answer.status_code == 422
    assert "Sur rendez-vous" in answer.text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("personne physique", "natural_person"),
        ("S.R.L.", "srl"),
        ("bv", "srl"),
        ("VZW", "asbl"),
        ("SRL, RPM Bruxelles", "SRL, RPM Bruxelles"),
    ],
)
def test_a_legal_form_is_known_by_its_usual_spellings(words, code):
    assert code_of(words) == code


def test_a_legal_form_is_said_once_and_in_the_readers_language():
    shop = ShopSettings(name="Bonne Pioche", legal_name="Samira El Idrissi", legal_form="natural_person")

    with translation.override("nl"):
        assert identity_of(shop).legal_form == "natuurlijk persoon"
        assert identity_of(ShopSettings(legal_name="Le Four d’Anna SRL", legal_form="srl")).legal_form == ""
    assert is_said_in("Samira SA", "sa")
    assert not is_said_in("Samira El Idrissi", "sa")


def test_another_legal_form_stays_as_typed_and_a_usual_one_becomes_its_code(bakery):
    keeper = sign_in(bakery)
    for typed, stored in [("Fondation", "Fondation"), ("b.v.", "srl")]:
        keeper.post("/backoffice/shop/identity/", {"legal_form": "other", "other_legal_form": typed})
        with bakery.entered():
            assert ShopSettings.objects.get().legal_form == stored


def test_the_enterprise_number_is_written_alike_everywhere(client, bakery):
    with bakery.entered():
        ShopSettings.objects.update(enterprise_number="0987654394")
        assert identity_of(ShopSettings.objects.get()).enterprise_number == "BE 0987.654.394"

    assert "BE 0987.654.394" in client.get("/fr/", HTTP_HOST=bakery.hostname).text


def test_people_of_a_suspended_shop_are_told_so(bakery):
    keeper = sign_in(bakery)
    assert "Your shop is closed for now." not in keeper.get("/backoffice/").text
    from kit.tenancy import PLATFORM, bind
    from tenants.hosts import forget_hosts

    with bind(PLATFORM):
        bakery.tenant.status = TenantStatus.SUSPENDED
        bakery.tenant.save(update_fields=["status"])
    forget_hosts()
    try:
        assert "Your shop is closed for now." in keeper.get("/backoffice/shop/").text
    finally:
        forget_hosts()
