"""EndPushSubscription: the push service says that nobody listens any more."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.push_commands import EndPushSubscription
from coffeehouse.engine.act import Refused
from coffeehouse.engine.housekeeping import forget_dead_subscriptions
from tests.commands.house import House
from tests.commands.subscribing import app_of, subscribe


def test_the_house_forgets_the_address(house: House) -> None:
    """The row is gone and it is recorded; again there is nothing to do."""
    made = int(house.act(app_of(house), subscribe()).result["id"])
    house.records("system", EndPushSubscription(subscription_id=made), "push.ended", f"push/{made}")
    assert sql.rows("SELECT id FROM people_pushsubscription") == []
    house.leaves("system", EndPushSubscription(subscription_id=made))


@pytest.mark.parametrize("who", ["ada", "gwyn", "mair"])
def test_only_the_house_ends_it(house: House, who: str) -> None:
    """Not even an administrator."""
    made = int(house.act(app_of(house), subscribe()).result["id"])
    house.refuses(who, EndPushSubscription(subscription_id=made), Refused)


def test_u4_the_addresses_of_dead_tokens_are_cleared_away(house: House) -> None:
    """U4: what ended with its token is removed within the hour; others stay."""
    dead, alive = app_of(house), app_of(house, "gwyn")
    for app in (dead, alive):
        house.act(app, subscribe())
    assert forget_dead_subscriptions() == 0
    house.act("ada", people.RevokeToken(token_id=dead.token_id))
    assert forget_dead_subscriptions() == 1
    assert sql.rows("SELECT token_id FROM people_pushsubscription") == [(alive.token_id,)]
