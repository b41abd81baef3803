"""Pictures of strangers are decoded apart, encoded anew and stripped; bombs and disguises are refused."""

from __future__ import annotations

import io
import random
import resource
import struct
import zipfile
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols import image_worker
from coffeehouse.protocols.images import ProcessedImage, process_image, process_image_here

SECRET = b"Bevan Example, 53.8008, -1.5491"


def picture(form: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **save: Any) -> bytes:
    """A picture with a red left half and a blue right half."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    out = io.BytesIO()
    image.save(out, form, **save)
    return out.getvalue()


def decoded(processed: ProcessedImage) -> Image.Image:
    image = Image.open(io.BytesIO(processed.data))
    image.load()
    return image


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
        + chunk(b"IEND", b"")
    )


def gif_frames(count: int) -> bytes:
    frame = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0"
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff" + frame * count + b";"


@pytest.mark.parametrize(("form", "kept"), [("JPEG", "jpeg"), ("PNG", "png"), ("GIF", "png"), ("WEBP", "jpeg")])
def test_every_accepted_format_is_encoded_anew(form: str, kept: str) -> None:
    """The answer holds a new file, its size, preview, blurhash and digest."""
    original = picture(form, (1000, 500))
    processed = process_image(original)
    assert (processed.format, processed.content_type) == (kept, f"image/{kept}")
    assert processed.data != original
    assert (processed.width, processed.height) == decoded(processed).size == (1000, 500)
    assert processed.preview_width * processed.preview_height <= 640 * 360
    assert processed.preview_width == pytest.approx(processed.preview_height * 2, abs=2)
    assert Image.open(io.BytesIO(processed.preview_data)).size == (processed.preview_width, processed.preview_height)
    assert len(processed.blurhash) == 4 + 2 * 4 * 3
    assert len(processed.sha256) == 64


def test_the_child_and_the_direct_way_agree() -> None:
    """`process_image_here` differs only in where it runs."""
    assert process_image(picture("PNG")) == process_image_here(picture("PNG"))


def test_transparency_survives() -> None:
    """A see-through PNG stays so; one whose alpha is all opaque becomes plain."""
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert decoded(process_image_here(out.getvalue())).mode == "RGBA"
    assert decoded(process_image_here(picture("PNG", mode="RGBA"))).mode == "RGB"


def test_large_pictures_are_shrunk() -> None:
    """What is kept has at most the pixels of a 4K screen, same shape."""
    processed = process_image_here(picture("JPEG", (5000, 2500)), keep_pixels=500_000)
    assert 400_000 < processed.width * processed.height <= 500_000
    assert processed.width == pytest.approx(2 * processed.height, abs=2)


def test_m5_exif_gps_and_author_are_stripped_and_the_picture_is_upright() -> None:
    """M5: no byte of the metadata survives, in any format; orientation is applied first."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = "2026:11:22"
    for form in ("JPEG", "PNG", "WEBP"):
        original = picture(form, (64, 48), exif=exif.tobytes())
        assert SECRET in original
        processed = process_image(original)
        assert SECRET not in processed.data + processed.preview_data
        assert b"Exif" not in processed.data
        image = decoded(processed)
        assert image.size == (48, 64)
        assert not image.getexif()
        top, bottom = image.convert("RGB").getpixel((24, 5)), image.convert("RGB").getpixel((24, 60))
        assert isinstance(top, tuple)
        assert isinstance(bottom, tuple)
        assert top[0] > 200 > 50 > bottom[0]


