"""What may be given to a server that asks: every list and every single post through one scope, the asker first.

A reader is the account elsewhere that signed the question; None: nobody in particular. Whom an account blocks, by name
or by server, is given nothing of it; what stays in this house is given to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.federation.queries.identities import account_identities, post_identities
from coffeehouse.domain.paging import bounds
from coffeehouse.domain.posts.visibility import Scope, visible_elsewhere
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.mastodon.fragments import account_url

OPEN = "{p}.visibility IN ('public', 'unlisted')"
NO_BLOCKED_SERVER = (
    " AND NOT EXISTS (SELECT 1 FROM people_domainblock gd JOIN people_account gr ON gr.domain = gd.domain"
    " WHERE gd.account_id = {p}.account_id AND gr.id = %s)"
)
REFUSED = (
    "SELECT 1 FROM people_block b WHERE b.account_id = %s AND b.target_id = %s UNION ALL"
    " SELECT 1 FROM people_domainblock d JOIN people_account r ON r.domain = d.domain"
    " WHERE d.account_id = %s AND r.id = %s"
)
# More posts of one account are not counted for a stranger, but told as the profile tells them.
MOST_COUNTED = 5_000
MOST_PINNED = 20

Paged = list[tuple[int, str]]
"""(what the next page starts from, address) pairs."""


class Ours(NamedTuple):
    """An account of ours that is shown. hides: it does not show whom it follows and who follows it."""

    id: int
    username: str
    hides: bool


def our_shown(name: str) -> Ours | None:
    """The shown account of ours of this name."""
    row = sql.row(
        "SELECT id, username, hides_collections FROM people_account"
        " WHERE acct = %s AND domain = '' AND hidden_at IS NULL",
        (name.lower(),),
    )
    return None if row is None else Ours(row[0], row[1], bool(row[2]))


def is_refused(account_id: int, reader_id: int | None) -> bool:
    """Whether the account blocks the reader or the reader's server."""
    if reader_id is None:
        return False
    return sql.value(REFUSED, (account_id, reader_id, account_id, reader_id)) is not None


def _scope(reader_id: int | None, alias: str = "p", author: str = "a") -> Scope:
    text, params = visible_elsewhere(reader_id, alias, author)
    if reader_id is None:
        return text, params
    return f"{text}{NO_BLOCKED_SERVER.format(p=alias)}", (*params, reader_id)


class Given(NamedTuple):
    """A post or boost of ours that the reader may have."""

    id: int
    account_id: int
    is_boost: bool
    visibility: str


POST = (
    "SELECT p.id, p.account_id, p.boost_of_id IS NOT NULL, p.visibility FROM posts_post p"
    " JOIN people_account a ON a.id = p.account_id LEFT JOIN posts_post r ON r.id = p.boost_of_id"
    " LEFT JOIN people_account b ON b.id = r.account_id"
)


def given_post(reader_id: int | None, name: str, post_id: int) -> Given | None:
    """The post under its author's name; of a boost, what is boosted must be for the reader too (attack O12)."""
    scope, params = _scope(reader_id)
    inner, inner_params = _scope(reader_id, "r", "b")
    row = sql.row(
        f"{POST} WHERE p.id = %s AND a.acct = %s AND a.domain = '' AND {scope}"
        f" AND (p.boost_of_id IS NULL OR (r.id IS NOT NULL AND {inner}))",
        (post_id, name.lower(), *params, *inner_params),
    )
    return None if row is None else Given(row[0], row[1], bool(row[2]), row[3])


def outbox_ids(reader_id: int | None, account_id: int, page: Page) -> list[int]:
    """Posts and boosts for everybody, newest first."""
    scope, params = _scope(reader_id)
    inner, inner_params = _scope(reader_id, "r", "b")
    clause, edges, order = bounds(page, "p.id")
    found = sql.rows(
        f"SELECT p.id FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " LEFT JOIN posts_post r ON r.id = p.boost_of_id LEFT JOIN people_account b ON b.id = r.account_id"
        f" WHERE p.account_id = %s AND {OPEN.format(p='p')} AND {scope}"
        f" AND (p.boost_of_id IS NULL OR (r.id IS NOT NULL AND {inner})){clause} ORDER BY p.id {order} LIMIT %s",
        (account_id, *params, *inner_params, *edges, page.limit),
    )
    ids = [row[0] for row in found]
    return ids if order == "DESC" else ids[::-1]


def count_outbox(account_id: int) -> int:
    """How many there are for everybody; of very many as many as the profile says."""
    scope, params = _scope(None)
    counted = sql.value(
        "SELECT COUNT(*) FROM (SELECT 1 FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        f" WHERE p.account_id = %s AND {scope} LIMIT {MOST_COUNTED}) q",
        (account_id, *params),
    )
    if counted < MOST_COUNTED:
        return int(counted)
    return int(sql.value("SELECT statuses_count FROM people_accountcounts WHERE account_id = %s", (account_id,)) or 0)


def count_follows(account_id: int) -> tuple[int, int]:
    """(how many follow the account, how many it follows)."""
    row = sql.row(
        "SELECT followers_count, following_count FROM people_accountcounts WHERE account_id = %s", (account_id,)
    )
    return (0, 0) if row is None else (row[0], row[1])


