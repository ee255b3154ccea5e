"""Words that praise a thing as green: which ones are noticed, which are not, and what the shopkeeper reads beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Product
from shops.models import ShopSettings
from shops.rules.green_claims import green_claims
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_product
from tests.forms import form_with

CLAIMS = [
    ("fr", "Un pull éco, doux", ["éco"]),
    ("fr", "Éco-verre recyclé", ["Éco-verre"]),
    ("fr", "E\u0301co-verre, écrit en deux signes", ["Éco-verre"]),
    ("fr", "Coton écologique et durable", ["écologique", "durable"]),
    ("fr", "DURABLE. Vraiment durable.", ["DURABLE"]),
    ("fr", "Respectueux de l’environnement", ["Respectueux de l'environnement"]),
    ("fr", "bons pour la planète", ["bons pour la planète"]),
    ("fr", "Sac sustainable", ["sustainable"]),
    ("fr", "neutre en CO₂, neutres en carbone", ["neutre en CO₂", "neutres en carbone"]),
    ("nl", "Duurzame tas, milieuvriendelijk gemaakt", ["Duurzame", "milieuvriendelijk"]),
    ("nl", "CO2-neutraal gebakken, klimaatneutrale oven", ["CO2-neutraal", "klimaatneutrale"]),
    ("nl", "ecologische, biologisch afbreekbare zeep", ["ecologische", "biologisch afbreekbare"]),
    ("de", "Umweltfreundliche, nachhaltige Seife", ["Umweltfreundliche", "nachhaltige"]),
    ("de", "klimaneutral und CO₂-neutral", ["klimaneutral", "CO₂-neutral"]),
    ("en", "Eco-friendly, environmentally friendly", ["Eco-friendly", "environmentally friendly"]),
    ("en", "climate neutral, net-zero, CO2-neutral", ["climate neutral", "net-zero", "CO2-neutral"]),
]
NO_CLAIMS = [
    ("fr", "Format économique pour l’école, une économie d’encre"),
    ("fr", "Écouter la mer dure longtemps ; peut durer, durée, endurable, indurable"),
    ("fr", "Éco-chèques acceptés, eco-cheques aussi, écochèques, éco-contribution comprise"),
    ("fr", "Écolabel européen, éco-label"),
    ("fr", "Le Nom de la rose, Umberto Eco"),
    ("fr", "Verre vert, thé vert, neutre de goût, Ecover"),
    ("nl", "Niet duur, een dure tas, het duurt even, geduurd, economie, ecocheques"),
    ("nl", "biologisch brood, neutraal van smaak, klimaatkast"),
    ("de", "Ökonomisch, dauerhaft, im Nachhinein, neutral, umwelt"),
    ("en", "A durable, economical schoolbag; echo, ecologist’s notebook, carbon steel"),
    ("en", ""),
    ("it", "eco-friendly"),
]


@pytest.mark.parametrize(("language", "text", "found"), CLAIMS)
def test_a_claim_is_found_as_it_was_written(language, text, found):
    assert [claim.words for claim in green_claims(text, language)] == found


@pytest.mark.parametrize(("language", "text"), NO_CLAIMS)
def test_words_that_only_look_like_it_raise_no_alarm(language, text):
    assert green_claims(text, language) == []


def test_climate_neutrality_is_told_apart():
    claims = green_claims("Pain durable, neutre en carbone", "fr")

    assert {claim.words: claim.is_climate for claim in claims} == {"durable": False, "neutre en carbone": True}


@given(st.text(alphabet="aedurbléoc-' ’CO₂2.\n", max_size=60), st.sampled_from(["fr", "nl", "de", "en"]))
def test_whatever_is_typed_each_claim_is_a_whole_word_of_the_text_and_named_once(text, language):
    claims = [claim.words for claim in green_claims(text, language)]

    assert len({words.casefold() for words in claims}) == len(claims)
    plain = f" {' '.join(text.replace('’', chr(39)).split())} "
    assert all(words in plain for words in claims)
    for glued in claims:
        assert green_claims(f"x{glued}x", language) == []


def test_a_product_is_saved_and_the_word_is_named_beside_its_field(client, bakery):
    with bakery.entered():
        product = make_product("Savon", slug="savon")
    keeper, path = sign_in(bakery), f"/backoffice/products/{product.pk}/"
    form = form_with(keeper.get(path), "name_fr")

    saved = keeper.post(path, form.filled(name_fr="Savon écologique", description_nl="Duurzaam"))

    assert saved.status_code == 303
    with bakery.entered():
        assert Product.objects.get(pk=product.pk).name_fr == "Savon écologique"
    page = keeper.get(path)
    assert "“écologique”: the law (directive 2024/825) wants such a word proven" in words_of(page)
    assert "100% organic cotton, GOTS" in words_of(page)
    assert 'id="id_name_fr_claim"' in html_of(page)
    assert 'id="id_description_nl_claim"' in html_of(page)
    assert html_of(page).count("_claim") == 4  # each note, and the field that it describes
    assert "2024/825" not in client.get("/fr/products/savon/", HTTP_HOST=bakery.hostname).text


def test_a_help_and_a_note_both_describe_the_field(bakery):
    with bakery.entered():
        product = make_product("Savon", slug="savon", hint_fr="Durable")

    page = html_of(sign_in(bakery).get(f"/backoffice/products/{product.pk}/"))

    assert 'aria-describedby="id_hint_fr_helptext id_hint_fr_claim"' in page


def test_the_shops_texts_are_noted_too_and_a_precise_text_is_not(bakery):
    with bakery.entered():
        ShopSettings.objects.update(tagline_fr="La mode durable", story_text_fr="100 % coton biologique, certifié GOTS")

    for path in ("/backoffice/shop/texts/", "/backoffice/shop/home/"):
        page = html_of(sign_in(bakery).get(path))
        assert ("tagline_fr_claim" in page) is (path == "/backoffice/shop/texts/")
        assert "story_text_fr_claim" not in page
