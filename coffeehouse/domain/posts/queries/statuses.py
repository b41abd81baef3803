"""Single posts: fetch and authorise in one query."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.accounts import read_account
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.domain.posts.lending import lend
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.queries.timelines import BOOSTED
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel import clock


def read_statuses(viewer_id: int | None, post_ids: list[int]) -> list[tuple[int, str]]:
    """Status entities of those posts that the viewer may see, in the order asked; at most 100."""
    wanted = post_ids[:100]
    if not wanted:
        return []
    scope, params = visible_posts(viewer_id, author="a")
    inner, inner_params = visible_posts(viewer_id, "r", "b")
    found = sql.rows(
        f"{select('posts_post p', is_signed_in=viewer_id is not None)} WHERE p.id IN ({sql.marks(len(wanted))})"
        f" AND {scope}{BOOSTED.format(scope=inner)}",
        (*flag_params(viewer_id), *wanted, *params, *inner_params),
    )
    by_id = dict(assemble(found, viewer_id))
    return [(post_id, by_id[post_id]) for post_id in wanted if post_id in by_id]


def read_status(viewer_id: int | None, post_id: int) -> str | None:
    """The Status entity, or None when there is none for this viewer."""
    found = read_statuses(viewer_id, [post_id])
    return found[0][1] if found else None


def visible_post_id(viewer_id: int | None, post_id: int) -> int | None:
    """The id of the post (of a boost: of what it boosts) if the viewer may see it."""
    for _ in range(2):
        scope, params = visible_posts(viewer_id)
        row = sql.row(
            f"SELECT p.id, p.boost_of_id FROM posts_post p WHERE p.id = %s AND {scope}",
            (post_id, *params),
        )
        if row is None or row[1] is None:
            return None if row is None else int(row[0])
        post_id = row[1]
    return None


def read_source(viewer_id: int, post_id: int) -> dict[str, Any] | None:
    """StatusSource of a post of the viewer's own: the text as it was written."""
    row = sql.row(
        "SELECT id, text, spoiler_text FROM posts_post WHERE id = %s AND account_id = %s AND boost_of_id IS NULL",
        (post_id, viewer_id),
    )
    return None if row is None else {"id": str(row[0]), "text": row[1], "spoiler_text": row[2]}


def read_history(viewer_id: int | None, post_id: int) -> list[dict[str, Any]] | None:
    """StatusEdit entities, oldest first, the present version last; None when the viewer may not see the post."""
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    row = sql.row(
        "SELECT fragment, account_id, spoiler_text, is_sensitive, created_at, edited_at FROM posts_post WHERE id = %s",
        (visible_id,),
    )
    if row is None:
        return None
    account = msgspec.Raw((read_account(row[1], row[1]) or "null").encode())
    fragment: dict[str, Any] = msgspec.json.decode(row[0] + "}")
    options = sql.value("SELECT options FROM posts_poll WHERE id = %s", (visible_id,))
    edits = sql.rows(
        "SELECT html, spoiler_text, is_sensitive, created_at, media, poll_options FROM posts_postedit"
        " WHERE post_id = %s ORDER BY id",
        (visible_id,),
    )
    now = (
        fragment["content"], row[2], row[3], row[5] or row[4],
        msgspec.json.encode(fragment["media_attachments"]).decode(), options or "",
    )  # fmt: skip
    quote = _quote_of(viewer_id, visible_id) if fragment["quote"] else None
    return [_edit(version, account, viewer_id) | {"quote": quote} for version in (*edits, now)]


def _quote_of(viewer_id: int | None, post_id: int) -> msgspec.Raw:
    """The Quote entity of a post that quotes another: an edit never changes what is quoted."""
    from coffeehouse.domain.posts.queries.quoting import whole_quotes  # it reads posts as well, by way of this module

    return msgspec.Raw(whole_quotes(viewer_id, [post_id])[post_id].encode())


def _edit(version: tuple[Any, ...], account: msgspec.Raw, viewer_id: int | None) -> dict[str, Any]:
    """The version's entity. Of a picture taken off since, its description is left: its address is dead (M7)."""
    html, spoiler_text, is_sensitive, created_at, media, options = version
    entity: dict[str, Any] = {
        "content": html,
        "spoiler_text": spoiler_text,
        "sensitive": bool(is_sensitive),
        "created_at": clock.iso(created_at),
        "account": account,
        "media_attachments": msgspec.json.decode(lend(media, viewer_id)),
        "emojis": emoji_in(spoiler_text, html),
        "quote": None,
    }
    if options:
        entity["poll"] = {"options": [{"title": title} for title in msgspec.json.decode(options)]}
    return entity
