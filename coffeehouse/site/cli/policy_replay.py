"""The work of `coffeehouse policy replay`: reads the ledger, asks the pack, prints what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from coffeehouse.site.cli.progress import progress

if TYPE_CHECKING:
    from coffeehouse.policy.packs import Pack
    from coffeehouse.policy.replay import Change, Replay

REPORT_EVERY = 500  # entries between two reports of progress
TASK = "Putting the past to the pack"
# What is said of each count, in this order; those of nothing are left out.
SAID = {
    "verdicts": "verdicts given again",
    "same": "would be the same",
    "outcome": "would have another outcome",
    "reasons": "would have the same outcome for other reasons",
    "anew": "with detectors run anew over the words",
    "wordless": "with detectors that have changed and no words kept, judged by what was found then",
    "erased": "erased, so nothing can be said about them",
    "unasked": "without a question: the house's own notes, or older than this record",
    "unknown": "of actions that this version no longer has",
}


def replay(pack: Pack, days: int, form: str, anew: bool) -> int:
    """Print every verdict of the last days that would change, then the counts; 0 whatever was found."""
    from coffeehouse.kernel import clock
    from coffeehouse.ledger import judged
    from coffeehouse.policy.replay import Event, Replay

    put = Replay(pack, anew)
    first = judged.first_since(clock.now_ms() - days * clock.DAY)
    total = max(1, judged.size() - first)
    with progress(TASK) as report:
        for number, entry in enumerate(judged.entries_from(first), 1):
            change = put.put(Event(*entry))
            if change is not None:
                print(_line(change, form))
            if number % REPORT_EVERY == 0:
                report(min(1.0, number / total))
        report(1.0)
    print(_summary(put, days, form))
    return 0


def _line(change: Change, form: str) -> str:
    from coffeehouse.kernel.clock import iso

    if form == "json":
        return msgspec.json.encode(change).decode()
    rules = f"{_listed(change.rules_before)} -> {_listed(change.rules_now)}"
    return (
        f"{change.sequence:>9}  {iso(change.time_at)[:19]}  {change.action:<16} {change.object:<28} "
        f"{change.before:>7} -> {change.now:<7}  {rules}"
    )


def _listed(rules: tuple[str, ...]) -> str:
    return ", ".join(rules) or "none"


def _summary(put: Replay, days: int, form: str) -> str:
    changes = [{"before": before, "now": now, "count": count} for (before, now), count in sorted(put.outcomes.items())]
    if form == "json":
        summary = {"pack": put.pack.version, "days": days, "counts": dict(put.counts), "changes": changes}
        return msgspec.json.encode({"summary": summary}).decode()
    lines = [f"{put.pack.version}, the last {days} days:"]
    lines += [f"{put.counts[name]:>9}  {words}" for name, words in SAID.items() if put.counts[name]]
    lines += [f"{change['count']:>9}  {change['before']} -> {change['now']}" for change in changes]
    return "\n".join(lines)
