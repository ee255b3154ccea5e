"""A theme is whole: its files are there, what is written on its grounds can be read, and nothing jumps when its letters arrive."""

import re
from pathlib import Path

import pytest

from shops.rules.colors import LEGIBLE, contrast
from shops.rules.themes import NEVER_SEEN, THEMES, theme_facts

STATIC, TEMPLATES = Path("static"), Path("templates")
TOKENS = (STATIC / "css/tokens.css").read_text()
PARTS = ("storefront/mastheads/{}.html", "components/cards/{}.html")
SEEN = 3  # WCAG 2.2, 1.4.11: the edge of a field, the ring around what has the focus

READ = [
    *((ink, ground) for ink in ("ink", "ink-soft") for ground in ("paper", "surface", "sunken", "brand-soft")),
    *(("brand", ground) for ground in ("paper", "surface")),
    *(("accent", ground) for ground in ("paper", "surface")),
    ("on-brand", "brand"),
]
NOTICED = [("line-strong", "surface"), ("line-strong", "paper"), ("focus", "paper"), ("focus", "surface")]

each_theme = pytest.mark.parametrize("theme", sorted(THEMES))


def _colors(theme):
    sheet = (STATIC / f"css/themes/{theme}.css").read_text()
    return dict(re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)", sheet))


def test_a_shop_keeps_a_dress_when_its_theme_was_taken_away():
    assert theme_facts("a theme of the release before") == THEMES[NEVER_SEEN]


@each_theme
def test_a_theme_has_all_its_files(theme):
    facts = THEMES[theme]

    for file in (f"css/themes/{theme}.css", *(f"fonts/{font}.woff2" for font in (facts.font, *facts.other_fonts))):
        assert (STATIC / file).is_file(), file
    for part in PARTS:
        assert (TEMPLATES / part.format(theme)).is_file(), part
    assert (TEMPLATES / facts.photos).is_file()


@each_theme
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_a_theme_can_be_read_by_day_and_by_night(theme, scheme):
    color = {name: pair.split(", ")[scheme] for name, pair in _colors(theme).items()}
    found = {}

    for pairs, least in ((READ, LEGIBLE), (NOTICED, SEEN)):
        found |= {f"{ink} on {ground}": got for ink, ground in pairs if (got := contrast(color[ink], color[ground])) < least}

    assert found == {}


@each_theme
def test_what_is_pressed_has_the_color_that_the_backoffice_shows(theme):
    assert _colors(theme)["brand"].split(", ")[0] == THEMES[theme].color


@each_theme
def test_letters_have_a_stand_in_of_their_own_width(theme):
    sheet = (STATIC / f"css/themes/{theme}.css").read_text()
    families = re.findall(r"--font-[a-z]+: \"([^\"]+)\", \"([^\"]+ Fallback)\"", sheet)

    assert families
    for family, fallback in families:
        assert f'font-family: "{family}"; src: url(' in TOKENS + sheet
        assert re.search(rf'font-family: "{fallback}"; [^}}]*size-adjust', TOKENS + sheet)
