"""A post of a stranger: its words harmless, its audience never wider than said, everything bounded."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.protocols.activitypub.attached import (
    MAX_OPTIONS,
)
from coffeehouse.protocols.activitypub.documents import ObjectDocument, Unreadable
from coffeehouse.protocols.activitypub.members import MAX_ADDRESSED, moment
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.activitypub.reading_activities import read_activity
from coffeehouse.protocols.activitypub.reading_objects import (
    narrowest,
    read_object,
    read_stamp,
)
from tests.protocols.activitypub import inert

DEE = "https://far.example/users/dee"
ID = f"{DEE}/statuses/1"
FOLLOWERS = f"{DEE}/followers"
MONA = "https://house.example/users/mona"
NOTE: dict[str, Any] = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": ID,
    "type": "Note",
    "attributedTo": DEE,
    "to": [PUBLIC],
    "cc": [FOLLOWERS],
    "content": "<p>Good morning</p>",
    "published": "2026-11-22T10:00:00Z",
}
LINK = f'<p><a href="{ID}" target="_blank" rel="nofollow noopener noreferrer">{ID}</a></p>'


def read(**members: Any) -> ObjectDocument:
    """The note, but for these members."""
    return read_object({**NOTE, **members})


def test_a_note_with_all_that_hangs_on_it() -> None:
    """Every member that is understood."""
    note = read(
        summary="Food &amp; <b>drink</b>",
        inReplyTo={"type": "Note", "id": f"{MONA}/statuses/9"},
        url=f"{DEE}/1.html",
        updated="2026-11-22T10:05:00.25Z",
        sensitive=True,
        contentMap={"cy": "<p>Bore da</p>", "en-GB": "<p>Good morning</p>"},
        attachment=[
            {"type": "Document", "mediaType": "image/png", "url": "https://far.example/a.png", "width": 640,
             "height": 480, "name": "A dog\nrunning", "focalPoint": [0.5, -2], "blurhash": "UFD]o8Wr9GoJ00WB"},
            {"type": "Video", "url": [{"type": "Link", "mediaType": "video/mp4", "href": "https://far.example/a.mp4"}]},
            {"type": "Document", "url": "https://far.example/a.ogg?x"},
            {"type": "Document", "url": "https://far.example/a.pdf", "mediaType": "application/pdf"},
            {"type": "PropertyValue", "name": "no", "value": "file"}, "neither",
        ],
        tag=[
            {"type": "Mention", "href": MONA, "name": "@mona@house.example"},
            {"type": "Mention", "href": MONA, "name": "again"},
            {"type": "Hashtag", "href": "https://far.example/tags/bus", "name": "#Bus"},
            {"type": "as:Hashtag", "name": "bus"},
            {"type": "Emoji", "name": ":wave:", "icon": {"type": "Image", "url": "https://far.example/wave.png"}},
        ],
        quote=f"{MONA}/statuses/8",
        quoteAuthorization=f"{MONA}/quotes/1",
        interactionPolicy={"canQuote": {"automaticApproval": FOLLOWERS}},
        context="https://far.example/contexts/1",
        replies={"type": "Collection", "first": {"type": "CollectionPage", "next": f"{ID}/replies?page=1"}},
    )  # fmt: skip
    assert (note.type, note.attributed_to, note.visibility) == ("Note", DEE, "public")
    assert (note.content, note.text, note.spoiler) == ("<p>Good morning</p>", "Good morning", "Food & drink")
    assert (note.url, note.in_reply_to, note.language) == (f"{DEE}/1.html", f"{MONA}/statuses/9", "en")
    assert (note.published_at, note.updated_at) == (1_795_341_600_000, 1_795_341_900_250)
    assert note.is_sensitive
    assert [(file.kind, file.url) for file in note.attachments] == [
        ("image", "https://far.example/a.png"), ("video", "https://far.example/a.mp4"),
        ("audio", "https://far.example/a.ogg?x"), ("unknown", "https://far.example/a.pdf"),
    ]  # fmt: skip
    picture = note.attachments[0]
    assert (picture.description, picture.width, picture.height) == ("A dog\nrunning", 640, 480)
    assert (picture.focus_x, picture.focus_y, len(picture.blurhash)) == (0.5, -1.0, 16)
    assert [mention.href for mention in note.mentions] == [MONA]
    assert note.tags == ("Bus",)
    assert [emoji.shortcode for emoji in note.emojis] == ["wave"]
    assert (note.quote, note.quote_authorization) == (f"{MONA}/statuses/8", f"{MONA}/quotes/1")
    assert note.may_quote == "followers"
    assert (note.context, note.replies) == ("https://far.example/contexts/1", f"{ID}/replies?page=1")
    inert.check(note)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"id": None}, "no_id"),
        ({"id": "urn:uuid:1"}, "no_id"),
        ({"attributedTo": None}, "no_author"),
        ({"attributedTo": [5, {"type": "Person"}]}, "no_author"),
        ({"attributedTo": "https://evil.example/users/dee"}, "author_elsewhere"),
        ({"id": "https://FAR.example:8443/1"}, "author_elsewhere"),
        ({"type": None}, "no_type"),
        ({"type": []}, "no_type"),
        ({"type": "Tombstone"}, "tombstone"),
        ({"type": "Create"}, "an_activity"),
        ({"type": "Warn", "actor": DEE, "object": ID}, "an_activity"),
        ({"type": "Person"}, "an_actor"),
        ({"type": "OrderedCollection"}, "a_collection"),
        ({"type": "Mention"}, "no_post"),
        ({"type": "Thing", "content": "<script>alert(1)</script>"}, "no_words"),
        ({"type": "Question", "oneOf": [{"name": str(i)} for i in range(MAX_OPTIONS + 1)]}, "too_many_options"),
    ],
)
def test_what_cannot_be_a_post_is_refused_with_its_reason(members: dict[str, Any], reason: str) -> None:
    """Among others: whose author is on another server than itself (FEP-fe34)."""
    with pytest.raises(Unreadable) as refused:
        read(**members)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("to", "cc", "visibility"),
    [
        ([PUBLIC], [FOLLOWERS], "public"),
        ("as:Public", None, "public"),
        (["Public"], [], "public"),
        ([FOLLOWERS], [PUBLIC], "unlisted"),
        ([FOLLOWERS], [MONA], "followers"),
        ([MONA], [FOLLOWERS], "followers"),
        ([MONA], [], "direct"),
        ([], [], "direct"),
        (None, 5, "direct"),
        (["https://other.example/users/dee/followers"], [], "direct"),
        ([f"{DEE}/following"], [], "direct"),
        ([MONA] * MAX_ADDRESSED + [PUBLIC], [], "direct"),
    ],
)
def test_visibility_is_read_from_the_addressing(to: Any, cc: Any, visibility: str) -> None:
    """As Mastodon reads it; what is not understood is narrower, never wider."""
    assert read(to=to, cc=cc).visibility == visibility
    assert read_object({**NOTE, "to": to, "cc": cc}, FOLLOWERS).visibility == visibility


def test_the_followers_collection_is_the_one_its_author_has() -> None:
    """Another name for it is told by the actor."""
    subscribers = "https://far.example/actor/42/subscribers"
    assert read_object({**NOTE, "to": [], "cc": [subscribers]}, subscribers).visibility == "followers"
    assert read(to=[], cc=[subscribers]).visibility == "direct"


@pytest.mark.parametrize(
    ("outer", "visibility"), [([PUBLIC], "public"), ([FOLLOWERS], "followers"), ([MONA], "direct"), ([], "public")]
)
def test_o13_a_post_is_never_wider_than_the_activity_it_came_in(outer: list[str], visibility: str) -> None:
    """O13: `to` says Public, but it was sent to few: the narrower counts. One without addresses says what its
    activity says.
    """
    create = {"id": f"{ID}/activity", "type": "Create", "actor": DEE, "object": NOTE, "to": outer}
    activity = read_activity(create)
    assert read_object(NOTE, FOLLOWERS, activity).visibility == visibility
    bare = {name: value for name, value in NOTE.items() if name not in ("to", "cc")}
    assert read_object(bare, FOLLOWERS, activity).visibility == (visibility if outer else "direct")
    assert narrowest("public", "direct", "followers") == "direct"


@pytest.mark.parametrize(
    ("members", "content", "language"),
    [
        ({"content": "x", "contentMap": {"de": "x"}}, "<p>x</p>", "de"),
        ({"content": "x", "contentMap": {"de": "y", "en": "z"}}, "<p>x</p>", ""),
        ({"content": "x", "contentMap": {"de-AT": "y"}}, "<p>x</p>", "de"),
        ({"content": None, "contentMap": {"cy": "w", "en": "z"}}, "<p>w</p>", "cy"),
        ({"content": ["x", "y"]}, "<p>x</p>", ""),
        ({"content": "x", "contentMap": {"tlh": "x"}}, "<p>x</p>", ""),
        ({"content": "x", "language": {"identifier": "fr", "name": "Français"}}, "<p>x</p>", "fr"),
        ({"content": "x", "inLanguage": "gd"}, "<p>x</p>", "gd"),
        ({"content": "x", "@context": [{"@language": "it"}]}, "<p>x</p>", "it"),
        ({"content": {"en": "x"}, "contentMap": 5, "name": "T"}, "<p><strong>T</strong></p>", ""),
    ],
)
def test_languages_are_kept(members: dict[str, Any], content: str, language: str) -> None:
    """From the map, from the document, from its context; the first of several where none is the plain one."""
    note = read(**members)
    assert (note.content, note.language) == (content, language)


@pytest.mark.parametrize(
    ("media_type", "told", "content"),
    [
        ("text/plain", "a <b> & c\nd\n\ne", "<p>a &lt;b&gt; &amp; c<br>d</p><p>e</p>"),
        ("text/markdown; charset=utf-8", "**a**", "<p>**a**</p>"),
        ("text/html", "<h2>a</h2><p>b", "<p>a</p><p>b</p>"),
        (5, "<p>a</p>", "<p>a</p>"),
    ],
)
def test_words_by_their_media_type(media_type: Any, told: str, content: str) -> None:
    """Plain text and Markdown are words, whatever signs they hold."""
    assert read(mediaType=media_type, content=told).content == content


def test_links_in_plain_words_are_links() -> None:
    """Also of a film's description."""
    html = read(mediaType="text/plain", content="see https://a.example/b?c&d. Or https://[x").content
    assert '<a href="https://a.example/b?c&amp;d"' in html
    assert ">https://a.example/b?c&amp;d</a>. Or https://[x" in html


