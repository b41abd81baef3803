"""ChooseOutcome: those who keep the records decide otherwise than the rules propose, with a reason."""

from __future__ import annotations

from coffeehouse.domain.records import commands, erasures
from coffeehouse.domain.requests.commands import AskForRecords, WithdrawRequest
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House
from tests.commands.recording import ask


def test_the_choice_its_reason_and_who_made_it_are_kept(house: House) -> None:
    """The item says so, and the ledger what it was before."""
    name = f"post/{house.post()}"
    erasure_id = ask(house)
    command = commands.ChooseOutcome(
        erasure_id=erasure_id, object=name, outcome="keep", because="A court asked for it."
    )
    _, fact = house.records("rhys", command, "erasure.changed", f"erasure/{erasure_id}")
    assert fact.payload["kept"] == {"before": "erase", "rule": "class members-posts"}
    item = erasures.read_item(erasure_id, name)
    assert item is not None
    assert (item.outcome, item.rule, item.because) == ("keep", "choice", "A court asked for it.")
    assert item.chosen_by_id == house.member("rhys")


def test_a_hold_stands_above_every_choice(house: House) -> None:
    """What is on hold can only be kept, whoever wishes otherwise."""
    name = f"post/{house.post()}"
    house.act("rhys", commands.PlaceHold(because="A claim.", objects=(name,)))
    erasure_id = ask(house)
    for outcome in ("erase", "restrict"):
        command = commands.ChooseOutcome(erasure_id=erasure_id, object=name, outcome=outcome, because="They ask.")
        house.refuses("mair", command, Conflict)


def test_a_request_that_waits_for_its_answer_is_kept(house: House) -> None:
    """It is answered or withdrawn first; then a choice can be made."""
    request_id = int(house.act("ada", AskForRecords(kind="foi", words="All about owls")).result["id"])
    name = f"request/{request_id}"
    erasure_id = ask(house)
    for outcome in ("erase", "restrict"):
        chosen = commands.ChooseOutcome(erasure_id=erasure_id, object=name, outcome=outcome, because="They ask.")
        house.refuses("rhys", chosen, Conflict)
    house.act("rhys", WithdrawRequest(request_id=request_id, reason="They rang."))
    house.act("rhys", chosen)


def test_what_cannot_be_chosen(house: House) -> None:
    """No reason, no such outcome, no such record, a person restricted, a request that is over, or not a keeper."""
    name, person = f"post/{house.post()}", f"account/{house.id('ada')}"
    erasure_id = ask(house)

    def choose(object: str = name, outcome: str = "keep", because: str = "Why not.") -> commands.ChooseOutcome:
        return commands.ChooseOutcome(erasure_id=erasure_id, object=object, outcome=outcome, because=because)

    house.refuses("rhys", choose(because=" "), Invalid)
    house.refuses("rhys", choose(outcome="forget"), Invalid)
    house.refuses("rhys", choose(object="post/1"), NotFound)
    house.refuses("rhys", choose(object=person, outcome="restrict"), Invalid)
    house.refuses("cade", choose(), Refused)
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    house.refuses("rhys", choose(), Conflict)
