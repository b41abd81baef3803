"""What can be asked about witnesses: who cosigns our checkpoints, whose checkpoints we cosign, and evidence."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class AddWitness(Command, frozen=True, kw_only=True):
    """Send our checkpoints to a witness from now on. The result is its id.

    url: its submission prefix, before `/add-checkpoint`; keys: its verifier keys (tlog-cosignature).
    """

    url: str
    keys: tuple[str, ...]


class RemoveWitness(Command, frozen=True, kw_only=True):
    """Send our checkpoints to a witness no longer."""

    witness_id: int
    because: str


class TrustLog(Command, frozen=True, kw_only=True):
    """Cosign the checkpoints of a ledger from now on. key: its verifier key; the origin is the key's name.

    A second key of a ledger stands beside the first: for a time when it changes its key.
    """

    key: str


class DistrustLog(Command, frozen=True, kw_only=True):
    """Cosign nothing more that is signed with a key."""

    key_id: int
    because: str


class RecordEvidence(Command, frozen=True, kw_only=True):
    """Keep signed words that do not fit together. Members as the columns of `Evidence`."""

    kind: str
    origin: str
    size: int
    known: str
    shown: str
    witness: str = ""


class ExplainEvidence(Command, frozen=True, kw_only=True):
    """Write beside evidence what was found out about it. The evidence stays."""

    evidence_id: int
    explanation: str
