"""No colour a body may set makes a page that people cannot read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.channels.web.avatars import HUE_COLOURS
from coffeehouse.channels.web.colours import AA, GROUNDS_DARK, GROUNDS_LIGHT, contrast, on, readable, stylesheet

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_what_the_guidelines_say() -> None:
    """WCAG 2.2: black on white is 21, a colour on itself 1; #767676 on white is just readable."""
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#123456", "#123456") == 1
    assert 4.5 < contrast("#767676", "#ffffff") < 4.6


@given(COLOURS)
def test_words_on_any_colour_are_readable(colour: str) -> None:
    """Header and buttons: white or near black, at AA contrast."""
    assert contrast(on(colour), colour) >= AA


@given(COLOURS)
def test_any_accent_is_readable_by_day_and_by_night(colour: str) -> None:
    """Links in the body's accent are shaded until they reach AA on every ground of the theme."""
    for grounds in (GROUNDS_LIGHT, GROUNDS_DARK):
        shade = readable(colour, grounds)
        assert all(contrast(shade, ground) >= AA for ground in grounds)


def test_a_good_colour_is_left_alone() -> None:
    """A body's own colour is changed only when it must be."""
    assert readable("#0b5c63", GROUNDS_LIGHT) == "#0b5c63"
    assert "--accent:#0b5c63" in stylesheet("#5a2a1b", "#0b5c63")


def test_initials_are_readable_on_every_avatar() -> None:
    """White letters on all eight colours."""
    assert all(contrast("#ffffff", colour) >= AA for colour in HUE_COLOURS)
