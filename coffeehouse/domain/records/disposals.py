"""Disposals, as those who keep the records read them: what was proposed, who decided, and the certificate."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql

COLUMNS = (
    "d.id, d.class_id, d.rule, d.state, d.proposed_at, d.proposed_by_id, d.decided_at, d.decided_by_id, d.because,"
    " d.scrubbed_at, (SELECT COUNT(*) FROM records_disposalitem i WHERE i.disposal_id = d.id)"
)


class Disposal(NamedTuple):
    """A disposal. Times in ms. state: proposed, approved, refused. rule: the class as it read then."""

    id: int
    class_id: str
    rule: str
    state: str
    proposed_at: int
    proposed_by_id: int
    decided_at: int | None
    decided_by_id: int | None
    because: str
    scrubbed_at: int | None
    number: int


class DisposalItem(NamedTuple):
    """One object of a disposal. outcome: "" (not decided), disposed, held, gone."""

    name: str
    trigger_at: int
    outcome: str
    because: str


def read_disposal(disposal_id: int) -> Disposal | None:
    """One disposal."""
    row = sql.row(f"SELECT {COLUMNS} FROM records_disposal d WHERE d.id = %s", (disposal_id,))
    return None if row is None else Disposal(*row)


def list_disposals(*, waiting: bool, limit: int = 100) -> list[Disposal]:
    """Those that wait for a second person, oldest first; or those decided, latest first."""
    condition, order = ("=", "d.id") if waiting else ("<>", "d.id DESC")
    found = sql.rows(
        f"SELECT {COLUMNS} FROM records_disposal d WHERE d.state {condition} 'proposed' ORDER BY {order} LIMIT %s",
        (limit,),
    )
    return [Disposal(*row) for row in found]


def items_of(disposal_id: int) -> list[DisposalItem]:
    """The objects of a disposal."""
    found = sql.rows(
        "SELECT object, trigger_at, outcome, because FROM records_disposalitem WHERE disposal_id = %s"
        " ORDER BY trigger_at, object",
        (disposal_id,),
    )
    return [DisposalItem(*row) for row in found]


def count_waiting() -> int:
    """How many wait for a second person."""
    return int(sql.value("SELECT COUNT(*) FROM records_disposal WHERE state = 'proposed'"))
