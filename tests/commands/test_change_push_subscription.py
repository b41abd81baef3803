"""ChangePushSubscription: being woken for other things."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people.push_commands import ChangePushSubscription
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import House
from tests.commands.subscribing import app_of, subscribe


def test_what_is_not_said_stays(house: House) -> None:
    """Kinds replace the kinds before, the policy stays, and the other way round; the same again is no act."""
    app = app_of(house)
    made = house.act(app, subscribe()).result["id"]
    command = ChangePushSubscription(alerts=("follow", "favourite"))
    house.records(app, command, "push.changed", f"push/{made}")
    house.leaves(app, command)
    house.records(app, ChangePushSubscription(policy="followed"), "push.changed")
    assert sql.rows("SELECT alerts, policy FROM people_pushsubscription") == [("follow favourite", "followed")]
    house.records(app, ChangePushSubscription(alerts=()), "push.changed")
    assert sql.rows("SELECT alerts, policy FROM people_pushsubscription") == [("", "followed")]
    house.refuses(app, ChangePushSubscription(policy="mine"), Invalid)


def test_p1_it_is_the_tokens_own(house: House) -> None:
    """P1: another app of the same member, and anybody else, has none to change."""
    house.act(app_of(house), subscribe())
    for other in (app_of(house, token="other"), app_of(house, "gwyn")):
        house.refuses(other, ChangePushSubscription(policy="none"), NotFound)