def list_follows(account_id: int, page: Page, *, followers: bool) -> Paged:
    """Who follows the account, or whom it follows: newest first."""
    mine, theirs = ("target_id", "account_id") if followers else ("account_id", "target_id")
    clause, edges, order = bounds(page, "f.id")
    found = sql.rows(
        f"SELECT f.id, a.id FROM people_follow f JOIN people_account a ON a.id = f.{theirs}"
        f" WHERE f.{mine} = %s AND f.is_pending = FALSE AND a.hidden_at IS NULL{clause} ORDER BY f.id {order} LIMIT %s",
        (account_id, *edges, page.limit),
    )
    return _addressed(found if order == "DESC" else found[::-1], account_identities)


def _addressed(found: list[tuple[Any, ...]], naming: Callable[[Iterable[int]], dict[int, Any]]) -> Paged:
    known = naming(row[1] for row in found)
    return [(row[0], known[row[1]].uri) for row in found if row[1] in known]


def followers_at(account_id: int, host: str) -> list[str]:
    """The followers of an account of ours that live at this host: what FEP-8fcf compares."""
    found = sql.rows(
        "SELECT r.uri FROM people_follow f JOIN federation_remoteactor r ON r.id = f.account_id"
        " WHERE f.target_id = %s AND f.is_pending = FALSE AND r.host = %s ORDER BY r.uri",
        (account_id, host),
    )
    return [row[0] for row in found]


def pinned_ids(reader_id: int | None, account_id: int) -> list[int]:
    """Posts the account pinned, newest pin first."""
    scope, params = _scope(reader_id)
    found = sql.rows(
        "SELECT p.id FROM posts_pin n JOIN posts_post p ON p.id = n.post_id"
        " JOIN people_account a ON a.id = p.account_id"
        f" WHERE n.account_id = %s AND {scope} ORDER BY n.id DESC LIMIT {MOST_PINNED}",
        (account_id, *params),
    )
    return [row[0] for row in found]


def featured_hashtags(base_url: str, ours: Ours) -> list[tuple[str, str]]:
    """(name, page) of the hashtags an account shows on its profile."""
    found = sql.rows(
        "SELECT t.name, t.display_name FROM posts_featuredtag z JOIN posts_tag t ON t.id = z.tag_id"
        " WHERE z.account_id = %s ORDER BY z.id",
        (ours.id,),
    )
    return [(row[1], f"{account_url(base_url, ours.username)}/tagged/{row[0]}") for row in found]


def count_reactions(post_id: int) -> tuple[int, int]:
    """(favourites, boosts) of a post, as its page shows them."""
    row = sql.row("SELECT favourites_count, boosts_count FROM posts_postcounts WHERE post_id = %s", (post_id,))
    return (0, 0) if row is None else (row[0], row[1])


class Thread(NamedTuple):
    """Posts for everybody that belong together: what answers a post, or a conversation that began here."""

    condition: str
    key: int


def replies_to(post_id: int) -> Thread:
    """What answers a post directly, ours and others'."""
    return Thread("p.in_reply_to_id = %s", post_id)


def conversation(conversation_id: int) -> Thread:
    """The posts of a conversation; none of one that began elsewhere."""
    began_here = (
        "NOT EXISTS (SELECT 1 FROM posts_post s JOIN people_account t ON t.id = s.account_id"
        " WHERE s.id = p.conversation_id AND t.domain <> '')"
    )
    return Thread(f"p.conversation_id = %s AND {began_here}", conversation_id)


def _of_thread(reader_id: int | None, thread: Thread) -> Scope:
    scope, params = _scope(reader_id)
    return (
        "FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        f" WHERE {thread.condition} AND p.boost_of_id IS NULL AND {OPEN.format(p='p')} AND {scope}"
    ), (thread.key, *params)


def list_thread(reader_id: int | None, thread: Thread, page: Page) -> Paged:
    """A page of them, by `min_id`."""
    source, params = _of_thread(reader_id, thread)
    found = sql.rows(
        f"SELECT p.id, p.id {source} AND p.id > %s ORDER BY p.id LIMIT %s", (*params, page.after, page.limit)
    )
    return _addressed(found, post_identities)


def count_thread(reader_id: int | None, thread: Thread) -> int:
    """How many there are, as far as they are counted."""
    source, params = _of_thread(reader_id, thread)
    return int(sql.value(f"SELECT COUNT(*) FROM (SELECT 1 {source} LIMIT {MOST_COUNTED}) q", params))


class Stamp(NamedTuple):
    """An accepted quote of a post of ours: the identities of what quotes and of what is quoted."""

    quoting: str
    quoted: str


def quote_stamp(reader_id: int | None, account_id: int, quoting_id: int) -> Stamp | None:
    """The stamp by which the account allows this quote; None once that was taken back."""
    scope, params = _scope(reader_id)
    quoted_id = sql.value(
        "SELECT p.id FROM posts_quote z JOIN posts_post p ON p.id = z.quoted_id"
        " JOIN people_account a ON a.id = p.account_id"
        f" WHERE z.id = %s AND z.quoted_account_id = %s AND z.state = 'accepted' AND {scope}",
        (quoting_id, account_id, *params),
    )
    if quoted_id is None:
        return None
    known = post_identities([quoting_id, quoted_id])
    if quoting_id not in known:
        return None
    return Stamp(known[quoting_id].uri, known[quoted_id].uri)


def gone_at(uri: str) -> int | None:
    """Since when what had this identity is no more."""
    found = sql.value("SELECT gone_at FROM federation_gone WHERE uri = %s", (uri,))
    return None if found is None else int(found)
