"""
A shop's own colour, made legible. Pure functions over "#rrggbb".

A shopkeeper chooses with the eye; whether it can be seen and read is computed, for the grounds of the theme it is worn
with (WCAG 2.2: text 4.5 to 1, 1.4.3; what one presses or sees chosen 3 to 1, 1.4.11).
"""

import re
from dataclasses import dataclass

from shops.rules.grounds import Grounds, grounds_of

LEGIBLE, VISIBLE = 4.5, 3.0
WHITE, BLACK = "#ffffff", "#14110d"
STEPS = 100
MOST_TINT = 16  # per cent of the colour in its soft ground


@dataclass(frozen=True)
class Tones:
    """
    One colour in one scheme.

    `brand` fills and frames (VISIBLE on every ground and on `soft`), `on_brand` is written on it; `soft` is a ground for both inks;
    `text` is the colour as writing and as the ring of the focus, on every ground and on `soft`.
    """

    brand: str
    on_brand: str
    soft: str
    text: str


@dataclass(frozen=True)
class BrandColors:
    """The colour by day and by night."""

    light: Tones
    dark: Tones


def clean_color(text: str) -> str:
    """
    Return a colour as "#rrggbb" in lower case.

    :raises ValueError: if it is none
    """
    color = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", color):
        color = "#" + "".join(2 * digit for digit in color[1:])
    if not re.fullmatch(r"#[0-9a-f]{6}", color):
        raise ValueError(text)
    return color


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def brand_colors(color: str, *, theme: str) -> BrandColors:
    """Return the tones of a colour on the grounds of a theme: as near to the colour as seeing and reading allow."""
    grounds = grounds_of(theme)
    return BrandColors(light=_tones(color, grounds.light, BLACK), dark=_tones(color, grounds.dark, WHITE))


def color_tokens(color: str, *, theme: str) -> dict[str, str]:
    """Return the tokens that put a shop's colour in the place of its theme's."""
    day, night = (colors := brand_colors(color, theme=theme)).light, colors.dark
    return {
        "--brand": f"light-dark({day.brand}, {night.brand})",
        "--on-brand": f"light-dark({day.on_brand}, {night.on_brand})",
        "--brand-soft": f"light-dark({day.soft}, {night.soft})",
        "--brand-text": f"light-dark({day.text}, {night.text})",
        "--focus": f"light-dark({day.text}, {night.text})",
    }


def _tones(color: str, grounds: Grounds, goal: str) -> Tones:
    tint = color if goal == BLACK else _moved_towards(goal, color, grounds=grounds.all, least=VISIBLE)
    soft = _soft(tint, grounds)
    brand = _moved_towards(goal, color, grounds=(*grounds.all, soft), least=VISIBLE)
    return Tones(
        brand=brand,
        on_brand=_on(brand),
        soft=soft,
        text=_moved_towards(goal, color, grounds=(*grounds.all, soft), least=LEGIBLE),
    )


def _soft(tint: str, grounds: Grounds) -> str:
    """Return the paper with as much of the colour, up to MOST_TINT, as leaves both inks legible on it."""
    for percent in range(MOST_TINT, 0, -1):
        mixed = _mix(grounds.paper, tint, percent / 100)
        if min(contrast(mixed, grounds.ink), contrast(mixed, grounds.ink_soft)) >= LEGIBLE:
            return mixed
    return grounds.paper


def _on(ground: str) -> str:
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def _moved_towards(goal: str, color: str, *, grounds: tuple[str, ...], least: float) -> str:
    """Return `color`, mixed with as little of `goal` as lifts it off every ground and makes writing on it legible."""
    for step in range(STEPS + 1):
        mixed = _mix(color, goal, step / STEPS)
        if min(contrast(mixed, ground) for ground in grounds) >= least and contrast(_on(mixed), mixed) >= LEGIBLE:
            return mixed
    return goal


def _mix(color: str, goal: str, share: float) -> str:
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in zip(_channels(color), _channels(goal), strict=True))


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(color: str) -> float:
    red, green, blue = (value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
