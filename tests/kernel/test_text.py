"""Text people type is made regular, counted as Mastodon counts, and compared as eyes compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.kernel import text
from coffeehouse.kernel.errors import Invalid
from tests.moments import within


@given(st.text())
def test_normalising_twice_changes_nothing(raw: str) -> None:
    """The kept form is stable, NFC, and holds no control but newline and tab."""
    try:
        kept = text.normalise(raw)
    except Invalid:
        assert any(letter == "\0" or 0xD800 <= ord(letter) <= 0xDFFF for letter in raw)
        return
    assert text.normalise("e\u200b\u0301") == "é"
    assert text.normalise(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not [c for c in kept if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert "\n\n\n" not in kept


def test_bidi_overrides_go_and_flags_stay() -> None:
    """X5: overrides that turn text around are removed; the Welsh flag, joiners and Hebrew marks are not."""
    assert text.normalise("in\u202evoice\u2066s\u200b") == "invoices"
    flag = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    family = "👩‍👧"
    assert text.normalise(flag + family + "\u200fש") == flag + family + "\u200fש"


@pytest.mark.parametrize("raw", ["a\0b", "\ud800", "x\udfff"])
def test_nul_and_lone_surrogates_are_refused(raw: str) -> None:
    """D2: what cannot be stored or sent is refused with a field, not repaired."""
    with pytest.raises(Invalid) as caught:
        text.normalise(raw, field="status")
    assert caught.value.field == "status"


def test_line_ends_are_collapsed() -> None:
    """Any line end is a newline; no more than two in a row; names are one line."""
    assert text.normalise("a\r\n\r\n\r\n\rb\u2028c") == "a\n\nb\nc"
    assert text.one_line(" a\n b\tc ") == "a b c"


def test_a_post_counts_as_mastodon_counts() -> None:
    """A link is 23 characters, a remote mention its local part, a family emoji one."""
    assert text.post_length("x https://example.org/" + "y" * 500) == 25
    assert text.post_length("@ada@example.org hi") == len("@ada hi")
    assert text.post_length("@ada hi") == 7
    assert text.characters("👩‍👧‍👦🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007fé🇬🇧🇫🇷👍🏽") == 6


def test_too_long_says_by_how_much() -> None:
    """The message tells what to do next."""
    with pytest.raises(Invalid, match="shorten it by 2"):
        text.check_length("abcde", 3, field="title", name="The title")
    assert text.check_length("abc", 3, field="title", name="The title") == "abc"


@pytest.mark.parametrize("name", ["", "a b", "é", "a" * 31, "a-b", "ａ", "a\n", "\u017f", "\u212a"])
def test_usernames_outside_the_rule_are_refused(name: str) -> None:
    """1 to 30 of a-z, 0-9, underscore."""
    assert not text.is_username(name)
    with pytest.raises(Invalid):
        text.check_username(name)


def test_usernames_have_one_case() -> None:
    """Upper and lower case are the same name."""
    assert text.check_username("Ada_99") == "ada_99"


@pytest.mark.parametrize(
    "name",
    ["Leeds Clty Council", "Leeds City Council", "LEEDS  CITY-COUNCIL", "Lееds City Council", "Leeds City Councıl",
     "Leeds City Council Official", "The real Leeds City Council", "ＬＥＥＤＳ City Council", "Leeds C1ty Counci|",
     "Leeds\u200d City Council", "leeds_city_council", "Léeds Cíty Council"],
)  # fmt: skip
def test_x5_look_alike_of_an_official_name_is_found(name: str) -> None:
    """X5: a name that reads as an official one at a glance is confusable."""
    assert text.confusable(name, ["Kent Police", "Leeds City Council"]) == "Leeds City Council"


@pytest.mark.parametrize(
    "name", ["Friends of Leeds City Council", "Leeds City", "Ada", "", "!!!", "Leeds Civic Council"]
)
def test_honest_names_are_not_confusable(name: str) -> None:
    """Naming a body is not posing as it."""
    assert text.confusable(name, ["Leeds City Council"]) is None


def test_excerpts_end_at_a_word() -> None:
    """An excerpt is one line, cut between words, with an ellipsis only when something is missing."""
    assert text.excerpt("one two", 20) == "one two"
    assert text.excerpt("one two three four", 12) == "one two…"
    assert text.excerpt("x" * 50, 10) == "x" * 10 + "…"


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_excerpts_keep_the_limit(raw: str, limit: int) -> None:
    """Never longer than the limit and one ellipsis."""
    assert len(text.excerpt(raw, limit)) <= limit + 1


@given(st.text())
def test_folding_a_tag_twice_changes_nothing(tag: str) -> None:
    """A folded tag is its own key."""
    assert text.fold_tag(text.fold_tag(tag)) == text.fold_tag(tag)


@pytest.mark.parametrize(
    "raw",
    ["\u0301\u0327" * 500_000, "@" * 1_000_000, "@a" * 500_000, "@a." * 333_000, "http://" * 150_000, "\r" * 1_000_000,
     "a" * 1_000_000, "👩\u200d" * 300_000],
)  # fmt: skip
def test_d7_a_megabyte_takes_linear_time(raw: str) -> None:
    """D7: no input of a megabyte costs more than a moment."""
    with within(3):
        text.post_length(text.normalise(raw))
        text.confusable(raw[:100_000], ["Leeds City Council"])
