"""What federation keeps for a time only. Asked by the clock; nothing here is what anybody said (see `housekeeping`)."""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.kernel import clock

# A late Create of something deleted elsewhere does not come after so long: signatures and retries end long before.
GONE_KEPT = 180 * clock.DAY
# What was given up can be looked at, and tried again, for so long.
DEAD_KEPT = 30 * clock.DAY
# Which servers have a post that was deleted while nobody could be told (FEDERATION closed); else it goes at once.
REACHED_KEPT = 30 * clock.DAY
# A server that nothing was decided about, of which nobody is known and nothing was heard for so long.
STRANGER_KEPT = 90 * clock.DAY
AT_ONCE = 5_000
# Rows of a table that only grows that are looked at in one go; the next goes on from there.
A_STRETCH = 20_000
_stopped_at: dict[str, int] = {}


def tidy(now: int) -> int:
    """Remove what has run out, so many rows of each table at a time; how many went."""
    gone = 0
    gone += sql.execute("DELETE FROM federation_unfetchable WHERE until < %s", (now,))
    # Of what is ours, 410 is said for ever.
    gone += sql.execute(
        "DELETE FROM federation_gone WHERE uri IN (SELECT uri FROM federation_gone WHERE gone_at < %s"
        " AND substr(uri, 1, %s) <> %s LIMIT %s)",
        (now - GONE_KEPT, len(settings.BASE_URL) + 1, f"{settings.BASE_URL}/", AT_ONCE),
    )
    gone += sql.execute(
        "DELETE FROM federation_delivery WHERE id IN"
        " (SELECT id FROM federation_delivery WHERE dead_at IS NOT NULL AND dead_at < %s LIMIT %s)",
        (now - DEAD_KEPT, AT_ONCE),
    )
    # Only documents old enough that their deliveries were queued long ago: one is written just before they are.
    gone += sql.execute(
        "DELETE FROM federation_outgoing WHERE id IN (SELECT o.id FROM federation_outgoing o WHERE o.created_at < %s"
        " AND NOT EXISTS (SELECT 1 FROM federation_delivery d WHERE d.outgoing_id = o.id) LIMIT %s)",
        (now - clock.DAY, AT_ONCE),
    )
    gone += _walk("federation_reached", "post_id", "posts_post", ("AND first_at < %s", now - REACHED_KEPT))
    gone += sql.execute(
        "DELETE FROM federation_server WHERE host IN (SELECT s.host FROM federation_server s WHERE s.state = 'open'"
        " AND NOT s.rejects_media AND s.budget IS NULL AND COALESCE(s.last_heard_at, s.first_seen_at) < %s"
        " AND COALESCE(s.last_reached_at, s.first_seen_at) < %s"
        " AND NOT EXISTS (SELECT 1 FROM federation_remoteactor r WHERE r.host = s.host)"
        " AND NOT EXISTS (SELECT 1 FROM federation_delivery d WHERE d.host = s.host)"
        " AND NOT EXISTS (SELECT 1 FROM federation_serverdecision e WHERE e.host = s.host) LIMIT %s)",
        (now - STRANGER_KEPT, now - STRANGER_KEPT, AT_ONCE),
    )
    # Where a picture came from is of no use once the picture is gone; nor is an emoji that was never to be had.
    gone += _walk("federation_remotemedia", "id", "posts_media")
    gone += sql.execute(
        "DELETE FROM federation_remoteemoji WHERE id IN (SELECT id FROM federation_remoteemoji WHERE file = ''"
        " AND asked_at < %s LIMIT %s)",
        (now - DEAD_KEPT, AT_ONCE),
    )
    return gone


def _walk(table: str, column: str, of: str, also: tuple[str, int] | None = None) -> int:
    """Remove rows about what is no more (`of`), in the next stretch of a table too long to be looked through at once.

    Where it stopped is only remembered by the process: one that starts begins at the beginning.
    """
    after = _stopped_at.get(table, 0)
    last, count = sql.row(
        f"SELECT MAX({column}), COUNT(*) FROM (SELECT {column} FROM {table} WHERE {column} > %s ORDER BY {column}"
        " LIMIT %s) q",
        (after, A_STRETCH),
    ) or (None, 0)
    _stopped_at[table] = int(last) if count == A_STRETCH else 0
    if last is None:
        return 0
    clause, params = ("", ()) if also is None else (also[0], also[1:])
    return sql.execute(
        f"DELETE FROM {table} WHERE {column} > %s AND {column} <= %s {clause}"
        f" AND NOT EXISTS (SELECT 1 FROM {of} o WHERE o.id = {table}.{column})",
        (after, last, *params),
    )
