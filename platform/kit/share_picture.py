"""
The picture that stands beside a link when it is passed on: 1200 by 630, as most messengers and networks draw it.

A photograph on one side and the words on the other, or the words alone on the shop's colour. Knows no shop:
it is told the colours, the font and the words.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Literal

from PIL import Image, ImageDraw, ImageFont, ImageOps

WIDTH, HEIGHT = 1200, 630
MARGIN = 64
GAP = 56
QUALITY = 82
FINER = 4  # edges of shapes are drawn this much larger, and smoothed
TITLE_SIZES = range(104, 43, -5)  # pixels; the largest that fits is taken
MOST_LINES = 5
LAST_OF_FIRST_FILE = "\u00ff"  # the letters beyond it are in the font's second file, but for these:
ALSO_IN_FIRST_FILE = frozenset("ıŒœ\u2009\u202f‐\u2011–—‘’‚“”„•…‹›€™←↑→↓−")
LAST_OF_SECOND_FILE = "\u021b"
ELLIPSIS = "…"

Shape = Literal["square", "arch", "plate"]


@dataclass(frozen=True, slots=True)
class ShareLook:
    """
    How a theme dresses it. Colours are "#rrggbb"; `large` and `small` are weight and width (percent) of the two sizes of words.

    A font that has no such axis, or not so much of it, gives what it has.
    """

    font: str  # the file's name without its ending, in the folder of fonts
    large: tuple[int, int]
    small: tuple[int, int]
    paper: str
    ink: str
    soft_ink: str
    ground: str  # behind the photograph
    brand: str
    on_brand: str
    tag: str  # behind the price
    on_tag: str
    shape: Shape  # of the photograph
    leading: float = 1.0


@dataclass(frozen=True, slots=True)
class ShareWords:
    """What it says. `line` (a price, or a line about the shop) may be empty."""

    title: str
    line: str
    shop: str
    is_price: bool


def compose(words: ShareWords, look: ShareLook, *, photo: IO[bytes] | None, fonts: Path) -> bytes:
    """Return the picture as a JPEG of some 40 to 120 kB; some 100 ms of work. `photo` is one of our own renditions."""
    sheet = Image.new("RGB", (WIDTH, HEIGHT), look.paper)
    if photo is None:
        sheet.paste(look.brand, (0, 0, WIDTH, HEIGHT))
        box, ink, soft = (MARGIN + 24, MARGIN, WIDTH - MARGIN - 24, HEIGHT - MARGIN), look.on_brand, look.on_brand
    else:
        _hang(sheet, photo, look)
        box, ink, soft = (HEIGHT + MARGIN - 8, MARGIN, WIDTH - MARGIN + 8, HEIGHT - MARGIN), look.ink, look.soft_ink
    _write(ImageDraw.Draw(sheet), words, look, box=box, ink=ink, soft=soft, fonts=fonts)
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()


# ---- the photograph ------------------------------------------------------------------------------


def _hang(sheet: Image.Image, file: IO[bytes], look: ShareLook) -> None:
    sheet.paste(look.ground, (0, 0, HEIGHT, HEIGHT))
    inset = {"square": 0, "arch": 40, "plate": 40}[look.shape]
    side = HEIGHT - 2 * inset
    height = side if look.shape != "arch" else HEIGHT - inset
    with Image.open(file, formats=("JPEG",)) as original:
        original.draft("RGB", (side * 2, height * 2))
        photo = ImageOps.fit(original.convert("RGB"), (side, height), Image.Resampling.LANCZOS, centering=(0.5, 0.45))
    sheet.paste(photo, (inset, inset), _mask(look.shape, side, height))


def _mask(shape: Shape, width: int, height: int) -> Image.Image:
    large = Image.new("L", (width * FINER, height * FINER), 0)
    draw = ImageDraw.Draw(large)
    right, bottom = width * FINER - 1, height * FINER - 1
    if shape == "square":
        draw.rectangle((0, 0, right, bottom), fill=255)
    elif shape == "arch":
        draw.ellipse((0, 0, right, right), fill=255)
        draw.rectangle((0, right // 2, right, bottom), fill=255)
    else:
        draw.rounded_rectangle((0, 0, right, bottom), radius=20 * FINER, fill=255)
    return large.resize((width, height), Image.Resampling.LANCZOS)


# ---- the words -----------------------------------------------------------------------------------


def _write(
    draw: ImageDraw.ImageDraw, words: ShareWords, look: ShareLook, *, box: tuple[int, int, int, int], ink: str, soft: str, fonts: Path
) -> None:
    left, top, right, bottom = box
    small = _Type(fonts, look.font, 34, look.small)
    for number, line in enumerate(_wrapped(words.shop, small, right - left, 1)):
        small.write(draw, (left, top + number * 42), line, soft)
    line_height = _write_line(draw, words, look, box=box, soft=soft, fonts=fonts)
    room = bottom - line_height - GAP - (top + 84)
    title, lines = _fitting(words.title, look, fonts, width=right - left, height=room)
    step = round(title.size * look.leading * 1.02)
    y = top + 84 + max(0, (room - step * len(lines)) // 2)
    for line in lines:
        title.write(draw, (left, y), line, ink)
        y += step


def _write_line(
    draw: ImageDraw.ImageDraw, words: ShareWords, look: ShareLook, *, box: tuple[int, int, int, int], soft: str, fonts: Path
) -> int:
    """Write the last line at the bottom of `box`, a price on its tag; return its height."""
    left, _top, right, bottom = box
    if not words.line:
        return 0
    if words.is_price:
        price = _Type(fonts, look.font, 58, look.large)
        width = min(right - left, round(price.width(words.line)) + 56)
        round_off = 0 if look.shape == "square" else 44
        draw.rounded_rectangle((left, bottom - 92, left + width, bottom), radius=round_off, fill=look.tag)
        price.write(draw, (left + 28, bottom - 46), words.line, look.on_tag, anchor="lm")
        return 92
    text = _Type(fonts, look.font, 38, look.small)
    lines = _wrapped(words.line, text, right - left, 2)
    for number, line in enumerate(reversed(lines)):
        text.write(draw, (left, bottom - 46 * (number + 1)), line, soft)
    return 46 * len(lines)


def _fitting(text: str, look: ShareLook, fonts: Path, *, width: int, height: int) -> tuple["_Type", list[str]]:
    """Return the largest type in which `text` fits, and its lines; the smallest is cut."""
    for size in TITLE_SIZES:
        kind = _Type(fonts, look.font, size, look.large)
        lines = _wrapped(text, kind, width, MOST_LINES)
        is_whole = not any(line.endswith(ELLIPSIS) for line in lines)
        if is_whole and len(lines) * size * look.leading * 1.02 <= height:
            break
    return kind, lines[: max(1, int(height // (kind.size * look.leading * 1.02)))]


def _wrapped(text: str, kind: "_Type", width: int, most: int) -> list[str]:
    """Return `text` in at most `most` lines of `width` pixels; what does not fit ends in "…", also a word of its own."""
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if kind.width(longer) <= width or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] += f" {word}"
            break
    return [_cut(line, kind, width) for line in lines]


def _cut(line: str, kind: "_Type", width: int) -> str:
    if kind.width(line) <= width:
        return line
    while line and kind.width(line + ELLIPSIS) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS


class _Type:
    """A font in one size, from the two files that a browser would load, so that every letter we serve can be drawn."""

    def __init__(self, fonts: Path, name: str, size: int, style: tuple[int, int]) -> None:
        self.size = size
        self._first, self._second = (_font(fonts / f"{file}.woff2", size, style) for file in (name, f"{name}-ext"))

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, color: str, *, anchor: str = "la") -> None:
        x, y = place
        for font, run in self._runs(text):
            draw.text((x, y), run, font=font, fill=color, anchor=anchor)
            x += font.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Yield the text in runs of one file each; letters that no file has, such as emoji, are left out."""
        run, of_first = "", True
        for letter in text:
            is_first = letter <= LAST_OF_FIRST_FILE or letter in ALSO_IN_FIRST_FILE
            if not is_first and letter > LAST_OF_SECOND_FILE and letter != "\u1e9e":
                continue
            if is_first != of_first and run:
                yield (self._first if of_first else self._second), run
                run = ""
            run, of_first = run + letter, is_first
        if run:
            yield (self._first if of_first else self._second), run


@lru_cache(maxsize=16)
def _bytes_of(path: Path) -> bytes:
    return path.read_bytes()


def _font(path: Path, size: int, style: tuple[int, int]) -> ImageFont.FreeTypeFont:
    """Return a font as a new object, since each thread needs its own; `style` is weight and width."""
    font = ImageFont.truetype(io.BytesIO(_bytes_of(path)), size)
    wanted = {b"Weight": style[0], b"Width": style[1]}
    try:
        axes = font.get_variation_axes()
    except OSError:  # a font with one style only
        return font
    font.set_variation_by_axes([_within(axis, wanted.get(axis["name"] or b"")) for axis in axes])
    return font


def _within(axis: ImageFont.Axis, wanted: int | None) -> float:
    """Return the value nearest to the wanted one that an axis has."""
    least, most, usual = (axis[name] or 0 for name in ("minimum", "maximum", "default"))  # type: ignore[literal-required]
    return usual if wanted is None else min(max(wanted, least), most)
