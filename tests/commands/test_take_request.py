"""TakeRequest: who answers it."""

from __future__ import annotations

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Forbidden, NotFound
from tests.commands.asked import open_request
from tests.commands.house import House


def owner(request_id: int) -> int | None:
    """The member who answers."""
    found = queries.read_request(request_id)
    assert found is not None
    return found.owner_id


def test_one_person_answers_it(house: House) -> None:
    """Taken, not taken from a colleague, given back; an administrator may step in."""
    request_id = open_request(house)
    house.records("rhys", commands.TakeRequest(request_id=request_id), "request.assigned", f"request/{request_id}")
    assert owner(request_id) == house.member("rhys")
    house.leaves("rhys", commands.TakeRequest(request_id=request_id))
    house.act("mair", people.ChangeRole(member_id=house.member("fern"), role="records"))
    house.refuses("fern", commands.TakeRequest(request_id=request_id), Forbidden)
    house.act("mair", commands.TakeRequest(request_id=request_id))
    assert owner(request_id) == house.member("mair")
    house.act("mair", commands.TakeRequest(request_id=request_id, is_taken=False))
    assert owner(request_id) is None


def test_only_records_staff(house: House) -> None:
    """And only what there is."""
    house.refuses("ada", commands.TakeRequest(request_id=open_request(house)), Refused)
    house.refuses("rhys", commands.TakeRequest(request_id=99), NotFound)
