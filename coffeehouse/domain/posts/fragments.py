"""A post's Mastodon entity, rendered once beside its row (`posts_post.fragment`), and what the ledger vouches for."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import State
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.domain.posts import lending
from coffeehouse.kernel import clock
from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.embedded import PreviewCard, PreviewCardAuthor
from coffeehouse.protocols.mastodon.entities import (
    CustomEmoji,
    MediaAttachment,
    MediaFocus,
    MediaMeta,
    MediaSize,
    StatusApplication,
    StatusMention,
    StatusTag,
    media_size,
)
from coffeehouse.protocols.mastodon.fragments import (
    LENDS,
    LOCAL_ONLY,
    OPEN,
    QUOTES,
    PostFacts,
    render_status_fragment,
    status_uri,
    status_url,
    with_tail,
)

# Every recorded column of posts_post; the fragment by its hash.
RECORDED = (
    "account_id", "visibility", "text", "text_hash", "spoiler_text", "is_sensitive", "language", "in_reply_to_id",
    "in_reply_to_account_id", "conversation_id", "boost_of_id", "application_id", "has_media", "created_at",
    "edited_at", "quote_policy", "traits", "fragment",
)  # fmt: skip
MEDIA_COLUMNS = (
    "id, kind, file, preview, description, focus_x, focus_y, width, height, preview_width, preview_height, blurhash,"
    " state, meta"
)


def media_entity(row: tuple[Any, ...]) -> MediaAttachment:
    """The MediaAttachment entity, from a row of MEDIA_COLUMNS; without addresses while the file is not ready."""
    is_ready = row[12] == "ready"
    return MediaAttachment(
        id=str(row[0]),
        type=row[1],
        url=files.url(row[2]) if is_ready else None,
        preview_url=files.url(row[3]) if row[3] else None,
        description=row[4] or None,
        blurhash=row[11] or None,
        meta=_media_meta(row) if is_ready else None,
    )


def _media_meta(row: tuple[Any, ...]) -> MediaMeta:
    original = media_size(row[7], row[8]) if row[7] else MediaSize()
    meta = MediaMeta(
        original=original,
        small=media_size(row[9], row[10]) if row[9] else None,
        focus=MediaFocus(x=row[5], y=row[6]),
    )
    if not row[13]:
        return meta
    more: dict[str, dict[str, Any]] = msgspec.json.decode(row[13])
    if row[7]:
        # Of a moving picture Mastodon says the size once more, and not within `original`.
        meta = msgspec.structs.replace(
            meta, width=original.width, height=original.height, size=original.size, aspect=original.aspect
        )
        original = MediaSize(width=original.width, height=original.height)
    return msgspec.structs.replace(meta, **more["top"], original=msgspec.structs.replace(original, **more["original"]))


CARD_COLUMNS = "id, url, title, description, author_name, provider_name, published_at"


def card_entity(row: tuple[object, ...]) -> PreviewCard:
    """The PreviewCard entity, from a row of CARD_COLUMNS."""
    _, url, title, description, author, provider, published_at = row
    return PreviewCard(
        url=str(url),
        title=str(title),
        description=str(description),
        author_name=str(author),
        provider_name=str(provider),
        published_at=clock.iso(published_at) if isinstance(published_at, int) else None,
        authors=[PreviewCardAuthor(name=str(author))] if author else [],
    )


def media_of(post_id: int) -> tuple[MediaAttachment, ...]:
    """The pictures of a post, in order."""
    found = sql.rows(
        f"SELECT {MEDIA_COLUMNS} FROM posts_media WHERE post_id = %s ORDER BY position, id",
        (post_id,),
    )
    return tuple(media_entity(row) for row in found)


class Elsewhere(NamedTuple):
    """What a post from another server brings: its identity, its page, its emoji, and the card of what it is."""

    uri: str
    url: str
    emojis: tuple[CustomEmoji, ...] = ()
    card: PreviewCard | None = None


def render(
    columns: dict[str, Any],
    *,
    post_id: int,
    username: str,
    html: str,
    media: tuple[MediaAttachment, ...],
    mentions: tuple[StatusMention, ...],
    tags: tuple[str, ...],
    application: tuple[str, str] | None,
    quoted_id: int | None = None,
    is_local_only: bool = False,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Put fragment and traits into `columns`, the other recorded columns of a post."""
    base = settings.BASE_URL
    facts = PostFacts(
        id=post_id,
        uri=elsewhere.uri if elsewhere else status_uri(base, username, post_id),
        url=elsewhere.url if elsewhere else status_url(base, username, post_id),
        created_at=columns["created_at"],
        edited_at=columns["edited_at"],
        # 0 stands for what is not here.
        in_reply_to_id=columns["in_reply_to_id"] or None,
        in_reply_to_account_id=columns["in_reply_to_account_id"] or None,
        sensitive=columns["is_sensitive"],
        spoiler_text=columns["spoiler_text"],
        visibility=columns["visibility"],
        language=columns["language"] or None,
        content=html,
        media_attachments=media if columns["visibility"] in OPEN else lending.to_lend(media),
        mentions=mentions,
        tags=tuple(StatusTag(name=fold_tag(tag), url=f"{base}/tags/{fold_tag(tag)}") for tag in tags),
        application=application and StatusApplication(name=application[0], website=application[1] or None),
        emojis=elsewhere.emojis if elsewhere else emoji_in(columns["spoiler_text"], columns["text"]),
        quoted_id=quoted_id,
        quote_policy=columns["quote_policy"],
        is_local_only=is_local_only,
        card=elsewhere.card if elsewhere else None,
    )
    columns.update(fragment=render_status_fragment(facts), traits=facts.traits)


