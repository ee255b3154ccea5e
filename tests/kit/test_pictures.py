"""What arrives as a photograph, and what leaves."""

import io
import resource
import struct
import time
import zlib

import pytest
from PIL import Image, ImageCms

from kit.pictures import UnusablePicture, inspect, make_renditions

pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")


def photo(size=(900, 600), image_format="JPEG", *, mode="RGB", color="teal", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, color).save(buffer, image_format, **options)
    buffer.seek(0)
    return buffer


def png_claiming(width, height):
    """A valid PNG header and a tiny, well-formed body: small on the wire, huge in memory."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    body = zlib.compress(bytes(width // 8 + 1) * min(height, 500), 9)
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", body)
        + chunk(b"IEND", b"")
    )


def with_secrets():
    """A photograph held sideways, left half red, with where it was taken, by which camera, and a comment."""
    image = Image.new("RGB", (600, 400), "blue")
    image.paste("red", (0, 0, 300, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 51.0, 1.0)
    buffer = io.BytesIO()
    image.save(
        buffer,
        "JPEG",
        exif=exif,
        comment=b"SECRETCOMMENT",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        xmp=b"SECRETXMP",
    )
    buffer.seek(0)
    return buffer


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_each_common_format_is_known_from_its_header(image_format):
    facts = inspect(photo((90, 60), image_format))

    assert (facts.width, facts.height) == (90, 60)
    assert facts.extension == {"JPEG": "jpg"}.get(image_format, image_format.lower())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_photo"),
        (b"<!doctype html><script>alert(1)</script>", "not_a_photo"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not_a_photo"),
        (b"%PDF-1.7\n", "not_a_photo"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "not_a_photo"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "unsupported_format"),
        (photo(image_format="GIF").getvalue(), "unsupported_format"),
        (photo(image_format="TIFF").getvalue(), "unsupported_format"),
        (photo(image_format="BMP").getvalue(), "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"\xff\xd8\xff\xe0nonsense", "damaged"),
    ],
    ids=["empty", "html", "svg", "pdf", "eps", "heic", "gif", "tiff", "bmp", "png-magic-only", "jpeg-magic-only"],
)
def test_what_is_no_usable_photo_is_refused_with_a_reason(content, code):
    with pytest.raises(UnusablePicture) as refused:
        inspect(io.BytesIO(content))

    assert refused.value.code == code


def test_a_heavy_file_is_refused_and_one_just_at_the_limit_is_not(settings):
    settings.PHOTO_MAX_BYTES = len(photo().getvalue())

    assert inspect(photo()).width == 900
    with pytest.raises(UnusablePicture, match="too_large"):
        inspect(io.BytesIO(photo().getvalue() + b"\x00"))


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (8_000, 8_000), (10, 1_000_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_from_its_header_at_once(width, height):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    bomb = (
        png_claiming(min(width, 20_000), height)
        if width < 2**31 - 1
        else io.BytesIO(png_claiming(8, 8).getvalue().replace(struct.pack(">II", 8, 8), struct.pack(">II", width, height), 1))
    )

    with pytest.raises(UnusablePicture) as refused:
        make_renditions(bomb)

    assert refused.value.code in ("too_many_pixels", "damaged")
    assert time.monotonic() - began < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024  # kB


@pytest.mark.parametrize(
    ("size", "image_format", "is_taken"),
    [
        ((6300, 6300), "JPEG", True),
        ((6400, 6400), "JPEG", False),
        ((4800, 4800), "PNG", True),
        ((5000, 5000), "PNG", False),
        ((5000, 5000), "WEBP", False),
    ],
)
def test_a_jpeg_may_be_larger_as_it_is_read_at_a_fraction(size, image_format, is_taken):
    if is_taken:
        assert inspect(photo(size, image_format)).width == size[0]
        return
    with pytest.raises(UnusablePicture, match="too_many_pixels"):
        inspect(photo(size, image_format))


def test_a_photo_cut_off_in_the_middle_is_damaged():
    whole = io.BytesIO()
    Image.effect_noise((900, 600), 80).convert("RGB").save(whole, "JPEG")

    with pytest.raises(UnusablePicture, match="damaged"):
        make_renditions(io.BytesIO(whole.getvalue()[: len(whole.getvalue()) // 2]))


def test_a_photo_comes_out_upright_and_bare():
    renditions = make_renditions(with_secrets())

    assert [(r.width, r.height) for r in renditions] == [(400, 600)]
    for content in (renditions[0].jpeg, renditions[0].avif):
        image = Image.open(io.BytesIO(content))
        assert image.size == (400, 600)
        assert not dict(image.getexif())
        assert image.info.get("icc_profile") is None or b"SECRET" not in image.info["icc_profile"]
        assert not {"comment", "xmp"} & set(image.info)
        assert b"SECRET" not in content
        top, bottom = image.convert("RGB").getpixel((200, 50)), image.convert("RGB").getpixel((200, 550))
        assert top[0] > 200 > top[2]  # held sideways: its left is now on top
        assert bottom[2] > 200 > bottom[0]


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((3000, 2000), [400, 800, 1200]),
        ((1200, 800), [400, 800, 1200]),
        ((1000, 500), [400, 800, 1000]),
        ((401, 10), [400, 401]),
        ((120, 900), [120]),
    ],
)
def test_three_widths_and_never_wider_than_the_original(size, widths):
    renditions = make_renditions(photo(size))

    assert [r.width for r in renditions] == widths
    assert all(abs(r.height - size[1] * r.width / size[0]) <= 1 for r in renditions)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_odd_color_modes_become_ordinary(mode):
    (rendition,) = make_renditions(photo((50, 40), "JPEG", mode=mode, color=0))

    assert Image.open(io.BytesIO(rendition.jpeg)).mode == "RGB"


@pytest.mark.parametrize(("mode", "color"), [("P", 0), ("LA", (0, 0)), ("RGBA", (0, 0, 0, 0)), ("I;16", 65535), ("1", 1)])
def test_what_is_transparent_stands_on_white(mode, color):
    (rendition,) = make_renditions(photo((50, 40), "PNG", mode=mode, color=color, **({"transparency": 0} if mode == "P" else {})))

    assert min(Image.open(io.BytesIO(rendition.jpeg)).getpixel((20, 20))) > 245


def test_of_an_animation_only_the_first_frame_remains():
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (60, 60), color) for color in ("red", "blue", "green")]
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])

    (rendition,) = make_renditions(buffer)

    assert getattr(Image.open(io.BytesIO(rendition.avif)), "n_frames", 1) == 1
    assert Image.open(io.BytesIO(rendition.jpeg)).getpixel((30, 30))[0] > 200


def test_the_jpeg_shows_itself_step_by_step():
    (rendition,) = make_renditions(photo((300, 300)))

    assert Image.open(io.BytesIO(rendition.jpeg)).info.get("progressive") == 1
