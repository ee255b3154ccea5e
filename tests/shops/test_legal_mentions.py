"""What companies and regulated trades say besides: the register of legal persons, the title, who supervises them (CEL XII.6)."""

import pytest
from django.core import mail
from django.utils import translation

from shops import launch
from shops.check import check_shop
from shops.models import EnterpriseCourt, LegalForm, ShopSettings
from shops.rules.legal_form import is_legal_person
from shops.selectors.identity import identity_of
from shops.services.deliver_outbox import deliver_outbox
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.orders import NOW, make_order
from tests.forms import form_with

COMPANY = {"legal_form": "srl", "legal_name": "Le Four d’Anna SRL", "enterprise_number": "0123456749"}


@pytest.mark.parametrize(
    ("form", "is_one"), [("natural_person", False), ("", False), ("Fondation", False), ("srl", True), ("asbl", True), ("snc", True)]
)
def test_companies_and_associations_are_in_the_register_and_people_are_not(form, is_one):
    assert is_legal_person(form) is is_one


def test_every_form_in_the_list_is_judged():
    assert {form for form in LegalForm.values if not is_legal_person(form)} == {"natural_person"}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fr", "RPM Bruxelles, section francophone"),
        ("nl", "RPR Brussel, Franstalige afdeling"),
        ("de", "RJP Brüssel, französischsprachige Abteilung"),
        ("en", "RLP Brussels, French-speaking section"),
    ],
)
def test_the_register_is_written_in_the_readers_language(language, written):
    with translation.override(language):
        assert identity_of(ShopSettings(**COMPANY, court="brussels_fr")).register == written


def test_one_who_became_a_natural_person_names_no_register():
    assert identity_of(ShopSettings(legal_form="natural_person", court="namur")).register == ""


def test_a_company_names_its_court_before_it_opens_and_a_person_is_not_asked(bakery):
    with bakery.entered():
        ShopSettings.objects.update(launched_at=None, legal_form="natural_person")
        assert "court" not in [each.key for each in launch.requirements()]
        ShopSettings.objects.update(**COMPANY)
        assert [each.blocks for each in launch.requirements() if each.key == "court" and not each.is_met] == [True]
    client = sign_in(bakery)
    form = form_with(client.get("/backoffice/launch/"), "court-court")
    assert set(EnterpriseCourt.values) < set(form.choices["court-court"])

    nothing = client.post("/backoffice/launch/missing/court/", form.filled())
    chosen = client.post("/backoffice/launch/missing/court/", form.filled(**{"court-court": "namur"}))

    assert (nothing.status_code, chosen.status_code) == (422, 303)
    assert "Choose the court of your registered office." in words_of(nothing)
    with bakery.entered():
        assert ShopSettings.objects.get().court == "namur"
        assert all(each.is_met for each in launch.requirements() if each.key == "court")


def test_a_company_that_is_open_already_stays_open_and_is_told_in_the_shop_check(client, bakery):
    with bakery.entered():
        ShopSettings.objects.update(**COMPANY, court="")
        [point] = [point for point in check_shop(now=NOW).missing if point.key == "identity"]

    assert "register of legal persons" in str(point.why)
    assert client.get("/fr/", HTTP_HOST=bakery.hostname).status_code == 200
    assert "Ouverture prochaine" not in client.get("/fr/", HTTP_HOST=bakery.hostname).text


def test_register_title_and_supervision_stand_on_each_page_and_in_each_mail(client, bakery):
    with bakery.entered():
        ShopSettings.objects.update(**COMPANY)
    keeper = sign_in(bakery)
    form = form_with(keeper.get("/backoffice/shop/identity/"), "court")
    said = {"court": "namur", "professional_title": "Opticienne (Belgique)", "supervisory_authority": "SPF Santé publique"}
    assert keeper.post("/backoffice/shop/identity/", form.filled(**said)).status_code == 303
    with bakery.entered():
        make_order(language="fr")
        deliver_outbox(now=NOW.replace(year=2100))
    [sent] = mail.outbox
    shown = [client.get("/fr/", HTTP_HOST=bakery.hostname).text, sent.body, sent.alternatives[0][0]]

    for text in shown:
        for words in ("RPM Namur", "Opticienne (Belgique)", "Sous la surveillance de\u202f: SPF Santé publique"):
            assert words in text


def test_a_court_that_is_not_in_the_list_changes_nothing(bakery):
    keeper = sign_in(bakery)
    form = form_with(keeper.get("/backoffice/shop/identity/"), "court")

    assert keeper.post("/backoffice/shop/identity/", form.filled(court="paris")).status_code == 422

    with bakery.entered():
        assert ShopSettings.objects.get().court == ""
