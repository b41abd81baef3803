"""Accounts and posts of ours as the codec's structs: what is given to servers that ask, and what is sent to them.

Who may have a post is decided before (`visible_posts`); here it is only put into words. A reader: the account elsewhere
that asked; what is sent to many at once has none.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.federation.queries.identities import (
    account_identities,
    account_identity,
    post_identities,
    post_identity,
)
from coffeehouse.domain.federation.queries.moves import identity_moved_to
from coffeehouse.domain.people import profile_fields
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.domain.posts.fragments import MEDIA_COLUMNS
from coffeehouse.domain.posts.lending import MARK, lend
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import Emoji, MentionTag, PollDocument, ProfileField
from coffeehouse.protocols.activitypub.ours import OurActor, OurAttachment, OurNote, OurPicture, OurTag
from coffeehouse.protocols.mastodon.fragments import OPEN, QUOTES, account_uri, account_url, status_uri, status_url

TYPES = {"voice": "Organization", "service": "Service", "community": "Group"}
# The house's own actor. No member can have a name with a full stop.
HOUSE_NAME = "house.internal"


def shared_inbox() -> str:
    """The inbox of the whole house."""
    return f"{settings.BASE_URL}/inbox"


def house_uri() -> str:
    """The identity of the house itself: what it fetches and reports as."""
    return f"{settings.BASE_URL}/actor"


def context_uri(conversation_id: int) -> str:
    """The address of a conversation that began here (FEP-7888)."""
    return f"{settings.BASE_URL}/contexts/{conversation_id}"


def stamp_uri(author: str, quoting_id: int) -> str:
    """The address of the stamp by which an account of ours allows a quote (FEP-044f)."""
    return f"{author}/quote_authorizations/{quoting_id}"


def _keys(account_id: int) -> dict[str, str]:
    """Public keys that are in use, by kind."""
    return dict(
        sql.rows(
            "SELECT kind, public FROM federation_localkey WHERE account_id = %s AND retired_at IS NULL", (account_id,)
        )
    )


def our_house() -> OurActor:
    """The instance actor."""
    keys = _keys(0)
    return OurActor(
        id=house_uri(),
        type="Application",
        username=HOUSE_NAME,
        name=settings.BODY_NAME,
        url=f"{settings.BASE_URL}/about",
        inbox=shared_inbox(),
        shared_inbox=shared_inbox(),
        key_pem=keys.get("rsa", ""),
        key_multibase=keys.get("ed25519", ""),
        is_locked=True,
    )


ACTOR = (
    "SELECT username, kind, display_name, note_html, fields, avatar, header, avatar_description, header_description,"
    " is_locked, is_bot, is_discoverable, is_indexable, created_at, attribution_domains, hidden_at"
    " FROM people_account WHERE id = %s AND domain = ''"
)


def our_actor(account_id: int) -> OurActor | None:
    """An account of ours; None for others. Whether it is shown is for the caller to know (`is_suspended` says)."""
    row = sql.row(ACTOR, (account_id,))
    if row is None:
        return None
    keys = _keys(account_id)
    base = settings.BASE_URL
    return OurActor(
        id=account_uri(base, row[0]),
        type="Service" if row[10] else TYPES.get(row[1], "Person"),
        username=row[0],
        name=row[2],
        summary=row[3],
        url=account_url(base, row[0]),
        shared_inbox=shared_inbox(),
        key_pem=keys.get("rsa", ""),
        key_multibase=keys.get("ed25519", ""),
        published_at=row[13] - row[13] % clock.DAY,
        icon=_picture(row[5], row[7]),
        image=_picture(row[6], row[8]),
        fields=tuple(ProfileField(name=field.name, value=field.html) for field in profile_fields.decode(row[4])),
        emojis=tuple(Emoji(shortcode=one.shortcode, url=one.url) for one in emoji_in(row[2], row[3], row[4])),
        is_locked=bool(row[9]),
        is_discoverable=bool(row[11]),
        is_indexable=bool(row[12]),
        is_suspended=row[15] is not None,
        also_known_as=_aliases(account_id),
        moved_to=identity_moved_to(account_id),
        attribution_domains=tuple(msgspec.json.decode(row[14], type=list[str])),
    )


def _picture(key: str, description: str) -> OurPicture | None:
    if not key:
        return None
    kind = files.CONTENT_TYPES.get(f".{key.rpartition('.')[2]}", "")
    return OurPicture(url=files.url(key), media_type=kind, description=description)


def _aliases(account_id: int) -> tuple[str, ...]:
    found = sql.rows("SELECT uri FROM federation_alias WHERE account_id = %s ORDER BY uri", (account_id,))
    return tuple(row[0] for row in found)


class _Row(NamedTuple):
    """What a note is made of."""

    id: int
    account_id: int
    visibility: str
    spoiler_text: str
    is_sensitive: bool
    language: str
    in_reply_to_id: int | None
    conversation_id: int
    has_media: bool
    created_at: int
    edited_at: int | None
    quote_policy: str
    traits: int
    fragment: str
    username: str


NOTE = (
    "SELECT p.id, p.account_id, p.visibility, p.spoiler_text, p.is_sensitive, p.language, p.in_reply_to_id,"
    " p.conversation_id, p.has_media, p.created_at, p.edited_at, p.quote_policy, p.traits, p.fragment, a.username"
    " FROM posts_post p JOIN people_account a ON a.id = p.account_id"
    " WHERE p.id = %s AND a.domain = '' AND p.boost_of_id IS NULL"
)


def our_note(post_id: int, reader_id: int | None = None) -> OurNote | None:
    """A post of ours; None for boosts and for posts of others.

    The media of a post that not everybody may see are lent to the reader, else in its author's name.
    """
    found = sql.row(NOTE, (post_id,))
    if found is None:
        return None
    row = _Row(*found)
    shown: dict[str, Any] = msgspec.json.decode(f"{row.fragment}}}")
    base = settings.BASE_URL
    note = OurNote(
        id=status_uri(base, row.username, post_id),
        url=status_url(base, row.username, post_id),
        author=account_uri(base, row.username),
        content=shown["content"],
        visibility=row.visibility,
        published_at=row.created_at,
        updated_at=row.edited_at,
        spoiler=row.spoiler_text,
        is_sensitive=bool(row.is_sensitive),
        language=row.language,
        in_reply_to=_answered(row),
        attachments=_attachments(row, reader_id) if row.has_media else (),
        mentions=_mentions(shown["mentions"]),
        tags=tuple(OurTag(name=tag["name"], href=tag["url"]) for tag in shown["tags"]),
        emojis=tuple(Emoji(shortcode=one["shortcode"], url=one["url"]) for one in shown["emojis"]),
        poll=_poll(post_id),
        may_quote=row.quote_policy if row.visibility in OPEN else "nobody",
        context=_context(row),
    )
    return _with_quote(note, row) if row.traits & QUOTES else note


def _answered(row: _Row) -> str:
    parent = None if row.in_reply_to_id is None else post_identity(row.in_reply_to_id)
    return parent.uri if parent else ""


def _mentions(shown: list[dict[str, Any]]) -> tuple[MentionTag, ...]:
    known = account_identities(int(mention["id"]) for mention in shown)
    named = (known.get(int(mention["id"])) for mention in shown)
    return tuple(MentionTag(href=one.uri, name=f"@{one.acct}") for one in named if one is not None)


def _attachments(row: _Row, reader_id: int | None) -> tuple[OurAttachment, ...]:
    """Pictures, films and sounds that are ready."""
    borrower = row.account_id if reader_id is None else reader_id
    lent = "" if row.visibility in OPEN else MARK
    found = sql.rows(
        f"SELECT {MEDIA_COLUMNS}, content_type FROM posts_media WHERE post_id = %s AND state = 'ready'"
        " ORDER BY position, id",
        (row.id,),
    )
    return tuple(
        OurAttachment(
            # A quotation mark ends an address that is to be lent.
            url=lend(f'{files.url(media[2])}{lent}"', borrower)[:-1],
            media_type=media[14],
            description=media[4],
            width=media[7],
            height=media[8],
            focus=(media[5], media[6]) if media[5] or media[6] else None,
            blurhash=media[11],
        )
        for media in found
    )


def _poll(post_id: int) -> PollDocument | None:
    row = sql.row(
        "SELECT options, is_multiple, hides_totals, expires_at, closed_at, voters_count, votes FROM posts_poll"
        " WHERE id = %s",
        (post_id,),
    )
    if row is None:
        return None
    titles, votes = msgspec.json.decode(row[0], type=list[str]), msgspec.json.decode(row[6], type=list[int])
    is_counted = not row[2] or row[4] is not None
    return PollDocument(
        options=tuple((title, number if is_counted else 0) for title, number in zip(titles, votes, strict=True)),
        is_multiple=bool(row[1]),
        ends_at=row[3],
        closed_at=row[4],
        voters_count=row[5] if is_counted else None,
    )


def _context(row: _Row) -> str:
    """The address of the conversation: ours where it began here, else what its first post said."""
    if row.in_reply_to_id is None:
        return context_uri(row.conversation_id)
    root = sql.row(
        "SELECT a.domain, o.context FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " LEFT JOIN federation_remoteobject o ON o.id = p.id WHERE p.id = %s",
        (row.conversation_id,),
    )
    if root is None or not root[0]:
        return context_uri(row.conversation_id)
    return str(root[1] or "")


def _with_quote(note: OurNote, row: _Row) -> OurNote:
    quote = sql.row(
        "SELECT quoted_id, quoted_account_id, stamp FROM posts_quote"
        " WHERE id = %s AND state IN ('accepted', 'pending')",
        (row.id,),
    )
    quoted = None if quote is None else post_identities([quote[0]]).get(quote[0])
    if quote is None or quoted is None:
        return note
    author = None if quote[1] == row.account_id else account_identity(quote[1])
    is_ours = author is not None and author.uri.startswith(f"{settings.BASE_URL}/")
    # Of a quote that its author elsewhere has not agreed to yet there is no stamp.
    stamp = stamp_uri(author.uri, row.id) if author is not None and is_ours else str(quote[2])
    return msgspec.structs.replace(note, quote=quoted.uri, quote_url=quoted.url, quote_authorization=stamp)
