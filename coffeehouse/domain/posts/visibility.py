"""Who may see a post: written once, as SQL, and used by every list and every single fetch.

This is a core invariant, not house policy. What a viewer may not see is not there: 404, no hit, no count.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY

Scope = tuple[str, tuple[Any, ...]]

ANONYMOUS_SCOPE = "({p}.visibility = 'public' OR {p}.visibility = 'unlisted')"
VIEWER_SCOPE = (
    "({p}.visibility = 'public' OR {p}.visibility = 'unlisted' OR {p}.account_id = %s"
    " OR EXISTS (SELECT 1 FROM posts_mention vm WHERE vm.post_id = {p}.id AND vm.account_id = %s)"
    " OR ({p}.visibility = 'followers' AND EXISTS (SELECT 1 FROM people_follow vf"
    " WHERE vf.account_id = %s AND vf.target_id = {p}.account_id AND NOT vf.is_pending)))"
    " AND NOT EXISTS (SELECT 1 FROM people_block vb WHERE vb.account_id = {p}.account_id AND vb.target_id = %s)"
)
AUTHOR_SHOWN = "EXISTS (SELECT 1 FROM people_account va WHERE va.id = {p}.account_id AND va.hidden_at IS NULL)"
UNMUTED = (
    "NOT EXISTS (SELECT 1 FROM people_mute um WHERE um.account_id = %s AND um.target_id = {p}.account_id"
    " AND (um.expires_at IS NULL OR um.expires_at > %s))"
    " AND NOT EXISTS (SELECT 1 FROM people_block ub WHERE ub.account_id = %s AND ub.target_id = {p}.account_id)"
)
# Servers only matter for posts from elsewhere.
OF_NO_BLOCKED_SERVER = (
    " AND ({a}.domain = '' OR NOT EXISTS"
    " (SELECT 1 FROM people_domainblock ud WHERE ud.account_id = %s AND ud.domain = {a}.domain))"
)
OF_NO_BLOCKED_SERVER_EITHER = (
    " AND NOT EXISTS (SELECT 1 FROM people_domainblock ud JOIN people_account ua ON ua.domain = ud.domain"
    " WHERE ud.account_id = %s AND ua.id = {p}.account_id)"
)


def visible_posts(viewer_id: int | None, alias: str = "p", author: str = "") -> Scope:
    """A condition on the post row `alias` that holds for exactly the posts the viewer (None: anybody) may see.

    `author`: the alias of the author's row, where the query has joined it anyway.
    """
    if viewer_id is None:
        return _visible_text(ANONYMOUS_SCOPE, alias, author), ()
    return _visible_text(VIEWER_SCOPE, alias, author), (viewer_id, viewer_id, viewer_id, viewer_id)


def visible_elsewhere(viewer_id: int | None, alias: str = "p", author: str = "") -> Scope:
    """The same for an account elsewhere, or for another server: without what stays in this house."""
    text, params = visible_posts(viewer_id, alias, author)
    return f"({alias}.traits & {LOCAL_ONLY}) = 0 AND {text}", params


@lru_cache(maxsize=64)
def _visible_text(scope: str, alias: str, author: str) -> str:
    shown = f"{author}.hidden_at IS NULL" if author else AUTHOR_SHOWN.format(p=alias)
    return f"{scope.format(p=alias)} AND {shown}"


def unmuted_posts(viewer_id: int | None, now: int, alias: str = "p", author: str = "") -> Scope:
    """A condition that leaves out posts of accounts and servers the viewer mutes or blocks; not for single posts.

    `author`: the alias of the author's row, where the query has joined it anyway.
    """
    if viewer_id is None:
        return "1 = 1", ()
    server = OF_NO_BLOCKED_SERVER.format(a=author) if author else OF_NO_BLOCKED_SERVER_EITHER.format(p=alias)
    return UNMUTED.format(p=alias) + server, (viewer_id, now, viewer_id, viewer_id)
