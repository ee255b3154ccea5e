"""Two people on the same page of the settings: only what was changed is saved, and never over what another changed meanwhile."""

import datetime as dt

import pytest

from kit.tenancy import PLATFORM, bind
from shops.models import OpeningException, OpeningHours, ShippingMethod, ShopSettings
from shops.services.update_settings import update_settings
from tenants.models import Tenant
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.forms import form_with


@pytest.fixture
def opened(bakery):
    """Open a page, and return how to send its form: as it was then, or as an answer shows it."""
    client = sign_in(bakery)

    def open_page(name, field):
        url = f"/backoffice/shop/{name}/"
        form = form_with(client.get(url), field)

        def send(answer=None, **typed):
            return client.post(url, (form_with(answer, field) if answer else form).filled(**typed))

        return send

    return open_page


def settings_of(shop):
    with shop.entered():
        return ShopSettings.objects.get()


PAGES = [
    pytest.param("texts", {"hero_title_fr": "Leurs mots"}, {"hero_title_fr": "Mes mots"}, "It is “Leurs mots” now", id="texts"),
    pytest.param("identity", {"phone": "02 111 22 33"}, {"phone": "02 999 88 77"}, "It is “02 111 22 33” now", id="phone"),
    pytest.param(
        "identity", {"legal_form": "srl"}, {"legal_form": "other", "other_legal_form": "SAFA"}, "It is SRL/BV now; you saw", id="legal form"
    ),
    pytest.param("identity", {"enterprise_number": "0403170701"}, {"enterprise_number": "0123.456.749"}, "now", id="number"),
    pytest.param("look", {"theme": "atelier"}, {"theme": "galerie"}, "It is Workshop: drawn to measure now", id="theme"),
    pytest.param("look", {"brand_color": "#aa0000"}, {"use_brand": "on", "brand_color": "#00aa00"}, "It is “#aa0000” now", id="colour"),
    pytest.param("look", {"hero_alt_fr": "Un four"}, {"hero_alt_fr": "Un pain"}, "It is “Un four” now", id="picture"),
]
FIELD = {"texts": "name", "identity": "phone", "look": "theme"}


@pytest.mark.parametrize(("page", "theirs", "mine", "says"), PAGES)
def test_what_another_changed_is_asked_again_beside_its_field(page, theirs, mine, says, bakery, opened):
    send = opened(page, FIELD[page])
    with bakery.entered():
        update_settings(columns=theirs)

    asked = send(**mine)
    meanwhile = settings_of(bakery)
    meant = send(asked)

    assert asked.status_code == 422
    assert says in words_of(asked)
    assert {name: getattr(meanwhile, name) for name in theirs} == theirs
    assert meant.status_code == 303
    saved = settings_of(bakery)
    assert {name: getattr(saved, name) for name in theirs} != theirs


@pytest.mark.parametrize(("page", "theirs", "mine", "says"), PAGES)
def test_what_nobody_touched_stays_as_another_left_it(page, theirs, mine, says, bakery, opened):
    send = opened(page, FIELD[page])
    with bakery.entered():
        update_settings(columns=theirs)

    answer = send()

    assert answer.status_code == 303
    saved = settings_of(bakery)
    assert {name: getattr(saved, name) for name in theirs} == theirs


def test_a_colour_that_goes_while_another_changes_it(bakery, opened):
    with bakery.entered():
        update_settings(columns={"brand_color": "#0000aa"})
    send = opened("look", "theme")
    with bakery.entered():
        update_settings(columns={"brand_color": "#aa0000"})
    form = {"theme": "serre", "brand_color": "#0000aa", "initial-use_brand": "True", "initial-brand_color": "#0000aa"}

    asked = sign_in(bakery).post("/backoffice/shop/look/", form)

    assert asked.status_code == 422
    assert "It is “#aa0000” now; you saw “#0000aa”." in words_of(asked)
    assert settings_of(bakery).brand_color == "#aa0000"
    assert send().status_code == 303


