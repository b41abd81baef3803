"""Compares what was counted at the channels on a day (`tally`) with the entries of that day, both ways round.

    counters/2026-11-22.log ┐
    ledger_entry            ┴→ compare → StateCompleteness (by the worker, once a day; by a page, for today so far)

Integrity says that nothing recorded was changed (`verify`). This is the other statement: that what came was recorded.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec import json

from coffeehouse.database import sql
from coffeehouse.domain.capture.commands import ChannelCount, Gap, StateCompleteness
from coffeehouse.domain.capture.queries import statements
from coffeehouse.engine import tally
from coffeehouse.kernel import clock
from coffeehouse.ledger import judged

BATCH = 5_000
EXAMPLES = 20
# A house that was closed for long states at most this many days when it opens again.
MOST_DAYS = 31
# Files are kept this long after their day, for whoever wants to look at a gap.
KEPT_DAYS = 7
# Requests of these channels that were answered well must have left an entry, unless their address says why not.
ASKED = ("web", "client_api")
# What other servers answered: many in one entry.
SENT = (
    "SELECT v.payload FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"
    " WHERE e.sequence >= %s AND e.sequence < %s AND e.kind = 'deliveries.answered' AND v.payload IS NOT NULL"
)


@dataclass
class _Heard:
    """What the files of a day tell, channel by channel."""

    came: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    told: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    # ticket → (channel, time): what came and was not answered yet.
    open: dict[str, tuple[str, str]] = field(default_factory=dict)
    unexplained: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: list[tuple[int, int]] = field(default_factory=list)

    def read(self, line: str) -> None:
        """Take one line in; half a line, of a disk that was full, is none."""
        sign, *parts = line.split()
        if sign == "+" and len(parts) >= 3:
            self.came[parts[1]] += 1
            self.open[parts[2]] = (parts[1], parts[0])
        elif sign in "=!" and len(parts) >= 6:
            self._answered(sign, parts)

    def _answered(self, sign: str, parts: list[str]) -> None:
        at, channel, ticket, outcome, _status, route, *numbers = parts
        if sign == "!":
            self.beside[channel] += 1
        else:
            self.open.pop(ticket, None)
            self.told[channel]["without_change" if outcome == "needs_none" else outcome] += 1
            if outcome == "without_change" and channel in ASKED:
                self.unexplained[channel].append(f"{route} {clock.iso(int(at))}")
        for number in numbers:
            first, _, rest = number.partition("-")
            self.named.append((int(first), int(rest.partition(":")[0])))


def compare(day: str) -> StateCompleteness:
    """The statement for a UTC day, 2026-11-22; for today, as far as it has come."""
    began = clock.parse_iso(day)
    first, end = judged.first_since(began), judged.first_since(began + clock.DAY)
    has_file = tally.file_of(day).exists()
    heard = _Heard()
    for line in _lines(day):
        heard.read(line)
    # Who came before midnight may have been recorded after it.
    before = _Heard()
    for line in _lines(_shifted(day, -1)):
        before.read(line)
    entries, unheard, missing = _against_ledger(first, end, [*before.named, *heard.named])
    channels = sorted({*heard.came, *heard.beside, *heard.told, *entries})
    gaps = list(_gaps(heard, unheard, missing)) if has_file or not entries else [_uncounted(entries)]
    waiting, given_up = _jobs()
    return StateCompleteness(
        day=day,
        first=first,
        end=end,
        channels=tuple(_count(channel, heard, entries) for channel in channels),
        gaps=tuple(gaps),
        deliveries=_deliveries(first, end),
        jobs_waiting=waiting,
        jobs_given_up=given_up,
    )


def _lines(day: str) -> Iterator[str]:
    try:
        with tally.file_of(day).open(encoding="ascii", errors="replace") as file:
            yield from (line for line in file if line.endswith("\n") and line.strip())
    except FileNotFoundError:
        return


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def _against_ledger(
    first: int, end: int, named: list[tuple[int, int]]
) -> tuple[Counter[str], dict[str, list[int]], list[int]]:
    """(entries per channel, entries that no channel named, numbers that were named and are no entries)."""
    was_named = bytearray(end - first)
    size = judged.size()
    missing: set[int] = set()
    for start, stop in named:
        missing.update(range(max(start, size), stop))
        low, high = max(start, first), min(stop, end)
        if low < high:
            was_named[low - first : high - first] = b"\x01" * (high - low)
    entries: Counter[str] = Counter()
    unheard: defaultdict[str, list[int]] = defaultdict(list)
    expected = first
    for sequence, channel in _channels_between(first, end):
        missing.update(lost for lost in range(expected, sequence) if was_named[lost - first])
        expected = sequence + 1
        entries[channel] += 1
        if not was_named[sequence - first]:
            unheard[channel].append(sequence)
    missing.update(lost for lost in range(expected, end) if was_named[lost - first])
    return entries, unheard, sorted(missing)


def _channels_between(first: int, end: int) -> Iterator[tuple[int, str]]:
    while first < end:
        found = sql.rows(
            "SELECT sequence, channel FROM ledger_entry WHERE sequence >= %s AND sequence < %s"
            " ORDER BY sequence LIMIT %s",
            (first, end, BATCH),
        )
        if not found:
            return
        yield from found
        first = found[-1][0] + 1


def _uncounted(entries: Counter[str]) -> Gap:
    return Gap(channel="", kind="no_counters", count=entries.total())


def _gaps(heard: _Heard, unheard: dict[str, list[int]], missing: list[int]) -> Iterator[Gap]:
    unanswered: defaultdict[str, list[str]] = defaultdict(list)
    for channel, at in heard.open.values():
        unanswered[channel].append(clock.iso(int(at)))
    for kind, found in (
        ("unanswered", unanswered),
        ("unheard", {channel: [f"entry {each}" for each in numbers] for channel, numbers in unheard.items()}),
        ("unexplained", heard.unexplained),
        ("missing", {"": [f"entry {each}" for each in missing]} if missing else {}),
    ):
        for channel, examples in sorted(found.items()):
            yield Gap(channel=channel, kind=kind, count=len(examples), examples=tuple(examples[:EXAMPLES]))


def _count(channel: str, heard: _Heard, entries: Counter[str]) -> ChannelCount:
    told = heard.told[channel]
    return ChannelCount(
        channel=channel,
        arrived=heard.came[channel],
        answered=told.total(),
        unanswered=sum(1 for found, _ in heard.open.values() if found == channel),
        recorded=told["recorded"],
        unchanged=told["unchanged"],
        without_change=told["without_change"],
        turned_away=told["turned_away"],
        beside=heard.beside[channel],
        entries=entries[channel],
    )


def _deliveries(first: int, end: int) -> tuple[tuple[str, str, int], ...]:
    """(medium, outcome, how many) of the receipts among these entries."""
    found: Counter[tuple[str, str]] = Counter()
    for (payload,) in sql.rows(
        "SELECT v.payload FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"
        " WHERE e.sequence >= %s AND e.sequence < %s AND e.kind = 'delivery.answered' AND v.payload IS NOT NULL",
        (first, end),
    ):
        command = json.decode(payload)["command"]
        found[command["medium"], command["outcome"]] += 1
    for (payload,) in sql.rows(SENT, (first, end)):
        for answer in json.decode(payload)["command"]["answers"]:
            # Put off is what mail and pushes call failed: tried again later.
            found["federation", "failed" if answer["outcome"] == "put_off" else answer["outcome"]] += 1
    return tuple((medium, outcome, count) for (medium, outcome), count in sorted(found.items()))


def _jobs() -> tuple[int, int]:
    found = sql.row("SELECT COUNT(*), COUNT(dead_at) FROM engine_outbox") or (0, 0)
    return found[0] - found[1], found[1]


def days_due(now: int) -> list[str]:
    """The days that are over and not stated yet, oldest first; none before counting began."""
    yesterday = _shifted(clock.day_text(now), -1)
    stated = statements(1)
    counted = _counted_days()
    if stated:
        day = _shifted(stated[0].day, 1)
    elif counted:
        day = counted[0]
    else:
        return []
    day = max(day, _shifted(yesterday, 1 - MOST_DAYS))
    found = []
    while day <= yesterday:
        found.append(day)
        day = _shifted(day, 1)
    return found


def _counted_days() -> list[str]:
    return sorted(path.stem for path in tally.folder().glob("????-??-??.log"))


def forget_old_files(now: int) -> None:
    """Remove the files of days that were stated long enough ago."""
    stated = statements(1)
    if stated:
        last = min(_shifted(clock.day_text(now), -KEPT_DAYS), stated[0].day)
        for day in _counted_days():
            if day < last:
                tally.file_of(day).unlink(missing_ok=True)
