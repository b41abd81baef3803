"""What somebody elsewhere published: its words made harmless, who may see it, what hangs on it.

A Note or Question is shown as it is. Every other type (Article, Page, Event, Video, ...) is shown as words and a link
to where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from coffeehouse.protocols.activitypub.attached import (
    read_attachments,
    read_hashtags,
    read_links,
    read_mentions,
    read_poll,
    read_quote_link,
)
from coffeehouse.protocols.activitypub.documents import (
    ActivityDocument,
    Attachment,
    ObjectDocument,
    QuoteStamp,
    Unreadable,
)
from coffeehouse.protocols.activitypub.members import (
    Document,
    address,
    addressed_to,
    flag,
    harmless,
    host_of,
    identity_of,
    items,
    kind_among,
    kinds,
    language_of,
    link_to,
    moment,
    page_of,
    paragraphs,
    plain,
    worded,
    words,
)
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.activitypub.reading_activities import ACTIVITIES
from coffeehouse.protocols.activitypub.reading_actors import ACTORS, read_emojis
from coffeehouse.protocols.mastodon.markup import html_to_text

NOTES = frozenset({"Note", "Question", "ChatMessage"})
SHOWN_AS_LINK = frozenset({"Article", "Page", "Event", "Video", "Audio", "Image", "Document"})
LONGEST_TEXT = 15_000
"""Characters of a Note that are kept; who wants more reads it where it stands (attack D4)."""
LONGEST_EXCERPT = 1_500
LONGEST_TITLE, LONGEST_SPOILER = 500, 2_000
_BLOCK = re.compile(r"<(?:p|blockquote|pre|ul|ol)[ >]")
VISIBILITIES = ("public", "unlisted", "followers", "direct")
# What is an answer to another question; the slug of the refusal.
_NO_POSTS = {
    **dict.fromkeys(ACTIVITIES | {"Dislike", "View", "Offer", "Invite", "Join", "Leave", "Lock"}, "an_activity"),
    **dict.fromkeys(ACTORS, "an_actor"),
    **dict.fromkeys(("Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"), "a_collection"),
    **dict.fromkeys(("Link", "Mention", "Hashtag", "Emoji", "PropertyValue", "QuoteAuthorization"), "no_post"),
    "Tombstone": "tombstone",
}


def read_object(document: Document, followers: str = "", activity: ActivityDocument | None = None) -> ObjectDocument:
    """The object. followers: its author's collection. activity: the Create or Update it came in, whose addressing
    counts where the object has none, and narrows it otherwise (attack O13).

    Raises Unreadable: `no_type`, `no_id`, `no_author`, `author_elsewhere`, `no_words`, `tombstone`, `an_activity`,
    `an_actor`, `a_collection`, `no_post`, `too_many_options`.
    """
    kind = _kind(document)
    identity = identity_of(document)
    if not identity:
        raise Unreadable("no_id")
    author = _author(document, host_of(identity))
    to, cc = addressed_to(document.get("to")), addressed_to(document.get("cc"))
    if activity is not None and not to and not cc:
        to, cc = activity.to, activity.cc
    tags = document.get("tag")
    url = page_of(document.get("url")) or identity
    content, title, language = _words(document, kind, url)
    reply_to = address(document.get("inReplyTo"))
    return ObjectDocument(
        id=identity,
        type=kind,
        attributed_to=author,
        visibility=_visibility(to, cc, author, followers, activity),
        content=content,
        text=html_to_text(content),
        spoiler=plain(worded(document, "summary")[0], LONGEST_SPOILER) if kind in NOTES else "",
        title=title,
        url=url,
        in_reply_to=reply_to,
        published_at=moment(document.get("published")),
        updated_at=moment(document.get("updated")),
        to=to,
        cc=cc,
        is_sensitive=_is_sensitive(document),
        language=language or language_of(document),
        attachments=_attachments(document, kind),
        mentions=read_mentions(tags),
        tags=read_hashtags(tags),
        emojis=read_emojis(tags),
        poll=read_poll(document) if kind == "Question" else None,
        quote=_quote(document),
        quote_authorization=address(document.get("quoteAuthorization")),
        may_quote=_may_quote(document, author, followers),
        context=address(document.get("context")),
        replies=_replies(document.get("replies")),
        vote=title if _is_vote(document, kind) else "",
    )


def read_stamp(document: Document) -> QuoteStamp:
    """A QuoteAuthorization. Raises Unreadable where it is none, or not of its author's own server."""
    if not any(kind.rpartition("#")[2] == "QuoteAuthorization" for kind in kinds(document)):
        raise Unreadable("no_stamp")
    stamp = QuoteStamp(
        id=identity_of(document),
        author=address(document.get("attributedTo")),
        quoting=address(document.get("interactingObject")),
        quoted=address(document.get("interactionTarget")),
    )
    if not (stamp.id and stamp.author and stamp.quoting and stamp.quoted):
        raise Unreadable("no_stamp")
    if len({host_of(stamp.id), host_of(stamp.author), host_of(stamp.quoted)}) != 1:
        raise Unreadable("author_elsewhere")
    return stamp


