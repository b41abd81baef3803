"""Timelines: every list of posts, one query each, always through the visibility scope."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.posts.queries.assembling import assemble, flag_params, select
from coffeehouse.domain.posts.visibility import unmuted_posts, visible_posts
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page
from coffeehouse.kernel.text import fold_tag

# Of a boost, the post that is boosted must be visible too.
TAGGED = "posts_posttag t JOIN posts_post p ON p.id = t.post_id"
BOOSTED = " AND (p.boost_of_id IS NULL OR (r.id IS NOT NULL AND {scope}))"


@lru_cache(maxsize=512)
def _statement(
    source: str,
    condition: str,
    clause: str,
    order: str,
    key: str,
    is_signed_in: bool,
    hides_muted: bool,
    has_boosts: bool,
) -> str:
    """The SELECT of a page. Kept, since it is long, and SQLite's driver finds what it compiled by the very object."""
    someone = 0 if is_signed_in else None  # whose ids come as parameters
    where = f"{condition} AND {visible_posts(someone, author='a')[0]}"
    if has_boosts:
        where += BOOSTED.format(scope=visible_posts(someone, "r", "b")[0])
    if hides_muted and is_signed_in:
        where += f" AND {unmuted_posts(someone, 0, 'p', 'a')[0]}"
        if has_boosts:
            where += f" AND (p.boost_of_id IS NULL OR ({unmuted_posts(someone, 0, 'r', 'b')[0]}))"
    columns = select(source, is_signed_in=is_signed_in, key=key, has_boosts=has_boosts)
    return f"{columns} WHERE {where}{clause} ORDER BY {key} {order} LIMIT %s"


def _viewer_params(viewer_id: int | None, *, hides_muted: bool, has_boosts: bool) -> tuple[Any, ...]:
    """The parameters of the scopes in `_statement`, in their order."""
    if viewer_id is None:
        return ()
    posts = 2 if has_boosts else 1
    muted = unmuted_posts(viewer_id, clock.now_ms())[1] if hides_muted else ()
    return visible_posts(viewer_id)[1] * posts + muted * posts


def _page(
    viewer_id: int | None,
    source: str,
    condition: str,
    params: tuple[Any, ...],
    page: Page,
    *,
    key: str = "p.id",
    hides_muted: bool = False,
    has_boosts: bool = False,
) -> Listed:
    """One page of the posts of `source` that meet `condition` and that the viewer may see."""
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, key)
    shape = (source, condition, clause, order, key, viewer_id is not None, hides_muted, has_boosts)
    who = _viewer_params(viewer_id, hides_muted=hides_muted, has_boosts=has_boosts)
    found = sql.rows(_statement(*shape), (*flag_params(viewer_id), *params, *who, *edges, page.limit))
    listed = assemble(found, viewer_id)
    return listed if order == "DESC" else listed[::-1]


def home_timeline(viewer_id: int, page: Page) -> Listed:
    """What the viewer follows: a range of their feed, filled when things were published."""
    return _page(
        viewer_id,
        "posts_feed f JOIN posts_post p ON p.id = f.post_id",
        "f.account_id = %s",
        (viewer_id,),
        page,
        key="f.post_id",
        has_boosts=True,
    )


# Whose posts: of everybody known, of this house, of others.
EVERYWHERE, HERE, ELSEWHERE = "", " AND NOT p.is_remote", " AND p.is_remote"


def public_timeline(viewer_id: int | None, page: Page, *, only_media: bool = False, origin: str = EVERYWHERE) -> Listed:
    """Public posts that are no replies and no boosts. origin: EVERYWHERE, HERE or ELSEWHERE."""
    condition = "p.visibility = 'public' AND p.boost_of_id IS NULL AND p.in_reply_to_id IS NULL"
    condition += f" AND a.limited_at IS NULL{origin}"
    if only_media:
        condition += " AND p.has_media"
    return _page(viewer_id, "posts_post p", condition, (), page, hides_muted=True)


def tag_timeline(
    viewer_id: int | None,
    tag: str,
    page: Page,
    *,
    any_of: tuple[str, ...] = (),
    all_of: tuple[str, ...] = (),
    none_of: tuple[str, ...] = (),
    only_media: bool = False,
    origin: str = EVERYWHERE,
) -> Listed:
    """Public posts with a hashtag (or any of several; with all, without others of at most four each)."""
    wanted, needed = _tag_ids((tag, *any_of[:4])), [(_tag_ids((other,)) or [0])[0] for other in all_of[:4]]
    if len(wanted) == 1 and needed:
        # The rarest leads: what it has not, no post has.
        first, *needed = sorted((*wanted, *needed), key=_uses)
        wanted = [first]
    others = [(other, "1") for other in needed] + [(other, "0") for other in _tag_ids(none_of[:4])]
    condition = f"t.tag_id = %s AND p.visibility = 'public' AND a.limited_at IS NULL{origin}"
    # Counted, not EXISTS: that SQLite would make a join, and ask only after it has read the post and its author.
    for _, number in others:
        there = "SELECT COUNT(*) FROM posts_posttag o WHERE o.tag_id = %s AND o.post_id = t.post_id"
        condition += f" AND ({there}) = {number}"
    if only_media:
        condition += " AND p.has_media AND (SELECT COUNT(*) FROM posts_media o WHERE o.post_id = t.post_id) > 0"
    # A page of each, merged: every one is the beginning of an index, whichever of them are rare.
    found: dict[int, str] = {}
    for tag_id in wanted:
        params = (tag_id, *(other for other, _ in others))
        found.update(_page(viewer_id, TAGGED, condition, params, page, key="t.post_id", hides_muted=True))
    listed = sorted(found.items(), reverse=True)
    return listed[-page.limit :] if page.is_ascending else listed[: page.limit]


