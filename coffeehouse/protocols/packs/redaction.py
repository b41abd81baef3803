"""Taking out what may not be released: spans of a text, and rectangles of a picture. Pure.

What is left says that something was taken out and under which provision, never how much (attack P7): the length of a
name often tells whose it is. A covered picture is encoded anew; nothing of the pixels below, and none of the file's
metadata, is left.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

import msgspec
from PIL import Image, ImageDraw, UnidentifiedImageError

from coffeehouse.protocols.packs.content import Box, Redaction
from coffeehouse.protocols.packs.words import words_of

MAX_PIXELS = 64_000_000
_COVER = (0, 0, 0)


class RedactionError(ValueError):
    """The redaction cannot be made as asked; the message says why."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text that is not released: characters `start` up to but not including `end`, in code points."""

    start: int
    end: int
    exemption: str
    reason: str


def redact_text(
    text: str, spans: Iterable[Span], part: str = "text", language: str = "en"
) -> tuple[str, tuple[Redaction, ...]]:
    """The text with a mark for each span, and what to say about them in order. RedactionError for an impossible span.

    Spans that touch or overlap become one mark that names each provision.
    """
    ordered = sorted(spans, key=lambda span: (span.start, span.end))
    for span in ordered:
        if not 0 <= span.start < span.end <= len(text):
            raise RedactionError(f"The text has no characters from {span.start} to {span.end}. Choose the part again.")
    pieces: list[str] = []
    at = 0
    for start, end, exemptions in _runs(ordered):
        pieces += [text[at:start], mark(*exemptions, language=language)]
        at = end
    told = {(span.exemption, span.reason): None for span in ordered}
    redactions = tuple(Redaction(part=part, exemption=exemption, reason=reason) for exemption, reason in told)
    return "".join([*pieces, text[at:]]), redactions


def mark(*exemptions: str, language: str = "en") -> str:
    """What stands where something was taken out, in the language of the pack."""
    word = words_of(language)["withheld_mark"]
    return f"[{word}: {', '.join(exemptions)}]" if exemptions else f"[{word}]"


def _runs(ordered: list[Span]) -> list[tuple[int, int, list[str]]]:
    runs: list[tuple[int, int, list[str]]] = []
    for span in ordered:
        if runs and span.start <= runs[-1][1]:
            start, end, exemptions = runs[-1]
            if span.exemption not in exemptions:
                exemptions.append(span.exemption)
            runs[-1] = (start, max(end, span.end), exemptions)
        else:
            runs.append((span.start, span.end, [span.exemption]))
    return runs


def cover_picture(data: bytes, boxes: Iterable[Box]) -> bytes:
    """The picture as PNG with each box filled in. RedactionError when it cannot be read, or a box covers nothing."""
    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise RedactionError("This picture is too large to cover parts of it. Withhold it instead.")
            picture = _opaque(opened)
    except RedactionError:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise RedactionError("This file cannot be read as a picture. Withhold it instead.") from problem
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(_pixels(box, picture.width, picture.height), fill=_COVER)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opaque(opened: Image.Image) -> Image.Image:
    """The first frame on white, as a new picture of pixels alone: no text chunks, no profile, and no colours that were
    under transparent parts, where nobody sees them and a program does."""
    frame = opened.convert("RGBA")
    picture = Image.new("RGB", frame.size, (255, 255, 255))
    picture.paste(frame, mask=frame.getchannel("A"))
    return picture


def _pixels(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels of a box, rounded outwards: nothing at its edge shows through."""
    sides = (box.left, box.top, box.left + box.width, box.top + box.height)
    # Written so that NaN fails too.
    if not (0 <= sides[0] < sides[2] <= 1.000_001 and 0 <= sides[1] < sides[3] <= 1.000_001):
        raise RedactionError("A box lies outside the picture or has no size. Draw it again.")
    left, top = int(sides[0] * width), int(sides[1] * height)
    right, bottom = min(width - 1, -int(-sides[2] * width // 1)), min(height - 1, -int(-sides[3] * height // 1))
    return left, top, max(left, right), max(top, bottom)