def change_tail(columns: dict[str, Any], card: PreviewCard | None) -> None:
    """Put the policy of `columns` and this card into the fragment and the traits of `columns`."""
    facts = PostFacts(
        id=0,
        created_at=0,
        uri="",
        url="",
        visibility=columns["visibility"],
        quote_policy=columns["quote_policy"],
        card=card,
    )
    kept = columns["traits"] & (QUOTES | LENDS | LOCAL_ONLY)
    columns.update(fragment=with_tail(columns["fragment"], facts.approval, card), traits=facts.traits | kept)


def vouch(post_id: int, columns: dict[str, Any]) -> State:
    """The post's row as it now is, for the ledger; booleans as 0 and 1, the fragment by its hash."""
    row: dict[str, Any] = {
        name: int(columns[name]) if isinstance(columns[name], bool) else columns[name]
        for name in RECORDED
        if name != "fragment"
    }
    row["fragment#sha256"] = hashlib.sha256(columns["fragment"].encode()).hexdigest()
    return State("posts_post", post_id, row)


def insert(post_id: int, columns: dict[str, Any], *, is_remote: bool = False) -> None:
    """Insert the post's row and its counts. is_remote: it came from elsewhere."""
    sql.execute(INSERT, (post_id, is_remote, *(columns[name] for name in RECORDED)))
    sql.execute(
        "INSERT INTO posts_postcounts (post_id, replies_count, boosts_count, favourites_count, quotes_count)"
        " VALUES (%s, 0, 0, 0, 0)",
        (post_id,),
    )


INSERT = f"INSERT INTO posts_post (id, is_remote, {', '.join(RECORDED)}) VALUES (%s, %s, {sql.marks(len(RECORDED))})"


def read_columns(post_id: int) -> dict[str, Any]:
    """The recorded columns of a post as they are."""
    row = sql.row(f"SELECT {', '.join(RECORDED)} FROM posts_post WHERE id = %s", (post_id,))
    if row is None:
        raise LookupError(post_id)
    columns = dict(zip(RECORDED, row, strict=True))
    columns["is_sensitive"], columns["has_media"] = bool(columns["is_sensitive"]), bool(columns["has_media"])
    return columns


def content_of(fragment: str) -> str:
    """The HTML of a post, out of its fragment."""
    decoded: dict[str, Any] = msgspec.json.decode(fragment + "}")
    return str(decoded["content"])
