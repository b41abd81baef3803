"""LiftHold: a hold ends, with a reason."""

from __future__ import annotations

from coffeehouse.domain.records import commands, holds
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House


def test_what_another_hold_names_stays_held(house: House) -> None:
    """Each hold stands for itself; who ended it and why are kept."""
    post = f"post/{house.post()}"
    first, second = (
        int(house.act("rhys", commands.PlaceHold(because=why, objects=(post,))).result) for why in ("One.", "Two.")
    )
    command = commands.LiftHold(hold_id=first, because="Answered.")
    _, fact = house.records("mair", command, "hold.lifted", f"hold/{first}")
    assert fact.states()["records_hold", first] is not None
    assert holds.is_on_hold(post)
    house.act("rhys", commands.LiftHold(hold_id=second, because="Answered."))
    assert not holds.is_on_hold(post)
    lifted = holds.list_holds(lifted=True)
    assert {(hold.id, hold.lifted_because) for hold in lifted} == {(first, "Answered."), (second, "Answered.")}


def test_not_without_a_reason_nor_twice(house: House) -> None:
    """A reason is needed; what is over is over."""
    post = f"post/{house.post()}"
    hold_id = int(house.act("rhys", commands.PlaceHold(because="A claim.", objects=(post,))).result)
    house.refuses("rhys", commands.LiftHold(hold_id=hold_id, because=""), Invalid)
    command = commands.LiftHold(hold_id=hold_id, because="Settled.")
    house.act("rhys", command)
    house.refuses("rhys", command, Conflict)
    house.refuses("rhys", commands.LiftHold(hold_id=1, because="Settled."), NotFound)