def visibility_of(to: tuple[str, ...], cc: tuple[str, ...], author: str, followers: str = "") -> str:
    """Who may see what is addressed so. An unknown followers collection is the one most servers have."""
    if PUBLIC in to:
        return "public"
    if PUBLIC in cc:
        return "unlisted"
    return "followers" if (followers or f"{author}/followers") in (*to, *cc) else "direct"


def narrowest(*visibilities: str) -> str:
    """The one that fewest may see."""
    return max(visibilities, key=VISIBILITIES.index)


def _kind(document: Document) -> str:
    kind = kind_among(document, NOTES | SHOWN_AS_LINK)
    if not kind:
        raise Unreadable("no_type")
    refused = next((_NO_POSTS[told] for told in kinds(document) if told in _NO_POSTS), "")
    if not refused and "actor" in document and "object" in document:
        refused = "an_activity"
    if refused and kind not in NOTES | SHOWN_AS_LINK:
        raise Unreadable(refused)
    return "Note" if kind == "ChatMessage" else kind[:20]


def _author(document: Document, host: str) -> str:
    """Who wrote it: of several the Person (a channel or group that it stands in comes second). Of its own server."""
    told = items(document.get("attributedTo", document.get("actor")), 20)
    people = [entry for entry in told if isinstance(entry, Mapping) and "Person" in kinds(entry)]
    author = next((found for entry in (*people, *told) if (found := address(entry))), "")
    if not author:
        raise Unreadable("no_author")
    if host_of(author) != host:
        raise Unreadable("author_elsewhere")
    return author


def _visibility(
    to: tuple[str, ...], cc: tuple[str, ...], author: str, followers: str, activity: ActivityDocument | None
) -> str:
    own = visibility_of(to, cc, author, followers)
    if activity is None or not (activity.to or activity.cc):
        return own
    return narrowest(own, visibility_of(activity.to, activity.cc, author, followers))


def _words(document: Document, kind: str, url: str) -> tuple[str, str, str]:
    """Its HTML, its title and its language. Raises Unreadable where an unknown type says nothing at all."""
    told, language = worded(document, "content")
    name, language_of_name = worded(document, "name")
    title = plain(name, LONGEST_TITLE)
    content = _in_blocks(harmless(told, document.get("mediaType")))
    if kind in NOTES:
        return _note(document, content, title, url), title, language
    summary = plain(worded(document, "summary")[0], LONGEST_EXCERPT)
    if not (content or title or summary) and kind not in SHOWN_AS_LINK:
        raise Unreadable("no_words")
    body = content if content and len(html_to_text(content)) <= LONGEST_EXCERPT else ""
    excerpt = "" if body else summary or _cut(html_to_text(content), LONGEST_EXCERPT)
    parts = (_bold(title), _paragraph(_place_and_time(document)), body or paragraphs(excerpt), *_links(document, url))
    return harmless("".join(parts)), title, language or language_of_name


