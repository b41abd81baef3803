"""Requests for information in a small house: one of Gwyn's about the library, with what was said of it."""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.requests import commands, queries
from coffeehouse.kernel import clock
from tests.commands.house import House

TUESDAY = clock.parse_iso("2026-11-03T10:00:00Z")
"""When it comes in: 20 working days later, St Andrew's Day left out, is 2 December."""


def open_request(house: House, law: str = "foia", **more: Any) -> int:
    """Rhys, who keeps the records, opens a request; its id."""
    members: dict[str, Any] = {"asker_name": "Glenys Price", "asker_contact": "glenys@example.org", **more}
    command = commands.OpenRequest(law=law, nation="wales", words="All about the library", **members)
    return int(house.act("rhys", command).result["id"])


def gather(house: House, request_id: int, words: str = "library", **more: Any) -> list[queries.ItemRow]:
    """Rhys looks for these words; what the request then holds."""
    house.act("rhys", commands.GatherRecords(request_id=request_id, words=words, **more))
    return queries.items_of(request_id)


def decide(house: House, request_id: int, item: queries.ItemRow, decision: str = "include", **more: Any) -> None:
    """Rhys decides about an item."""
    command = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision=decision, **more)
    house.act("rhys", command)


def decided_request(house: House, text: str = "The library opens on Monday") -> int:
    """A request with one record, which is released."""
    house.post(text)
    request_id = open_request(house)
    for item in gather(house, request_id):
        decide(house, request_id, item)
    return request_id


def propose(house: House, request_id: int, outcome: str = "released", **more: Any) -> str:
    """Rhys proposes an answer; its hash."""
    command = commands.ProposeAnswer(request_id=request_id, outcome=outcome, letter="Here it is.", **more)
    return str(house.act("rhys", command).result["content_hash"])


def state_of(request_id: int) -> tuple[str, str]:
    """(state, last day) of a request."""
    row = sql.row("SELECT state, due_on FROM requests_request WHERE id = %s", (request_id,))
    assert row is not None
    return row
