"""The commands about witnesses: ours, the ledgers we are one to, and evidence."""

from __future__ import annotations

from coffeehouse.domain.records import witness_commands as commands
from coffeehouse.domain.records.handlers import witnesses
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.AddWitness,
        kind="witness.added",
        sentence="{actor} has this ledger's checkpoints cosigned by {object}.",
        handler=witnesses.apply_add_witness,
        scope="web",
    )
    register(
        commands.RemoveWitness,
        kind="witness.removed",
        sentence="{actor} has this ledger's checkpoints no longer cosigned by {object}.",
        handler=witnesses.apply_remove_witness,
        scope="web",
    )
    register(
        commands.TrustLog,
        kind="log.trusted",
        sentence="{actor} has the house cosign what is signed by {object}.",
        handler=witnesses.apply_trust_log,
        scope="web",
    )
    register(
        commands.DistrustLog,
        kind="log.distrusted",
        sentence="{actor} has the house cosign nothing more that is signed by {object}.",
        handler=witnesses.apply_distrust_log,
        scope="web",
    )
    register(
        commands.RecordEvidence,
        kind="evidence.recorded",
        sentence="{actor} kept {object}: checkpoints that do not fit together.",
        handler=witnesses.apply_record_evidence,
        scope="web",
    )
    register(
        commands.ExplainEvidence,
        kind="evidence.explained",
        sentence="{actor} wrote what was found out about {object}.",
        handler=witnesses.apply_explain_evidence,
        scope="web",
    )
