"""Completeness in the browser: the counts and gaps for those who keep the records, a summary for everybody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coffeehouse.delivery.completeness import state_completeness
from coffeehouse.domain.capture.commands import RecordSettings
from coffeehouse.domain.context import SYSTEM
from coffeehouse.engine import tally
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from tests.cast import Cast, add
from tests.channels.web.reader import Reader

NOON = clock.parse_iso("2026-11-21T12:00:00Z")


@pytest.fixture
def _counted(settings: Any, tmp_path: Path) -> None:
    """Counters of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def rhys(_counted: None, cast: Cast) -> Reader:
    """Who keeps the records."""
    return Reader(add("rhys", "records"))


def state_two_days(cast: Cast) -> None:
    """A day that is complete, and one on which a request had no answer; both stated."""
    for day in (NOON, NOON + clock.DAY):
        with clock.at(day), tally.visit("web") as found:
            cast.ada.says("Bore da")
            found.status = 200
    with tally.file_of("2026-11-22").open("a") as file:
        file.write(f"+ {NOON + clock.DAY} web aa\n")
    for counted in tally.folder().glob("*.log"):
        if counted.stem > "2026-11-22":
            counted.unlink()
    with clock.at(NOON + 2 * clock.DAY):
        state_completeness()


def test_a_house_that_just_opened(rhys: Reader, visitor: Reader) -> None:
    """Nothing is stated yet, and the pages say when it will be."""
    assert rhys.open("/records/completeness").has("Today so far")
    assert visitor.open("/ledger/completeness").has("The first day is stated soon after it is over.")
    rhys.open("/records/completeness/2026-11-21", 404)


def test_each_day_with_its_gaps(rhys: Reader, cast: Cast, visitor: Reader) -> None:
    """Those who keep the records see which; everybody sees that there were, and what it means."""
    state_two_days(cast)
    rhys.open("/records/completeness")
    for words in ("21 November 2026", "22 November 2026", "Complete", "1 gap", "stated in entry"):
        assert rhys.has(words), words
    rhys.open("/records/completeness/2026-11-22")
    for words in (
        "Requests that came and were never answered",
        "2026-11-22T12:00:00.000Z",
        "Web pages",
        "Nothing was sent.",
    ):
        assert rhys.has(words), words
    assert rhys.open("/records/completeness/2026-11-21").has("Complete")
    visitor.open("/ledger/completeness")
    assert visitor.has("Requests that came and were never answered")
    assert not visitor.has("2026-11-22T12:00:00.000Z")
    visitor.client.get("/language?to=cy")
    assert visitor.open("/ledger/completeness").has("21 Tachwedd 2026")


def test_settings_and_what_changed(rhys: Reader) -> None:
    """As the house opened last, and what was different before."""
    assert rhys.open("/records/settings").has("Nothing is recorded yet")
    act(RecordSettings(values=(("BODY_NAME", "Leedon"),)), SYSTEM, "cli")
    act(RecordSettings(values=(("BODY_NAME", "Leedon <i>Council</i>"),)), SYSTEM, "cli")
    rhys.open("/records/settings")
    assert rhys.has("BODY_NAME: Leedon → Leedon <i>Council</i>")
    assert rhys.has("Recorded for the first time.")


@pytest.mark.parametrize("who", ["ada", "cade"])
def test_nobody_else(who: str, request: pytest.FixtureRequest) -> None:
    """For members and moderators these pages do not exist."""
    reader = request.getfixturevalue(who)
    for address in ("/records/completeness", "/records/completeness/2026-11-21", "/records/settings"):
        reader.open(address, 404)
