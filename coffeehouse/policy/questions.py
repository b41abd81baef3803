"""What policy was asked about one act, in a form that is kept and can be asked again. Pure.

    engine.judging → Question.kept → the ledger's vault → Question.from_kept → policy.replay

Facts that are as the vocabulary assumes them (their default, else False, 0, "") are left out of what is kept; `words`
says by which vocabulary and detectors they were found, so that a later house knows when to find them anew from the
text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from coffeehouse.policy.decide import Principal, Resource
from coffeehouse.policy.facts import RECORDS
from coffeehouse.policy.vocabulary import ACTIONS, CEDAR_TYPES, FactValue, facts_of

_NOTHING: Mapping[str, FactValue] = {"Bool": False, "Long": 0, "String": ""}


@dataclass(frozen=True, slots=True)
class Question:
    """Who did what on what, and all that policy was told of it. words: "" for a question of this moment."""

    action: str
    principal: Principal
    resource: Resource
    facts: Mapping[str, Any]
    words: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "action": self.action,
            "kind": self.principal.kind,
            "member": self.principal.id,
            "account": self.resource.id,
            "facts": {
                name: self.facts[name]
                for name, assumed in _assumed(self.action).items()
                if self.facts.get(name, assumed) != assumed
            },
            "words": words_now(self.action),
        }

    @property
    def is_current(self) -> bool:
        """Whether the facts were found by the vocabulary and the detectors of this house as it is."""
        return self.words == words_now(self.action)


def from_kept(kept: Mapping[str, Any]) -> Question | None:
    """The question of what was kept; None where the action is one this house no longer knows.

    A fact that did not exist then is as the vocabulary assumes it.
    """
    action = kept["action"]
    if action not in ACTIONS:
        return None
    facts = {**_assumed(action), **{name: kept["facts"][name] for name in kept["facts"] if name in _assumed(action)}}
    return Question(
        action, Principal(kept["kind"], kept["member"]), Resource("Account", kept["account"]), facts, kept["words"]
    )


@cache
def words_now(action: str) -> str:
    """A name for the facts of an action and the detectors that find them: another one when either changes."""
    facts = (f"{fact.name}:{CEDAR_TYPES[fact.type]}:{fact.default!r}" for fact in facts_of(action))
    detectors = (f"{record.id}@{record.version}" for record in RECORDS)
    return hashlib.sha256("\n".join((*facts, "", *detectors)).encode()).hexdigest()[:8]


@cache
def _assumed(action: str) -> Mapping[str, FactValue]:
    """What each fact of an action is where nothing else is said, in the order of their names."""
    if action not in ACTIONS:
        return {}
    facts = sorted(facts_of(action), key=lambda fact: fact.name)
    return {fact.name: _NOTHING[CEDAR_TYPES[fact.type]] if fact.default is None else fact.default for fact in facts}
