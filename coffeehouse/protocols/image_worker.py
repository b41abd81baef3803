"""The child process that decodes pictures of strangers: limited, alone, and started afresh for each one.

`images.process_image` runs this file by its path. It reads a line of JSON and the picture from standard input, and
writes a line of JSON, the new picture and its preview to standard output. It imports nothing of the house, so that it
starts quickly. `convert` is an ordinary function, so that trusted pictures can be made without a child.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
from typing import Any

from PIL import Image, ImageCms, ImageFile, ImageOps, ImageSequence

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 20
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_FRAMES = 300
_PREVIEW_PIXELS = 640 * 360
_PNG_BYTES = 2_000_000  # a PNG larger than this is a photograph in the wrong format
_EMOJI_PIXELS = 1_048_576
_BLURHASH_EDGE = 24  # the library is pure Python: cost grows with pixels, the result hardly


class Refused(Exception):
    """The picture will not be made; the argument is a code that `images` has words for."""


def count_gif_frames(data: bytes, most: int = MAX_FRAMES) -> int:
    """Frames of a GIF by walking its blocks, without decoding; stops counting above `most`."""
    packed = data[10]
    at = 13 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)
    frames = 0
    while at < len(data) and frames <= most:
        if data[at] == 0x21:
            at += 2
        elif data[at] == 0x2C:
            frames += 1
            packed = data[at + 9]
            at += 11 + (3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0)
        else:
            break
        while data[at]:
            at += data[at] + 1
        at += 1
    return frames


def _open(data: bytes, max_pixels: int) -> Image.Image:
    """The picture with only its header read, or Refused."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError:
        raise Refused("too_many_pixels") from None
    except Exception:  # noqa: BLE001  a broken header can raise anything, and all of it means the same
        raise Refused("unreadable") from None
    width, height = image.size
    if width * height > max_pixels or max(width, height) > 65_500:
        raise Refused("too_many_pixels")
    if not width * height or max(width, height) > 100 * min(width, height):
        raise Refused("too_narrow")
    try:
        frames = count_gif_frames(data) if image.format == "GIF" else getattr(image, "n_frames", 1)
    except IndexError:
        frames = 1  # cut off: the decoder will say so
    if frames > MAX_FRAMES:
        raise Refused("too_many_frames")
    return image


