"""The texts that the platform owes, in four languages, and how things stand."""

import re

import pytest

from kit.clock import now
from landing.texts import FOLDER, NAMES, read_text
from tenants.models import Heartbeat
from tests.answers import words_of

HOST = {"HTTP_HOST": "localhost"}
LANGUAGES = ("fr", "nl", "en", "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", NAMES)
def test_each_text_is_there_in_each_language_and_linked_from_the_foot(client, bakery, key, language):
    page = client.get(f"/{language}/about/{key}/", **HOST)
    home = client.get(f"/{language}/", **HOST).text

    assert page.status_code == 200
    assert f"/{language}/about/{key}/" in home
    assert "{" not in words_of(page)
    assert 'href="text:' not in page.text
    assert (FOLDER / language / f"{key}.md").read_text().count("\n## ") == (FOLDER / "en" / f"{key}.md").read_text().count("\n## ")


def test_a_draft_says_so_and_is_not_for_search_engines(client, bakery):
    draft, other = (client.get(f"/en/about/{key}/", **HOST).text for key in ("terms", "listing"))

    assert read_text("terms", "en").is_draft
    assert "A draft:" in draft
    assert "noindex" in draft
    assert "A draft:" not in other
    assert "noindex" not in other


def test_the_operator_stands_in_the_texts_and_at_the_foot(client, bakery, settings):
    settings.OPERATOR = {"name": "Vitrine <SRL>", "address": "Rue Haute 1", "phone": "02 000", "enterprise_number": "BE 0123.456.749"}

    text = client.get("/en/about/terms/", **HOST).text

    assert "Between Vitrine &lt;SRL&gt; (“we”)" in text
    assert "Rue Haute 1" in text
    assert "BE 0123.456.749" in text
    assert "<SRL>" not in text


@pytest.mark.parametrize("key", ["nothing", "..", "terms.md"])
def test_another_text_is_not_there(client, bakery, key):
    assert client.get(f"/en/about/{key}/", **HOST).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_french_signs_have_their_narrow_space(language):
    if language != "fr":
        return
    for key in NAMES:
        text = (FOLDER / "fr" / f"{key}.md").read_text()
        assert not re.search(r"[ \u00a0][;?!»]| :(?= |\n)", text), key


@pytest.mark.parametrize(("beats", "status", "words"), [(True, 200, "Everything works"), (False, 503, "Something does not work")])
def test_the_status_page_says_how_things_stand(client, bakery, beats, status, words):
    if beats:
        Heartbeat.objects.update_or_create(part="worker", defaults={"beat_at": now()})

    page = client.get("/en/status/", **HOST)

    assert page.status_code == status
    assert words in page.text
    assert "no-store" in page["Cache-Control"]