def _note(document: Document, content: str, title: str, url: str) -> str:
    """A Note, with its title where it has one beside its words; of one that is empty at least where it stands."""
    if _is_vote(document, "Note"):
        return ""
    # Its words are never more than its HTML.
    if len(content) > LONGEST_TEXT and len(text := html_to_text(content)) > LONGEST_TEXT:
        content = harmless(paragraphs(_cut(text, LONGEST_TEXT)) + f"<p>{link_to(url)}</p>")
    if title and content:
        content = _bold(title) + content
    if links := read_links(document.get("attachment")):
        content += harmless("".join(f"<p>{link_to(link)}</p>" for link in links if escape(link) not in content))
    has_more = any(document.get(name) for name in ("attachment", "oneOf", "anyOf", "summary", "quote", "quoteUrl"))
    return content or _bold(title) or ("" if has_more else harmless(f"<p>{link_to(url)}</p>"))


def _is_vote(document: Document, kind: str) -> bool:
    """A Note with a name and no words that answers something."""
    return (
        kind == "Note"
        and isinstance(document.get("name"), str)
        and bool(document.get("inReplyTo"))
        and not any(document.get(name) for name in ("content", "contentMap", "attachment"))
    )


def _in_blocks(html: str) -> str:
    """Words that stand in no paragraph, as one."""
    return html if not html or _BLOCK.search(html) else f"<p>{html}</p>"


def _bold(title: str) -> str:
    return harmless(f"<p><strong>{escape(title, quote=False)}</strong></p>") if title else ""


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _place_and_time(document: Document) -> str:
    """Of an Event: when it begins, by its own clock, and where; in words of no language."""
    told = document.get("startTime")
    at = ""
    if isinstance(told, str) and moment(told) is not None:
        zone = told[16:].lstrip(":.,0123456789")
        at = f"{told[:16].upper().replace('T', ' ')} {'UTC' if zone.upper() in ('', 'Z', '+00:00') else zone}"
    location = next(iter(items(document.get("location"), 1)), None)
    where = words(location.get("name"), 200) if isinstance(location, Mapping) else ""
    return " · ".join(part for part in (at, where) if part)


def _links(document: Document, url: str) -> list[str]:
    """What it links to, and last where it stands."""
    shown = {file.url for file in _attachments(document, "")}
    pages = dict.fromkeys((*read_links(document.get("attachment")), url))
    return [f"<p>{link}</p>" for page in pages if page not in shown and (link := link_to(page))]


def _is_sensitive(document: Document) -> bool:
    told = (entry for entry in items(document.get("attachment"), 64) if isinstance(entry, Mapping))
    return flag(document.get("sensitive")) or any(flag(entry.get("sensitive")) for entry in told)


def _attachments(document: Document, kind: str) -> tuple[Attachment, ...]:
    """Its files; of a type that is shown as a link its picture, where it has no files."""
    found = read_attachments(document.get("attachment"))
    if found or kind in NOTES:
        return found
    for name in ("image", "icon"):
        pictures = [entry for entry in items(document.get(name), 10) if isinstance(entry, Mapping)]
        if pictures and (picture := read_attachments([{"type": "Image", **pictures[-1]}])):
            return picture
    return read_attachments([dict(document)]) if kind == "Image" else ()


def _quote(document: Document) -> str:
    """FEP-044f, the older spellings, and FEP-e232."""
    told = (document.get(name) for name in ("quote", "quoteUri", "quoteUrl", "_misskey_quote"))
    return next((found for value in told if (found := address(value))), "") or read_quote_link(document.get("tag"))


def _may_quote(document: Document, author: str, followers: str) -> str:
    """Who may quote it without being asked."""
    policy = document.get("interactionPolicy")
    can = policy.get("canQuote") if isinstance(policy, Mapping) else None
    if not isinstance(can, Mapping):
        return "nobody"
    allowed = addressed_to(can.get("automaticApproval", can.get("always")))
    if PUBLIC in allowed:
        return "public"
    return "followers" if (followers or f"{author}/followers") in allowed else "nobody"


def _replies(value: Any) -> str:
    """The collection of its replies; of one without an address its first page."""
    found = address(value)
    if found or not isinstance(value, Mapping):
        return found
    first = value.get("first")
    return address(first) or (address(first.get("next")) if isinstance(first, Mapping) else "")
