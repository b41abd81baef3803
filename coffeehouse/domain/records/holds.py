"""What is on hold, and why: asked before anything is disposed of, erased or let go."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.records.objects import owners

COLUMNS = (
    "h.id, h.because, h.account_id, h.request_id, h.placed_at, h.placed_by_id, h.lifted_at, h.lifted_by_id,"
    " h.lifted_because"
)


class HoldRow(NamedTuple):
    """A hold as it stands. Times in ms."""

    id: int
    because: str
    account_id: int | None
    request_id: int | None
    placed_at: int
    placed_by_id: int | None
    lifted_at: int | None
    lifted_by_id: int | None
    lifted_because: str


def holds_on(name: str) -> list[HoldRow]:
    """The holds in force on an object: those that name it, and those on a person it is about. Oldest first."""
    people = sorted(owners(name)) or [0]
    marks = sql.marks(len(people))
    found = sql.rows(
        f"SELECT {COLUMNS} FROM records_hold h WHERE h.lifted_at IS NULL AND (h.account_id IN ({marks})"
        f" OR h.id IN (SELECT o.hold_id FROM records_holdobject o WHERE o.object IN (%s, {marks}))) ORDER BY h.id",
        (*people, name, *(f"account/{account_id}" for account_id in people)),
    )
    return [HoldRow(*row) for row in found]


def holds_naming(name: str) -> list[int]:
    """The holds in force that name an object itself, not a person it is about."""
    found = sql.rows(
        "SELECT h.id FROM records_holdobject o JOIN records_hold h ON h.id = o.hold_id AND h.lifted_at IS NULL"
        " WHERE o.object = %s ORDER BY h.id",
        (name,),
    )
    return [row[0] for row in found]


def is_on_hold(name: str) -> bool:
    """Whether an object (`post/77`) must stay as it is."""
    return bool(holds_on(name))


def list_holds(*, lifted: bool = False, limit: int = 200) -> list[HoldRow]:
    """Holds in force, oldest first; or those that were lifted, latest first."""
    condition, order = ("NOT NULL", "h.lifted_at DESC, h.id DESC") if lifted else ("NULL", "h.id")
    found = sql.rows(
        f"SELECT {COLUMNS} FROM records_hold h WHERE h.lifted_at IS {condition} ORDER BY {order} LIMIT %s", (limit,)
    )
    return [HoldRow(*row) for row in found]


def read_hold(hold_id: int) -> HoldRow | None:
    """A hold, in force or lifted."""
    row = sql.row(f"SELECT {COLUMNS} FROM records_hold h WHERE h.id = %s", (hold_id,))
    return None if row is None else HoldRow(*row)


def objects_of_hold(hold_id: int, limit: int = 1000) -> list[str]:
    """What a hold names, apart from a person."""
    found = sql.rows(
        "SELECT object FROM records_holdobject WHERE hold_id = %s ORDER BY object LIMIT %s", (hold_id, limit)
    )
    return [row[0] for row in found]


def holds_of_request(request_id: int) -> list[HoldRow]:
    """The holds that serve a request, in force or lifted."""
    found = sql.rows(f"SELECT {COLUMNS} FROM records_hold h WHERE h.request_id = %s ORDER BY h.id", (request_id,))
    return [HoldRow(*row) for row in found]


def count_holds() -> int:
    """How many are in force."""
    return int(sql.value("SELECT COUNT(*) FROM records_hold WHERE lifted_at IS NULL"))