def test_m5_comments_and_colour_profiles_are_not_kept() -> None:
    """M5: comments, text chunks and profiles may name people and devices; colours become sRGB."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Author", SECRET.decode())
    for original in (
        picture("JPEG", comment=SECRET, icc_profile=profile),
        picture("PNG", pnginfo=words, icc_profile=profile),
        picture("GIF", comment=SECRET),
    ):
        processed = process_image_here(original)
        assert SECRET not in processed.data
        assert "icc_profile" not in decoded(processed).info


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP"])
def test_m1_polyglots_are_encoded_anew(form: str) -> None:
    """M1: a picture that is also an archive, a page or a program comes out as a picture only."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("evil.class", "x" * 50)
    tail = archive.getvalue() + b"<script>alert(1)</script>%PDF-1.7"
    processed = process_image(picture(form) + tail)
    assert b"PK\x03\x04" not in processed.data
    assert b"<script" not in processed.data
    assert not zipfile.is_zipfile(io.BytesIO(processed.data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "image_svg"),
        (b"push graphic-context\nimage over 0,0 0,0 'https://x'", "image_unreadable"),
        (b"%PDF-1.7", "image_unreadable"),
        (b"\x00\x00\x00\x18ftypheic", "image_heic"),
        (b"\x00\x00\x00\x18ftypavif", "image_heic"),
        (b"", "image_unreadable"),
        (b"GIF89a", "image_unreadable"),
        (b"\x89PNG\r\n\x1a\n<svg", "image_unreadable"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image_unreadable"),
        (picture("JPEG")[:400], "image_unreadable"),
        (picture("BMP"), "image_unreadable"),
        (picture("TIFF"), "image_unreadable"),
    ],
    ids=["svg", "mvg", "pdf", "heic", "avif", "empty", "gif-cut", "png-svg", "webp-cut", "jpeg-cut", "bmp", "tiff"],
)
def test_m1_what_is_no_plain_picture_is_refused(data: bytes, code: str) -> None:
    """M1: other formats and broken files are refused with words that say what to choose."""
    with pytest.raises(Invalid) as caught:
        process_image(data)
    assert caught.value.code == code
    assert caught.value.field == "file"


@pytest.mark.parametrize(
    "data",
    [png_header(60_000, 60_000), png_header(1, 1_000_000_000), png_header(2**31 - 1, 2**31 - 1), gif_frames(100_000),
     png_header(30_000, 100)],
    ids=["png-60k", "png-1-by-1e9", "png-2e31", "gif-1e5-frames", "png-sliver"],
)  # fmt: skip
def test_m2_bombs_are_refused_from_their_header(data: bytes) -> None:
    """M2: refused within a second, without the memory they ask for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(Invalid):
        process_image(data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Of a processor, start of the child included: a busy machine must not fail this.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
    # A child begins as a copy of the process that runs the tests, however large that has grown.
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after.ru_maxrss <= max(before.ru_maxrss, here, 256 * 1024)


def test_m2_too_many_bytes_are_refused_before_anything_is_read() -> None:
    """M2: the limit on bytes comes first."""
    with pytest.raises(Invalid) as caught:
        process_image(picture() + bytes(2_000_000), max_bytes=1_000_000)
    assert caught.value.code == "image_too_large"


def test_m2_the_child_is_limited() -> None:
    """M2: the child has bounds on memory, time, files and file size, set before it sees a byte."""
    import subprocess
    import sys

    probe = (
        f"import importlib.util as u; s = u.spec_from_file_location('w', {image_worker.__file__!r});"
        "w = u.module_from_spec(s); s.loader.exec_module(w); w._limit();"
        "import resource as r;"
        "print(*(r.getrlimit(kind)[0] for kind in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_FSIZE)))\n"
        "try: open('/etc/passwd')\nexcept OSError: print('no files')\n"
    )
    said = subprocess.run([sys.executable, "-I", "-c", probe], capture_output=True, text=True, check=True).stdout
    assert said == f"{512 * 1024 * 1024} 20 0\nno files\n"


def test_the_largest_picture_allowed_fits_in_the_child() -> None:
    """The limits do not refuse what apps are told they may send."""
    processed = process_image(picture("PNG", (7680, 4320), compress_level=1))
    assert processed.width * processed.height <= 3840 * 2160


def test_broken_pictures_never_break_the_house() -> None:
    """Any damage gives a picture or Invalid."""
    chance = random.Random(7)
    for form in ("JPEG", "PNG", "GIF", "WEBP"):
        for _ in range(40):
            data = bytearray(picture(form))
            for _ in range(5):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                assert process_image_here(bytes(data)).width > 0
            except Invalid as problem:
                assert problem.field == "file"  # noqa: PT017  either outcome is right
