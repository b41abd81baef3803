"""Replay: acts of the past put to a pack once more, and every verdict that would change. Pure.

    the ledger's vault → Event → Replay.put → Change, and counts → `coffeehouse policy replay`

Asked is what was asked then (`questions`). Where vocabulary or detectors have changed since, what they find is found
anew from the words, if the vault has them. What answered or surrounded a post then (its author's record, whom it
named, what it replied to) stays as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from coffeehouse.policy.decide import decide
from coffeehouse.policy.facts import text_facts
from coffeehouse.policy.packs import Pack
from coffeehouse.policy.questions import Question, from_kept
from coffeehouse.policy.routing import COMPLAINT, assess

# The house counts these while it reads the text as a post; they stay as they were.
COUNTED_IN_PARSING = frozenset({"mention_count", "link_count", "tag_count", "text_length"})


class Event(msgspec.Struct, frozen=True):
    """One entry of the ledger. payload: as the vault has it, None when it was erased."""

    sequence: int
    time_at: int
    object: str
    payload: str | bytes | None


class Change(msgspec.Struct, frozen=True):
    """A verdict that would be another one."""

    sequence: int
    time_at: int
    object: str
    action: str
    before: str
    now: str
    rules_before: tuple[str, ...]
    rules_now: tuple[str, ...]
    explanation: str

    @property
    def is_only_in_reasons(self) -> bool:
        """The outcome stays, the rules that speak do not."""
        return self.before == self.now


class _Said(msgspec.Struct):
    outcome: str
    rules: tuple[str, ...] = ()


class _Kept(msgspec.Struct):
    """The part of a payload that replay reads."""

    judged: dict[str, Any] | None = None
    command: dict[str, Any] = {}
    verdict: _Said | None = None
    # Of a refusal, which keeps no command.
    outcome: str = "allow"
    rules: tuple[str, ...] = ()

    @property
    def said(self) -> _Said:
        return self.verdict or _Said(self.outcome, self.rules)


_decoder = msgspec.json.Decoder(_Kept)


@dataclass
class Replay:
    """A pack, and what came of the events put to it. anew: run the detectors over every text, also unchanged ones.

    counts: verdicts, same, outcome (changed), reasons (changed), erased, unasked (no act, or kept before questions
    were), unknown (an action this house has no more), anew (detectors were run), wordless (they could not be).
    """

    pack: Pack
    anew: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def put(self, event: Event) -> Change | None:
        """Ask again; the change, if there is one."""
        if event.payload is None:
            self.counts["erased"] += 1
            return None
        kept = _decoder.decode(event.payload)
        if kept.judged is None:
            self.counts["unasked"] += 1
            return None
        question = from_kept(kept.judged)
        if question is None:
            self.counts["unknown"] += 1
            return None
        facts = self._facts(question, kept.command)
        verdict = decide(question.action, question.principal, question.resource, facts, self.pack)
        self.counts["verdicts"] += 1
        said = kept.said
        if verdict.outcome == said.outcome and set(verdict.rule_ids) == set(said.rules):
            self.counts["same"] += 1
            return None
        self.counts["reasons" if verdict.outcome == said.outcome else "outcome"] += 1
        self.outcomes[said.outcome, verdict.outcome] += 1
        return Change(
            event.sequence, event.time_at, event.object, question.action, said.outcome, verdict.outcome,
            said.rules, verdict.rule_ids, verdict.explain(),
        )  # fmt: skip

    def _facts(self, question: Question, command: Mapping[str, Any]) -> Mapping[str, Any]:
        """As they were found; by detectors of now where those are others, and the words are there."""
        if "text_length" not in question.facts or (question.is_current and not self.anew):
            return question.facts
        words = words_of(command)
        if words is None:
            self.counts["wordless"] += 1
            return question.facts
        self.counts["anew"] += 1
        return found_anew(question.facts, words)


def words_of(command: Mapping[str, Any]) -> str | None:
    """The words of a recorded post as detectors read them; None where the ledger kept none."""
    said = command.get("post", command)
    if not isinstance(said, dict) or "text" not in said:
        return None
    options = (said.get("poll") or {}).get("options", ())
    return "\n".join(part for part in (said.get("spoiler_text"), said["text"], *options) if part)


def found_anew(facts: Mapping[str, Any], words: str) -> dict[str, Any]:
    """The facts with all that comes from the words alone found by the detectors of now."""
    found = {name: value for name, value in text_facts(words).items() if name not in COUNTED_IN_PARSING}
    renewed = {**facts, **{name: value for name, value in found.items() if name in facts}}
    if facts["is_official"]:
        answered_complaint = COMPLAINT in facts["criticality_cues"]
        renewed |= assess(words, {**renewed, "answers_complaint": answered_complaint}).facts()
    return renewed
