"""CloseHouse: nothing new, for good; what was said can be read, and the records are still looked after."""

from __future__ import annotations

import pytest

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import queries
from coffeehouse.domain.publishing import closing
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.house import House

CLOSE = closing.CloseHouse(because="The council merged with its neighbour.")


def test_it_is_recorded_with_its_reason_and_the_moves(house: House) -> None:
    """Who went where stands in the ledger and in the table."""
    moved = closing.CloseHouse(because="Merged.", moves=((house.id("ada"), "https://town.example/@ada"),))
    _, fact = house.records(SYSTEM, moved, "house.closed", "mode/closed")
    assert fact.payload["kept"] == {"reason": "Merged.", "moves": {str(house.id("ada")): "https://town.example/@ada"}}
    assert closing.moved_to(house.id("ada")) == "https://town.example/@ada"
    assert closing.moved_to(house.id("gwyn")) == ""
    with pytest.raises(Conflict):
        act(CLOSE, SYSTEM, "cli")


@pytest.mark.parametrize("name", ["ada", "cade", "mair", "rhys"])
def test_nobody_closes_it_from_within(house: House, name: str) -> None:
    """Not the administrator either: it is done on the machine, and it stays open."""
    with pytest.raises(Problem):
        house.act(name, CLOSE)
    assert closing.closed() is None


def test_nothing_new_is_taken(house: House) -> None:
    """No post, no reaction, no follow, no member, by nobody; and what was said is there."""
    post_id = int(house.act("ada", posts.PublishPost(text="Good evening.")).result["id"])
    act(CLOSE, SYSTEM, "cli")
    new = (
        posts.PublishPost(text="One more thing"),
        posts.FavouritePost(post_id=post_id),
        posts.DeletePost(post_id=post_id),
        people.FollowAccount(target_id=house.id("fern")),
    )
    for name in ("ada", "gwyn", "mair"):
        for command in new:
            with pytest.raises(Forbidden) as refused:
                house.act(name, command)
            assert refused.value.code == "closed"
    assert queries.read_status(None, post_id) is not None


def test_records_are_still_looked_after(house: House) -> None:
    """A hold can be placed in a closed house: the law does not end with it."""
    from coffeehouse.domain.records import commands as records

    post_id = int(house.act("ada", posts.PublishPost(text="Good evening.")).result["id"])
    act(CLOSE, SYSTEM, "cli")
    house.act("rhys", records.PlaceHold(objects=(f"post/{post_id}",), because="An inquiry has asked for it."))


@pytest.mark.parametrize(
    "target", ["", "ada@town.example", "javascript:alert(1)", "https://", "https://x/" + "y" * 2_000]
)
def test_where_an_account_went_is_an_address(house: House, target: str) -> None:
    """Anything else is refused, and the house stays open."""
    with pytest.raises(Invalid):
        act(closing.CloseHouse(because="Merged.", moves=((house.id("ada"), target),)), SYSTEM, "cli")
    assert closing.closed() is None


def test_only_accounts_of_the_house_move(house: House) -> None:
    """A number that is nobody's is not found."""
    with pytest.raises(NotFound):
        act(closing.CloseHouse(because="Merged.", moves=((7, "https://town.example/@ada"),)), SYSTEM, "cli")
