"""A pack and its detectors in plain words, for the public policy page, the console and the docs."""

from __future__ import annotations

import msgspec

from coffeehouse.policy.packs import Pack
from coffeehouse.policy.verdicts import STRENGTH
from coffeehouse.policy.vocabulary import ACTIONS, GROUPS

# What a verdict means for the person, as the policy page says it.
MEANINGS: dict[str, str] = {
    "advise": "It is done, and you get advice.",
    "suggest": "It is done, and a better way for such words is suggested.",
    "require": "It is not done until you have changed it.",
    "route": "It is done, and a person of the house is told.",
    "hold": "A person looks at it first.",
    "deny": "It is not done.",
    "promise": "This is never a ground.",
}


class Described(msgspec.Struct, frozen=True):
    """One rule or promise for readers. `applies_to` in words; `text` is the Cedar statement ("" for a promise)."""

    id: str
    verdict: str
    meaning: str
    because: str
    cites: str
    applies_to: str
    text: str


def describe(pack: Pack) -> list[Described]:
    """The promises, then every rule, the strongest first, as readers are shown them."""
    promises = [
        Described(each.id, "promise", MEANINGS["promise"], each.because, each.cites, "", "") for each in pack.promises
    ]
    rules = sorted(pack.rules, key=lambda rule: -STRENGTH[rule.verdict])
    return promises + [
        Described(
            rule.id, rule.verdict, MEANINGS[rule.verdict], rule.because, rule.cites, applies_to(rule.actions), rule.text
        )
        for rule in rules
    ]


def applies_to(actions: frozenset[str]) -> str:
    """The actions in words: everything, groups by what they mean, single ones by name."""
    if actions >= set(ACTIONS):
        return "everything"
    words = [group.meaning for group in GROUPS if actions >= set(group.actions)]
    grouped = {action for group in GROUPS if actions >= set(group.actions) for action in group.actions}
    return "; ".join(words + sorted(actions - grouped))
