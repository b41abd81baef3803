"""MoveAway: an account of ours moves to another."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.federation.moving_commands import MoveAway, SetAliases
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_account
from coffeehouse.kernel.errors import Forbidden, Invalid, LimitReached, NotFound
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def moved(house: House) -> Any:
    """What apps are shown."""
    return msgspec.json.decode(read_account(None, house.id("ada")) or "null")["moved"]


def test_a_move_is_shown_sent_and_followed(house: House) -> None:
    """When the other account says that this is its own: profile, Move to followers elsewhere, followers here."""
    stranger("fan", "fans.example").does(people.FollowAccount(target_id=house.id("ada")))
    new = stranger("ada", "new.example", also_known_as=(moves.identity_here(house.id("ada")),))
    before = len(house.jobs())
    _, fact = house.records("ada", MoveAway(target_id=new.account_id), "account.moved", f"account/{house.id('ada')}")
    assert fact.payload["kept"] == {"target": f"account/{new.account_id}"}
    assert moved(house)["acct"] == "ada@new.example"
    assert moves.moved_to(house.id("ada")) == "ada@new.example"
    rows = sql.rows("SELECT kind, payload FROM engine_outbox ORDER BY id")[before:]
    assert [(kind, json.loads(payload).get("verb")) for kind, payload in rows] == [
        ("federate", "profile"), ("federate", "move"), ("follow_moved", None)
    ]  # fmt: skip
    house.leaves("ada", MoveAway(target_id=new.account_id))
    house.records("ada", MoveAway(target_id=None), "account.stayed")
    assert moved(house) is None


def test_one_may_move_within_the_house(house: House) -> None:
    """To another account here that says so."""
    house.refuses("ada", MoveAway(target_id=house.id("bevan")), Invalid)
    house.act("bevan", SetAliases(uris=(moves.identity_here(house.id("ada")),)))
    house.act("ada", MoveAway(target_id=house.id("bevan")))
    assert moved(house)["acct"] == "bevan"


def test_o11_nobody_moves_to_an_account_that_does_not_say_so(house: House) -> None:
    """O11: else one could have one's followers follow anybody."""
    house.refuses("ada", MoveAway(target_id=stranger().account_id), Invalid)
    house.refuses("ada", MoveAway(target_id=house.id("ada")), Invalid)
    house.refuses("ada", MoveAway(target_id=1), NotFound)
    house.refuses(house.with_scopes("ada", "write:statuses"), MoveAway(target_id=1), Forbidden)


def test_moves_are_few(house: House) -> None:
    """Five in a month."""
    new = stranger("ada", "new.example", also_known_as=(moves.identity_here(house.id("ada")),))
    for at in range(5):
        house.act("ada", MoveAway(target_id=None if at % 2 else new.account_id))
    house.refuses("ada", MoveAway(target_id=None), LimitReached)
