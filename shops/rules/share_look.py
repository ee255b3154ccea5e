"""How each theme dresses the picture of a link: its light colours, and what a picture has of its own."""

from dataclasses import replace
from typing import Any

from kit.share_picture import ShareLook
from shops.rules.colors import brand_colors
from shops.rules.fonts import PAIRS
from shops.rules.grounds import grounds_of
from shops.rules.themes import NEVER_SEEN, THEMES, theme_facts

WHITE, BLACK, GREY, PALE = "#ffffff", "#111111", "#55555e", "#f1f1f4"


def _dressed(theme: str, **drawn: Any) -> ShareLook:
    """Return a theme's look: font, colour and grounds as its sheet has them, the rest as `drawn` for pictures."""
    facts, grounds = theme_facts(theme), grounds_of(theme).light
    own = {"ground": grounds.sunken, "on_brand": WHITE, "tag": facts.color, **drawn}
    own.setdefault("on_tag", own["on_brand"])
    return ShareLook(font=facts.font, paper=grounds.paper, ink=grounds.ink, soft_ink=grounds.ink_soft, brand=facts.color, **own)


LOOKS = {
    "serre": _dressed("serre", large=(330, 100), small=(520, 100), shape="arch", leading=1.08, ground="#d8ebdc"),
    "brocante": _dressed("brocante", large=(800, 75), small=(700, 90), shape="square", leading=0.94, tag="#ffe53b", on_tag="#171410"),
    "comptoir": _dressed("comptoir", large=(600, 100), small=(420, 100), shape="plate", leading=1.04, on_brand="#fff8ea"),
    "librairie": _dressed("librairie", large=(400, 100), small=(500, 100), shape="plate", leading=1.02),
    "atelier": _dressed("atelier", large=(640, 100), small=(500, 100), shape="square", leading=1.04),
    "galerie": _dressed("galerie", large=(600, 118), small=(500, 100), shape="square", leading=1.02),
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
