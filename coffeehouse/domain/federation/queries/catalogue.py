"""Other servers as those who run the house, and the public, may list them."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql

A_PAGE = 50


class Listed(NamedTuple):
    """A server in a list. Times in ms; None: never. waiting: deliveries on their way there."""

    host: str
    state: str
    rejects_media: bool
    budget: int | None
    reason: str
    software: str
    first_seen_at: int
    last_heard_at: int | None
    last_reached_at: int | None
    failures: int
    dead_at: int | None
    accounts: int
    waiting: int


class Decided(NamedTuple):
    """What was decided about a server. by: a member's handle, "" for the house itself."""

    state: str
    rejects_media: bool
    budget: int | None
    reason: str
    decided_at: int
    by: str


COLUMNS = (
    "s.host, s.state, s.rejects_media, s.budget, s.reason, s.software, s.first_seen_at, s.last_heard_at,"
    " s.last_reached_at, s.failures, s.dead_at,"
    " (SELECT COUNT(*) FROM federation_remoteactor r WHERE r.host = s.host),"
    " (SELECT COUNT(*) FROM federation_delivery d WHERE d.host = s.host AND d.dead_at IS NULL)"
)
TERMS = "(s.state <> 'open' OR s.rejects_media OR s.budget IS NOT NULL)"
HANDLE = "COALESCE((SELECT MIN(a.acct) FROM people_account a WHERE a.member_id = d.member_id), '')"


def _listed(row: tuple[object, ...]) -> Listed:
    found = Listed(*row)  # type: ignore[arg-type]  # the columns above, in this order
    return found._replace(rejects_media=bool(found.rejects_media))


def list_servers(words: str = "", state: str = "", after: str = "") -> list[Listed]:
    """A page of servers by name: with these words in it; in this state, or `decided` for every one with terms."""
    clauses, params = ["s.host > %s"], [after]
    if words:
        plain = words.lower().translate({ord(mark): f"!{mark}" for mark in "!%_"})
        clauses.append("s.host LIKE %s ESCAPE '!'")
        params.append(f"%{plain}%")
    if state == "decided":
        clauses.append(TERMS)
    elif state:
        clauses.append("s.state = %s")
        params.append(state)
    found = sql.rows(
        f"SELECT {COLUMNS} FROM federation_server s WHERE {' AND '.join(clauses)} ORDER BY s.host LIMIT %s",
        (*params, A_PAGE),
    )
    return [_listed(row) for row in found]


def read_server(host: str) -> Listed | None:
    """One server that the house has met or decided about."""
    row = sql.row(f"SELECT {COLUMNS} FROM federation_server s WHERE s.host = %s", (host,))
    return None if row is None else _listed(row)


def decisions_about(host: str) -> list[Decided]:
    """What was decided about a server, the latest first."""
    found = sql.rows(
        f"SELECT d.state, d.rejects_media, d.budget, d.reason, d.decided_at, {HANDLE} FROM federation_serverdecision d"
        " WHERE d.host = %s ORDER BY d.id DESC LIMIT 50",
        (host,),
    )
    return [Decided(row[0], bool(row[1]), *row[2:]) for row in found]


def count_by_state() -> dict[str, int]:
    """How many servers there are in each state."""
    return dict(sql.rows("SELECT state, COUNT(*) FROM federation_server GROUP BY state"))


def terms_of(hosts: list[str]) -> dict[str, tuple[str, bool, str]]:
    """host → (state, rejects_media, reason) of those that the house knows."""
    if not hosts:
        return {}
    return {
        row[0]: (row[1], bool(row[2]), row[3])
        for row in sql.rows(
            f"SELECT host, state, rejects_media, reason FROM federation_server WHERE host IN ({sql.marks(len(hosts))})",
            hosts,
        )
    }


def restricted_servers() -> list[tuple[str, str, bool, str]]:
    """(host, state, rejects_media, reason) of every server that is suspended, limited, or whose media are not taken."""
    found = sql.rows(
        "SELECT host, state, rejects_media, reason FROM federation_server"
        " WHERE state IN ('limited', 'suspended') OR (state = 'open' AND rejects_media) ORDER BY host"
    )
    return [(row[0], row[1], bool(row[2]), row[3]) for row in found]
