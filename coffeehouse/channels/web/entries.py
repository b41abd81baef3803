"""Entries of the ledger in plain words, for the pages of receipts and of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from coffeehouse.engine.commands import REGISTRY
from coffeehouse.ledger.queries import Recorded


@cache
def _sentences() -> dict[str, str]:
    return {registered.kind: registered.sentence for registered in REGISTRY.values()}


def sentence(kind: str, actor: str, object_name: str) -> str:
    """What an auditor reads of an entry of this kind; the kind itself where no command says more."""
    words = _sentences().get(kind, "")
    return (
        words.replace("{actor}", actor).replace("{object}", object_name)
        if words
        else f"{actor}: {kind} ({object_name})"
    )


def told(recorded: Recorded, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry as readers are told it. `names`: words for some of the ids that the ledger keeps (`account/1`: @ada)."""
    return {
        "sequence": recorded.sequence,
        "at": recorded.time_at,
        "sentence": sentence(
            recorded.kind, names.get(recorded.actor, recorded.actor), names.get(recorded.object, recorded.object)
        ),
        "kind": recorded.kind,
        "channel": recorded.channel,
        "policy": recorded.entry.policy,
    }
