"""
A shop's own colour, made legible. Pure functions over "#rrggbb".

A shopkeeper chooses with the eye; whether text on it can be read is computed (WCAG 2.2, 1.4.3:
contrast of at least 4.5 to 1).
"""

import hashlib
import re
from dataclasses import dataclass

LEGIBLE = 4.5
WHITE, BLACK = "#ffffff", "#14110d"
LIGHT_GROUND, DARK_GROUND = "#eceae4", "#2a2722"  # the darkest light and the lightest dark ground of the themes
STEPS = 100


@dataclass(frozen=True)
class BrandColors:
    """The colour as it is used: on light and on dark pages, and what is written on it."""

    light: str
    on_light: str
    dark: str
    on_dark: str


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


def brand_colors(color: str) -> BrandColors:
    """Return the colour darkened for light pages and lightened for dark ones, as little as reading needs, with what is written on it."""
    light = _moved_towards(BLACK, color, ground=LIGHT_GROUND)
    dark = _moved_towards(WHITE, color, ground=DARK_GROUND)
    return BrandColors(light=light, on_light=_on(light), dark=dark, on_dark=_on(dark))


def theme_css(color: str) -> str:
    """Return the style sheet that puts a shop's colour in the place of its theme's."""
    brand = brand_colors(color)
    return (
        "@layer tokens { :root { "
        f"--brand: light-dark({brand.light}, {brand.dark}); "
        f"--on-brand: light-dark({brand.on_light}, {brand.on_dark}); "
        f"--brand-soft: color-mix(in oklab, light-dark({brand.light}, {brand.dark}) 14%, var(--paper)); "
        "} }\n"
    )


def theme_version(color: str) -> str:
    """Return a short name of the style sheet's content, for an address that may be kept for ever."""
    return hashlib.sha256(theme_css(color).encode()).hexdigest()[:12]


def _on(ground: str) -> str:
    return max((WHITE, BLACK), key=lambda ink: contrast(ink, ground))


def _moved_towards(goal: str, color: str, *, ground: str) -> str:
    """Return `color`, mixed with as little of `goal` as makes it legible on `ground`, and writing legible on it."""
    for step in range(STEPS + 1):
        mixed = _mix(color, goal, step / STEPS)
        if contrast(mixed, ground) >= LEGIBLE and contrast(_on(mixed), mixed) >= LEGIBLE:
            return mixed
    return goal


def _mix(color: str, goal: str, share: float) -> str:
    return "#" + "".join(f"{round(one + (other - one) * share):02x}" for one, other in zip(_channels(color), _channels(goal), strict=True))


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[place : place + 2], 16) for place in (1, 3, 5))


def _luminance(color: str) -> float:
    red, green, blue = (value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
