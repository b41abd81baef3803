"""Record classes: which class an object belongs to, how long it is kept, and what happens then. Read from a file.

The file is `classes.toml` beside this module, or the one that the setting RECORD_CLASSES names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from django.conf import settings
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

OWN_FILE = Path(__file__).with_name("classes.toml")
TRIGGERS = ("created", "decided", "left")
ACTIONS = ("dispose", "review", "keep")
OUTCOMES = ("erase", "restrict", "keep")
PERIOD = re.compile(r"P([1-9][0-9]{0,3})([YMD])")


class FaultyClasses(Exception):
    """The file of record classes cannot be used; the message says what to change."""


class RecordClass(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One class of records. The members are those of the file."""

    id: str
    title: str
    title_cy: str = ""
    function: str
    trigger: str
    period: str
    action: str
    erasure: str
    because: str
    because_cy: str = ""
    basis: str

    def shown_title(self) -> str:
        """In the language of the page."""
        return (self.title_cy or self.title) if get_language() == "cy" else self.title

    def shown_because(self) -> str:
        """In the language of the page."""
        return (self.because_cy or self.because) if get_language() == "cy" else self.because

    def shown_period(self) -> str:
        """6 years, 18 months, 90 days; or that there is no end."""
        found = PERIOD.fullmatch(self.period)
        if found is None:
            return _("as long as the body exists")
        number = int(found[1])
        words = {
            "Y": ngettext("%(number)d year", "%(number)d years", number),
            "M": ngettext("%(number)d month", "%(number)d months", number),
            "D": ngettext("%(number)d day", "%(number)d days", number),
        }
        return words[found[2]] % {"number": number}

    def shown_trigger(self) -> str:
        """From when the time runs."""
        words = {
            "created": _("after it was made"), "decided": _("after it was decided"), "left": _("after they have left"),
        }  # fmt: skip
        return words[self.trigger]

    def rule(self) -> str:
        """The class as a certificate cites it: in English, whatever the page is in."""
        with override("en"):
            return f"{self.title} ({self.function}): {self.shown_period()} {self.shown_trigger()}. {self.basis}."

    def cutoff(self, now: int) -> int | None:
        """What was triggered at or before this time is due; None for a class without an end."""
        found = PERIOD.fullmatch(self.period)
        return None if found is None else before(now, int(found[1]), found[2])


def before(now: int, number: int, unit: str) -> int:
    """That many years (Y), months (M) or days (D) before a time, by the calendar, in ms."""
    then = datetime.fromtimestamp(now / 1_000, UTC)
    if unit == "D":
        return now - number * int(timedelta(days=1).total_seconds() * 1_000)
    months = then.year * 12 + then.month - 1 - number * (12 if unit == "Y" else 1)
    return int(_on_day(then, *divmod(months, 12)).timestamp() * 1_000)


def a_month_after(now: int) -> int:
    """The same day of the next month, or its last: when an answer to a person's request is due (article 12(3))."""
    then = datetime.fromtimestamp(now / 1_000, UTC)
    return int(_on_day(then, *divmod(then.year * 12 + then.month, 12)).timestamp() * 1_000)


def _on_day(then: datetime, year: int, month_before: int) -> datetime:
    for day in range(then.day, 0, -1):
        try:
            return then.replace(year=year, month=month_before + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def read_file(path: Path) -> Mapping[str, RecordClass]:
    """The classes of a file by their id. Raises FaultyClasses."""
    try:
        written = msgspec.toml.decode(path.read_bytes(), type=dict[str, list[RecordClass]])
    except (OSError, msgspec.MsgspecError) as error:
        raise FaultyClasses(f"{path}: {error}") from error
    found = {each.id: each for each in written.get("class", [])}
    for each in found.values():
        for name, value, known in (
            ("trigger", each.trigger, TRIGGERS), ("action", each.action, ACTIONS), ("erasure", each.erasure, OUTCOMES),
        ):  # fmt: skip
            if value not in known:
                raise FaultyClasses(f"{path}: {each.id}: {name} is one of {', '.join(known)}, not {value!r}.")
        if each.period and not PERIOD.fullmatch(each.period):
            raise FaultyClasses(f"{path}: {each.id}: write the period as P6Y, P18M or P90D, not {each.period!r}.")
    missing = sorted(_own().keys() - found.keys()) if path != OWN_FILE else []
    if missing:
        raise FaultyClasses(f"{path}: these classes are missing: {', '.join(missing)}.")
    return found


@cache
def _own() -> Mapping[str, RecordClass]:
    return read_file(OWN_FILE)


@cache
def _of(path: str) -> Mapping[str, RecordClass]:
    return read_file(Path(path)) if path else _own()


def classes() -> Mapping[str, RecordClass]:
    """The classes of this house by their id, in the order of the file."""
    return _of(settings.RECORD_CLASSES)
