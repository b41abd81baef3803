"""FailPack: a pack that cannot be made says why, and leaves nothing."""

from __future__ import annotations

from coffeehouse.domain.packs import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict
from tests.commands.house import House
from tests.commands.packed import answered, make, pack, ready


def test_the_reason_is_kept_and_another_can_be_made(house: House) -> None:
    """What was written so far is deleted after the commit."""
    request_id = answered(house)
    pack_id = make(house, request_id)
    command = commands.FailPack(pack_id=pack_id, problem="File 1 of item 2 is no longer kept.")
    house.refuses("mair", command, Refused)
    house.records("system", command, "pack.failed", f"pack/{pack_id}")
    assert (pack(pack_id).state, pack(pack_id).problem) == ("failed", "File 1 of item 2 is no longer kept.")
    assert house.jobs()[-1] == "remove_pack"
    house.refuses("system", command, Conflict)
    make(house, request_id)


def test_a_pack_that_is_ready_does_not_fail_any_more(house: House) -> None:
    """It is there."""
    house.refuses("system", commands.FailPack(pack_id=ready(house), problem="x"), Conflict)
