"""Record classes: the file that comes with the house is whole; a body's own is checked before the house opens."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.domain.records.classes import OWN_FILE, FaultyClasses, a_month_after, before, classes, read_file
from coffeehouse.domain.records.due import DUE
from coffeehouse.site.checks import look


def at(day: str) -> int:
    """Noon of a day, in ms."""
    return int(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC).timestamp() * 1_000)


def day(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1_000, UTC).date().isoformat()


def test_every_class_says_all_it_must() -> None:
    """A title and a reason in both languages, a function, a basis in law; one that ends has a list of what is due."""
    for each in classes().values():
        assert each.title_cy
        assert each.because_cy
        assert ": " in each.function
        assert each.basis
        assert (each.period == "") == (each.action == "keep")
        assert (each.id in DUE) == (each.action != "keep")


@pytest.mark.parametrize(
    ("now", "number", "unit", "expected"),
    [
        ("2026-11-22", 6, "Y", "2020-11-22"),
        ("2028-02-29", 1, "Y", "2027-02-28"),
        ("2026-03-31", 1, "M", "2026-02-28"),
        ("2026-01-15", 18, "M", "2024-07-15"),
        ("2026-03-01", 90, "D", "2025-12-01"),
    ],
)
def test_time_runs_by_the_calendar(now: str, number: int, unit: str, expected: str) -> None:
    """Years and months are those of the calendar; a day there is not is the last of its month."""
    assert day(before(at(now), number, unit)) == expected


def test_a_month_to_answer() -> None:
    """The same day of the next month, or its last."""
    assert day(a_month_after(at("2026-11-22"))) == "2026-12-22"
    assert day(a_month_after(at("2027-01-31"))) == "2027-02-28"
    assert day(a_month_after(at("2026-12-05"))) == "2027-01-05"


FAULTS = {
    "no TOML": ("= nothing", "Expected"),
    "a class is missing": ("[[class]]\nid = 'x'\n", "missing"),
    "an unknown member": ("colour = 'red'", "colour"),
    "no such trigger": ('trigger = "whenever"', "trigger is one of created, decided, left"),
    "no such period": ('period = "6 years"', "write the period as P6Y"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_and_says_why(name: str, tmp_path: Path, settings: Any) -> None:
    """The message names the file and what to change; `coffeehouse check` shows it."""
    own = OWN_FILE.read_text("utf-8")
    written, said = FAULTS[name]
    member = written.partition(" =")[0]
    if name == "a class is missing":
        text = own.replace('id = "staff"', 'id = "people-who-work-here"')
    elif name == "an unknown member":
        text = own.replace("[[class]]", f"[[class]]\n{written}", 1)
    elif name == "no TOML":
        text = written
    else:
        old = next(line for line in own.splitlines() if line.startswith(f"{member} = "))
        text = own.replace(old, written, 1)
    file = tmp_path / "classes.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(FaultyClasses) as caught:
        read_file(file)
    assert str(file) in str(caught.value)
    assert said in str(caught.value) or name == "no TOML"
    settings.RECORD_CLASSES = str(file)
    with pytest.raises(FaultyClasses):
        classes()


def test_a_body_may_have_its_own_times(tmp_path: Path, settings: Any) -> None:
    """The setting names a file; what it says counts."""
    file = tmp_path / "own.toml"
    file.write_text(OWN_FILE.read_text("utf-8").replace('period = "P6Y"', 'period = "P18M"', 1), "utf-8")
    settings.RECORD_CLASSES = str(file)
    assert classes()["official-posts"].shown_period() == "18 months"


@pytest.mark.django_db
def test_the_check_counts_them() -> None:
    """`coffeehouse check` names the classes."""
    found = {finding.subject: finding.said for finding in look()}
    assert found["Record classes"] == str(len(classes()))
