"""Who follows, blocks, mutes whom; lists; markers."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.paging import Listed, bounds
from coffeehouse.domain.people.queries.accounts import ACCOUNT_JSON, SHOWN, account_join
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

RELATIONSHIP = """
SELECT a.id, f.is_pending, f.shows_boosts, f.notifies, f.languages, g.is_pending, b.id, d.id, m.id,
       m.hides_notifications, m.expires_at, n.comment, e.id, x.id
FROM people_account a
LEFT JOIN people_follow f ON f.account_id = %s AND f.target_id = a.id
LEFT JOIN people_follow g ON g.account_id = a.id AND g.target_id = %s
LEFT JOIN people_block b ON b.account_id = %s AND b.target_id = a.id
LEFT JOIN people_block d ON d.account_id = a.id AND d.target_id = %s
LEFT JOIN people_mute m ON m.account_id = %s AND m.target_id = a.id AND (m.expires_at IS NULL OR m.expires_at > %s)
LEFT JOIN people_accountnote n ON n.account_id = %s AND n.target_id = a.id
LEFT JOIN people_endorsement e ON e.account_id = %s AND e.target_id = a.id
LEFT JOIN people_domainblock x ON x.account_id = %s AND x.domain = a.domain AND a.domain <> ''
"""


def relationships(viewer_id: int, account_ids: list[int], *, with_hidden: bool = True) -> list[dict[str, Any]]:
    """Relationship entities towards the accounts, in the order asked; unknown ids are left out; at most 80."""
    wanted = list(dict.fromkeys(account_ids))[:80]
    if not wanted:
        return []
    found = sql.rows(
        f"{RELATIONSHIP} WHERE a.id IN ({sql.marks(len(wanted))})" + ("" if with_hidden else f" AND {SHOWN}"),
        (*[viewer_id] * 5, clock.now_ms(), *[viewer_id] * 3, *wanted),
    )
    by_id = {row[0]: _relationship(row) for row in found}
    return [by_id[account_id] for account_id in wanted if account_id in by_id]


def _relationship(row: tuple[Any, ...]) -> dict[str, Any]:
    # What was chosen for a follow shows while it is still a request, as in Mastodon.
    asked = row[1] is not None
    following = asked and not row[1]
    return {
        "id": str(row[0]),
        "following": following,
        "showing_reblogs": asked and bool(row[2]),
        "notifying": asked and bool(row[3]),
        "languages": (row[4] or "").split() or None,
        "followed_by": row[5] is not None and not row[5],
        "blocking": row[6] is not None,
        "blocked_by": row[7] is not None,
        "muting": row[8] is not None,
        "muting_notifications": row[8] is not None and bool(row[9]),
        "muting_expires_at": clock.iso(row[10]) if row[10] else None,
        "requested": bool(row[1]),
        "requested_by": bool(row[5]),
        "domain_blocking": row[13] is not None,
        "endorsed": row[12] is not None,
        "note": row[11] or "",
    }


def _listed(source: str, params: tuple[Any, ...], key: str, page: Page) -> Listed:
    """(row id, Account entity) pairs, newest first, one page; the row id is what the next page starts from."""
    clause, edges, order = bounds(page, key)
    found = sql.rows(
        f"SELECT {key}, {ACCOUNT_JSON} FROM {source} AND {SHOWN}{clause} ORDER BY {key} {order} LIMIT %s",
        (*params, *edges, page.limit),
    )
    listed = [(row[0], row[1]) for row in found]
    return listed if order == "DESC" else listed[::-1]


# `is_pending = …` rather than the bare column: only so does SQLite walk the index that has it before the id.
def followers_of(viewer_id: int | None, account_id: int, page: Page) -> Listed:
    """Who follows the account; nobody when it hides its collections from the viewer or has blocked them."""
    if _hides_from(viewer_id, account_id):
        return []
    return _listed(
        f"people_follow f {account_join('a.id = f.account_id')} WHERE f.target_id = %s AND f.is_pending = FALSE",
        (account_id,),
        "f.id",
        page,
    )


def following_of(viewer_id: int | None, account_id: int, page: Page) -> Listed:
    """Whom the account follows, on the same terms."""
    if _hides_from(viewer_id, account_id):
        return []
    return _listed(
        f"people_follow f {account_join('a.id = f.target_id')} WHERE f.account_id = %s AND f.is_pending = FALSE",
        (account_id,),
        "f.id",
        page,
    )


def _hides_from(viewer_id: int | None, account_id: int) -> bool:
    if viewer_id == account_id:
        return False
    return bool(
        sql.value(
            "SELECT 1 FROM people_account a WHERE a.id = %s AND (a.hides_collections OR EXISTS"
            " (SELECT 1 FROM people_block b WHERE b.account_id = a.id AND b.target_id = %s))",
            (account_id, viewer_id or 0),
        )
    )


def follow_requests(viewer_id: int, page: Page) -> Listed:
    """Who asks to follow the viewer."""
    return _listed(
        f"people_follow f {account_join('a.id = f.account_id')} WHERE f.target_id = %s AND f.is_pending = TRUE",
        (viewer_id,),
        "f.id",
        page,
    )


def list_blocks(viewer_id: int, page: Page) -> Listed:
    """Whom the viewer blocks."""
    return _listed(
        f"people_block b {account_join('a.id = b.target_id')} WHERE b.account_id = %s",
        (viewer_id,),
        "b.id",
        page,
    )


def list_mutes(viewer_id: int, page: Page) -> Listed:
    """Whom the viewer mutes at present: MutedAccount entities, which say until when."""
    listed = _listed(
        f"people_mute m {account_join('a.id = m.target_id')} WHERE m.account_id = %s"
        " AND (m.expires_at IS NULL OR m.expires_at > %s)",
        (viewer_id, clock.now_ms()),
        "m.id",
        page,
    )
    if not listed:
        return listed
    keys = [key for key, _ in listed]
    ends: dict[int, int | None] = dict(
        sql.rows(f"SELECT id, expires_at FROM people_mute WHERE id IN ({sql.marks(len(keys))})", keys)
    )
    return [(key, f'{account[:-1]},"mute_expires_at":{_moment(ends.get(key))}}}') for key, account in listed]


def _moment(ms: int | None) -> str:
    return "null" if ms is None else f'"{clock.iso(ms)}"'


def list_endorsed(viewer_id: int | None, account_id: int, page: Page) -> Listed:
    """Whom an account recommends; nobody to whom it blocks."""
    if _blocks(account_id, viewer_id):
        return []
    return _listed(
        f"people_endorsement e {account_join('a.id = e.target_id')} WHERE e.account_id = %s",
        (account_id,),
        "e.id",
        page,
    )


def list_domain_blocks(viewer_id: int, page: Page) -> Listed:
    """The servers the viewer blocks: (row id, name as JSON) pairs."""
    if page.is_empty:
        return []
    clause, edges, order = bounds(page, "d.id")
    found = sql.rows(
        f"SELECT d.id, d.domain FROM people_domainblock d WHERE d.account_id = %s{clause}"
        f" ORDER BY d.id {order} LIMIT %s",
        (viewer_id, *edges, page.limit),
    )
    # Host names are ASCII letters, digits, dots and hyphens: in quotes they are JSON.
    listed = [(row[0], f'"{row[1]}"') for row in found]
    return listed if order == "DESC" else listed[::-1]


def _blocks(account_id: int, viewer_id: int | None) -> bool:
    return viewer_id is not None and bool(
        sql.value("SELECT 1 FROM people_block WHERE account_id = %s AND target_id = %s", (account_id, viewer_id))
    )


def _list(row: tuple[Any, ...]) -> dict[str, Any]:
    return {"id": str(row[0]), "title": row[1], "replies_policy": row[2], "exclusive": bool(row[3])}


LIST = "SELECT l.id, l.title, l.replies_policy, l.is_exclusive FROM people_list l"


def read_lists(viewer_id: int) -> list[dict[str, Any]]:
    """The viewer's List entities."""
    return [_list(row) for row in sql.rows(f"{LIST} WHERE l.account_id = %s ORDER BY l.id", (viewer_id,))]


