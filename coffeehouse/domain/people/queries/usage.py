"""How many people use the house: what it tells about itself (instance information, NodeInfo)."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.kernel import clock


class Usage(NamedTuple):
    """Counts of shown accounts of this house and their posts."""

    accounts: int
    active_month: int
    active_half_year: int
    statuses: int


_latest: tuple[int, Usage] | None = None
FRESH = 5 * clock.MINUTE


def read_usage() -> Usage:
    """The counts, at most five minutes old: anybody may ask, so asking must cost little."""
    global _latest
    now = clock.now_ms()
    if _latest is None or not 0 <= now - _latest[0] < FRESH:
        _latest = (now, _count(now))
    return _latest[1]


def _count(now: int) -> Usage:
    row = sql.row(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE c.last_status_at > %s), COUNT(*) FILTER (WHERE c.last_status_at > %s),"
        " COALESCE(SUM(c.statuses_count), 0) FROM people_account a"
        " JOIN people_accountcounts c ON c.account_id = a.id WHERE a.domain = '' AND a.hidden_at IS NULL",
        (now - 30 * clock.DAY, now - 182 * clock.DAY),
    )
    return Usage(*(int(count) for count in row)) if row else Usage(0, 0, 0, 0)
