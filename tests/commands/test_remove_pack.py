"""RemovePack: the file goes, what it was stays recorded."""

from __future__ import annotations

from coffeehouse.domain.packs import commands
from coffeehouse.domain.packs.queries import packs_holding
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.house import House
from tests.commands.packed import HASH, pack, ready


def test_the_row_keeps_its_hash_and_the_reason(house: House) -> None:
    """Who made it and what its hash was can still be shown; the file is deleted after the commit."""
    pack_id = ready(house)
    assert packs_holding(["post/2", "post/9"]) == [pack_id]
    command = commands.RemovePack(pack_id=pack_id, because="Handed out; no longer needed.")
    for who in ("ada", "cade"):
        house.refuses(who, command, Refused)
    house.records("rhys", command, "pack.removed", f"pack/{pack_id}")
    made = pack(pack_id)
    assert (made.state, made.sha256, made.removed_because) == ("removed", HASH, "Handed out; no longer needed.")
    assert house.jobs()[-1] == "remove_pack"
    assert packs_holding(["post/2"]) == []
    house.refuses("rhys", command, Conflict)


def test_it_needs_a_reason(house: House) -> None:
    """The reason is recorded with the removal."""
    house.refuses("rhys", commands.RemovePack(pack_id=ready(house), because="  "), Invalid)
