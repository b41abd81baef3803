"""UnsubscribeFromPush: being woken no more."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people.push_commands import UnsubscribeFromPush
from tests.commands.house import House
from tests.commands.subscribing import app_of, subscribe


def test_it_goes_with_its_address(house: House) -> None:
    """The row is gone; that there is none is as good."""
    app = app_of(house)
    made = house.act(app, subscribe()).result["id"]
    house.records(app, UnsubscribeFromPush(), "push.unsubscribed", f"push/{made}")
    assert sql.rows("SELECT id FROM people_pushsubscription") == []
    house.leaves(app, UnsubscribeFromPush())


def test_p1_it_is_the_tokens_own(house: House) -> None:
    """P1: another app ends nothing but its own."""
    house.act(app_of(house), subscribe())
    house.leaves(app_of(house, token="other"), UnsubscribeFromPush())
    assert len(sql.rows("SELECT id FROM people_pushsubscription")) == 1
