"""
What a shop's own colour must be seen on: the grounds of each theme, as its style sheet has them.

A test holds this table equal to the tokens of `static/css/themes/*.css`; no page is drawn from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Grounds:
    """One theme in one scheme, as "#rrggbb": three grounds from the page to the sunken, and the two inks that are written on them."""

    paper: str
    surface: str
    sunken: str
    ink: str
    ink_soft: str

    @property
    def all(self) -> tuple[str, str, str]:
        return self.paper, self.surface, self.sunken


@dataclass(frozen=True)
class ThemeGrounds:
    """A theme by day and by night."""

    light: Grounds
    dark: Grounds


GROUNDS: Mapping[str, ThemeGrounds] = {
    "serre": ThemeGrounds(
        light=Grounds(paper="#f5f8f2", surface="#ffffff", sunken="#e6eee2", ink="#17281e", ink_soft="#475a4d"),
        dark=Grounds(paper="#0f1813", surface="#17231c", sunken="#1d2b23", ink="#ebf2ea", ink_soft="#b0c1b4"),
    ),
    "brocante": ThemeGrounds(
        light=Grounds(paper="#edeae2", surface="#faf8f3", sunken="#dfdacd", ink="#171410", ink_soft="#524b41"),
        dark=Grounds(paper="#171512", surface="#211e1a", sunken="#2b2722", ink="#f3efe4", ink_soft="#bdb5a6"),
    ),
    "comptoir": ThemeGrounds(
        light=Grounds(paper="#fbf2df", surface="#fffaf0", sunken="#f3e4c6", ink="#2b1710", ink_soft="#65483a"),
        dark=Grounds(paper="#1b110c", surface="#281a13", sunken="#33231a", ink="#f8ecd8", ink_soft="#d3bba0"),
    ),
    "librairie": ThemeGrounds(
        light=Grounds(paper="#faf7f3", surface="#fffdfb", sunken="#f1ebe6", ink="#21141f", ink_soft="#5e4f5b"),
        dark=Grounds(paper="#171019", surface="#211824", sunken="#2a1f2e", ink="#f4ecf0", ink_soft="#c6b6c2"),
    ),
    "atelier": ThemeGrounds(
        light=Grounds(paper="#f3f6f6", surface="#ffffff", sunken="#e3eaec", ink="#11222d", ink_soft="#475a68"),
        dark=Grounds(paper="#0a1c2e", surface="#0f2438", sunken="#13283d", ink="#eaf2f8", ink_soft="#a9bfd0"),
    ),
    "galerie": ThemeGrounds(
        light=Grounds(paper="#ffffff", surface="#ffffff", sunken="#f1f1f4", ink="#0d0d10", ink_soft="#55555e"),
        dark=Grounds(paper="#0c0c0e", surface="#17171a", sunken="#222226", ink="#f5f5f7", ink_soft="#b6b6c0"),
    ),
}


def grounds_of(theme: str) -> ThemeGrounds:
    """Return a theme's grounds; those of brocante, the farthest from white and black, for a theme that is not in the table."""
    return GROUNDS.get(theme, GROUNDS["brocante"])
