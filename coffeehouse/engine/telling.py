"""Tells people what a rule wants seen: a person of the house (verdict `route`), and the author whom a care rule helps.

act → tell_person → a report in the moderators' queue, and words to the author, in the same transaction

The post itself is out: nothing waits for this. On the pages the author reads the reasons at once; in an app they
come as a direct message, because apps show no reasons.
"""

from __future__ import annotations

from dataclasses import replace

from coffeehouse.domain.cases.handlers.noticing import note_post
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.publishing.handlers.asking import send_by_desk
from coffeehouse.policy.verdicts import Verdict

# What kind of report it is, by the rule: requests and complaints have their clocks in law.
LEGAL = frozenset({"care.foi-request", "care.subject-access", "care.complaint"})
RULE_BROKEN = frozenset({"care.abuse"})
CARE = "care."


def tell_person(outcome: Outcome, context: Context, verdict: Verdict) -> Outcome:
    """The outcome with what was written because of the rules; as it is where nobody is told."""
    rules = [reason.rule for reason in verdict.reasons if reason.verdict == "route"]
    kind, _, number = outcome.object.partition("/")
    if kind != "post" or not (rules or any(rule.startswith(CARE) for rule in verdict.rule_ids)):
        return outcome
    states: tuple[State, ...] = ()
    if rules:
        filed = note_post(int(number), _category(rules), rules, context)
        if filed is None:  # an edit, while the first version waits to be read: both know already
            return outcome
        states = (filed,)
    return replace(outcome, states=(*outcome.states, *states, *_words_to_author(context, verdict)))


def _category(rules: list[str]) -> str:
    if RULE_BROKEN.intersection(rules):
        return "violation"
    return "legal" if LEGAL.intersection(rules) else "other"


def _words_to_author(context: Context, verdict: Verdict) -> tuple[State, ...]:
    """The reasons as a direct message, help lines among them, for an author who writes through an app."""
    words = [reason.because for reason in verdict.reasons if reason.rule.startswith(CARE)]
    if context.channel == "web" or not words or context.actor.member_id is None:
        return ()
    sent = send_by_desk(context, context.actor.member_id, "\n\n".join(words), None)
    return () if sent is None else sent.states
