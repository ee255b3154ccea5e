"""What a shop wears: a theme and, in the place of what the theme has, its own colour and a pair of fonts. Pure."""

import hashlib
from dataclasses import dataclass

from shops.rules.colors import clean_color, color_tokens
from shops.rules.fonts import PAIRS, UrlOf, font_faces, font_tokens
from shops.rules.themes import THEMES, theme_facts

OWN = "own"  # in an address: as the theme has it


@dataclass(frozen=True, slots=True)
class Look:
    """A theme of THEMES; a colour "#rrggbb", and a pair of PAIRS, both empty as the theme has it."""

    theme: str
    color: str = ""
    pair: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the theme's own sheet says everything."""
        return not self.color and not self.pair

    @property
    def display_font(self) -> str:
        """The static file of the one font that every page needs first."""
        file = PAIRS[self.pair].display.file if self.pair else theme_facts(self.theme).font
        return f"fonts/{file}.woff2"


def look_sheet(look: Look, *, url_of: UrlOf) -> str:
    """Return the style sheet of a shop's own colour and fonts; `url_of` says where a static file is served."""
    tokens = color_tokens(look.color, theme=look.theme) if look.color else {}
    faces = ""
    if look.pair:
        faces, tokens = font_faces(PAIRS[look.pair], url_of=url_of), {**tokens, **font_tokens(PAIRS[look.pair])}
    return f"{faces}@layer tokens {{ :root {{ {' '.join(f'{name}: {value};' for name, value in tokens.items())} }} }}\n"


def sheet_name(look: Look, *, url_of: UrlOf) -> str:
    """Return a name for the sheet that says what is in it, for an address that may be kept for ever."""
    digest = hashlib.sha256(look_sheet(look, url_of=url_of).encode()).hexdigest()[:12]
    return f"{look.theme}-{look.color.removeprefix('#') or OWN}-{look.pair or OWN}-{digest}"


def look_named(name: str) -> Look:
    """
    Return the look that a sheet's name says.

    :raises ValueError: if no sheet is called so
    """
    theme, color, pair, _digest = name.split("-")
    look = Look(theme, "" if color == OWN else clean_color(f"#{color}"), "" if pair == OWN else pair)
    if look.theme not in THEMES or look.pair not in ("", *PAIRS) or look.is_plain:
        raise ValueError(name)
    return look
