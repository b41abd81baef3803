"""What a document from elsewhere becomes in our tables: words, pictures, poll, and the fragment that apps are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job
from coffeehouse.domain.federation.queries.addressing import Addressed
from coffeehouse.domain.federation.queries.emoji import emojis_used
from coffeehouse.domain.federation.queries.servers import standing_of
from coffeehouse.domain.posts import fragments
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS, Elsewhere, media_entity
from coffeehouse.domain.posts.handlers.attaching import MAX_DESCRIPTION, clean_focus
from coffeehouse.domain.posts.handlers.writing import MAX_TAGS
from coffeehouse.kernel.language import known
from coffeehouse.protocols.activitypub.documents import Attachment, ObjectDocument, PollDocument
from coffeehouse.protocols.addresses import authority_of
from coffeehouse.protocols.mastodon.embedded import PreviewCard
from coffeehouse.protocols.mastodon.entities import MediaAttachment, StatusMention

# What Mastodon takes of one post.
MOST_MEDIA = 16
# Nobody said anything before.
FIRST = 1_000_000_000_000
FETCHED_KINDS = frozenset({"image", "gifv", "video", "audio"})
# States of posts_media: still to be fetched; not kept here, and shown as a link.
REMOTE, LINKED = "remote", "linked"
PLAIN_TYPES = frozenset({"Note", "Question"})
INSERT_MEDIA = (
    "INSERT INTO posts_media (id, account_id, post_id, position, kind, content_type, file, preview, sha256,"
    " description, focus_x, focus_y, width, height, preview_width, preview_height, blurhash, created_at, state)"
    f" VALUES ({sql.marks(19)})"
)


def said_at(published_at: int | None, now: int) -> int:
    """When it was said, as far as that can be believed: not in the future, and not before there was a fediverse."""
    return now if published_at is None else max(FIRST, min(published_at, now))


def language_of(document: ObjectDocument) -> str:
    """The code of its language, or empty."""
    return known(document.language) or ""


def rejects_media(host: str) -> bool:
    """Whether the house keeps no pictures of this server."""
    return standing_of(host).rejects_media


def insert_media(
    context: Context, document: ObjectDocument, account_id: int, post_id: int
) -> tuple[MediaAttachment, ...]:
    """Insert the pictures of a post, each to be fetched; as apps are shown them until then."""
    wanted = document.attachments[:MOST_MEDIA]
    is_rejected = bool(wanted) and rejects_media(authority_of(document.id))
    for position, attachment in enumerate(wanted):
        insert_one(context, attachment, account_id, post_id, position, is_rejected=is_rejected)
    return media_of(post_id) if wanted else ()


def insert_one(
    context: Context, attachment: Attachment, account_id: int, post_id: int, position: int, *, is_rejected: bool
) -> None:
    """Insert one picture. is_rejected: the house keeps none of this server, so it is a link."""
    media_id = context.new_id()
    x, y = clean_focus((attachment.focus_x, attachment.focus_y))
    sql.execute(
        INSERT_MEDIA,
        (
            media_id, account_id, post_id, position, attachment.kind, attachment.media_type[:50],
            # No file of ours yet; the column wants one name each.
            f"{REMOTE}/{media_id}", "", "", attachment.description[:MAX_DESCRIPTION], x, y, attachment.width,
            attachment.height, 0, 0, attachment.blurhash[:100], context.now,
            REMOTE if attachment.kind in FETCHED_KINDS and not is_rejected else LINKED,
        ),
    )  # fmt: skip
    sql.execute("INSERT INTO federation_remotemedia (id, url) VALUES (%s, %s)", (media_id, attachment.url))


def media_of(post_id: int) -> tuple[MediaAttachment, ...]:
    """The pictures of a post from elsewhere, in order. One that is not here is a link to where it is."""
    columns = ", ".join(f"m.{name.strip()}" for name in MEDIA_COLUMNS.split(","))
    found = sql.rows(
        f"SELECT {columns}, r.url FROM posts_media m JOIN federation_remotemedia r ON r.id = m.id"
        " WHERE m.post_id = %s ORDER BY m.position, m.id",
        (post_id,),
    )
    return tuple(_entity(row[:-1], row[-1]) for row in found)


def _entity(row: tuple[Any, ...], url: str) -> MediaAttachment:
    entity = media_entity(row)
    if entity.url is None:
        # Apps show what is `unknown` as a link.
        return msgspec.structs.replace(entity, type="unknown", url=url, remote_url=url)
    return msgspec.structs.replace(entity, remote_url=url)


def media_jobs(media: tuple[MediaAttachment, ...]) -> tuple[Job, ...]:
    """The jobs that fetch pictures."""
    if not media:
        return ()
    waiting = sql.rows(
        f"SELECT id FROM posts_media WHERE id IN ({sql.marks(len(media))}) AND state = %s ORDER BY position",
        (*(int(item.id) for item in media), REMOTE),
    )
    return tuple(Job("fetch_media", {"media_id": media_id}) for (media_id,) in waiting)


def render(
    columns: dict[str, Any],
    post_id: int,
    document: ObjectDocument,
    username: str,
    people: Iterable[Addressed],
    media: tuple[MediaAttachment, ...],
    *,
    quoted_id: int | None = None,
) -> None:
    """Put fragment and traits into `columns`."""
    emojis = emojis_used(authority_of(document.id), document.spoiler, document.text)
    fragments.render(
        columns,
        post_id=post_id,
        username=username,
        html=document.content,
        media=media,
        mentions=tuple(
            StatusMention(id=str(account.id), username=account.username, acct=account.acct, url=account.url)
            for account in people
            if account.is_named
        ),
        tags=document.tags[:MAX_TAGS],
        application=None,
        quoted_id=quoted_id,
        elsewhere=Elsewhere(uri=document.id, url=document.url or document.id, emojis=emojis, card=card_of(document)),
    )


def card_of(document: ObjectDocument) -> PreviewCard | None:
    """What is neither a note nor a question is shown as a link to its page, with its title (Article, Page, Event)."""
    if document.type in PLAIN_TYPES or not document.title:
        return None
    url = document.url or document.id
    return PreviewCard(url=url, title=document.title, description="", provider_name=authority_of(url))


def insert_poll(post_id: int, poll: PollDocument) -> None:
    """Insert the poll of a post, with the votes its own server counted."""
    sql.execute(
        "INSERT INTO posts_poll (id, options, is_multiple, hides_totals, expires_at, closed_at, voters_count, votes,"
        " emojis) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '[]')",
        (
            post_id, _json([title for title, _ in poll.options]), poll.is_multiple, False, _ends_at(poll),
            poll.closed_at, voters_of(poll), _json([votes for _, votes in poll.options]),
        ),
    )  # fmt: skip


def count_poll(post_id: int, poll: PollDocument, before: tuple[Any, ...]) -> bool:
    """Write the counts of a poll as its server has them by now; whether any is another than `before`."""
    now = (_json([votes for _, votes in poll.options]), voters_of(poll), _ends_at(poll), poll.closed_at)
    if now == before:
        return False
    sql.execute(
        "UPDATE posts_poll SET votes = %s, voters_count = %s, expires_at = %s, closed_at = %s WHERE id = %s",
        (*now, post_id),
    )
    return True


def _ends_at(poll: PollDocument) -> int | None:
    return poll.closed_at if poll.ends_at is None else poll.ends_at


def voters_of(poll: PollDocument) -> int:
    """How many voted; of a poll with one choice each that is how many votes there are."""
    votes = sum(count for _, count in poll.options)
    return votes if poll.voters_count is None else poll.voters_count


def _json(value: list[Any]) -> str:
    return msgspec.json.encode(value).decode()
