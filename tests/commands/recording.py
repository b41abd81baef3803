"""What tests of records share: a person asks to be forgotten, and time passes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from coffeehouse.domain.records import commands, erasures
from coffeehouse.domain.records.holds import holds_of_request
from coffeehouse.domain.requests.commands import AskForRecords, GatherRecords, WithdrawRequest
from coffeehouse.kernel import clock
from tests.commands.house import House

YEAR = 366 * clock.DAY
OFFICIAL = "Mae'r llyfrgell ar agor"
"""A voice may say this without a second person."""


def ask(house: House, who: str = "ada", *objects: str) -> int:
    """Somebody asks that everything of theirs, or these objects, be erased; the request's id."""
    command = commands.RequestErasure(account_id=house.id(who), objects=objects)
    return int(house.act(who, command).result)


def closed_request(house: House, who: str = "ada", words: str = "All about the barn owl") -> int:
    """Somebody asked for information, somebody looked for it, and it was withdrawn; no hold is left of it."""
    request_id = int(house.act(who, AskForRecords(kind="foi", words=words)).result["id"])
    house.act("rhys", GatherRecords(request_id=request_id, words=words))
    for hold in holds_of_request(request_id):
        house.act("rhys", commands.LiftHold(hold_id=hold.id, because="It was withdrawn."))
    house.act("rhys", WithdrawRequest(request_id=request_id, reason=f"Rang about: {words}"))
    return request_id


def outcomes(erasure_id: int) -> dict[str, str]:
    """Object → outcome."""
    return {item.name: item.outcome for item in erasures.items_of(erasure_id)}


@contextmanager
def years_later(years: int) -> Iterator[None]:
    """The house, that many years on."""
    with clock.at(clock.now_ms() + years * YEAR):
        yield
