"""How each theme dresses the picture of a link: the light colours of its style sheet, written as pictures need them."""

from dataclasses import replace

from kit.share_picture import ShareLook
from shops.rules.colors import brand_colors

SERRE = ShareLook(
    font="ysabeau-office",
    large_axes=(330,),
    small_axes=(520,),
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
)
BROCANTE = ShareLook(
    font="bricolage-grotesque",
    large_axes=(800, 75),
    small_axes=(700, 90),
    paper="#edeae2",
    ink="#171410",
    soft_ink="#524b41",
    ground="#dfdacd",
    brand="#171410",
    on_brand="#ffffff",
    tag="#ffe53b",
    on_tag="#171410",
    shape="square",
    leading=0.92,
)
COMPTOIR = ShareLook(
    font="fraunces",
    large_axes=(600,),
    small_axes=(420,),
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
)
LOOKS = {"serre": SERRE, "brocante": BROCANTE, "comptoir": COMPTOIR}


def share_look(theme: str, brand_color: str) -> ShareLook:
    """Return the look of a theme, with the shop's own colour where it has one; a theme that is new here wears the first."""
    look = LOOKS.get(theme, SERRE)
    if not brand_color:
        return look
    own = brand_colors(brand_color)
    is_own_tag = look.tag == look.brand  # brocante's price tags stay as they are
    tagged = replace(look, tag=own.light, on_tag=own.on_light) if is_own_tag else look
    return replace(tagged, brand=own.light, on_brand=own.on_light)
