"""Tells a person of the house what a rule wants seen (verdict `route`). The post itself is out: nothing waits for this.

act → tell_person → a report in the moderators' queue, in the same transaction
"""

from __future__ import annotations

from dataclasses import replace

from coffeehouse.domain.cases.handlers.noticing import note_post
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.policy.verdicts import Verdict

# What kind of report it is, by the topic of the rule: requests and complaints have their clocks in law.
LEGAL = frozenset({"care.foi-request", "care.subject-access", "care.complaint"})
RULE_BROKEN = frozenset({"care.abuse"})


def tell_person(outcome: Outcome, context: Context, verdict: Verdict) -> Outcome:
    """The outcome, with the report that was filed because of what the rules say; as it is where nobody is told."""
    rules = [reason.rule for reason in verdict.reasons if reason.verdict == "route"]
    kind, _, number = outcome.object.partition("/")
    if not rules or kind != "post":
        return outcome
    category = "violation" if RULE_BROKEN.intersection(rules) else "legal" if LEGAL.intersection(rules) else "other"
    filed = note_post(int(number), category, rules, context)
    return outcome if filed is None else replace(outcome, states=(*outcome.states, filed))
