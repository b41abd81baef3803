"""WritePack: every file of a pack is written, and the ledger commits to each of them."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict
from tests.commands.house import House
from tests.commands.packed import HASH, answered, make, pack, write_command


def test_the_manifest_is_recorded_and_the_objects_are_known(house: House) -> None:
    """The entry's payload has the hash that the verifier in the pack looks for; sealing waits for a checkpoint."""
    pack_id = make(house, answered(house))
    _, fact = house.records("system", write_command(pack_id), "pack.written", f"pack/{pack_id}")
    assert fact.payload["command"]["manifest"] == HASH
    made = pack(pack_id)
    assert (made.state, made.manifest, made.item_count, made.file_count) == ("written", HASH, 2, 12)
    assert sql.rows("SELECT object FROM packs_packedobject WHERE pack_id = %s ORDER BY object", (pack_id,)) == [
        ("post/1",),
        ("post/2",),
    ]
    assert house.jobs()[-1] == "seal_pack"
    house.refuses("system", write_command(pack_id), Conflict)


def test_only_the_house_itself_says_so(house: House) -> None:
    """Nobody declares a pack written."""
    pack_id = make(house, answered(house))
    for who in ("rhys", "mair", "ada"):
        house.refuses(who, write_command(pack_id), Refused)
