"""The laws under which people ask, and their clocks. Pure: days in, days out.

- Freedom of Information Act 2000 (England, Wales, Northern Ireland, UK bodies): section 10. The 20th working day after
  receipt; a bank holiday in *any* part of the United Kingdom is no working day (10(6)). Clarification starts it anew
  (1(3), 10(6)); days from a fees notice to the fee do not count (10(2)). The public interest test may take longer
  (10(3)); the Commissioner's guidance allows 20 working days more.
- Environmental Information Regulations 2004: regulations 5 and 7: the same days, 40 where large and complex.
- Freedom of Information (Scotland) Act 2002, section 10, and the Environmental Information (Scotland) Regulations 2004:
  working days of Scotland (73). The Act knows no longer time; the Regulations know 40 days.
- UK GDPR, Articles 12, 12A and 15: one month from the day of receipt, or of proof of identity or fee where these were
  needed; two months more for complex or many requests; days in which the asker is asked what they mean do not count.
  The corresponding day of the month, its last day where there is none; where that is no working day in the nation, the
  next that is.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from coffeehouse.kernel import working_days
from coffeehouse.kernel.working_days import UNITED_KINGDOM


@dataclass(frozen=True, slots=True)
class Law:
    """kind: foi or sar. nations: whose bank holidays count; empty: of the nation the body is in.

    days: working days, and how many more; months: the same in months. pauses: what the asker may be asked for.
    citation: how the law is named in letters.
    """

    kind: str
    citation: str
    nations: tuple[str, ...] = ()
    days: int = 0
    more_days: int = 0
    months: int = 0
    more_months: int = 0
    pauses: tuple[str, ...] = ("clarification", "fee")

    @property
    def may_be_extended(self) -> bool:
        """Whether there is a longer time."""
        return bool(self.more_days or self.more_months)


LAWS: dict[str, Law] = {
    "foia": Law("foi", "Freedom of Information Act 2000", UNITED_KINGDOM, days=20, more_days=20),
    "eir": Law("foi", "Environmental Information Regulations 2004", UNITED_KINGDOM, days=20, more_days=20),
    "foisa": Law("foi", "Freedom of Information (Scotland) Act 2002", ("scotland",), days=20),
    "eirs": Law("foi", "Environmental Information (Scotland) Regulations 2004", ("scotland",), days=20, more_days=20),
    "uk_gdpr": Law("sar", "UK GDPR, Article 15", months=1, more_months=2, pauses=("clarification", "identity", "fee")),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """The asker was asked for something, and it came; `ended_on` None: not yet."""

    kind: str
    started_on: date
    ended_on: date | None


def due_on(law: Law, nation: str, received_on: date, pauses: Iterable[Pause], is_extended: bool) -> date | None:
    """The last day to answer; None while the clock stands still."""
    known = sorted(pauses, key=lambda pause: pause.started_on)
    if any(pause.ended_on is None for pause in known):
        return None
    if law.days:
        return _by_working_days(law, received_on, known, is_extended)
    return _by_months(law, nation, received_on, known, is_extended)


def _by_working_days(law: Law, received_on: date, pauses: list[Pause], is_extended: bool) -> date:
    start = received_on
    left_out: set[date] = set()
    for pause in pauses:
        ended_on = pause.ended_on or pause.started_on
        if pause.kind == "fee":
            left_out |= {pause.started_on + timedelta(days=n) for n in range((ended_on - pause.started_on).days + 1)}
        else:
            start = max(start, ended_on)
    return working_days.after_working_days(
        start, law.days + (law.more_days if is_extended else 0), law.nations, left_out
    )


def _by_months(law: Law, nation: str, received_on: date, pauses: list[Pause], is_extended: bool) -> date:
    start = received_on
    stood = 0
    for pause in pauses:
        ended_on = pause.ended_on or pause.started_on
        if pause.kind == "clarification":
            stood += (ended_on - pause.started_on).days
        else:
            start = max(start, ended_on)
    end = months_after(start, law.months + (law.more_months if is_extended else 0)) + timedelta(days=stood)
    return working_days.next_working_day(end, (nation,))


def months_after(on: date, months: int) -> date:
    """The corresponding day that many months later; the last of the month where it has none."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def days_left(law: Law, nation: str, today: date, due: date) -> int:
    """Working days until and with the last; 0 on it, negative after it. For a law in months, plain days."""
    if law.days:
        return working_days.working_days_between(today, due, law.nations)
    return (due - today).days
