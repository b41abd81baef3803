"""Entries of the ledger in plain words, for the pages of receipts and of the ledger.

The registry says them in English; here they are told in the language of the page. `catalogue` takes them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext

from coffeehouse.engine.commands import REGISTRY
from coffeehouse.ledger.queries import Recorded

# Kinds that are no command of their own.
OTHERS = {
    "command.held": "{actor} asked for something that waits for a person, {object}.",
    "act.refused": "The policy refused what {actor} asked for ({object}).",
    "payload.erased": "What {object} was about was erased.",
    "held.approved": "{actor} approved {object}, which waits for another person or its time.",
    "held.returned": "{object} could not be published and waits for a person again.",
    "held.delayed": "The time of {object} came before it was approved.",
    "held.emergency_asked": "{actor} was the first to release {object} in the emergency lane.",
}


@cache
def _sentences() -> dict[str, str]:
    # Several commands may leave the same kind (the ways to sign in): the first says it most plainly.
    return OTHERS | {registered.kind: registered.sentence for registered in reversed(REGISTRY.values())}


def every_sentence() -> list[str]:
    """All there are, in English."""
    return sorted({*OTHERS.values(), *(registered.sentence for registered in REGISTRY.values())})


def sentence(kind: str, actor: str, object_name: str) -> str:
    """What an auditor reads of an entry of this kind; the kind itself where no command says more."""
    words = _sentences().get(kind, "")
    if not words:
        return f"{actor}: {kind} ({object_name})"
    said = gettext(words).replace("{actor}", actor).replace("{object}", object_name)
    # "the house" begins with a capital where it begins the sentence; `post/1` is not a word, and stays.
    return said if "/" in said.partition(" ")[0] else said[:1].upper() + said[1:]


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
