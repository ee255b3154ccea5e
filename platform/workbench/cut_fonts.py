"""
Cut the fonts that pages load, into `static/fonts`: `python -m workbench.cut_fonts`.

A font as published holds letters, weights and widths that no page uses, and a phone pays for all of them. Each is cut to the letters of
French, Dutch, English and German (and their neighbours in Latin-1), and to the axes that the sheets name. Letters beyond those go into a
second file, `-ext`, which a browser fetches only for a page that holds one (`unicode-range` in the sheets).

The originals are the npm packages `@fontsource-variable/*`, fetched with `npm pack` into a folder that is thrown away. All are under the
SIL Open Font License without a reserved font name, so what was changed may keep its name; `static/fonts/LICENCE.md` says what was changed.
"""

import io
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.builder import buildVarDevTable
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.varLib.models import normalizeLocation
from fontTools.varLib.varStore import OnlineVarStoreBuilder, VarStoreInstancer

FOLDER = Path("static/fonts")
VERSION = "5.3.0"
# Latin-1 but for the letters of Icelandic and signs that nobody types, then œ, quotes, dashes, spaces, arrows and signs.
LETTERS = ({*range(0x20, 0x7F), *range(0xA0, 0x100)} - {ord(sign) for sign in "¤¥¦¬¯¶¸¹ªº¼¾¢ÐðÞþ"}) | {
    ord(sign) for sign in "ıŒœ\u2009\u202f‐\u2011–—‘’‚“”„•…‹›€™←↑→↓−"
}
# Latin Extended-A (Polish, Czech, Turkish, Baltic, Croatian, Hungarian ...), ș and ț of Romanian, the capital ß, the lira.
MORE_LETTERS = {*range(0x100, 0x180), *range(0x218, 0x21C), 0x1E9E, 0x20BA} - LETTERS
FEATURES = ["kern", "liga", "calt", "ccmp", "locl", "lnum", "tnum", "rvrn"]
UNNEEDED = ["HVAR", "STAT"]  # widths that the shapes tell as well, and names for a menu of styles


@dataclass(frozen=True)
class Face:
    """
    One original and what of it the sheets use; a range of an axis, or the one value it is fixed at.

    `units` to the em: with 1000, a step is a twentieth of a pixel in the largest heading of a phone, with 500 a tenth. What
    has soft, wound shapes weighs an eighth less with 500.
    """

    package: str
    style: str
    axes: dict[str, float | tuple[float, float]] = field(default_factory=dict)
    kerning_step: int = 1
    units: int = 1000


FACES = {
    "ysabeau-office": Face("ysabeau-office", "wght-normal", {"wght": (280, 640)}),
    "bricolage-grotesque": Face("bricolage-grotesque", "wdth-normal", {"wght": (400, 800)}, kerning_step=4),
    "fraunces": Face("fraunces", "wght-normal", {"wght": (380, 620)}, kerning_step=4, units=500),
    "fraunces-italic": Face("fraunces", "wght-italic", {"wght": 400}, kerning_step=4, units=500),
    "crimson-pro": Face("crimson-pro", "wght-normal", {"wght": (400, 600)}, kerning_step=8),
    "crimson-pro-italic": Face("crimson-pro", "wght-italic", {"wght": 400}, kerning_step=8),
    "overpass": Face("overpass", "wght-normal", {"wght": (400, 680)}, kerning_step=4),
    "sometype-mono": Face("sometype-mono", "wght-normal", {"wght": (400, 600)}),
    "archivo": Face("archivo", "wdth-normal", {"wght": (400, 640), "wdth": (100, 122)}, kerning_step=4),
    "atkinson-hyperlegible-next": Face("atkinson-hyperlegible-next", "wght-normal", {"wght": (400, 700)}),
    # the pairs that a shop may choose: titles at one weight, texts at two and what lies between
    "newsreader": Face("newsreader", "wght-normal", {"wght": 500}, kerning_step=4),
    "hanken-grotesk": Face("hanken-grotesk", "wght-normal", {"wght": (400, 640)}, kerning_step=4),
    "sofia-sans-condensed": Face("sofia-sans-condensed", "wght-normal", {"wght": 760}, kerning_step=4),
    "sofia-sans": Face("sofia-sans", "wght-normal", {"wght": (400, 640)}, kerning_step=4),
    "baloo-2": Face("baloo-2", "wght-normal", {"wght": 600}, kerning_step=4),
    "nunito-sans": Face("nunito-sans", "wght-normal", {"wght": (400, 640)}, kerning_step=4),
    "space-grotesk": Face("space-grotesk", "wght-normal", {"wght": 600}, kerning_step=4),
    "instrument-sans": Face("instrument-sans", "wght-normal", {"wght": (400, 640)}, kerning_step=4),
}


