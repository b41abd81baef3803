"""GrantSeat: giving a member a seat at a voice."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.domain.people.queries.liveness import live_tokens
from coffeehouse.domain.people.queries.voices import has_seat_at
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.fixture
def voice(house: House) -> int:
    """A voice at which Ada has a seat."""
    return house.voice()


def test_the_member_may_act_as_the_voice(house: House, voice: int) -> None:
    """A row; other powers replace those there were."""
    for powers in (("draft", "review"), ("release",)):
        command = people.GrantSeat(member_id=house.member("gwyn"), account_id=voice, powers=powers)
        _, fact = house.records("mair", command, "seat.granted", f"account/{voice}")
        assert fact.payload["kept"] == {"member": str(house.member("gwyn"))}
    found = sql.rows("SELECT powers FROM people_seat WHERE member_id = %s", (house.member("gwyn"),))
    assert found == [("release",)]
    actor = house.actor("gwyn", account_id=voice)
    assert (actor.account_id, actor.capacity) == (voice, "voice")


def test_a_seat_can_end_by_itself(house: House, voice: int) -> None:
    """At the very moment it runs out the member is only themselves, and its tokens are dead: everywhere alike."""
    end = clock.now_ms() + clock.HOUR
    give(house, voice, expires_at=end)
    token = token_of(house, voice)
    with clock.at(end - 1):
        actor = house.actor("gwyn", account_id=voice)
        assert (actor.account_id, actor.powers) == (voice, frozenset({"draft"}))
        held = read_actor_by_token("gwyn's")
        assert held is not None
        assert (held.account_id, held.powers) == (voice, frozenset({"draft"}))
        assert live_tokens([token]) == {token}
        assert has_seat_at(house.member("gwyn"), voice)
    with clock.at(end):
        actor = house.actor("gwyn", account_id=voice)
        assert (actor.account_id, actor.powers) == (house.id("gwyn"), frozenset())
        assert read_actor_by_token("gwyn's") is None
        assert live_tokens([token]) == set()
        assert not has_seat_at(house.member("gwyn"), voice)


def test_a_new_seat_revives_no_dead_token(house: House, voice: int) -> None:
    """Given again after it ran out, a seat is another seat."""
    end = clock.now_ms() + clock.HOUR
    give(house, voice, expires_at=end)
    token_of(house, voice)
    with clock.at(end):
        give(house, voice)
        assert house.actor("gwyn", account_id=voice).account_id == voice
        assert read_actor_by_token("gwyn's") is None


def test_other_powers_hold_at_once(house: House, voice: int) -> None:
    """A token is the seat as it is now, not as it was when the app was let in."""
    give(house, voice)
    token_of(house, voice)
    give(house, voice, powers=("draft", "release"))
    held = read_actor_by_token("gwyn's")
    assert held is not None
    assert held.powers == {"draft", "release"}


def test_p6_administrators_of_another_body_find_nothing(house: House, voice: int) -> None:
    """P6: who looks after one body gives seats at its voices and its teams'; those of another do not exist for them."""
    other = int(house.act("mair", people.CreateBody(slug="other", name="Other")).result)
    team = int(house.act("mair", people.CreateBody(slug="team", name="Team", parent_id=other)).result)
    account = people.CreateAccount(username="team_voice", kind="voice", body_id=team)
    team_voice = int(house.act("mair", account).result)
    house.act("mair", AppointBodyAdmin(body_id=other, member_id=house.member("fern")))
    house.records("fern", seat(house, team_voice), "seat.granted", f"account/{team_voice}")
    house.refuses("fern", seat(house, voice), NotFound)


def seat(house: House, account_id: int, **members: Any) -> people.GrantSeat:
    """A seat for Gwyn."""
    return people.GrantSeat(
        **{"member_id": house.member("gwyn"), "account_id": account_id, "powers": ("draft",), **members}
    )


def give(house: House, account_id: int, **members: Any) -> None:
    """Gwyn gets it."""
    house.act("mair", seat(house, account_id, **members))


def token_of(house: House, account_id: int) -> int:
    """An app of Gwyn's is let in for the voice; the token's id."""
    house.act("mair", people.RevokeSeat(member_id=house.member("ada"), account_id=account_id))
    issue = people.IssueToken(account_id=account_id, scopes="read", label="x", token_hash=hash_secret("gwyn's"))
    return int(house.act("mair", issue).result)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, voice: int, who: str) -> None:
    """Who holds a seat cannot give one."""
    command = people.GrantSeat(member_id=house.member("gwyn"), account_id=voice, powers=("draft",))
    house.refuses(who, command, Refused)


def test_what_cannot_be(house: House, voice: int) -> None:
    """Unknown powers or none; a seat at a person; a member there is not."""
    gwyn = house.member("gwyn")
    for powers in ((), ("rule",)):
        house.refuses("mair", people.GrantSeat(member_id=gwyn, account_id=voice, powers=powers), Invalid)
    house.refuses("mair", people.GrantSeat(member_id=gwyn, account_id=house.id("ada"), powers=("draft",)), NotFound)
    house.refuses("mair", people.GrantSeat(member_id=1, account_id=voice, powers=("draft",)), NotFound)
    past = people.GrantSeat(member_id=gwyn, account_id=voice, powers=("draft",), expires_at=clock.now_ms())
    house.refuses("mair", past, Invalid)
