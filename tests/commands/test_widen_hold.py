"""WidenHold: a search has found more."""

from __future__ import annotations

from coffeehouse.domain.records import commands, holds
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.house import House


def test_further_records_come_under_the_hold(house: House) -> None:
    """They are held from then on; naming them again changes nothing."""
    one, two = f"post/{house.post()}", f"post/{house.post('Dau')}"
    hold_id = int(house.act("rhys", commands.PlaceHold(because="A claim.", objects=(one,))).result)
    command = commands.WidenHold(hold_id=hold_id, objects=(one, two))
    _, fact = house.records("rhys", command, "hold.widened", f"hold/{hold_id}")
    assert fact.payload["kept"] == {"added": 1}
    assert holds.is_on_hold(two)
    house.leaves("rhys", command)


def test_not_a_hold_that_ended_or_never_was(house: House) -> None:
    """A lifted hold is over: a new one says why anew."""
    post = f"post/{house.post()}"
    hold_id = int(house.act("rhys", commands.PlaceHold(because="A claim.", objects=(post,))).result)
    house.refuses("rhys", commands.WidenHold(hold_id=hold_id, objects=()), Invalid)
    house.act("rhys", commands.LiftHold(hold_id=hold_id, because="Settled."))
    house.refuses("rhys", commands.WidenHold(hold_id=hold_id, objects=(post,)), Conflict)
    house.refuses("rhys", commands.WidenHold(hold_id=1, objects=(post,)), NotFound)
