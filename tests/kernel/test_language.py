"""A post says its language by an ISO 639 code the house knows a name for."""

from __future__ import annotations

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel import language
from coffeehouse.kernel.errors import Invalid


@pytest.mark.parametrize(
    ("tag", "code"), [("en", "en"), ("en-GB", "en"), ("CY", "cy"), ("cy_GB", "cy"), ("ckb", "ckb")]
)
def test_tags_are_reduced_to_their_language(tag: str, code: str) -> None:
    """Apps send locales; the post keeps the language."""
    assert language.check_language(tag) == code
    assert language.is_language(code)
    assert not language.is_language("en-GB")


@pytest.mark.parametrize("tag", ["", "xx", "english", "e", "zz-ZZ", "en GB", "en\n", "<b>", "еn"])
def test_unknown_codes_are_refused(tag: str) -> None:
    """What is not in the table is named as the fault, with an example of what is."""
    assert language.known(tag) is None
    with pytest.raises(Invalid) as caught:
        language.check_language(tag)
    assert caught.value.field == "language"


@given(st.text())
def test_no_tag_breaks_the_check(tag: str) -> None:
    """Any text gives a code of the table or None."""
    code = language.known(tag)
    assert code is None or language.is_language(code)


def test_the_table_holds_every_two_letter_language() -> None:
    """Every two-letter language that the Unicode locale data names in English is there, and nothing without a name."""
    named = {str(code) for code in Locale("en").languages if len(str(code)) == 2} - {"sh"}
    assert named <= set(language.NAMES)
    assert all(language.NAMES.values())


def test_welsh_names_are_welsh() -> None:
    """The Welsh interface names languages in Welsh; the two of the house come first."""
    assert language.name_of("en", "cy") == "Saesneg"
    assert language.name_of("cy", "en") == "Welsh"
    assert set(language.WELSH_NAMES) <= set(language.NAMES)
    assert language.choices("cy")[:2] == [("en", "Saesneg"), ("cy", "Cymraeg")]
    assert len(language.choices()) == len(language.NAMES)
