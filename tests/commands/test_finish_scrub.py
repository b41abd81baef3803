"""FinishScrub: the house says that no byte is left of what was erased before."""

from __future__ import annotations

from coffeehouse.domain.records import commands, erasures
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.commands.recording import ask


def test_erasures_done_before_are_finished(house: House) -> None:
    """Those carried out before the files were written anew, not those after; doing it again changes nothing."""
    erasure_id = ask(house)
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    carried = erasures.waiting_for_scrub()
    assert carried is not None
    house.leaves("system", commands.FinishScrub(begun_at=carried))
    command = commands.FinishScrub(begun_at=clock.now_ms() + 1)
    _, fact = house.records("system", command, "records.scrubbed", "records/scrub")
    assert fact.payload["kept"] == {"done": [f"erasure/{erasure_id}"]}
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    assert erasure.scrubbed_at is not None
    assert erasures.waiting_for_scrub() is None
    house.leaves("system", command)


def test_only_the_house_itself(house: House) -> None:
    """Nobody claims it by hand."""
    house.refuses("rhys", commands.FinishScrub(begun_at=1), Refused)
