"""
Sheets of paper: a Typst template and plain data make a PDF, or a picture of its first page.

Typst sets type as a printer would (hyphens of each language, kerning, text that shrinks until it fits) and marks
what is a heading, a picture and which language, so that a PDF can be read aloud. Data goes in as JSON and is never
read as markup. A template sees the files of its own folder only, and loads no package.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

FONTS = Path(__file__).parent / "print_fonts"
QUIET_ZONE = 4  # modules of white around a QR code, as its standard wants
OVERLAP = 0.02  # of a module: rows touch, so that no renderer leaves a hair of white between them


def print_pdf(template: Path, data: dict[str, Any]) -> bytes:
    """Return a tagged PDF (PDF/UA-1); `data` is what the template finds in `sys.inputs.data`, as JSON."""
    return _one(_compiler(template, data).compile(format="pdf", pdf_standards=["ua-1"]))


def print_picture(template: Path, data: dict[str, Any], *, pixels_per_inch: float) -> bytes:
    """Return the first page as PNG."""
    return _one(_compiler(template, data).compile(format="png", ppi=pixels_per_inch))


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, black on nothing, of level M or better, with its quiet zone."""
    matrix = segno.make(text, error="m", micro=False).matrix
    side = len(matrix) + 2 * QUIET_ZONE
    runs = "".join(
        f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v{1 + OVERLAP}h-{length}z" for y, row in enumerate(matrix) for x, length in _runs(row)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{runs}"/></svg>'


def _runs(row: Any) -> list[tuple[int, int]]:
    """Return where dark modules begin in a row, and how many stand together."""
    found: list[tuple[int, int]] = []
    for x, is_dark in enumerate(row):
        if is_dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_dark:
            found.append((x, 1))
    return found


def _compiler(template: Path, data: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(input=str(template), root=str(template.parent), font_paths=_fonts(), sys_inputs={"data": json.dumps(data)})


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _one(result: bytes | list[bytes] | None) -> bytes:
    """Return the first page of many: a picture of several pages comes as a list."""
    return (result[0] if isinstance(result, list) else result) or b""
