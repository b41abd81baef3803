"""What may be asked about evidence and about the ledgers we are a witness to."""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.database import sql
from coffeehouse.ledger.witnessing import WitnessedTree, latest_witnessed

_EVIDENCE = (
    "SELECT id, kind, origin, size, known, shown, witness, seen_at, explanation, explained_at FROM ledger_evidence"
)


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key of a ledger we cosign for."""

    id: int
    key: str
    added_at: int


@dataclass(frozen=True, slots=True)
class WatchedLog:
    """A ledger whose checkpoints we cosign. seen: the largest tree of it, None before the first."""

    origin: str
    keys: tuple[TrustedKey, ...]
    seen: WitnessedTree | None


@dataclass(frozen=True, slots=True)
class KeptEvidence:
    """Signed words that do not fit together; see `ledger.witness_models.Evidence`."""

    id: int
    kind: str
    origin: str
    size: int
    known: str
    shown: str
    witness: str
    seen_at: int
    explanation: str
    explained_at: int | None


def list_watched_logs() -> list[WatchedLog]:
    """The ledgers we cosign for, by name."""
    keys: dict[str, list[TrustedKey]] = {}
    for key_id, origin, key, added_at in sql.rows(
        "SELECT id, origin, key, added_at FROM ledger_trustedlog ORDER BY origin, id"
    ):
        keys.setdefault(origin, []).append(TrustedKey(key_id, key, added_at))
    return [WatchedLog(origin, tuple(found), latest_witnessed(origin)) for origin, found in keys.items()]


def list_evidence(limit: int = 200) -> list[KeptEvidence]:
    """What does not fit together: first what nobody has explained, the newest first."""
    found = sql.rows(
        f"{_EVIDENCE} ORDER BY CASE WHEN explained_at IS NULL THEN 0 ELSE 1 END, seen_at DESC, id DESC LIMIT %s",
        (limit,),
    )
    return [KeptEvidence(*row) for row in found]


def find_evidence(evidence_id: int) -> KeptEvidence | None:
    """One piece."""
    row = sql.row(f"{_EVIDENCE} WHERE id = %s", (evidence_id,))
    return None if row is None else KeptEvidence(*row)


def count_unexplained() -> int:
    """How many pieces nobody has explained."""
    return int(sql.value("SELECT count(*) FROM ledger_evidence WHERE explained_at IS NULL"))