def main() -> None:
    """Cut every face, and say what each file weighs."""
    with tempfile.TemporaryDirectory(prefix="vitrine-fonts-") as folder:
        for package in sorted({face.package for face in FACES.values()}):
            _fetch(package, Path(folder))
        for name, face in FACES.items():
            for subset, letters, suffix in (("latin", LETTERS, ""), ("latin-ext", MORE_LETTERS, "-ext")):
                original = Path(folder) / face.package / "package/files" / f"{face.package}-{subset}-{face.style}.woff2"
                target = FOLDER / f"{name}{suffix}.woff2"
                cut(original, face, letters).save(target)
                print(f"{target.name:40} {original.stat().st_size / 1000:6.1f} kB -> {target.stat().st_size / 1000:5.1f} kB")


def _fetch(package: str, folder: Path) -> None:
    command = ["npm", "pack", "--silent", f"@fontsource-variable/{package}@{VERSION}"]
    archive = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
    with tarfile.open(folder / archive) as files:
        files.extractall(folder / package, filter="data")


def cut(original: str | os.PathLike[str], face: Face, letters: set[int]) -> TTFont:
    """Return the font with only these letters, and only the part of its axes that the face names."""
    font = _again(instantiateVariableFont(TTFont(original, recalcTimestamp=False), face.axes))
    _settle_alternates(font)
    options = Options(
        drop_tables=[*Options().drop_tables, *UNNEEDED],
        hinting=False,
        layout_features=FEATURES,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = _again(font)
    if font["head"].unitsPerEm != face.units:
        scale_upem(font, face.units)
    if face.kerning_step > 1:
        _round_kerning(font, face.kerning_step)
    if "fvar" in font and len(font["fvar"].axes) > 1:
        _forget_corners(font)
    font.flavor = "woff2"
    return font


def _again(font: TTFont) -> TTFont:
    """Return the font as a reader of its file sees it; one step of fontTools does not always understand what the last left in memory."""
    file = io.BytesIO()
    font.flavor = None
    font.save(file)
    file.seek(0)
    return TTFont(file, recalcTimestamp=False)


def _settle_alternates(font: TTFont) -> None:
    """
    Let letters point at the shapes that they have in all of the font's range.

    Fraunces swaps some shapes by an axis (feature `rvrn`); what is left of its axes lies on one side of that swap.
    """
    substitutions = font["GSUB"].table
    wanted = {
        index
        for record in substitutions.FeatureList.FeatureRecord
        if record.FeatureTag == "rvrn"
        for index in record.Feature.LookupListIndex
    }
    swaps = {
        old: new for index in wanted for table in substitutions.LookupList.Lookup[index].SubTable for old, new in table.mapping.items()
    }
    for table in font["cmap"].tables:
        table.cmap = {letter: swaps.get(glyph, glyph) for letter, glyph in table.cmap.items()}


def _forget_corners(font: TTFont) -> None:
    """
    Let weight and width each change the shapes by themselves, without what changes only where both do.

    That part is a third of a font with two axes, and the sheets set narrow type only near its full weight, where it is almost nothing.
    """
    shapes = font["gvar"].variations
    for glyph, changes in list(shapes.items()):
        shapes[glyph] = [change for change in changes if len(change.axes) == 1]


def _round_kerning(font: TTFont, step: int) -> None:
    """
    Round kerning to steps of so many thousandths of an em, none below two steps; let it change with the width only.

    As published, the kerning of Bricolage Grotesque at every weight and width weighs as much as its letters.
    """
    axes = font["fvar"].axes if "fvar" in font else []
    ranges = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in axes}
    places = [{"wght": 600, "wdth": 100}, {"wght": 800, "wdth": 75}] if "wdth" in ranges else [{"wght": 600}]
    old = font["GDEF"].table.VarStore if axes else None
    at = [VarStoreInstancer(old, axes, normalizeLocation(place, ranges)) for place in places]
    builder = OnlineVarStoreBuilder(list(ranges))
    builder.setSupports([{"wdth": (-1, -1, 0)}] if "wdth" in ranges else [])

    for value in _kerning(font):
        device = getattr(value, "XAdvDevice", None)
        index = None if device is None or device.StartSize == 0xFFFF else (device.StartSize << 16) + device.EndSize
        exact = [value.XAdvance + (0 if index is None else store[index]) for store in at]
        rounded = [0 if abs(size) < 2 * step else round(size / step) * step for size in exact]
        value.XAdvance = rounded[0]
        if device is not None:
            change = rounded[-1] - rounded[0]
            value.XAdvDevice = buildVarDevTable(builder.storeDeltas([change])) if change else None
    if old is not None:
        font["GDEF"].table.VarStore = store = builder.finish()
        font["GPOS"].table.remap_device_varidxes(store.optimize())


def _kerning(font: TTFont) -> Iterator:
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            rows = [row.PairValueRecord for row in pairs.PairSet] if pairs.Format == 1 else [row.Class2Record for row in pairs.Class1Record]
            yield from (pair.Value1 for row in rows for pair in row if hasattr(pair.Value1, "XAdvance"))


if __name__ == "__main__":
    main()
