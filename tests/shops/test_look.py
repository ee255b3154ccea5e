"""Whatever colour a shopkeeper chooses, on every theme, by day and by night: it is seen, and what is written is read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shops.models import FontPair
from shops.rules.colors import LEGIBLE, VISIBLE, brand_colors, contrast
from shops.rules.fonts import PAIRS
from shops.rules.grounds import GROUNDS
from shops.rules.look import Look, look_named, look_sheet, sheet_name
from shops.rules.themes import THEMES
from shops.selectors.frame import shop_frame
from tests.factories.catalog_pages import settle

COLORS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
SIDES = [(theme, scheme) for theme in GROUNDS for scheme in ("light", "dark")]
HARD = ["#000000", "#ffffff", "#ffe000", "#ff0000", "#808080", "#00ffff", "#0000ff", "#777777", "#959595"]


def _worst(color, theme, scheme):
    """The pairs of colours that the style sheets put together, with the contrast each needs."""
    grounds, tones = getattr(GROUNDS[theme], scheme), getattr(brand_colors(color, theme=theme), scheme)
    everywhere = (*grounds.all, tones.soft)
    return {
        "what is written on a button": contrast(tones.on_brand, tones.brand) / LEGIBLE,
        "a button, a frame, a ring of progress": min(contrast(tones.brand, ground) for ground in everywhere) / VISIBLE,
        "the colour as writing": min(contrast(tones.text, ground) for ground in everywhere) / LEGIBLE,
        "the ring of the focus": min(contrast(tones.text, ground) for ground in everywhere) / VISIBLE,
        "ink on the soft ground": contrast(grounds.ink, tones.soft) / LEGIBLE,
        "soft ink on the soft ground": contrast(grounds.ink_soft, tones.soft) / LEGIBLE,
    }


@pytest.mark.parametrize(("theme", "scheme"), SIDES)
@given(color=COLORS)
def test_any_colour_can_be_seen_and_read(theme, scheme, color):
    assert {pair: ratio for pair, ratio in _worst(color, theme, scheme).items() if ratio < 1} == {}


@pytest.mark.parametrize(("theme", "scheme"), SIDES)
@pytest.mark.parametrize("color", HARD)
def test_hard_colours_too(theme, scheme, color):
    assert min(_worst(color, theme, scheme).values()) >= 1


@pytest.mark.parametrize("theme", GROUNDS)
def test_a_colour_that_can_be_seen_already_is_left_alone(theme):
    assert brand_colors("#1d6542", theme=theme).light.brand == "#1d6542"


@pytest.mark.parametrize("theme", THEMES)
def test_the_grounds_are_those_of_the_style_sheet(theme):
    sheet = Path(f"static/css/themes/{theme}.css").read_text()
    for name in ("paper", "surface", "sunken", "ink", "ink_soft"):
        light, dark = re.search(rf"--{name.replace('_', '-')}: light-dark\((#\w{{6}}), (#\w{{6}})\)", sheet).groups()
        assert (getattr(GROUNDS[theme].light, name), getattr(GROUNDS[theme].dark, name)) == (light, dark), name


def test_the_colour_is_written_with_in_its_own_tone():
    for sheet in ("base", "components", *(f"themes/{theme}" for theme in THEMES)):
        css = Path(f"static/css/{sheet}.css").read_text()
        assert not re.findall(r"(?<![-\w])color: var\(--brand\)", css), f"{sheet}: writing in the brand's colour is --brand-text"


def test_a_look_can_be_told_from_the_name_of_its_sheet():
    for look in (Look("serre", "#ffe000"), Look("comptoir", "", "book"), Look("brocante", "#123456", "round")):
        assert look_named(sheet_name(look, url_of=str)) == look


def test_a_pair_is_two_files_of_our_own_and_light():
    for key, pair in PAIRS.items():
        files = re.findall(r'url\("([^"]+)"\)', look_sheet(Look("serre", "", key), url_of=str))
        latin = [Path("static", file).stat().st_size for file in files if "-ext" not in file]
        assert all(Path("static", file).exists() for file in files)
        assert len(latin) == 2
        assert sum(latin) <= 33_000, pair


def test_models_and_rules_name_the_same_pairs():
    assert set(FontPair.values) == set(PAIRS)


def test_a_shop_wears_the_pair_it_chose(client, bakery):
    with bakery.entered():
        settle(font_pair="book")
        assert shop_frame().display_font == "fonts/newsreader.woff2"

    page = client.get("/fr/", HTTP_HOST=bakery.hostname).text
    (url,) = re.findall(r'href="(/theme/[^"]+)"', page)
    sheet = client.get(url, HTTP_HOST=bakery.hostname).text

    assert "newsreader" in page
    assert "ysabeau" not in page
    assert '--font-display: "Newsreader"' in sheet
    assert "size-adjust" in sheet
