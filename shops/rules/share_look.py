"""How each theme dresses the picture of a link: the light colours of its style sheet, written as pictures need them."""

from dataclasses import replace

from kit.share_picture import ShareLook
from shops.rules.colors import brand_colors
from shops.rules.fonts import PAIRS
from shops.rules.themes import NEVER_SEEN, THEMES, theme_facts

WHITE, BLACK, GREY, PALE = "#ffffff", "#111111", "#55555e", "#f1f1f4"

LOOKS = {
    "serre": ShareLook(
        font="ysabeau-office",
        large=(330, 100),
        small=(520, 100),
        paper="#f5f8f2",
        ink="#17281e",
        soft_ink="#475a4d",
        ground="#d8ebdc",
        brand="#1d6542",
        on_brand="#ffffff",
        tag="#1d6542",
        on_tag="#ffffff",
        shape="arch",
        leading=1.08,
    ),
    "brocante": ShareLook(
        font="bricolage-grotesque",
        large=(800, 75),
        small=(700, 90),
        paper="#edeae2",
        ink="#171410",
        soft_ink="#524b41",
        ground="#dfdacd",
        brand="#171410",
        on_brand="#ffffff",
        tag="#ffe53b",
        on_tag="#171410",
        shape="square",
        leading=0.94,
    ),
    "comptoir": ShareLook(
        font="fraunces",
        large=(600, 100),
        small=(420, 100),
        paper="#fbf2df",
        ink="#2b1710",
        soft_ink="#65483a",
        ground="#f3e4c6",
        brand="#85271a",
        on_brand="#fff8ea",
        tag="#85271a",
        on_tag="#fff8ea",
        shape="plate",
        leading=1.04,
    ),
    "librairie": ShareLook(
        font="crimson-pro",
        large=(400, 100),
        small=(500, 100),
        paper="#faf7f3",
        ink="#21141f",
        soft_ink="#5e4f5b",
        ground="#f1ebe6",
        brand="#6b1f4b",
        on_brand="#ffffff",
        tag="#6b1f4b",
        on_tag="#ffffff",
        shape="plate",
        leading=1.02,
    ),
    "atelier": ShareLook(
        font="overpass",
        large=(640, 100),
        small=(500, 100),
        paper="#f3f6f6",
        ink="#11222d",
        soft_ink="#475a68",
        ground="#e3eaec",
        brand="#98390f",
        on_brand="#ffffff",
        tag="#98390f",
        on_tag="#ffffff",
        shape="square",
        leading=1.04,
    ),
    "galerie": ShareLook(
        font="archivo",
        large=(600, 118),
        small=(500, 100),
        paper="#ffffff",
        ink="#0d0d10",
        soft_ink="#55555e",
        ground="#f1f1f4",
        brand="#1b2df0",
        on_brand="#ffffff",
        tag="#1b2df0",
        on_tag="#ffffff",
        shape="square",
        leading=1.02,
    ),
}


def share_look(theme: str, brand_color: str, pair: str = "") -> ShareLook:
    """Return the look of a theme, with the shop's own colour and pair of fonts where it has chosen them."""
    look = LOOKS.get(theme) if theme in THEMES else None
    look = look or _plain(theme)
    if pair in PAIRS:
        fonts = PAIRS[pair]
        look = replace(look, font=fonts.display.file, large=(fonts.display_weight, look.large[1]), small=(fonts.display_weight, 100))
    if not brand_color:
        return look
    own = brand_colors(brand_color, theme=theme if theme in THEMES else NEVER_SEEN).light
    is_own_tag = look.tag == look.brand  # brocante's price tags stay as they are
    tagged = replace(look, tag=own.brand, on_tag=own.on_brand) if is_own_tag else look
    return replace(tagged, brand=own.brand, on_brand=own.on_brand)


def _plain(theme: str) -> ShareLook:
    """Return a look for a theme that nobody has drawn one for: its font and its colour on white."""
    facts = theme_facts(theme)
    return ShareLook(
        font=facts.font,
        large=(600, 100),
        small=(450, 100),
        paper=WHITE,
        ink=BLACK,
        soft_ink=GREY,
        ground=PALE,
        brand=facts.color,
        on_brand=WHITE,
        tag=facts.color,
        on_tag=WHITE,
        shape="square",
    )
