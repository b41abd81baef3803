"""MakePack: the signed answer to a request becomes one file."""

from __future__ import annotations

import pytest

from coffeehouse.domain.packs import commands
from coffeehouse.domain.requests import commands as requests
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.asked import decide, decided_request, gather, open_request, propose
from tests.commands.house import House
from tests.commands.packed import answered, make, pack, sign


def test_whoever_keeps_the_records_has_it_made(house: House) -> None:
    """A row and a job; the state says that it is under way."""
    request_id = answered(house)
    done, fact = house.records("rhys", commands.MakePack(request_id=request_id, language="cy"), "pack.requested")
    made = pack(int(done.result))
    assert (made.request_id, made.reference, made.language, made.state) == (request_id, "FOI-2026-0001", "cy", "making")
    assert (made.made_by_id, made.progress, made.is_under_way) == (house.member("rhys"), 0, True)
    assert fact.states()["packs_pack", made.id] is not None
    assert house.jobs()[-1] == "make_pack"


@pytest.mark.parametrize("who", ["ada", "cade"])
def test_nobody_else_may(house: House, who: str) -> None:
    """Not a member, and not a moderator: it is the work of those who keep the records."""
    house.refuses(who, commands.MakePack(request_id=answered(house)), Refused)


def test_only_what_a_second_person_signed_is_packed(house: House) -> None:
    """Neither an open request nor a proposed answer leaves the house."""
    request_id = decided_request(house)
    house.refuses("rhys", commands.MakePack(request_id=request_id), Conflict)
    content_hash = propose(house, request_id)
    house.refuses("rhys", commands.MakePack(request_id=request_id), Conflict)
    house.act("mair", requests.SignAnswer(request_id=request_id, content_hash=content_hash))
    make(house, request_id)


def test_there_is_one_pack_of_a_request_at_a_time(house: House) -> None:
    """A second one is made after the first was removed."""
    request_id = answered(house)
    first = make(house, request_id)
    house.refuses("mair", commands.MakePack(request_id=request_id), Conflict)
    house.act("mair", commands.RemovePack(pack_id=first, because="Made in the wrong language."))
    assert make(house, request_id) != first


def test_an_answer_without_records_has_no_pack(house: House) -> None:
    """Nothing is held, so there is nothing to pack; what was withheld has at least its log of reasons."""
    house.refuses("rhys", commands.MakePack(request_id=sign(house, open_request(house), "not_held")), Conflict)
    house.post("The library again")
    request_id = open_request(house)
    for item in gather(house, request_id):
        decide(house, request_id, item, "withhold", exemption="FOIA s.44", reason="A law forbids it.")
    make(house, sign(house, request_id, "withheld"))


def test_the_language_is_one_that_packs_have(house: House) -> None:
    """English or Welsh."""
    house.refuses("rhys", commands.MakePack(request_id=answered(house), language="fr"), Invalid)
    house.refuses("rhys", commands.MakePack(request_id=1), NotFound)