def read_list(viewer_id: int, list_id: int) -> dict[str, Any] | None:
    """One of the viewer's lists, or None."""
    row = sql.row(f"{LIST} WHERE l.account_id = %s AND l.id = %s", (viewer_id, list_id))
    return None if row is None else _list(row)


def lists_containing(viewer_id: int, account_id: int) -> list[dict[str, Any]]:
    """The viewer's lists that an account is on."""
    found = sql.rows(
        f"{LIST} JOIN people_listmember e ON e.list_id = l.id WHERE l.account_id = %s AND e.account_id = %s"
        " ORDER BY l.id",
        (viewer_id, account_id),
    )
    return [_list(row) for row in found]


def read_list_accounts(viewer_id: int, list_id: int, page: Page) -> Listed | None:
    """Who is on one of the viewer's lists; None when it is not theirs."""
    if read_list(viewer_id, list_id) is None:
        return None
    return _listed(
        f"people_listmember e {account_join('a.id = e.account_id')} WHERE e.list_id = %s",
        (list_id,),
        "a.id",
        page,
    )


def read_markers(viewer_id: int, timelines: list[str]) -> dict[str, dict[str, Any]]:
    """Marker entities by timeline; one never set reads 0, so that apps that expect it find it."""
    found = {
        row[0]: row[1:]
        for row in sql.rows(
            "SELECT timeline, last_read_id, version, updated_at FROM people_marker WHERE account_id = %s", (viewer_id,)
        )
    }
    answer: dict[str, dict[str, Any]] = {}
    for timeline in timelines:
        last_read_id, version, updated_at = found.get(timeline, (0, 0, 0))
        answer[timeline] = {
            "last_read_id": str(last_read_id),
            "version": version,
            "updated_at": clock.iso(updated_at),
        }
    return answer
