"""
From a photograph as it was sent to the files a page shows.

What arrives is a stranger's file: only four formats are tried, and its size in pixels is read
from the header before a single pixel is decoded (security.md X3, X4, X5).
"""

import io
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
EXTENSIONS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
WIDTHS = (400, 800, 1200)
WHOLE_PIXELS = 24_000_000  # for formats that are only decoded whole; a JPEG is read at a fraction of its size
MAX_SIDE = 20_000  # pixels; a phone's panorama stays below
JPEG_QUALITY = 78
AVIF_QUALITY = 55
AVIF_SPEED = 8
HEADER_BYTES = 32
COLOR_SIDE, MOST_COLORS, LEAST_CHROMA = 120, 16, 40
SRGB = ImageCms.createProfile("sRGB")


class UnusablePicture(ValueError):
    """
    This file can't be shown as a picture. `code` says why.

    One of: not_a_photo, too_large, too_many_pixels, unsupported_format, damaged.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What the header says. Width and height in pixels, as stored (not yet upright)."""

    width: int
    height: int
    extension: str


@dataclass(frozen=True, slots=True)
class RenditionFile:
    """One width of a picture, in both formats."""

    width: int
    height: int
    avif: bytes
    jpeg: bytes


def inspect(file: IO[bytes]) -> PictureFacts:
    """
    Look at a file's size and header, without decoding it; quick enough for a request.

    The file is left at its beginning.

    :raises UnusablePicture: if it is none of ours, or bigger than PHOTO_MAX_BYTES or PHOTO_MAX_PIXELS
    """
    if _byte_size(file) > settings.PHOTO_MAX_BYTES:
        raise UnusablePicture("too_large")
    image = _open(file)
    facts = PictureFacts(*image.size, EXTENSIONS.get(image.format or "", "jpg"))
    file.seek(0)
    return facts


def make_renditions(original: IO[bytes]) -> list[RenditionFile]:
    """
    Return the picture upright, in sRGB, without any metadata, in up to three widths, narrowest first.

    Never wider than the original. Of an animation, the first frame.

    :raises UnusablePicture: also "damaged", if the pixels can't be read
    """
    inspect(original)
    try:
        image = _decode(original)
        return [_rendition(image, width) for width in sorted({min(width, image.width) for width in WIDTHS})]
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, Image.DecompressionBombError) as error:
        raise UnusablePicture("damaged") from error


def main_color(file: IO[bytes]) -> str:
    """
    Return the colour that a picture has above all, as "#rrggbb"; empty when it is only black, white and grey.

    Strong colours count more than pale ones, large areas more than small ones.

    :raises UnusablePicture: if it can't be read
    """
    try:
        image = _decode(file)
        image.thumbnail((COLOR_SIDE, COLOR_SIDE))
        few = image.convert("RGB").quantize(colors=MOST_COLORS).convert("RGB")
        counts: Any = few.getcolors(COLOR_SIDE * COLOR_SIDE) or []
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, EOFError, Image.DecompressionBombError) as error:
        raise UnusablePicture("damaged") from error
    weight, color = max(((count * _strength(color), color) for count, color in counts), default=(0, ()))
    return "#" + bytes(color).hex() if weight else ""


def _strength(color: tuple[int, ...]) -> int:
    """Return how far a colour is from grey, 0 for what nobody would call a colour."""
    chroma = max(color) - min(color)
    return chroma if chroma >= LEAST_CHROMA else 0


def _byte_size(file: IO[bytes]) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    return size


def _open(file: IO[bytes]) -> Image.Image:
    header = file.read(HEADER_BYTES)
    file.seek(0)
    try:
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnusablePicture("too_many_pixels") from error
    except Exception as error:  # a broken header breaks Pillow's readers in many ways
        raise UnusablePicture(_why_unreadable(header)) from error
    width, height = image.size
    limit = settings.PHOTO_MAX_PIXELS if image.format in ("JPEG", "MPO") else min(WHOLE_PIXELS, settings.PHOTO_MAX_PIXELS)
    if width * height > limit or max(width, height) > MAX_SIDE:
        raise UnusablePicture("too_many_pixels")
    return image


def _why_unreadable(header: bytes) -> str:
    if header[4:8] == b"ftyp" or header.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        return "unsupported_format"  # HEIC above all: what an iPhone keeps unless it is told otherwise
    if header.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n", b"RIFF")):
        return "damaged"
    return "not_a_photo"


def _decode(file: IO[bytes]) -> Image.Image:
    """Return the pixels alone: upright, sRGB, on white, no larger than needed."""
    image = _open(file)
    target = 2 * WIDTHS[-1]
    image.draft(None, (target, target))  # a JPEG is decoded at a fraction of its size: less memory, same result
    image.load()
    profile = image.info.get("icc_profile")
    orientation = image.getexif().get(0x0112, 1)
    image = _eight_bits(image)
    image.thumbnail((target, MAX_SIDE) if orientation < 5 else (MAX_SIDE, target), reducing_gap=2.0)
    image = _in_srgb(_on_white(image), profile)
    return ImageOps.exif_transpose(_with_orientation(image, orientation))


def _eight_bits(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGBA" if "A" in image.mode else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit the picture is ignored, as browsers do
    return image.convert("RGB")


def _with_orientation(image: Image.Image, orientation: int) -> Image.Image:
    """Return a copy that carries nothing but its pixels and how it was held."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    bare.getexif()[0x0112] = orientation
    return bare


def _rendition(image: Image.Image, width: int) -> RenditionFile:
    height = max(1, round(image.height * width / image.width))
    sized = image.resize((width, height), Image.Resampling.LANCZOS)
    sized.info = {}
    return RenditionFile(
        width=width,
        height=height,
        avif=_saved(sized, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED),
        jpeg=_saved(sized, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True),
    )


def _saved(image: Image.Image, image_format: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, image_format, exif=b"", **options)
    return buffer.getvalue()
