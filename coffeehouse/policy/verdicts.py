"""What policy answers: an outcome, and for each rule that spoke the reason in plain words.

Made by `decide`, carried by the engine into the ledger and by the channels to the person. Values only.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal["allow", "advise", "suggest", "require", "route", "hold", "deny"]

# From weakest to strongest: the strongest outcome of the matching rules is the verdict's. What its author has to change
# first is said at once: nobody is asked to look at what could not go out.
OUTCOMES: tuple[Outcome, ...] = ("allow", "advise", "suggest", "route", "hold", "require", "deny")
STRENGTH: dict[str, int] = {outcome: strength for strength, outcome in enumerate(OUTCOMES)}

# What each outcome means to the person who asked; the reasons follow it.
OPENINGS: dict[Outcome, str] = {
    "allow": "Done.",
    "advise": "Done, with advice.",
    "suggest": "Done. Another way may suit these words better.",
    "require": "Not done yet. Please change it and send it again.",
    "route": "Done. A person of this house has been told.",
    "hold": "Waiting. A person looks at it first.",
    "deny": "Not done.",
}

FAULT_RULE = "policy.fault"


class Reason(msgspec.Struct, frozen=True):
    """One rule that spoke: its id, its own verdict, why (a sentence for people), and what it rests on (may be "").

    needs: how many people have to look where it holds.
    """

    rule: str
    verdict: Outcome
    because: str
    cites: str = ""
    needs: int = 1


class Route(msgspec.Struct, frozen=True):
    """What decided whether a colleague looks first: how much hangs on it, and the author's record at this voice.

    why: the criticality in words, with every cue. The counts are of the last `days` days.
    """

    criticality: str
    why: str
    released: int
    changed: int
    refused: int
    days: int

    @property
    def record(self) -> str:
        """`14 released, 0 changed in 90 days`."""
        refusals = f", {self.refused} refused" if self.refused else ""
        return f"{self.released} released, {self.changed} changed{refusals} in {self.days} days"


class Verdict(msgspec.Struct, frozen=True):
    """The answer to one act. Exactly one of `is_allowed`, `is_held`, `is_denied` is true.

    reasons: strongest first, then in the order of the pack. policy_version: the packs that decided. route: how an
    official post came to its way; None for everything else.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    policy_version: str
    route: Route | None = None

    @classmethod
    def allowed(cls, policy_version: str = "") -> Verdict:
        """Nothing spoke against it."""
        return cls("allow", (), policy_version)

    def as_denied(self) -> Verdict:
        """The same reasons as a refusal, for an act that cannot wait for a person."""
        return Verdict("deny", self.reasons, self.policy_version, self.route)

    @property
    def is_allowed(self) -> bool:
        """It is done now, perhaps with advice or another way suggested, perhaps with a person told (`route`)."""
        return self.outcome in ("allow", "advise", "suggest", "route")

    @property
    def is_held(self) -> bool:
        """It waits for a person."""
        return self.outcome == "hold"

    @property
    def is_denied(self) -> bool:
        """It is not done: changed it may be (`require`), as it stands never (`deny`)."""
        return self.outcome in ("require", "deny")

    @property
    def needs(self) -> int:
        """How many people have to look before it is done: the most that a rule which holds asks for."""
        return max((reason.needs for reason in self.reasons if reason.verdict == "hold"), default=1)

    @property
    def rule_ids(self) -> tuple[str, ...]:
        return tuple(reason.rule for reason in self.reasons)

    @property
    def told(self) -> tuple[Reason, ...]:
        """The reasons for who acted. Of a refusal those that refuse: others speak of what would have come of it."""
        refusing = tuple(reason for reason in self.reasons if reason.verdict in ("require", "deny"))
        return refusing if refusing and self.is_denied else self.reasons

    def explain_route(self) -> str:
        """For the author: which way it took, and by what record. "" where there was no choice of ways."""
        if self.route is None:
            return ""
        if self.is_allowed:
            return f"Released directly: {self.route.record}."
        people = "A colleague looks" if self.needs == 1 else "Two colleagues look"
        return f"{people} first. {self.route.why} Your record here: {self.route.record}."

    def explain(self) -> str:
        """Plain sentences: what happened, then the reasons with their rules."""
        return " ".join((OPENINGS[self.outcome], *(explain_reason(reason) for reason in self.told)))


def explain_reason(reason: Reason) -> str:
    """One reason as a sentence that cites its rule: `Wait for approval. (Rule house.pending-may-not-write.)`"""
    cites = f"; {reason.cites}" if reason.cites else ""
    return f"{reason.because} (Rule {reason.rule}{cites}.)"


def strongest(reasons: tuple[Reason, ...], policy_version: str) -> Verdict:
    """The verdict of these reasons: the strongest outcome wins, every reason is kept, strongest first."""
    if not reasons:
        return Verdict.allowed(policy_version)
    ordered = tuple(sorted(reasons, key=lambda reason: -STRENGTH[reason.verdict]))
    return Verdict(ordered[0].verdict, ordered, policy_version)


def fault(what: str) -> Reason:
    """The reason of a refusal because the rules themselves could not be checked: never a silent yes."""
    because = (
        "The rules of this house could not be checked, so nothing was done. Try again later, and tell the people who "
        "run this house if it happens again."
    )
    return Reason(FAULT_RULE, "deny", because, what)
