"""Posts of a stranger that are made to hurt: markup, addresses, crowds, megabytes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coffeehouse.protocols.activitypub.attached import MAX_ATTACHMENTS, MAX_HASHTAGS, MAX_MENTIONS
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.members import MAX_ADDRESSED
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.activitypub.reading_objects import LONGEST_SPOILER, LONGEST_TEXT, LONGEST_TITLE
from tests.moments import within
from tests.protocols.activitypub import inert
from tests.protocols.activitypub.test_reading_actors import HOSTILE
from tests.protocols.activitypub.test_reading_objects import DEE, ID, LINK, read


@pytest.mark.parametrize("url", HOSTILE)
def test_o18_no_address_of_a_post_does_anything(url: str) -> None:
    """O18: in url, attachment, emoji, mention, quote, reply and in its words."""
    note = read(
        url=url, content=f'<a href="{url}">x</a>', inReplyTo=url, quote=url, context=url, replies=url,
        attachment=[{"type": "Image", "url": url}, {"type": "Link", "href": url}],
        tag=[{"type": "Mention", "href": url}, {"type": "Emoji", "name": "a", "icon": {"url": url}}],
    )  # fmt: skip
    assert (note.url, note.in_reply_to, note.quote, note.context, note.replies) == (ID, "", "", "", "")
    assert (note.attachments, note.mentions, note.emojis) == ((), (), ())
    inert.check(note)


@pytest.mark.parametrize(
    "html",
    [
        "<p>\u0338<img src=x onerror=alert(1)></p>", "<p>&#x338;<img src=x onerror=alert(1)>",
        "<a href='https://a.example'>\u0338 onmouseover=alert(1) x</a>", "<svg><script>alert(1)</script></svg>",
        "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)>", "<p style=x onclick=alert(1)>a",
        "<a href='/settings'>x</a><a href='//evil.example'>y</a>", "<form action=https://a.example><input>",
        "<p class='quote-inline x'>RE</p>", "a&#x202e;b\u202ec", "<p title=\"<script>alert(1)</script>\">x</p>",
    ],
)  # fmt: skip
def test_x1_markup_of_strangers_does_nothing(html: str) -> None:
    """X1: also where a combining sign would swallow the end of a tag, or a link would lead into this house."""
    note = read(content=html, summary=html, name=html)
    inert.check(note)
    for hidden in ("\u202e", "onerror=alert(1)>", "<script"):
        assert hidden not in note.content
    assert 'href="/' not in note.content


def test_d3_d13_everything_has_an_end() -> None:
    """D3, D13: 10^5 tags, mentions, attachments, addresses; a megabyte of words: cut, in a moment."""
    longest = "d" * 10_000  # one for all of them: a gigabyte of memory would cost more than the reading
    told = {
        "content": "<p>" + "word " * 200_000, "name": "n" * 1_000_000, "summary": "s" * 1_000_000,
        "to": [PUBLIC, *(f"https://far.example/u/{i}" for i in range(100_000))],
        "attachment": [{"type": "Image", "url": f"https://far.example/{i}.png", "name": longest}
                       for i in range(100_000)],
        "tag": [{"type": "Mention", "href": f"https://far.example/u/{i}"} for i in range(500)]
        + [{"type": "Hashtag", "name": f"#t{i}"} for i in range(100_000)],
    }  # fmt: skip
    with within(1.5):
        note = read(**told)
    assert (len(note.mentions), len(note.tags), len(note.attachments)) == (MAX_MENTIONS, MAX_HASHTAGS, MAX_ATTACHMENTS)
    assert (len(note.to), len(note.title), len(note.spoiler)) == (MAX_ADDRESSED, LONGEST_TITLE, LONGEST_SPOILER)
    assert len(note.text) < LONGEST_TEXT + 1_000
    assert note.content.endswith(LINK)
    assert all(len(file.description) <= 5_000 for file in note.attachments)


@pytest.mark.parametrize(
    "told", ["<p>" + "</p>" * 250_000, "<" * 1_000_000, "&" * 1_000_000, "<a href=" * 120_000, "\u0338" * 500_000,
             "<div>" * 200_000, "https://a.example/" * 50_000, "@" * 1_000_000, "\n" * 1_000_000]
)  # fmt: skip
@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
def test_d7_d8_no_words_cost_more_than_a_moment(told: str, media_type: str) -> None:
    """D7, D8: a megabyte made to hurt a parser."""
    with within(1):
        read(content=told, summary=told, name=told, mediaType=media_type)


NAMES = st.sampled_from("id type url href name icon mediaType totalItems first next replies identifier".split())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from([ID, DEE, PUBLIC, "Image", "Person", "Link", "Mention", "Hashtag", "Emoji", *HOSTILE[:6]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
MEMBERS = (
    "id type attributedTo to cc content contentMap name nameMap summary url inReplyTo published updated sensitive"
    " attachment tag oneOf anyOf endTime closed votersCount quote quoteUrl interactionPolicy context replies mediaType"
    " language image icon location startTime @context actor object"
).split()
KINDS = st.sampled_from(["Note", "Question", "Article", "Event", "Image", "Whatever", ["Note", "Page"]])


@given(KINDS, st.dictionaries(st.sampled_from(MEMBERS), VALUES, max_size=6))
def test_whatever_stands_there_a_post_or_a_reason(kind: Any, members: dict[str, Any]) -> None:
    """Never an error, and what is taken is inert."""
    try:
        document = read(**{"type": kind, **members})
    except Unreadable:
        return
    inert.check(document)
