"""SealPack: the pack can be handed out."""

from __future__ import annotations

from coffeehouse.domain.packs import commands
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict
from tests.commands.house import House
from tests.commands.packed import HASH, answered, make, pack, written


def test_it_is_ready_with_its_hash(house: House) -> None:
    """The hash and size of the file are recorded."""
    pack_id = written(house)
    command = commands.SealPack(pack_id=pack_id, sha256=HASH, size=1_234)
    house.records("system", command, "pack.sealed", f"pack/{pack_id}")
    made = pack(pack_id)
    assert (made.state, made.sha256, made.size, made.progress) == ("ready", HASH, 1_234, 100)
    assert made.ready_at is not None
    house.refuses("system", command, Conflict)


def test_only_what_is_written_is_sealed_and_only_by_the_house(house: House) -> None:
    """In order, and by nobody else."""
    pack_id = make(house, answered(house))
    command = commands.SealPack(pack_id=pack_id, sha256=HASH, size=1)
    house.refuses("system", command, Conflict)
    house.refuses("mair", command, Refused)
