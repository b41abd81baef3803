"""Pictures of strangers made into pictures of the house: decoded in a limited child, encoded anew, metadata gone.

Media handlers call `process_image` before a transaction begins and store what comes back; nothing of the original file
survives (M1, M5). Bombs are refused from their header (M2). The child is `image_worker`.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec

from coffeehouse.kernel.errors import Invalid, Problem, Unavailable
from coffeehouse.protocols import image_worker

MAX_BYTES = 16 * 1024 * 1024
MAX_PIXELS = 33_177_600
"""7680 × 4320: what apps are told in `image_matrix_limit`."""
KEEP_PIXELS = 3840 * 2160
"""Larger pictures are shrunk to this many pixels."""
TIMEOUT_SECONDS = 40
EMOJI_MAX_BYTES = 262_144
EMOJI_EDGE = 128
"""Pixels of a custom emoji's longer side."""
CONTENT_TYPES = ("image/jpeg", "image/png", "image/gif", "image/webp")
"""What may be uploaded; what is kept is JPEG, PNG or WebP."""

_CHILDREN_AT_ONCE = 2
_children = threading.BoundedSemaphore(_CHILDREN_AT_ONCE)

_WORDS = {
    "unreadable": "This file cannot be read as a picture. Choose a JPEG, PNG, GIF or WebP file.",
    "too_many_pixels": "This picture has too many pixels. Make it smaller and try again.",
    "too_narrow": "This picture is more than 100 times longer than it is wide. Crop it and try again.",
    "too_many_frames": "This animation has too many frames. Choose a still picture.",
    "heic": "This picture is in a format browsers cannot show (HEIC or AVIF). Save it as JPEG and choose that file.",
    "svg": "Drawings in SVG are not accepted, as they may contain programs. Save it as PNG and choose that file.",
}


class ProcessedImage(msgspec.Struct, frozen=True, kw_only=True):
    """A picture ready to keep. `format` is jpeg, png or webp; sizes in pixels; `sha256` is the hex digest of `data`."""

    format: str
    content_type: str
    data: bytes
    width: int
    height: int
    preview_format: str
    preview_content_type: str
    preview_data: bytes
    preview_width: int
    preview_height: int
    blurhash: str
    sha256: str


def _refusal(code: str) -> Invalid:
    return Invalid(_WORDS.get(code, _WORDS["unreadable"]), code=f"image_{code}", field="file")


def _size(count: int) -> str:
    return f"{count // 1_048_576} MB" if count >= 1_048_576 else f"{count // 1_024} kB"


def check_type(data: bytes, max_bytes: int = MAX_BYTES) -> None:
    """Refuses by size and first bytes, whatever name or content type was claimed. Raises Invalid."""
    if len(data) > max_bytes:
        raise Invalid(
            f"This picture is larger than {_size(max_bytes)}. Make it smaller and try again.",
            code="image_too_large",
            field="file",
        )
    if data[4:8] == b"ftyp":
        raise _refusal("heic")
    start = data[:12]
    known = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
    if start.startswith(known) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP"):
        return
    raise _refusal("svg" if b"<svg" in data[:4_096].lower() else "unreadable")


def process_image(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS, keep_pixels: int = KEEP_PIXELS
) -> ProcessedImage:
    """The picture encoded anew, by a child with 512 MB, 20 s of CPU and no files. Raises Invalid, Unavailable."""
    check_type(data, max_bytes)
    request = json.dumps({"max_pixels": max_pixels, "keep_pixels": keep_pixels}).encode() + b"\n"
    facts, picture, preview = _split(_run(request + data))
    return _processed(facts, picture, preview)


class ProcessedEmoji(msgspec.Struct, frozen=True, kw_only=True):
    """A custom emoji ready to keep: `data` may move, `still` (PNG) does not. `format` is gif or png."""

    format: str
    data: bytes
    still: bytes
    frames: int


def process_emoji(data: bytes) -> ProcessedEmoji:
    """A picture made small and encoded anew, by the same limited child; its frames stay. Raises Invalid."""
    check_type(data, EMOJI_MAX_BYTES)
    facts, moves, still = _split(_run(json.dumps({"edge": EMOJI_EDGE}).encode() + b"\n" + data))
    return ProcessedEmoji(format=facts["format"], data=moves, still=still, frames=facts["frames"])


def process_image_here(
    data: bytes, *, max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS, keep_pixels: int = KEEP_PIXELS
) -> ProcessedImage:
    """The same without a child: only for pictures of our own making (the demo town), many at once."""
    check_type(data, max_bytes)
    try:
        return _processed(*image_worker.convert(data, max_pixels=max_pixels, keep_pixels=keep_pixels))
    except image_worker.Refused as refused:
        raise _refusal(str(refused)) from None


def _run(request: bytes) -> bytes:
    """What the child wrote. One that dies or takes too long was given something hostile: Invalid."""
    command = [sys.executable, "-I", str(Path(image_worker.__file__).resolve())]
    if not _children.acquire(timeout=TIMEOUT_SECONDS):
        raise _busy()
    try:
        done = subprocess.run(  # noqa: S603  our own file, no shell, no words of the stranger
            command, input=request, capture_output=True, timeout=TIMEOUT_SECONDS, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise _refusal("too_many_pixels") from None
    except OSError:
        raise _busy() from None
    finally:
        _children.release()
    if done.returncode != 0 or b"\n" not in done.stdout:
        raise _refusal("unreadable")
    return done.stdout


def _busy() -> Problem:
    return Unavailable("Pictures cannot be prepared right now. Try again in a minute.")


def _split(answer: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    line, _, rest = answer.partition(b"\n")
    facts = json.loads(line)
    if "refused" in facts:
        raise _refusal(facts["refused"])
    size = facts["sizes"][0]
    return facts, rest[:size], rest[size:]


def _processed(facts: dict[str, Any], picture: bytes, preview: bytes) -> ProcessedImage:
    return ProcessedImage(
        format=facts["format"],
        content_type=f"image/{facts['format']}",
        data=picture,
        width=facts["width"],
        height=facts["height"],
        preview_format=facts["preview_format"],
        preview_content_type=f"image/{facts['preview_format']}",
        preview_data=preview,
        preview_width=facts["preview_width"],
        preview_height=facts["preview_height"],
        blurhash=facts["blurhash"],
        sha256=hashlib.sha256(picture).hexdigest(),
    )
