"""X1, X2, X5, X7: whatever people type is shown as words, in every field that pages show, and never does anything."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.domain.posts.commands import PollDraft
from coffeehouse.kernel.errors import Problem
from tests.cast import Cast
from tests.channels.web.reader import Reader

SHARED = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
STRINGS = SHARED / "naughty_input" / "blns.json"
OURS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}{% raise %}",
    "</title><svg/onload=alert(1)>",
    "javascript:alert(1)", "[x](javascript:alert(1))", "https://example.org/\"onmouseover=alert(1)//", "&lt;b&gt;",
    "<a href='javascript:alert(1)'>x</a>", "\u202etxt.exe", "#<script> @<b>", "'';!--\"<XSS>=&{()}",
]  # fmt: skip
HARMLESS = {"href", "class", "rel", "translate", "target", "lang", "dir", "title"}
SHOWN = {"p", "br", "a", "span", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "b", "i", "u", "del"}


def naughty() -> list[str]:
    """515 strings known to break things, and some of our own."""
    if not STRINGS.is_file():
        pytest.skip(f"LEFT OUT: naughty strings are not at {STRINGS}; set COFFEEHOUSE_SHARED_DATA")
    return [*OURS, *json.loads(STRINGS.read_text("utf-8"))]


@pytest.fixture
def unhurried(settings: Any) -> None:
    """One person sends more than five hundred things: without limits on how fast."""
    settings.RATE_LIMITS = False


def check_words(element: Element) -> None:
    """Inside what people wrote there are only words, paragraphs and plain links."""
    for inner in element.iter():
        if inner is element:
            continue
        assert inner.tag in SHOWN, inner.tag
        assert set(inner.attrib) <= HARMLESS, inner.attrib
        if inner.tag == "a":
            assert (inner.get("href") or "").startswith(("http://", "https://")), inner.attrib


def skeleton(tree: Element) -> list[str]:
    """Tags of a page outside of what people wrote: must not change with what they wrote."""
    return [
        element.tag for element in tree.iter() if element.tag in ("script", "iframe", "object", "svg", "form", "link")
    ]


def test_posts_are_words(cast: Cast, visitor: Reader, unhurried: None) -> None:
    """Each string as a post: what the page shows of it is words and plain links, and nothing is added to the page."""
    sent = 0
    plain = skeleton(visitor.open(f"/@ada/{cast.ada.says('plain')}").tree)
    for text in naughty():
        try:
            post_id = cast.ada.says(text, spoiler_text=text[:200])
        except Problem:
            continue
        sent += 1
        visitor.open(f"/@ada/{post_id}")
        assert skeleton(visitor.tree) == plain, text
        for element in visitor.tree.iter():
            assert not [name for name in element.attrib if name.startswith("on")], text
            if "post__body" in (element.get("class") or "").split():
                check_words(element)
    assert sent > 400


def test_names_and_profiles_are_words(cast: Cast, visitor: Reader, unhurried: None) -> None:
    """Each string as display name, note, and label and content of a field."""
    sent = 0
    plain = skeleton(visitor.open("/@sam").tree)
    for text in naughty():
        try:
            cast.sam.does(UpdateProfile(display_name=text[:30], note=text[:400], fields=((text[:50], text[:200]),)))
        except Problem:
            continue
        sent += 1
        visitor.open("/@sam")
        assert skeleton(visitor.tree) == plain, text
        for element in visitor.tree.iter():
            assert not [name for name in element.attrib if name.startswith("on")], text
            if "profile__note" in (element.get("class") or "").split():
                check_words(element)
    assert sent > 300


def test_poll_answers_and_searches_are_words(cast: Cast, visitor: Reader, ada: Reader) -> None:
    """Answers of a poll and what was searched for come back as they were typed."""
    plain = skeleton(visitor.open("/search?q=plain").tree)
    for text in OURS:
        post_id = cast.ada.says("Which?", poll=PollDraft(options=(text[:50], "other"), expires_in=3600))
        visitor.open(f"/@ada/{post_id}")
        assert not [each for each in visitor.tree.iter("script") if not each.get("src")]
        visitor.page = visitor.client.get("/search", {"q": text})
        assert skeleton(visitor.tree) == plain, text
        shown = next(field for field in visitor.tree.iter("input") if field.get("id") == "q")
        assert shown.get("value") == text.strip()


def test_a_name_cannot_make_itself_official(cast: Cast, visitor: Reader) -> None:
    """X5: the mark comes from the server alone."""
    cast.sam.does(UpdateProfile(display_name="Sam ✓ Official"))
    visitor.open("/@sam")
    assert "tag--official" not in visitor.html
    assert "tag--official" in visitor.open("/@leedon_council").html
