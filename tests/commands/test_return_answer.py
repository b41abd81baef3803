"""ReturnAnswer: a proposed answer is given back."""

from __future__ import annotations

from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import decided_request, propose, state_of
from tests.commands.house import House


def test_it_is_open_again(house: House) -> None:
    """With what is to be changed; the old hash signs nothing any more."""
    request_id = decided_request(house)
    content_hash = propose(house, request_id)
    command = commands.ReturnAnswer(request_id=request_id, reason="The letter names the asker.")
    house.records("mair", command, "request.returned", f"request/{request_id}")
    assert state_of(request_id)[0] == "open"
    request = queries.read_request(request_id)
    assert request is not None
    assert (request.returned_reason, request.content_hash) == ("The letter names the asker.", "")
    house.refuses("mair", commands.SignAnswer(request_id=request_id, content_hash=content_hash), Conflict)
    assert propose(house, request_id) == content_hash


def test_it_needs_a_reason_and_a_proposal(house: House) -> None:
    """And somebody who keeps records; whoever proposed it may take it back."""
    request_id = decided_request(house)
    house.refuses("rhys", commands.ReturnAnswer(request_id=request_id, reason="Not yet"), Conflict)
    propose(house, request_id)
    assert house.refuses("rhys", commands.ReturnAnswer(request_id=request_id, reason=""), Invalid).field == "reason"
    house.refuses("ada", commands.ReturnAnswer(request_id=request_id, reason="Mine"), Refused)
    house.act("rhys", commands.ReturnAnswer(request_id=request_id, reason="Mine"))
