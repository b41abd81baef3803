"""A request and an erasure that meet: the hold comes first; what was erased is in no answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.records.erasures import items_of as items_of_erasure
from coffeehouse.domain.records.holds import holds_of_request
from coffeehouse.domain.requests import queries
from tests.commands.asked import decide, gather, open_request, propose
from tests.commands.house import House


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> House:
    """The cast in a house of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.INCOMING_FOLDER = tmp_path / "incoming"
    return House()


def erase(house: House, *names: str) -> dict[str, str]:
    """Ada asks for these to be erased, and Rhys carries it out; object → outcome."""
    command = records.RequestErasure(account_id=house.id("ada"), objects=names)
    erasure_id = int(house.act("ada", command).result)
    house.act("rhys", records.CarryOutErasure(erasure_id=erasure_id))
    return {item.name: item.outcome for item in items_of_erasure(erasure_id)}


def released_text(request_id: int) -> str:
    """Everything the recipient would get, as one text."""
    request = queries.read_request(request_id)
    assert request is not None
    return repr([each.item for each in queries.released_items(request)])


def test_p7_held_first_then_erased_and_in_no_answer(house: House) -> None:
    """P7: while it is on hold an erasure keeps it; once it is erased, the answer says so and has no word of it."""
    post = house.post("The library token-4711")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    decide(house, request_id, item)
    assert erase(house, f"post/{post}")[f"post/{post}"] != "erase"
    assert "token-4711" in released_text(request_id)
    (hold,) = holds_of_request(request_id)
    house.act("rhys", records.LiftHold(hold_id=hold.id, because="Answered."))
    assert erase(house, f"post/{post}") == {f"post/{post}": "erase"}
    said = released_text(request_id)
    assert "token-4711" not in said
    assert "withheld" in said
    assert gather(house, open_request(house)) == []


def test_p7_deleted_by_its_author_and_still_answered(house: House) -> None:
    """What somebody deletes to hide it, while it is asked for, is still there; and the answer to it stands."""
    post = house.post("The library and the money")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    house.act("ada", posts.DeletePost(post_id=post))
    decide(house, request_id, item)
    propose(house, request_id)
    assert "the money" in released_text(request_id)