def test_every_other_type_is_words_and_a_link() -> None:
    """Title, summary or excerpt, when and where, pictures, links, and where it stands."""
    article = read(type="Article", name="On <i>buses</i>", summary="Why they are late", content="<p>word </p>" * 900,
                   image=[{"type": "Image", "url": "https://far.example/bus.png", "name": "A bus"}])  # fmt: skip
    assert article.content == f"<p><strong>On buses</strong></p><p>Why they are late</p>{LINK}"
    assert (article.title, article.spoiler) == ("On buses", "")
    assert [file.description for file in article.attachments] == ["A bus"]
    event = read(type="Event", name="Dance", startTime="2026-12-11T19:00:00+01:00", location={"name": "The Kenn <b>"})
    assert "<p>2026-12-11 19:00 +01:00 · The Kenn &lt;b&gt;</p>" in event.content
    assert "19:00 UTC" in read(type="Event", startTime="2026-12-11t19:00z").content
    page = read(type="Page", name="Look", attachment=[{"type": "Link", "href": "https://a.example/x"}])
    assert ">https://a.example/x</a></p>" in page.content
    video = read(type="Video", name="Film", content=None, icon=[{"url": "https://far.example/s.jpg"},
                 {"type": "Image", "url": "https://far.example/l.jpg"}],
                 url=[{"type": "Link", "mediaType": "video/mp4", "href": "https://far.example/v.mp4"},
                      {"type": "Link", "mediaType": "text/html", "href": "https://far.example/watch"}])  # fmt: skip
    assert (video.url, video.attachments[0].url) == ("https://far.example/watch", "https://far.example/l.jpg")
    image = read(type="Image", name="Hill", content=None, url="https://far.example/hill.jpg", attributedTo=[DEE])
    assert [file.kind for file in image.attachments] == ["image"]
    unheard_of = read(type="https://example.org/ns#Recipe", name="Soup", content=None)
    assert unheard_of.content == f"<p><strong>Soup</strong></p>{LINK}"
    for document in (article, event, page, video, image, unheard_of):
        inert.check(document)


