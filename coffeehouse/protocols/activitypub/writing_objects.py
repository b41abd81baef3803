"""Our posts as documents: Note, Question, the note that is a vote, and the Tombstone of what was deleted."""

from __future__ import annotations

from html import escape
from typing import Any

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.activitypub import contexts
from coffeehouse.protocols.activitypub.documents import PollDocument
from coffeehouse.protocols.activitypub.ours import (
    LD_MEDIA_TYPE,
    PUBLIC,
    OurAttachment,
    OurNote,
    addressed,
    followers_of,
)
from coffeehouse.protocols.activitypub.writing_actors import write_emojis


def write_note(note: OurNote) -> dict[str, Any]:
    """The post with its context: a Question where it has a poll."""
    to, cc = addressed(note.visibility, note.author, tuple(mention.href for mention in note.mentions))
    content = _quoting(note) + note.content
    document: dict[str, Any] = {
        "@context": contexts.OBJECT,
        "id": note.id,
        "type": "Question" if note.poll else "Note",
        "attributedTo": note.author,
        "summary": note.spoiler or None,
        "inReplyTo": note.in_reply_to or None,
        "published": iso(note.published_at),
        "updated": None if note.updated_at is None else iso(note.updated_at),
        "url": note.url or note.id,
        "to": to,
        "cc": cc,
        "sensitive": note.is_sensitive,
        "content": content,
        "contentMap": {note.language: content} if note.language else None,
        "attachment": [_attachment(attachment) for attachment in note.attachments],
        "tag": _tags(note),
        "context": note.context or None,
        "interactionPolicy": _policy(note),
    }
    if note.visibility in ("public", "unlisted"):
        document |= {name: f"{note.id}/{name}" for name in ("replies", "likes", "shares")}
    if note.quote:
        document |= {
            "quote": note.quote,
            "quoteUri": note.quote,
            "_misskey_quote": note.quote,
            "quoteAuthorization": note.quote_authorization or None,
        }
    if note.poll:
        document |= _poll(note.poll)
    return {name: value for name, value in document.items() if value is not None}


def write_tombstone(identity: str, deleted_at: int | None = None) -> dict[str, Any]:
    """What stands where a post stood."""
    stone: dict[str, Any] = {"@context": contexts.STREAMS, "id": identity, "type": "Tombstone"}
    return stone if deleted_at is None else {**stone, "deleted": iso(deleted_at)}


def write_vote(identity: str, voter: str, option: str, question: str, author: str, at: int) -> dict[str, Any]:
    """A vote: a note that nobody shows, with the option as its name, to the author of the question alone."""
    return {
        "@context": contexts.STREAMS,
        "id": identity,
        "type": "Note",
        "attributedTo": voter,
        "name": option,
        "inReplyTo": question,
        "to": [author],
        "published": iso(at),
    }


def _quoting(note: OurNote) -> str:
    """What readers see whose server knows no quotes (FEP-044f: a paragraph that others leave out)."""
    if not note.quote:
        return ""
    page = escape(note.quote_url or note.quote)
    return f'<p class="quote-inline">RE: <a href="{page}">{page}</a></p>'


def _attachment(attachment: OurAttachment) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": "Document",
        "mediaType": attachment.media_type,
        "url": attachment.url,
        "name": attachment.description or None,
        "width": attachment.width or None,
        "height": attachment.height or None,
        "focalPoint": list(attachment.focus) if attachment.focus else None,
        "blurhash": attachment.blurhash or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _tags(note: OurNote) -> list[dict[str, Any]]:
    """Mentions, hashtags, emoji, and the quoted post as a link to an object (FEP-e232)."""
    tags: list[dict[str, Any]] = [
        {"type": "Mention", "href": mention.href, "name": mention.name} for mention in note.mentions
    ]
    tags += [{"type": "Hashtag", "href": tag.href, "name": f"#{tag.name}"} for tag in note.tags]
    tags += write_emojis(note.emojis)
    if note.quote:
        tags.append(
            {
                "type": "Link",
                "mediaType": LD_MEDIA_TYPE,
                "href": note.quote,
                "name": f"RE: {note.quote_url or note.quote}",
                "rel": "https://misskey-hub.net/ns#_misskey_quote",
            }
        )
    return tags


def _policy(note: OurNote) -> dict[str, Any]:
    """Who may quote it: its author always, others as it says."""
    others = {"public": PUBLIC, "followers": followers_of(note.author)}
    allowed = [others[note.may_quote]] if note.may_quote in others else [note.author]
    return {"canQuote": {"automaticApproval": allowed}}


def _poll(poll: PollDocument) -> dict[str, Any]:
    options = [
        {"type": "Note", "name": title, "replies": {"type": "Collection", "totalItems": votes}}
        for title, votes in poll.options
    ]
    return {
        "anyOf" if poll.is_multiple else "oneOf": options,
        "endTime": None if poll.ends_at is None else iso(poll.ends_at),
        "closed": None if poll.closed_at is None else iso(poll.closed_at),
        "votersCount": poll.voters_count,
    }