def test_the_languages_another_chose_stay_when_only_words_are_changed(bakery):
    client = sign_in(bakery)
    form = form_with(client.get("/backoffice/shop/texts/"), "name").filled(tagline_fr="Du pain")
    shown = list(bakery.ref.languages[1:])
    with bakery.entered():
        update_settings(columns={}, languages=(bakery.ref.languages[0], "nl"))

    answer = client.post("/backoffice/shop/texts/", {**form, "languages": shown, "initial-languages": shown})

    assert answer.status_code == 303
    assert settings_of(bakery).tagline_fr == "Du pain"
    with bind(PLATFORM):
        assert Tenant.objects.get(pk=bakery.tenant.pk).languages == f"{bakery.ref.languages[0]},nl"


def test_a_price_that_another_changed_is_asked_again(bakery):
    with bakery.entered():
        delivery = ShippingMethod.objects.create(kind="delivery", price=490, name_fr="À vélo")
    client, url, mine = sign_in(bakery), "/backoffice/shop/delivery/", f"m{delivery.pk}"
    form = form_with(client.get(url), f"{mine}-price")
    with bakery.entered():
        ShippingMethod.objects.filter(pk=delivery.pk).update(price=600, description_fr="Le soir")

    asked = client.post(url, form.filled(**{f"{mine}-price": "5,50"}))
    meant = client.post(url, form_with(asked, f"{mine}-price").filled())

    assert asked.status_code == 422
    assert "This changed meanwhile. It is €6.00 now; you saw €4.90." in words_of(asked)
    assert meant.status_code == 303
    with bakery.entered():
        delivery.refresh_from_db()
        assert (delivery.price, delivery.description_fr) == (550, "Le soir")


def test_a_delivery_that_another_added_meanwhile_stays(bakery):
    client, url = sign_in(bakery), "/backoffice/shop/delivery/"
    form = form_with(client.get(url), "mnew-price")
    with bakery.entered():
        ShippingMethod.objects.create(kind="delivery", price=490, name_fr="À vélo")

    told = client.post(url, form.filled(**{"mnew-is_active": "on", "mnew-name_fr": "En voiture", "mnew-price": "9"}))

    assert told.status_code == 422
    assert "someone changed this page meanwhile" in words_of(told)
    with bakery.entered():
        assert ShippingMethod.objects.get(kind="delivery").is_active


# ---- hours --------------------------------------------------------------------------------------


def week_of(shop):
    with shop.entered():
        return list(OpeningHours.objects.order_by("weekday", "opens").values_list("weekday", "opens", "closes"))


def test_hours_that_another_saved_are_not_written_over_unseen(bakery, opened):
    send = opened("hours", "d1-0-opens")
    with bakery.entered():
        OpeningHours.objects.filter(weekday=2).delete()
    theirs = week_of(bakery)

    asked = send(**{"d1-0-opens": "06:15", "d1-0-closes": "11:45"})
    meanwhile = week_of(bakery)
    wrong = send(asked, **{"d1-0-closes": "05:00"})
    meant = send(wrong, **{"d1-0-closes": "11:45"})

    assert asked.status_code == 422
    assert "Someone saved other hours meanwhile" in words_of(asked)
    assert 'value="06:15"' in asked.text
    assert meanwhile == theirs
    assert wrong.status_code == 422
    assert meant.status_code == 303
    assert (1, dt.time(6, 15), dt.time(11, 45)) in week_of(bakery)


def test_a_mistake_between_does_not_hide_that_another_saved(bakery, opened):
    send = opened("hours", "d1-0-opens")
    with bakery.entered():
        OpeningException.objects.create(date=dt.date(2030, 12, 25))

    wrong = send(**{"d1-0-opens": "18:00", "d1-0-closes": "05:00"})
    asked = send(wrong, **{"d1-0-opens": "05:00", "d1-0-closes": "18:00"})

    assert (wrong.status_code, asked.status_code) == (422, 422)
    assert "Someone saved other hours meanwhile" in words_of(asked)


def test_two_who_want_the_same_hours_are_not_bothered(bakery, opened):
    send = opened("hours", "d1-0-opens")
    typed = {"d1-0-opens": "06:15", "d1-0-closes": "11:45"}

    assert (send(**typed).status_code, send(**typed).status_code) == (303, 303)