def test_a_long_article_without_summary_has_an_excerpt() -> None:
    """Cut with a sign that it goes on."""
    content = read(type="Article", content=f"<p>{'word ' * 900}</p>").content
    assert "…</p>" in content
    assert len(content) < 2_200


def test_the_person_among_several_authors() -> None:
    """A film stands in a channel and is somebody's."""
    group = {"type": "Group", "id": "https://far.example/channels/1"}
    assert read(attributedTo=[group, {"type": "Person", "id": DEE}]).attributed_to == DEE
    bare = {name: value for name, value in NOTE.items() if name != "attributedTo"}
    assert read_object({**bare, "actor": DEE, "type": "Event"}).attributed_to == DEE


def test_a_vote_is_a_name_and_an_answer() -> None:
    """Not a post: nothing of it is shown."""
    vote = read(name="Yes", inReplyTo=f"{MONA}/statuses/1", content=None, to=[MONA], cc=None)
    assert (vote.vote, vote.content, vote.in_reply_to) == ("Yes", "", f"{MONA}/statuses/1")
    assert read(name="Title", inReplyTo=f"{MONA}/statuses/1").vote == ""
    assert read(name="Title", content=None).vote == ""


def test_a_question_has_its_options_and_counts() -> None:
    """One or several; closed by time, by `closed`, or by word."""
    options = [{"type": "Note", "name": "Yes", "replies": {"type": "Collection", "totalItems": 3}},
               {"type": "Note", "name": "<b>No</b>", "replies": {"totalItems": -1}}, {"name": ""}, 5]  # fmt: skip
    one = read(type="Question", oneOf=options, endTime="2026-11-23T10:00:00Z", votersCount=3).poll
    assert one is not None
    assert (one.options, one.is_multiple, one.voters_count) == ((("Yes", 3), ("No", 0)), False, 3)
    assert (one.ends_at, one.closed_at) == (1_795_428_000_000, None)
    several = read(type="Question", anyOf=options, closed="2026-11-22T12:00:00Z").poll
    assert several is not None
    assert (several.is_multiple, several.closed_at) == (True, 1_795_348_800_000)
    closed = read(type="Question", oneOf=options, closed=True, endTime="2026-11-23T10:00:00Z").poll
    assert closed is not None
    assert closed.closed_at == closed.ends_at
    assert read(type="Question").poll is None
    assert read(oneOf=options).poll is None


