"""AnnounceMove: a closed house tells followers elsewhere where an account went, once the account there names it."""

from __future__ import annotations

import json

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.publishing.closing import AnnounceMove, CloseHouse
from coffeehouse.engine.act import Refused, act
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound, Problem
from tests.commands.house import House
from tests.federation.elsewhere import stranger


def close(house: House) -> None:
    """With a place for Ada to go to."""
    act(CloseHouse(because="Merged.", moves=((house.id("ada"), "https://town.example/@ada"),)), SYSTEM, "cli")


def test_followers_elsewhere_are_told(house: House) -> None:
    """Profile and Move; it is recorded, and the account shows where it went."""
    stranger("fan", "fans.example").does(people.FollowAccount(target_id=house.id("ada")))
    close(house)
    ada = house.id("ada")
    new = stranger("ada", "town.example", also_known_as=(moves.identity_here(ada),))
    before = len(house.jobs())
    announced = AnnounceMove(account_id=ada, target_id=new.account_id)
    _, fact = house.records("system", announced, "house.move_announced", f"account/{ada}")
    assert fact.payload["kept"] == {"target": f"account/{new.account_id}"}
    assert moves.identity_moved_to(ada) == new.uri
    jobs = sql.rows("SELECT kind, payload FROM engine_outbox ORDER BY id")[before:]
    assert [(kind, json.loads(payload)["verb"]) for kind, payload in jobs] == [
        ("federate", "profile"), ("federate", "move")
    ]  # fmt: skip


def test_o11_nothing_false_is_announced(house: House) -> None:
    """Not while the account there does not name ours, and not of an account that was given no place to go to."""
    close(house)
    new = stranger("ada", "town.example")
    house.refuses("system", AnnounceMove(account_id=house.id("ada"), target_id=new.account_id), Invalid)
    house.refuses("system", AnnounceMove(account_id=house.id("gwyn"), target_id=new.account_id), NotFound)


def test_an_open_house_announces_nothing(house: House) -> None:
    """There people move by themselves."""
    new = stranger("ada", "town.example", also_known_as=(moves.identity_here(house.id("ada")),))
    house.refuses("system", AnnounceMove(account_id=house.id("ada"), target_id=new.account_id), Conflict)


@pytest.mark.parametrize(("who", "is_closed"), [("ada", False), ("mair", False), ("ada", True), ("mair", True)])
def test_only_the_machine_announces(house: House, who: str, is_closed: bool) -> None:
    """Nobody sends followers about by hand."""
    if is_closed:
        close(house)
    new = stranger("ada", "town.example", also_known_as=(moves.identity_here(house.id("ada")),))
    command = AnnounceMove(account_id=house.id("ada"), target_id=new.account_id)
    house.refuses(who, command, Problem if is_closed else Refused)
    assert moves.identity_moved_to(house.id("ada")) == ""
