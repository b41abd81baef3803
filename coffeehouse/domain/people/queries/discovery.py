"""Finding people: the directory, suggestions, and whom one knows among somebody's followers.

Only who wants to be found (`is_discoverable`) is in the directory or suggested.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.people.queries.accounts import ACCOUNT_JSON, ACCOUNT_TABLES, OFFERED, SHOWN
from coffeehouse.kernel import clock

# As the index `account_official` says it.
OFFICIAL = "kind IN ('voice', 'service', 'community')"
MOST_FOLLOWED = 200
FOLLOWS_LOOKED_AT = 200
FRIENDS_LOOKED_AT = 5_000

# Of an account `a`: the viewer has no distance to it.
NEAR = """
 AND NOT EXISTS (SELECT 1 FROM people_block nb WHERE nb.account_id = %s AND nb.target_id = a.id)
 AND NOT EXISTS (SELECT 1 FROM people_block nc WHERE nc.account_id = a.id AND nc.target_id = %s)
 AND NOT EXISTS (SELECT 1 FROM people_mute nm WHERE nm.account_id = %s AND nm.target_id = a.id
                 AND (nm.expires_at IS NULL OR nm.expires_at > %s))
 AND (a.domain = '' OR NOT EXISTS
      (SELECT 1 FROM people_domainblock nd WHERE nd.account_id = %s AND nd.domain = a.domain))"""
# And does not follow it yet, has not asked to, and has not said that it does not want to.
NEW = """
 AND NOT EXISTS (SELECT 1 FROM people_follow nf WHERE nf.account_id = %s AND nf.target_id = a.id)
 AND NOT EXISTS (SELECT 1 FROM people_dismissedsuggestion ns WHERE ns.account_id = %s AND ns.target_id = a.id)"""


def _near(viewer_id: int) -> tuple[Any, ...]:
    return (viewer_id, viewer_id, viewer_id, clock.now_ms(), viewer_id)


def list_directory(viewer_id: int | None, limit: int, offset: int = 0, *, newest: bool, only_local: bool) -> list[str]:
    """Account entities of those who want to be found: by their latest post, or with the newest accounts first."""
    condition = f"a.id = c.account_id AND {OFFERED}" + (" AND a.domain = ''" if only_local else "")
    params: tuple[Any, ...] = ()
    if viewer_id is not None:
        condition += NEAR
        params = _near(viewer_id)
    # Who has never posted is active last; the id breaks ties, so that pages do not overlap.
    order = "a.id DESC" if newest else "c.last_status_at DESC NULLS LAST, c.account_id DESC"
    # SQLite reads the tables of a CROSS JOIN in this order: along the index that gives the list its order.
    tables = " CROSS JOIN ".join(("people_account a", "people_accountcounts c")[:: 1 if newest else -1])
    found = sql.rows(
        f"SELECT {ACCOUNT_JSON} FROM {tables} WHERE {condition} ORDER BY {order} LIMIT %s OFFSET %s",
        (*params, limit, offset),
    )
    return [row[0] for row in found]


class Suggested(NamedTuple):
    """An Account entity and why it is suggested: featured, friends_of_friends or most_followed."""

    account: str
    source: str


def list_suggestions(viewer_id: int, limit: int) -> list[Suggested]:
    """Whom the viewer might follow: official accounts here, whom those they follow follow, who is followed most."""
    found: dict[int, Suggested] = {}
    for source, ids in (
        ("featured", _official()),
        ("friends_of_friends", _friends_of_friends(viewer_id)),
        ("most_followed", _most_followed()),
    ):
        wanted = [account_id for account_id in ids if account_id not in found and account_id != viewer_id]
        for account_id, account in _suggestible(viewer_id, wanted):
            if len(found) >= limit:
                break
            found[account_id] = Suggested(account, source)
    return list(found.values())


def _official() -> list[int]:
    found = sql.rows(f"SELECT id FROM people_account WHERE {OFFICIAL} AND domain = '' ORDER BY id LIMIT 100")
    return [row[0] for row in found]


def _friends_of_friends(viewer_id: int) -> list[int]:
    """Followed by most of those the viewer followed lately."""
    found = sql.rows(
        "SELECT q.target_id, COUNT(*) FROM (SELECT g.target_id FROM (SELECT f.target_id FROM people_follow f"
        " JOIN people_account h ON h.id = f.target_id AND NOT h.hides_collections"
        " WHERE f.account_id = %s AND f.is_pending = FALSE ORDER BY f.id DESC LIMIT %s) k"
        " JOIN people_follow g ON g.account_id = k.target_id AND g.is_pending = FALSE LIMIT %s) q"
        " GROUP BY q.target_id ORDER BY COUNT(*) DESC, q.target_id LIMIT 200",
        (viewer_id, FOLLOWS_LOOKED_AT, FRIENDS_LOOKED_AT),
    )
    return [row[0] for row in found]


def _most_followed() -> list[int]:
    found = sql.rows(
        "SELECT account_id FROM people_accountcounts WHERE followers_count > 0 ORDER BY followers_count DESC"
        f" LIMIT {MOST_FOLLOWED}"
    )
    return [row[0] for row in found]


def _suggestible(viewer_id: int, account_ids: list[int]) -> list[tuple[int, str]]:
    """(id, Account entity) of those that may be suggested to the viewer, in the order given."""
    if not account_ids:
        return []
    found: dict[int, str] = dict(
        sql.rows(
            f"SELECT a.id, {ACCOUNT_JSON} FROM {ACCOUNT_TABLES} WHERE a.id IN ({sql.marks(len(account_ids))})"
            f" AND {OFFERED} AND NOT a.is_locked{NEAR}{NEW}",
            (*account_ids, *_near(viewer_id), viewer_id, viewer_id),
        )
    )
    return [(account_id, found[account_id]) for account_id in account_ids if account_id in found]


def familiar_followers(viewer_id: int, account_id: int, limit: int = 80) -> list[str]:
    """Account entities of those the viewer follows among an account's followers; who hides whom they follow is not."""
    found = sql.rows(
        f"SELECT {ACCOUNT_JSON} FROM people_follow f JOIN people_follow g ON g.account_id = f.target_id"
        f" AND g.target_id = %s AND NOT g.is_pending JOIN people_account a ON a.id = f.target_id"
        " JOIN people_accountcounts c ON c.account_id = a.id"
        f" WHERE f.account_id = %s AND NOT f.is_pending AND {SHOWN} AND NOT a.hides_collections AND NOT EXISTS"
        " (SELECT 1 FROM people_account t WHERE t.id = %s AND (t.hides_collections OR t.hidden_at IS NOT NULL OR EXISTS"
        " (SELECT 1 FROM people_block b WHERE b.account_id = t.id AND b.target_id = %s)))"
        " ORDER BY g.id DESC LIMIT %s",
        (account_id, viewer_id, account_id, viewer_id, limit),
    )
    return [row[0] for row in found]
