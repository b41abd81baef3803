"""Redaction: what is taken out leaves a mark, and nothing else (attack P7)."""

from __future__ import annotations

import io
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from coffeehouse.protocols.packs.content import Box
from coffeehouse.protocols.packs.redaction import RedactionError, Span, cover_picture, redact_text
from tests.protocols.packs.made import WITHHELD_NAME, picture


def span(start: int, end: int, exemption: str = "FOIA s.40(2)", reason: str = "A name.") -> Span:
    return Span(start=start, end=end, exemption=exemption, reason=reason)


def test_a_span_becomes_a_mark_of_the_same_length_whatever_it_hid() -> None:
    """The mark names the provision, and does not tell how long the words were."""
    short, told = redact_text("Ann came", [span(0, 3)])
    long, _ = redact_text("Wilhelmina came", [span(0, 10)])
    assert short == long == "[withheld: FOIA s.40(2)] came"
    assert [(each.part, each.exemption, each.reason) for each in told] == [("text", "FOIA s.40(2)", "A name.")]


def test_the_mark_is_in_the_language_of_the_pack() -> None:
    """A Welsh pack has a Welsh mark."""
    assert redact_text("Ann", [span(0, 3)], language="cy")[0] == "[ataliwyd: FOIA s.40(2)]"


def test_spans_that_overlap_or_touch_become_one_mark_with_every_provision() -> None:
    """Two marks side by side would tell that two things were there."""
    text, told = redact_text("0123456789", [span(4, 6, "FOIA s.42"), span(2, 4), span(5, 8)])
    assert text == "01[withheld: FOIA s.40(2), FOIA s.42]89"
    assert {each.exemption for each in told} == {"FOIA s.40(2)", "FOIA s.42"}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 11)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    """A wrong span would leave words in that somebody meant to take out."""
    with pytest.raises(RedactionError, match="Choose the part again"):
        redact_text("0123456789", [span(start, end)])


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6))
def test_exactly_what_no_span_covers_is_left(text: str, wanted: list[tuple[int, int]]) -> None:
    """Every character outside the spans stays, in order; none inside does."""
    text = text.translate({ord("["): None, ord("]"): None})
    spans = [span(start, min(len(text), start + size)) for start, size in wanted if start < len(text)]
    covered = {at for each in spans for at in range(each.start, each.end)}
    redacted, _ = redact_text(text, spans)
    assert redacted.replace("[withheld: FOIA s.40(2)]", "") == "".join(
        sign for at, sign in enumerate(text) if at not in covered
    )


def test_a_covered_picture_has_none_of_the_pixels_and_none_of_the_metadata(tmp_path: Path) -> None:
    """The left half is black to its last pixel, the right half as it was, and the file's own words are gone."""
    data = (tmp_path / picture(tmp_path)).read_bytes()
    assert WITHHELD_NAME.encode() in data
    made = cover_picture(data, [Box(left=0, top=0, width=0.5, height=1)])
    assert WITHHELD_NAME.encode() not in made
    with Image.open(io.BytesIO(made)) as seen:
        assert (seen.format, seen.size, seen.mode, seen.info) == ("PNG", (200, 100), "RGB", {})
        left, right = seen.crop((0, 0, 100, 100)), seen.crop((102, 0, 200, 100))
        assert left.getcolors() == [(100 * 100, (0, 0, 0))]
        assert right.getcolors() == [(98 * 100, (0, 255, 0))]


def test_what_is_hidden_by_transparency_is_not_given_away() -> None:
    """Colours under wholly transparent pixels are seen by programs only: they become white."""
    hidden = Image.new("RGBA", (10, 10), (12, 34, 56, 0))
    out = io.BytesIO()
    hidden.save(out, "PNG")
    with Image.open(io.BytesIO(cover_picture(out.getvalue(), [Box(left=0, top=0, width=0.2, height=0.2)]))) as seen:
        assert {colour for _count, colour in seen.getcolors() or []} == {(0, 0, 0), (255, 255, 255)}


@given(
    st.floats(0, 0.99), st.floats(0, 0.99), st.floats(0.001, 1), st.floats(0.001, 1), st.integers(1, 40),
    st.integers(1, 40),
)  # fmt: skip
def test_a_box_covers_at_least_what_it_says(
    left: float, top: float, width: float, height: float, wide: int, high: int
) -> None:
    """Every pixel that a box touches is covered, however small the picture."""
    box = Box(left=left, top=top, width=min(width, 1 - left), height=min(height, 1 - top))
    out = io.BytesIO()
    Image.new("RGB", (wide, high), (255, 255, 255)).save(out, "PNG")
    with Image.open(io.BytesIO(cover_picture(out.getvalue(), [box]))) as seen:
        for x in range(math.floor(box.left * wide), min(wide, math.ceil((box.left + box.width) * wide))):
            for y in range(math.floor(box.top * high), min(high, math.ceil((box.top + box.height) * high))):
                assert seen.getpixel((x, y)) == (0, 0, 0)


@pytest.mark.parametrize(
    "box",
    [(0.5, 0, 0.6, 1), (0, 0, 0, 1), (-0.1, 0, 0.5, 0.5), (0, 0.9, 1, 0.2), (math.nan, 0, 1, 1), (0, 0, math.inf, 1)],
)
def test_a_box_that_covers_nothing_is_refused(box: tuple[float, float, float, float], tmp_path: Path) -> None:
    """Outside the picture, without a size, or no number."""
    data = (tmp_path / picture(tmp_path)).read_bytes()
    left, top, width, height = box
    with pytest.raises(RedactionError, match="Draw it again"):
        cover_picture(data, [Box(left=left, top=top, width=width, height=height)])


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\nnothing", b"<svg/>", b"GIF89a"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """It can be withheld as a whole, never released uncovered."""
    with pytest.raises(RedactionError, match="Withhold it instead"):
        cover_picture(data, [Box(left=0, top=0, width=1, height=1)])
