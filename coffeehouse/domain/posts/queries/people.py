"""Who boosted and who favourited a post."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import ACCOUNT_JSON, SHOWN, account_join
from coffeehouse.domain.posts.queries.statuses import visible_post_id
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel.pages import Page


def boosted_by(viewer_id: int | None, post_id: int, page: Page) -> Listed | None:
    """Accounts that boosted the post, where the viewer may see the boost; None when the post is not to be seen."""
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    scope, params = visible_posts(viewer_id)
    return _accounts(
        f"posts_post p {account_join('a.id = p.account_id')}", f"p.boost_of_id = %s AND {scope}",
        (visible_id, *params), "p.id", page,
    )  # fmt: skip


def favourited_by(viewer_id: int | None, post_id: int, page: Page) -> Listed | None:
    """Accounts that favourited the post; None when the post is not to be seen."""
    visible_id = visible_post_id(viewer_id, post_id)
    if visible_id is None:
        return None
    return _accounts(
        f"posts_favourite n {account_join('a.id = n.account_id')}", "n.post_id = %s", (visible_id,), "n.id", page
    )


def _accounts(source: str, condition: str, params: tuple[object, ...], key: str, page: Page) -> Listed:
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, key)
    found = sql.rows(
        f"SELECT {key}, {ACCOUNT_JSON} FROM {source} WHERE {condition} AND {SHOWN}{clause}"
        f" ORDER BY {key} {order} LIMIT %s",
        (*params, *edges, page.limit),
    )
    listed = [(row[0], row[1]) for row in found]
    return listed if order == "DESC" else listed[::-1]
