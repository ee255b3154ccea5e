"""
Make the faces for print out of those that pages load: `python -m workbench.print_fonts`.

A PDF wants TrueType, browsers get WOFF2: the same outlines, unpacked. The second file of a face, with the letters of other languages,
gets a family of its own ("Fraunces Ext"): a typesetter takes one file for each family, and goes on to the next family for what it lacks.
To be run again after `workbench.cut_fonts`; a test compares the two folders.
"""

from pathlib import Path

from fontTools.ttLib import TTFont

FROM, TO = Path("static/fonts"), Path("platform/kit/print_fonts")
FAMILY, STYLE, TYPOGRAPHIC_FAMILY, TYPOGRAPHIC_STYLE = 1, 2, 16, 17
CUTS = (" ExtraBold", " SemiBold", " 96pt")  # what some originals have in their family's name: the cut that is their default


def main() -> None:
    """Unpack every face, and say what each file weighs."""
    TO.mkdir(exist_ok=True)
    for source in sorted(FROM.glob("*.woff2")):
        target = TO / f"{source.stem}.ttf"
        print_face(source).save(target)
        print(f"{target.name:44} {target.stat().st_size / 1000:5.1f} kB")


def print_face(source: Path) -> TTFont:
    """Return a face as TrueType, under the name that the sheets call it by."""
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    family = font["name"].getDebugName(FAMILY)
    for cut in CUTS:
        family = family.replace(cut, "")
    if source.stem.endswith("-ext"):
        family += " Ext"
    for name_id in (FAMILY, TYPOGRAPHIC_FAMILY):
        font["name"].setName(family, name_id, 3, 1, 0x409)
        font["name"].setName(family, name_id, 1, 0, 0)
    for name_id in (STYLE, TYPOGRAPHIC_STYLE):
        font["name"].setName("Italic" if "italic" in source.stem else "Regular", name_id, 3, 1, 0x409)
    return font


if __name__ == "__main__":
    main()
