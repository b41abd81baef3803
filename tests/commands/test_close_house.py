"""CloseHouse: nothing new, for good; what was said can be read, and the records are still looked after."""

from __future__ import annotations

import json

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.federation.queries.documents import our_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.voice_commands import RemoveLeaver
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import queries
from coffeehouse.domain.publishing import closing
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.house import CAST, House
from tests.federation.elsewhere import stranger

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


def test_followers_elsewhere_are_told_where_an_account_went(house: House) -> None:
    """In the act that closes: `movedTo` in its document, the profile and the Move for them; nobody here follows on."""
    stranger("fan", "fans.example").does(people.FollowAccount(target_id=house.id("ada")))
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    new = stranger("ada", "town.example", also_known_as=(moves.identity_here(house.id("ada")),))
    ada, before = house.id("ada"), len(house.jobs())
    moved = closing.CloseHouse(
        because="Merged.", moves=((ada, "https://town.example/@ada"),), announced=((ada, new.account_id),)
    )
    _, fact = house.records(SYSTEM, moved, "house.closed", "mode/closed")
    assert ("people_account", ada) in fact.states()
    actor = our_actor(ada)
    assert actor is not None
    assert actor.moved_to == new.uri
    jobs = sql.rows("SELECT kind, payload FROM engine_outbox ORDER BY id")[before:]
    told = [json.loads(payload)["verb"] for kind, payload in jobs if kind == "federate"]
    assert told == ["profile", "move"]
    assert {kind for kind, _ in jobs} == {"federate", "mail_house_closed"}


def test_o11_a_move_that_the_other_account_does_not_confirm_closes_nothing(house: House) -> None:
    """Nor one of an account that was given no place to go to."""
    ada, place = house.id("ada"), "https://town.example/@ada"
    new = stranger("ada", "town.example")
    unconfirmed = closing.CloseHouse(because="Merged.", moves=((ada, place),), announced=((ada, new.account_id),))
    house.refuses("system", unconfirmed, Invalid)
    house.refuses("system", closing.CloseHouse(because="Merged.", announced=((ada, new.account_id),)), NotFound)
    assert closing.closed() is None


def test_each_active_member_is_told_once(house: House) -> None:
    """By mail, as jobs of the same act; not who was suspended, or had left."""
    house.act("mair", people.SuspendMember(member_id=house.member("hari"), reason="Spam"))
    house.act("mair", RemoveLeaver(member_id=house.member("gwyn")))
    act(CLOSE, SYSTEM, "cli")
    rows = sql.rows("SELECT payload FROM engine_outbox WHERE kind = 'mail_house_closed'")
    told = sorted(int(json.loads(payload)["member_id"]) for (payload,) in rows)
    assert told == sorted(house.member(name) for name in CAST if name not in ("hari", "gwyn"))
