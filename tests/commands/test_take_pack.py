"""TakePack: who takes a pack out of the house, and when, is recorded."""

from __future__ import annotations

from coffeehouse.domain.packs import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.house import House
from tests.commands.packed import ready, written


def test_each_taking_is_recorded(house: House) -> None:
    """Also the second one; it changes no row."""
    pack_id = ready(house)
    command = commands.TakePack(pack_id=pack_id)
    rows = house.rows()["packs_pack"]
    for who in ("rhys", "mair", "rhys"):
        house.records(who, command, "pack.handed_out", f"pack/{pack_id}")
    assert house.rows()["packs_pack"] == rows
    for who in ("ada", "cade"):
        house.refuses(who, command, Refused)


def test_only_a_pack_that_is_ready_can_be_taken(house: House) -> None:
    """Not one under way, not one that is gone, not one that never was."""
    pack_id = written(house)
    house.refuses("rhys", commands.TakePack(pack_id=pack_id), Conflict)
    house.act("rhys", commands.RemovePack(pack_id=pack_id, because="Wrong."))
    house.refuses("rhys", commands.TakePack(pack_id=pack_id), Conflict)
    house.refuses("rhys", commands.TakePack(pack_id=1), NotFound)
