"""
The pairs of fonts that a shop may choose in place of its theme's. Pure.

The files are cut by workbench.cut_fonts. The measures of what a phone shows until they are there are those of the cut
fonts against Arial and Georgia, so that no line breaks elsewhere when they arrive.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SANS = ("Arial", "Helvetica Neue", "Roboto", "Liberation Sans")
BOLD = ("Arial Bold", "Helvetica Neue Bold", "Roboto Bold", "Liberation Sans Bold")
SERIF = ("Georgia", "Gelasio", "Noto Serif")
TIMES = ("Times New Roman", "Liberation Serif", "Tinos")
OTHER_LETTERS = "U+100-130, U+132-151, U+154-17F, U+218-21B, U+1E9E, U+20BA"
UrlOf = Callable[[str], str]


@dataclass(frozen=True)
class Face:
    """A font file of static/fonts, and what stands in for it; size, ascent and descent in per cent."""

    family: str
    file: str
    weights: str
    stand_in: tuple[str, ...]
    size: float
    ascent: float
    descent: float
    times: float = 0  # size against Times, which stands in where a phone or computer has no Georgia


@dataclass(frozen=True)
class FontPair:
    """
    Titles in one face, texts in another, and the weights and spacing that suit them.

    `fit` is how large a name may be that fills the width in the narrowest of our fonts, brocante's own.
    """

    display: Face
    text: Face
    display_weight: int
    tracking: str
    leading: str
    fit: float


PAIRS: Mapping[str, FontPair] = {
    "book": FontPair(
        display=Face("Newsreader", "newsreader", "500", SERIF, 96.6, 76.1, 27.4, 106.2),
        text=Face("Hanken Grotesk", "hanken-grotesk", "400 640", SANS, 99.7, 100.3, 30.4),
        display_weight=500,
        tracking="-0.02em",
        leading="1.02",
        fit=0.86,
    ),
    "poster": FontPair(
        display=Face("Sofia Sans Condensed", "sofia-sans-condensed", "760", BOLD, 74.0, 121.7, 40.6),
        text=Face("Sofia Sans", "sofia-sans", "400 640", SANS, 95.2, 94.6, 31.5),
        display_weight=760,
        tracking="-0.01em",
        leading="0.98",
        fit=1,
    ),
    "round": FontPair(
        display=Face("Baloo 2", "baloo-2", "600", BOLD, 91.1, 118.3, 57.5),
        text=Face("Nunito Sans", "nunito-sans", "400 640", SANS, 100.0, 101.1, 35.3),
        display_weight=600,
        tracking="-0.015em",
        leading="1.02",
        fit=0.86,
    ),
    "plain": FontPair(
        display=Face("Space Grotesk", "space-grotesk", "600", BOLD, 101.3, 97.1, 28.8),
        text=Face("Instrument Sans", "instrument-sans", "400 640", SANS, 101.6, 95.5, 24.6),
        display_weight=600,
        tracking="-0.035em",
        leading="1.04",
        fit=0.78,
    ),
}
SIZES = {"xs": "0.84rem", "s": "0.94rem", "m": "1.0625rem", "l": "1.25rem"}  # a theme's own are measured for its own font


def font_faces(pair: FontPair, *, url_of: UrlOf) -> str:
    """Return the rules that name a pair's files and its stand-ins; `url_of` says where "fonts/name.woff2" is served."""
    return "".join(_rules(face, url_of) for face in (pair.display, pair.text))


def font_tokens(pair: FontPair) -> dict[str, str]:
    """Return the tokens that put a pair in the place of its theme's fonts."""
    times = f'"{pair.display.family} Times", ' if pair.display.times else ""
    kind = "serif" if pair.display.stand_in is SERIF else "sans-serif"
    return {
        "--font-text": f'"{pair.text.family}", "{pair.text.family} Fallback", sans-serif',
        "--font-display": f'"{pair.display.family}", "{pair.display.family} Fallback", {times}{kind}',
        "--text-weight": "400",
        "--strong-weight": "640",
        "--display-weight": str(pair.display_weight),
        "--display-stretch": "100%",
        "--display-tracking": pair.tracking,
        "--display-leading": pair.leading,
        "--name-fit": f"{pair.fit:g}",
        **{f"--text-{step}": size for step, size in SIZES.items()},
    }


def _rules(face: Face, url_of: UrlOf) -> str:
    return (
        _file_rule(face, url_of(f"fonts/{face.file}.woff2"), "")
        + _file_rule(face, url_of(f"fonts/{face.file}-ext.woff2"), f" unicode-range: {OTHER_LETTERS};")
        + _stand_in(f"{face.family} Fallback", face.stand_in, face, face.size)
        + (_stand_in(f"{face.family} Times", TIMES, face, face.times) if face.times else "")
    )


def _stand_in(family: str, names: tuple[str, ...], face: Face, size: float) -> str:
    """Return the rule for what stands in for a face until it is there: `names`, in a size that makes them as wide, and lines as high."""
    local = ", ".join(f'local("{name}")' for name in names)
    ascent, descent = (round(height * face.size / size, 1) for height in (face.ascent, face.descent))
    measure = f"size-adjust: {size}%; ascent-override: {ascent}%; descent-override: {descent}%; line-gap-override: 0%;"
    return f'@font-face {{ font-family: "{family}"; src: {local}; {measure} }}\n'


def _file_rule(face: Face, url: str, letters: str) -> str:
    source = f'src: url("{url}") format("woff2");'
    return f'@font-face {{ font-family: "{face.family}"; {source} font-weight: {face.weights}; font-display: swap;{letters} }}\n'
