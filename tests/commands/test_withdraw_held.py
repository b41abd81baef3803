"""WithdrawHeld: the author takes back what waits."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.kernel.errors import Conflict, NotFound
from tests.commands.house import House


@pytest.fixture
def voice(house: House) -> Actor:
    """Ada as a voice."""
    return house.actor("ada", account_id=house.voice())


@pytest.fixture
def held(house: House, voice: Actor) -> int:
    """Words of a voice that policy holds."""
    return int(house.act(voice, posts.PublishPost(text="Rhif 943 476 5919")).result["held_id"])


def test_it_is_gone_from_the_queue(house: House, voice: Actor, held: int) -> None:
    """It cannot be released any more, nor withdrawn again."""
    command = publishing.WithdrawHeld(held_id=held)
    done, _ = house.records(voice, command, "held.withdrawn", f"held/{held}")
    assert done.result == str(held)
    assert sql.value("SELECT state FROM publishing_heldcommand") == "withdrawn"
    house.refuses(voice, command, Conflict)
    found = sql.value("SELECT content_hash FROM publishing_heldcommand")
    house.refuses("mair", publishing.ReleaseHeld(held_id=held, content_hash=found), Conflict)


@pytest.mark.parametrize("who", ["ada", "bevan", "mair"])
def test_p1_anothers_is_not_found(house: House, held: int, who: str) -> None:
    """P1: it belongs to the account that sent it, here the voice."""
    house.refuses(who, publishing.WithdrawHeld(held_id=held), NotFound)
