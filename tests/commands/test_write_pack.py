"""WritePack: every file of a pack is written, and the ledger commits to each of them."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.packs import commands
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
    again = commands.WritePack(pack_id=pack_id, manifest=HASH, item_count=2, file_count=12, objects=())
    house.refuses("system", again, Conflict)


def test_the_entry_does_not_say_what_lies_in_the_pack(house: House) -> None:
    """P7: the recipient reads this entry; which objects are behind what was withheld is not theirs to know."""
    pack_id = make(house, answered(house))
    _, fact = house.records("system", write_command(pack_id), "pack.written")
    assert "post/1" not in str(fact.payload)
    assert str(house.member("rhys")) not in str(fact.payload)


def test_only_the_house_itself_says_so(house: House) -> None:
    """Nobody declares a pack written."""
    pack_id = make(house, answered(house))
    for who in ("rhys", "mair", "ada"):
        house.refuses(who, write_command(pack_id), Refused)
