"""What is on its way to other servers, and where a post has gone."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql

# When a delivery is due whose server does not answer: when the server is, and not by itself.
PARKED = 1 << 62
# Why something is not sent whose author was shut out meanwhile; what was given up for this is not tried again.
WITHHELD = "dropped: its author was suspended"
# Activities that hand a post to a server, as `Outgoing.about` begins.
HANDING = ("Create post/", "Update post/", "Announce post/")


class Waiting(NamedTuple):
    """A server that something waits for, or was given up for. Times in ms; 0 or None where there is none."""

    host: str
    waiting: int
    given_up: int
    oldest_at: int
    next_at: int
    failures: int
    dead_at: int | None
    last_error: str


def post_of(about: str) -> int | None:
    """The post an activity hands over, None for any other activity."""
    start = next((start for start in HANDING if about.startswith(start)), None)
    return None if start is None else int(about.removeprefix(start))


def servers_reached(post_id: int) -> list[str]:
    """The servers that took a post of ours, by name."""
    found = sql.rows("SELECT host FROM federation_reached WHERE post_id = %s ORDER BY host", (post_id,))
    return [row[0] for row in found]


def waiting_servers(limit: int = 200) -> list[Waiting]:
    """Servers with deliveries that wait or were given up; those that fail longest first."""
    found = sql.rows(
        "SELECT d.host, SUM(CASE WHEN d.dead_at IS NULL THEN 1 ELSE 0 END),"
        " SUM(CASE WHEN d.dead_at IS NULL THEN 0 ELSE 1 END), MIN(o.created_at),"
        " CASE WHEN MAX(s.failures) > 0 THEN MAX(s.retry_at) ELSE MIN(d.run_at) END,"
        " COALESCE(MAX(s.failures), 0), MAX(s.dead_at), MAX(d.last_error)"
        " FROM federation_delivery d JOIN federation_outgoing o ON o.id = d.outgoing_id"
        " LEFT JOIN federation_server s ON s.host = d.host GROUP BY d.host"
        " ORDER BY COALESCE(MAX(s.failures), 0) DESC, d.host LIMIT %s",
        (limit,),
    )
    return [Waiting(*row) for row in found]


def deliveries_in_all() -> tuple[int, int]:
    """(how many wait, how many were given up)."""
    found = sql.row("SELECT COUNT(*), COUNT(dead_at) FROM federation_delivery") or (0, 0)
    return found[0] - found[1], found[1]