def _uses(tag_id: int) -> int:
    """How many posts have the hashtag, as far as it matters."""
    counted = "SELECT COUNT(*) FROM (SELECT 1 FROM posts_posttag WHERE tag_id = %s LIMIT 2000) q"
    return int(sql.value(counted, (tag_id,)))


def _tag_ids(names: tuple[str, ...]) -> list[int]:
    folded = [fold_tag(name) for name in names]
    if not folded:
        return []
    found = sql.rows(f"SELECT id FROM posts_tag WHERE name IN ({sql.marks(len(folded))})", folded)
    return [row[0] for row in found]


def account_statuses(
    viewer_id: int | None,
    account_id: int,
    page: Page,
    *,
    only_media: bool = False,
    excludes_replies: bool = False,
    excludes_boosts: bool = False,
    tag: str = "",
) -> Listed:
    """What an account said that the viewer may see."""
    condition = "p.account_id = %s"
    params: tuple[Any, ...] = (account_id,)
    if only_media:
        condition += " AND p.has_media"
    if excludes_replies:
        condition += " AND (p.in_reply_to_account_id IS NULL OR p.in_reply_to_account_id = p.account_id)"
    if excludes_boosts:
        condition += " AND p.boost_of_id IS NULL"
    if tag:
        condition += " AND EXISTS (SELECT 1 FROM posts_posttag o WHERE o.tag_id = %s AND o.post_id = p.id)"
        params += ((_tag_ids((tag,)) or [0])[0],)
    return _page(viewer_id, "posts_post p", condition, params, page, has_boosts=not excludes_boosts)


def pinned_statuses(viewer_id: int | None, account_id: int, page: Page) -> Listed:
    """What an account pinned, newest pin first."""
    return _page(
        viewer_id,
        "posts_pin n JOIN posts_post p ON p.id = n.post_id",
        "n.account_id = %s",
        (account_id,),
        page,
        key="n.id",
    )


def list_timeline(viewer_id: int, list_id: int, page: Page) -> Listed | None:
    """What came to the viewer from the accounts of a list; None when the list is not theirs.

    An answer to the viewer is always shown; others as the list's replies policy says.
    """
    row = sql.row(
        "SELECT l.replies_policy, EXISTS (SELECT 1 FROM people_list x WHERE x.account_id = l.account_id"
        " AND x.is_exclusive) FROM people_list l WHERE l.id = %s AND l.account_id = %s",
        (list_id, viewer_id),
    )
    if row is None:
        return None
    # What exclusive lists keep out of the home timeline stands under the negated id (`handlers.feeding`).
    condition = (
        f"f.account_id {'IN (%s, %s)' if row[1] else '= %s'} AND EXISTS"
        " (SELECT 1 FROM people_listmember e WHERE e.list_id = %s AND e.account_id = p.account_id)"
    )
    params: tuple[Any, ...] = (viewer_id, -viewer_id, list_id) if row[1] else (viewer_id, list_id)
    if row[0] in ("none", "list"):
        condition += (
            " AND (p.in_reply_to_account_id IS NULL OR p.in_reply_to_account_id = p.account_id"
            " OR p.in_reply_to_account_id = %s"
        )
        params += (viewer_id,)
        if row[0] == "list":
            condition += (
                " OR EXISTS (SELECT 1 FROM people_listmember g"
                " WHERE g.list_id = %s AND g.account_id = p.in_reply_to_account_id)"
            )
            params += (list_id,)
        condition += ")"
    return _page(
        viewer_id,
        "posts_feed f JOIN posts_post p ON p.id = f.post_id",
        condition,
        params,
        page,
        key="f.post_id",
        has_boosts=True,
    )


def favourites(viewer_id: int, page: Page) -> Listed:
    """What the viewer favourited; paged by the favourite, not by the post."""
    return _page(
        viewer_id,
        "posts_favourite n JOIN posts_post p ON p.id = n.post_id",
        "n.account_id = %s",
        (viewer_id,),
        page,
        key="n.id",
    )


def bookmarks(viewer_id: int, page: Page) -> Listed:
    """What the viewer bookmarked; paged by the bookmark."""
    return _page(
        viewer_id,
        "posts_bookmark n JOIN posts_post p ON p.id = n.post_id",
        "n.account_id = %s",
        (viewer_id,),
        page,
        key="n.id",
    )
