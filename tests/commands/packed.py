"""Release packs in a small house: an answered request, and the worker's part of making its pack."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.packs import commands
from coffeehouse.domain.packs.queries import PackRow, read_pack
from coffeehouse.domain.requests import commands as requests
from tests.commands.asked import decided_request, propose
from tests.commands.house import House

HASH = "ab" * 32


def sign(house: House, request_id: int, outcome: str = "released") -> int:
    """Rhys proposes the answer, Mair signs it; the request's id."""
    content_hash = propose(house, request_id, outcome)
    house.act("mair", requests.SignAnswer(request_id=request_id, content_hash=content_hash))
    return request_id


def answered(house: House, text: str = "The library opens on Monday") -> int:
    """A request with one record, answered and signed; its id."""
    return sign(house, decided_request(house, text))


def make(house: House, request_id: int, **more: Any) -> int:
    """Rhys asks for the pack; its id."""
    return int(house.act("rhys", commands.MakePack(request_id=request_id, **more)).result)


def written(house: House) -> int:
    """A pack whose files are written."""
    pack_id = make(house, answered(house))
    house.act("system", write_command(pack_id))
    return pack_id


def ready(house: House) -> int:
    """A pack that can be taken."""
    pack_id = written(house)
    house.act("system", commands.SealPack(pack_id=pack_id, sha256=HASH, size=1_000))
    return pack_id


def write_command(pack_id: int, objects: tuple[str, ...] = ("post/1", "post/2")) -> commands.WritePack:
    return commands.WritePack(pack_id=pack_id, manifest=HASH, item_count=2, file_count=12, objects=objects)


def pack(pack_id: int) -> PackRow:
    """The row."""
    found = read_pack(pack_id)
    assert found is not None
    return found
