"""Somebody opens a shop by themselves: e-mail, code, four questions, and into the shop's backoffice."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connections
from django.test import Client

from catalog.models import Category, Product
from catalog.services.examples import delete_examples
from catalog.services.update_product import ProductChanges, update_product
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from landing.packs import PHOTOS, pack_of
from landing.services import furnish_shop as furnishing
from landing.services.open_own_shop import OwnShop, TooManyShops, open_own_shop
from shops.models import OpeningHours, ShopSettings
from shops.services.launch_shop import mark_launched
from tenants.models import Domain, HandOver, Membership, Tenant, TenantStatus, Trade, User
from tenants.selectors import ref_of
from tenants.services.expect_person import expect_person
from tenants.services.hand_over import make_hand_over, take_hand_over
from tenants.services.provision_shop import SubdomainTaken
from tests.answers import words_of
from tests.forms import form_with

HOST = {"HTTP_HOST": "localhost"}
EMAIL = "fatou@sign-up.test"
ANSWERS = {"name": "Chez Fatou", "subdomain": "", "trade": "bakery", "postcode": "1030", "language": "fr"}


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def clean_slate(committed_db, dead_broker):
    """Real commits; the shops and people of this file are taken away afterwards."""
    yield
    with bind(PLATFORM):
        for tenant in Tenant.objects.filter(memberships__user__email__endswith="@sign-up.test"):
            with connections["platform"].cursor() as cursor:
                cursor.execute(f"DROP SCHEMA IF EXISTS {tenant.schema_name} CASCADE")
            tenant.delete()
        User.objects.filter(email__endswith="@sign-up.test").delete()
    for alias in connections:
        connections[alias].close()


@pytest.fixture
def fatou(clean_slate):
    with bind(PLATFORM):
        return User.objects.create_user(EMAIL, language="fr")


def wished(**changed):
    return OwnShop(**{"name": "Chez Fatou", "subdomain": "chez-fatou", "trade": "bakery", "postcode": "1030", "language": "fr"} | changed)


def open_it(user, **changed):
    with bind(PLATFORM):
        return open_own_shop(user=user, wished=wished(**changed), now=now())


def code_of(message):
    return re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", message.body).group()


# ---- the whole way ------------------------------------------------------------------------------


def test_from_an_email_to_the_guide_of_a_furnished_shop(clean_slate, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    client = Client(**HOST)

    start = client.post("/fr/open/?name=Chez+Fatou", {"email": EMAIL})
    assert start.status_code == 302
    confirm = client.get(start["Location"])
    assert f"Un code vient d’être envoyé à {EMAIL}" in words_of(confirm)
    form = form_with(confirm, "code")
    signed_in = client.post(form.action, form.filled(code=code_of(mail.outbox[-1])))
    assert signed_in["Location"] == "/fr/open/shop/?name=Chez+Fatou"
    questions = form_with(client.get(signed_in["Location"]), "name", "trade", "postcode", "language")
    assert questions.fields["name"] == "Chez Fatou"

    made = client.post("/fr/open/shop/", questions.filled(trade="bakery", postcode="1030"))

    assert made.status_code == 303
    assert made["Location"].startswith("http://chez-fatou.localhost:8000/backoffice/account/arrival/")
    at_home = Client(HTTP_HOST="chez-fatou.localhost")
    arrival = at_home.get(made["Location"].removeprefix("http://chez-fatou.localhost:8000"), follow=True)
    assert arrival.redirect_chain[-1][0] == "/backoffice/guide/"
    assert "Votre boutique est là" in words_of(arrival)
    assert re.search(r"\d h \d\d Connexion", words_of(at_home.get("/backoffice/history/")))
    assert "Croissant au beurre" in words_of(at_home.get("/fr/"))
    assert "Ouverture prochaine" in words_of(Client(HTTP_HOST="chez-fatou.localhost").get("/fr/"))


def test_the_address_that_was_chosen_stands_in_the_questions(client, bakery, platform_scope):
    client.force_login(User.objects.create_user(EMAIL, language="fr"))

    questions = client.get("/en/open/shop/", {"name": "Bakery", "address": "bakery-brussels"}, **HOST)

    form = form_with(questions, "name", "subdomain")
    assert (form.fields["name"], form.fields["subdomain"]) == ("Bakery", "bakery-brussels")
    assert "bakery-brussels.localhost is free" in words_of(questions)
    stranger = Client(**HOST).get("/en/open/shop/?name=Bakery&address=bakery-brussels")
    assert stranger["Location"] == "/en/open/?name=Bakery&address=bakery-brussels"


def test_a_known_and_an_unknown_email_are_answered_alike(clean_slate, fatou):
    known = Client(**HOST).post("/en/open/", {"email": EMAIL})
    unknown = Client(**HOST).post("/en/open/", {"email": "new@sign-up.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("typed", ["", "fatou", "a@b", "x" * 300 + "@mail.test"])
def test_a_wrong_email_is_said_beside_its_field_and_nobody_is_made(typed, client):
    before = User.objects.count()

    answer = client.post("/en/open/", {"email": typed}, **HOST)

    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert User.objects.count() == before


def test_who_never_read_the_code_is_forgotten_after_a_day(platform_scope, db):
    moment = now()
    expect_person(email="ghost@sign-up.test", language="nl", now=moment)
    expect_person(email="GHOST@sign-up.test", language="nl", now=moment)
    assert User.objects.get(email="ghost@sign-up.test").is_unproven

    expect_person(email="other@sign-up.test", language="nl", now=moment + dt.timedelta(days=1, minutes=1))

    assert not User.objects.filter(email="ghost@sign-up.test").exists()


def test_the_questions_are_for_who_read_the_code(client, db):
    answer = client.get("/fr/open/shop/?name=Fatou", **HOST)

    assert (answer.status_code, answer["Location"]) == (303, "/fr/open/?name=Fatou")
    assert client.post("/fr/open/shop/", ANSWERS, **HOST).status_code == 303
    assert not Domain.objects.filter(domain="chez-fatou").exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "A shop has a name."),
        ({"trade": ""}, "Choose what comes closest"),
        ({"trade": "weapons"}, "This is not right yet"),
        ({"postcode": "103"}, "A Belgian postcode has four digits"),
        ({"subdomain": "www"}, "The platform keeps this address for itself."),
        ({"subdomain": "é!"}, "An address has 3 to 40 plain letters"),
        ({"subdomain": "bookshop"}, "Another shop has this address."),
    ],
)
def test_a_wrong_answer_is_said_beside_its_field_and_opens_nothing(wrong, says, bakery, bookshop, platform_scope):
    client = Client(**HOST)
    client.force_login(bakery.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = Tenant.objects.count()

    answer = client.post("/en/open/shop/", ANSWERS | wrong)

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Tenant.objects.count() == before


def test_the_check_names_address_and_commune_and_offers_others_when_it_is_taken(client, bakery):
    free = words_of(client.get("/en/open/check/?name=Chez+Fatou&postcode=1030", **HOST))
    taken = client.get("/en/open/check/?name=Bakery&postcode=1030", **HOST)
    mistyped = client.get("/en/open/check/?name=Bakery&postcode=104&trade=books", **HOST)
    as_said = client.get("/en/open/check/?name=Bakery&postcode=b-1030", **HOST)

    assert "bakery-104" not in mistyped.text
    assert 'value="bakery-books"' in mistyped.text
    assert "bakery-1030" in as_said.text
    assert "chez-fatou.localhost is free" in free
    assert "Schaerbeek" in free
    assert 'value="bakery-schaerbeek"' in taken.text
    assert "bakery-1030" in taken.text


# ---- the shop that comes of it --------------------------------------------------------------------


def test_the_shop_is_not_open_and_looks_like_its_trade(fatou):
    tenant, _token = open_it(fatou)

    assert (tenant.status, tenant.launched_at, tenant.languages) == (TenantStatus.ACTIVE, None, "fr,nl")
    with bind(PLATFORM):
        ref = ref_of(Tenant.objects.get(pk=tenant.pk))
    with bind(ref):
        said = ShopSettings.objects.get()
        assert (said.theme, said.postcode, said.city_fr, said.city_nl, said.email) == (
            "comptoir",
            "1030",
            "Schaerbeek",
            "Schaarbeek",
            EMAIL,
        )
        assert said.tagline_nl == "Brood en gebak, hier gebakken"
        assert list(Category.objects.values_list("name_fr", "name_nl")) == [
            ("Pains", "Brood"),
            ("Viennoiseries", "Koffiekoeken"),
            ("Café", "Koffie"),
        ]
        assert next((p.name_de, p.hint_fr, p.vat_rate, p.is_example, p.status) for p in Product.objects.order_by("pk")) == (
            "Buttercroissant",
            "Exemple",
            600,
            True,
            "published",
        )
        assert not OpeningHours.objects.exists()


def test_sent_twice_it_is_one_shop(fatou):
    first, token = open_it(fatou)
    second, other_token = open_it(fatou)

    assert first.pk == second.pk
    assert token != other_token
    with bind(PLATFORM):
        assert Membership.objects.filter(user=fatou).count() == 1


def test_a_shop_that_a_crash_left_half_made_is_finished(fatou, monkeypatch):
    def crash(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(furnishing, "_fill_shelves", crash)
    with pytest.raises(ZeroDivisionError):
        open_it(fatou)
    monkeypatch.undo()

    tenant, _token = open_it(fatou)

    with bind(PLATFORM):
        ref = ref_of(Tenant.objects.get(pk=tenant.pk))
    with bind(ref):
        assert Product.objects.count() == 3


def test_an_address_of_another_shop_is_refused_and_leaves_nothing(fatou, bakery):
    with pytest.raises(SubdomainTaken):
        open_it(fatou, subdomain="bakery")

    with bind(PLATFORM):
        assert not Membership.objects.filter(user=fatou).exists()


def test_a_person_opens_three_shops_a_day(fatou):
    for number in range(3):
        open_it(fatou, subdomain=f"fatou-{number}")

    with pytest.raises(TooManyShops):
        open_it(fatou, subdomain="fatou-4")


def test_examples_are_not_for_sale_once_the_shop_opens_and_go_with_one_tap(fatou):
    tenant, _token = open_it(fatou)
    with bind(PLATFORM):
        ref = ref_of(Tenant.objects.get(pk=tenant.pk))
    with bind(ref):
        kept = Product.objects.order_by("pk").first()
        update_product(product_id=kept.pk, changes=ProductChanges(columns={"name_fr": "Mon croissant"}), user_id=None, now=now())
        mark_launched(now=now())
        assert list(Product.objects.published().values_list("name_fr", "hint_fr", "is_example")) == [("Mon croissant", "", False)]

        assert delete_examples() == 2
        assert delete_examples() == 0
        assert list(Product.objects.values_list("name_fr", flat=True)) == ["Mon croissant"]


@pytest.mark.parametrize("trade", Trade.values)
def test_each_trade_has_a_pack_in_four_languages_with_pictures_that_are_there(trade):
    pack = pack_of(trade)

    assert len(pack.products) == 3
    credited = (PHOTOS / "CREDITS.csv").read_text()
    for product in pack.products:
        assert set(product.names) == {"fr", "nl", "en", "de"}
        assert product.category < len(pack.categories)
        assert product.photo is None or (product.photo.exists() and product.photo.name in credited)


# ---- the way in -------------------------------------------------------------------------------------


def test_a_hand_over_is_good_once_for_its_person_and_shop_and_for_a_minute(bakery, bookshop, platform_scope):
    moment = now()
    token = make_hand_over(user=bakery.owner, tenant=bakery.tenant, now=moment)
    late = make_hand_over(user=bakery.owner, tenant=bakery.tenant, now=moment - dt.timedelta(minutes=2))
    stranger = make_hand_over(user=bookshop.owner, tenant=bakery.tenant, now=moment)

    assert take_hand_over(token=token, tenant_id=bookshop.tenant.pk, now=moment) is None
    assert take_hand_over(token=token, tenant_id=bakery.tenant.pk, now=moment) == bakery.owner
    assert take_hand_over(token=token, tenant_id=bakery.tenant.pk, now=moment) is None
    assert take_hand_over(token=late, tenant_id=bakery.tenant.pk, now=moment) is None
    assert take_hand_over(token=stranger, tenant_id=bakery.tenant.pk, now=moment) is None
    assert token not in HandOver.objects.values_list("token_hash", flat=True)


def test_a_spent_or_invented_token_leads_to_the_sign_in_page(bakery):
    answer = Client(HTTP_HOST=bakery.hostname).get("/backoffice/account/arrival/invented/")

    assert (answer.status_code, answer["Location"]) == (303, "/backoffice/account/login/?next=/backoffice/guide/")
    assert "vitrine_session" not in answer.cookies
