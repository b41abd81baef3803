"""Which filters a post meets: whole words and parts of words, in every script, at a bounded cost."""

from __future__ import annotations

import pytest

from coffeehouse.protocols.mastodon.filtering import ActiveFilter, Keyword, fill_in, find, fold, found_words, results
from tests.moments import within


def met(text: str, keyword: str, *, whole_word: bool = True) -> str | None:
    return found_words(text, fold(text), (Keyword(fold(keyword), whole_word),))


@pytest.mark.parametrize(
    ("text", "keyword", "whole_word", "found"),
    [
        ("A Cat sat", "cat", True, "Cat"),
        ("concatenate", "cat", True, None),
        ("concatenate", "cat", False, "cat"),
        ("concatenate, cat", "cat", True, "cat"),
        ("cats", "cat", True, None),
        ("#cat_", "cat", True, None),
        ("say #cat!", "#cat", True, "#cat"),
        # A sign at the edge of a keyword is no part of a word: there is no boundary to look for on that side.
        ("well#cat", "#cat", True, "#cat"),
        ("#cats", "#cat", True, None),
        ("ŴYTHNOS NESAF", "wythnos", True, None),
        ("ŴYTHNOS NESAF", "ŵythnos", True, "ŴYTHNOS"),
        ("Straße", "STRASSE", True, None),
        ("STRAẞE und mehr", "mehr", True, "mehr"),
        ("İstanbul", "istanbul", True, None),
        ("οδυσσεύς", "ΟΔΥΣΣΕΎΣ", True, "οδυσσεύς"),
        ("हिन्दी में", "हिन्द", True, None),
        ("हिन्दी में", "हिन्दी", True, "हिन्दी"),
        ("two  words", "two words", True, None),
        ("say two words", "two words", True, "two words"),
        (".* and (a+)+$", ".*", True, ".*"),
        ("aaa", ".*", True, None),
    ],
)
def test_words_are_found(text: str, keyword: str, whole_word: bool, found: str | None) -> None:
    """Case apart; `whole_word` needs a boundary where the keyword begins or ends with a letter; no pattern is one."""
    assert met(text, keyword, whole_word=whole_word) == found


def test_the_first_in_the_text_is_told() -> None:
    """Of several keywords, the one that comes first, as it is written there."""
    keywords = (Keyword("tea"), Keyword("coffee"))
    text = "Coffee, then tea"
    assert found_words(text, fold(text), keywords) == "Coffee"


@pytest.mark.parametrize("whole_word", [True, False])
@pytest.mark.parametrize("keyword", ["a" * 256 + "b", "a", "aa", "(a+)+$", "b" + "a" * 300])
def test_d7_no_keyword_makes_matching_slow(keyword: str, whole_word: bool) -> None:
    """D7: the longest text against keywords made to be slow: a keyword is a literal, and cannot backtrack."""
    text = "a" * 20_000
    with within(0.5):
        for _ in range(10):
            find(text, Keyword(keyword, whole_word))


def test_results_have_words_and_posts() -> None:
    """A FilterResult says which words, and which post; a filter that is over says nothing; order is kept."""
    one, other, over = {"id": "1"}, {"id": "2"}, {"id": "3"}
    filters = (
        ActiveFilter(entity=one, keywords=(Keyword("tea"),)),
        ActiveFilter(entity=other, post_ids=frozenset({7})),
        ActiveFilter(entity=over, keywords=(Keyword("tea"),), expires_at=100),
    )
    assert results(filters, "Tea", (8, 7), 100) == [
        {"filter": one, "keyword_matches": ["Tea"], "status_matches": None},
        {"filter": other, "keyword_matches": None, "status_matches": ["7"]},
    ]
    assert results(filters, "coffee", (8,), 99) == []


def status(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number), "spoiler_text": "", "content": "", "media_attachments": [], "poll": None, "reblog": None,
        "filtered": [], **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"spoiler_text": "about tea"},
        {"poll": {"options": [{"title": "coffee"}, {"title": "tea"}]}},
        {"media_attachments": [{"description": None}, {"description": "a cup of tea"}]},
    ],
)
def test_all_words_of_a_post_count(more: dict[str, object]) -> None:
    """Its warning, poll and picture descriptions as well as its text."""
    filters = (ActiveFilter(entity={"id": "1"}, keywords=(Keyword("tea"),)),)
    found = status(1, **more)
    fill_in([found, plain := status(2)], filters, lambda _: "", 0)
    assert [result["keyword_matches"] for result in found["filtered"]] == [["tea"]]  # type: ignore[attr-defined]
    assert plain["filtered"] == []


def test_posts_within_others_are_compared_too() -> None:
    """A boost is what it boosts, and so is its outside; a quoted post is looked at by itself."""
    filters = (ActiveFilter(entity={"id": "1"}, keywords=(Keyword("tea"),), post_ids=frozenset({3})),)
    boosted = status(3)
    boost, quoting = status(4, reblog=boosted), status(5, quote={"quoted_status": status(6)})
    fill_in({"notifications": [{"status": boost}, quoting]}, filters, lambda post_id: "tea" if post_id == 6 else "", 0)
    expected = [{"filter": {"id": "1"}, "keyword_matches": None, "status_matches": ["3"]}]
    assert (boost["filtered"], boosted["filtered"]) == (expected, expected)
    assert quoting["filtered"] == []
    assert quoting["quote"]["quoted_status"]["filtered"][0]["keyword_matches"] == ["tea"]  # type: ignore[index]
