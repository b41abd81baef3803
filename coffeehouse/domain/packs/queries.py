"""Reads of packs, for those who keep the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.packs.keeping import read_progress
from coffeehouse.kernel import clock

UNDER_WAY = ("making", "written")
PACKABLE = ("released", "partly", "withheld")
"""Outcomes of a request that leave something to pack: records, or at least the log of what was withheld and why."""

KEPT = 90 * clock.DAY
KEPT_OF_A_PERSON = 30 * clock.DAY
"""How long a pack lies ready; the second for what somebody asked about themselves. It can be made again."""
OF_A_PERSON = "SAR-"


class PackRow(NamedTuple):
    """A row of `packs_pack`; see there."""

    id: int
    request_id: int
    reference: str
    language: str
    state: str
    made_by_id: int | None
    created_at: int
    manifest: str
    item_count: int
    file_count: int
    sha256: str
    size: int
    ready_at: int | None
    problem: str
    removed_at: int | None
    removed_because: str

    @property
    def is_under_way(self) -> bool:
        """Whether it is still being made."""
        return self.state in UNDER_WAY

    @property
    def kept_until(self) -> int | None:
        """When it is removed by itself, ms; None while it is not ready."""
        return None if self.state != "ready" or self.ready_at is None else self.ready_at + self.kept_for

    @property
    def kept_for(self) -> int:
        """How long it lies ready, ms."""
        return KEPT_OF_A_PERSON if self.reference.startswith(OF_A_PERSON) else KEPT

    @property
    def progress(self) -> int:
        """How far the making has come, in percent."""
        if self.state != "making":
            return 100
        found = read_progress(self.id)
        return 0 if found is None else min(99, 100 * found[0] // max(1, found[1]))


SELECT = f"SELECT {', '.join(PackRow._fields)} FROM packs_pack"


def _packs(statement: str, params: Sequence[Any]) -> list[PackRow]:
    return [PackRow(*row) for row in sql.rows(f"{SELECT} {statement}", params)]


def read_pack(pack_id: int) -> PackRow | None:
    """One pack."""
    return next(iter(_packs("WHERE id = %s", (pack_id,))), None)


def list_packs(limit: int = 200) -> list[PackRow]:
    """Latest first."""
    return _packs("ORDER BY id DESC LIMIT %s", (limit,))


def packs_of(request_id: int) -> list[PackRow]:
    """The packs of a request, latest first."""
    return _packs("WHERE request_id = %s ORDER BY id DESC", (request_id,))


def outdated_packs(now: int) -> list[PackRow]:
    """The packs that have been ready for longer than they are kept."""
    ready = _packs("WHERE state = 'ready' AND ready_at <= %s ORDER BY id", (now - KEPT_OF_A_PERSON,))
    return [pack for pack in ready if pack.kept_until is not None and pack.kept_until <= now]


def packs_under_way() -> list[PackRow]:
    """The packs that are being made."""
    return _packs("WHERE state IN ('making', 'written') ORDER BY id", ())


def packs_holding(objects: Sequence[str]) -> list[int]:
    """The packs that are kept, or are being made, and hold one of these objects: erasing it removes them."""
    found: set[int] = set()
    for start in range(0, len(objects), 200):
        some = objects[start : start + 200]
        rows = sql.rows(
            "SELECT DISTINCT o.pack_id FROM packs_packedobject o JOIN packs_pack p ON p.id = o.pack_id"
            f" WHERE p.state NOT IN ('removed', 'failed') AND o.object IN ({sql.marks(len(some))})",
            some,
        )
        found |= {row[0] for row in rows}
    for name in objects:
        if name.startswith("request/"):
            # Its letter and what was asked lie in them, whatever else does.
            packs = packs_of(int(name.removeprefix("request/")))
            found |= {pack.id for pack in packs if pack.state not in ("removed", "failed")}
    return sorted(found)