def _shrunk(image: Image.Image, pixels: int) -> Image.Image:
    """The picture with at most so many pixels, same shape."""
    width, height = image.size
    if width * height <= pixels:
        return image
    scale = math.sqrt(pixels / (width * height))
    size = max(1, math.floor(width * scale)), max(1, math.floor(height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Colours as a screen without colour management shows them; a broken profile is ignored."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGBA" if image.mode == "RGBA" else "RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return converted if converted is not None else image


def _decoded(image: Image.Image, keep_pixels: int) -> Image.Image:
    """The pixels of the first frame, in a mode that can be shrunk well."""
    width, height = image.size
    if image.format == "JPEG" and width * height > keep_pixels:
        # Lets the decoder itself shrink by 2, 4 or 8, in a fraction of the memory; never below what is kept.
        scale = math.sqrt(keep_pixels / (width * height))
        image.draft(None, (max(1, int(width * scale)), max(1, int(height * scale))))
    image.load()
    if "transparency" in image.info or image.mode in {"LA", "PA", "La", "RGBa"}:
        return image.convert("RGBA")
    return image if image.mode in {"RGB", "RGBA", "CMYK", "L"} else image.convert("RGB")


def _plain(image: Image.Image, keep_pixels: int) -> Image.Image:
    """First frame, upright, sRGB, RGB or RGBA, shrunk, and without any metadata."""
    profile = image.info.get("icc_profile")
    try:
        plain = _decoded(image, keep_pixels)
        orientation = image.getexif().get(0x0112, 1)
    except MemoryError:
        raise Refused("too_many_pixels") from None
    except Exception:  # noqa: BLE001  decoders raise anything for broken data
        raise Refused("unreadable") from None
    plain = _shrunk(plain, keep_pixels)
    if profile:
        plain = _to_srgb(plain, profile)
    if plain.mode not in {"RGB", "RGBA"}:
        plain = plain.convert("RGB")
    if plain.mode == "RGBA" and plain.getchannel("A").getextrema()[0] == 255:
        plain = plain.convert("RGB")
    return _upright(plain, orientation)


def _upright(image: Image.Image, orientation: object) -> Image.Image:
    """Turned as the camera was held; then a copy that holds pixels and nothing else."""
    if isinstance(orientation, int) and 2 <= orientation <= 8:
        exif = Image.Exif()
        exif[0x0112] = orientation
        tagged = image.copy()
        tagged.info = {"exif": exif.tobytes()}
        image = ImageOps.exif_transpose(tagged)
    bare = image.copy()
    bare.info = {}
    return bare


def _encode(image: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    if form == "jpeg":
        image.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    elif form == "webp":
        image.save(out, "WEBP", quality=85, method=4)
    else:
        image.save(out, "PNG", optimize=False, compress_level=7)
    return out.getvalue()


def _encode_best(image: Image.Image, source: str) -> tuple[str, bytes]:
    """Photographs as JPEG, drawings as PNG (text in them stays sharp), see-through photographs as WebP."""
    lossy = "webp" if image.mode == "RGBA" else "jpeg"
    if source in {"PNG", "GIF"}:
        data = _encode(image, "png")
        if len(data) <= _PNG_BYTES:
            return "png", data
    return lossy, _encode(image, lossy)


def _blurhash(image: Image.Image) -> str:
    import blurhash

    small = image.convert("RGBA")
    ground = Image.new("RGBA", small.size, (255, 255, 255, 255))
    ground.alpha_composite(small)
    thumb = ground.convert("RGB")
    thumb.thumbnail((_BLURHASH_EDGE, _BLURHASH_EDGE), Image.Resampling.BILINEAR)
    width, height = thumb.size
    flat = list(thumb.tobytes())
    rows = [[flat[3 * (y * width + x) : 3 * (y * width + x) + 3] for x in range(width)] for y in range(height)]
    return str(blurhash.encode(rows, 4, 3))


def convert(data: bytes, *, max_pixels: int, keep_pixels: int) -> tuple[dict[str, Any], bytes, bytes]:
    """Facts, new picture and preview of `data`. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    opened = _open(data, max_pixels)
    source = opened.format or ""
    image = _plain(opened, keep_pixels)
    form, encoded = _encode_best(image, source)
    preview = _shrunk(image, _PREVIEW_PIXELS)
    preview_form, preview_encoded = (form, encoded)
    if preview is not image:
        preview_form = "webp" if preview.mode == "RGBA" else "jpeg"
        preview_encoded = _encode(preview, preview_form)
    facts = {
        "format": form,
        "width": image.width,
        "height": image.height,
        "preview_format": preview_form,
        "preview_width": preview.width,
        "preview_height": preview.height,
        "blurhash": _blurhash(preview),
    }
    return facts, encoded, preview_encoded


def convert_emoji(data: bytes, *, edge: int) -> tuple[dict[str, Any], bytes, bytes]:
    """Facts, a small picture that may move, and its first frame as PNG. GIF stays GIF; all else becomes PNG."""
    Image.MAX_IMAGE_PIXELS = _EMOJI_PIXELS
    opened = _open(data, _EMOJI_PIXELS)
    form = "GIF" if opened.format == "GIF" else "PNG"
    frames: list[Image.Image] = []
    durations: list[int] = []
    try:
        for frame in ImageSequence.Iterator(opened):
            small = frame.convert("RGBA")
            small.thumbnail((edge, edge), Image.Resampling.LANCZOS)
            bare = small.copy()
            bare.info = {}
            frames.append(bare)
            durations.append(max(20, int(frame.info.get("duration", 0) or 100)))
    except MemoryError:
        raise Refused("too_many_pixels") from None
    except Exception:  # noqa: BLE001  decoders raise anything for broken data
        raise Refused("unreadable") from None
    moves = io.BytesIO()
    if len(frames) > 1:
        # Each frame replaces the one before: in GIF that is disposal 2, in PNG 1.
        frames[0].save(
            moves, form, save_all=True, append_images=frames[1:], duration=durations, loop=0,
            disposal=2 if form == "GIF" else 1,
        )  # fmt: skip
    else:
        frames[0].save(moves, form)
    facts = {"format": form.lower(), "width": frames[0].width, "height": frames[0].height, "frames": len(frames)}
    return facts, moves.getvalue(), _encode(frames[0], "png")


def _limit() -> None:
    """No more memory, time or files than one picture needs."""
    # Pillow loads parts of itself when first used, and no file can be opened later: use every part now.
    for form in FORMATS:
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, form)
        convert(out.getvalue(), max_pixels=64, keep_pixels=16)
        moving = io.BytesIO()
        if form in {"GIF", "PNG", "WEBP"}:
            images = [Image.new("RGBA", (4, 4), (shade, 0, 0, shade)) for shade in (0, 255)]
            images[0].save(moving, form, save_all=True, append_images=images[1:])
            convert_emoji(moving.getvalue(), edge=4)
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    )
    for kind, value in limits:
        resource.setrlimit(kind, (value, value))


def main() -> None:
    """One picture from standard input to standard output."""
    _limit()
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    try:
        make = convert_emoji if "edge" in request else convert
        facts, picture, preview = make(data, **request)
    except Refused as refused:
        facts, picture, preview = {"refused": str(refused)}, b"", b""
    except MemoryError:
        facts, picture, preview = {"refused": "too_many_pixels"}, b"", b""
    facts["sizes"] = [len(picture), len(preview)]
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + picture + preview)


if __name__ == "__main__":
    main()