@pytest.mark.parametrize("spelling", ["quote", "quoteUri", "quoteUrl", "_misskey_quote"])
def test_quotes_in_every_spelling(spelling: str) -> None:
    """FEP-044f and what came before it."""
    assert read(**{spelling: f"{MONA}/statuses/8"}).quote == f"{MONA}/statuses/8"


def test_a_quote_as_a_link_to_an_object() -> None:
    """FEP-e232; other links are none."""
    link = {"type": "Link", "href": f"{MONA}/statuses/8", "rel": ["https://misskey-hub.net/ns#_misskey_quote"]}
    assert read(tag=[{"type": "Link", "href": "https://a.example"}, link]).quote == f"{MONA}/statuses/8"
    assert read(tag={**link, "rel": "preview"}).quote == ""


@pytest.mark.parametrize(
    ("policy", "who"),
    [({"automaticApproval": [PUBLIC]}, "public"), ({"automaticApproval": "as:Public"}, "public"),
     ({"always": [FOLLOWERS]}, "followers"), ({"manualApproval": [PUBLIC]}, "nobody"), (5, "nobody"), (None, "nobody")],
)  # fmt: skip
def test_who_may_quote(policy: Any, who: str) -> None:
    """Only what is allowed without asking; silence allows nothing."""
    assert read(interactionPolicy={"canQuote": policy}).may_quote == who
    assert read(interactionPolicy=policy).may_quote == "nobody"


@pytest.mark.parametrize(
    ("told", "ms"),
    [("2026-11-22T10:00:00Z", 1_795_341_600_000), ("2026-11-22T10:00:00+01:00", 1_795_338_000_000),
     ("2026-11-22 10:00", 1_795_341_600_000), ("2026-11-22T10:00:00.123456789Z", 1_795_341_600_123),
     ("2026-11-22T10:00:00.5-0130", 1_795_347_000_500), ("1969-12-31T23:59:59Z", None), ("0001-01-01T00:00:00Z", None),
     ("9999-12-31T23:59:59Z", None), ("2026-13-01T00:00:00Z", None), ("now", None), (5, None), ("2026" * 50, None),
     ("2026-11-22T10:00:00+99:99", None), ("1970-01-01T00:00:00+10:00", None)],
)  # fmt: skip
def test_times(told: Any, ms: int | None) -> None:
    """With or without zone, seconds and fractions; none outside of what can be."""
    assert moment(told) == ms


def test_stamps_of_quotes() -> None:
    """FEP-044f: only of the quoted post's own server."""
    stamp = {"id": f"{MONA}/quotes/1", "type": "QuoteAuthorization", "attributedTo": MONA,
             "interactingObject": ID, "interactionTarget": f"{MONA}/statuses/8"}  # fmt: skip
    found = read_stamp({**stamp, "type": "https://w3id.org/fep/044f#QuoteAuthorization"})
    assert (found.author, found.quoting, found.quoted) == (MONA, ID, f"{MONA}/statuses/8")
    for change, reason in (({"type": "Note"}, "no_stamp"), ({"interactingObject": None}, "no_stamp"),
                           ({"attributedTo": DEE}, "author_elsewhere"), ({"id": ID}, "author_elsewhere")):  # fmt: skip
        with pytest.raises(Unreadable) as refused:
            read_stamp({**stamp, **change})
        assert refused.value.reason == reason
