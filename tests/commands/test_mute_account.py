"""MuteAccount: not seeing an account for a while."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound, Problem
from tests.commands.house import House

NOW = 1_763_772_000_000


def test_what_they_said_leaves_the_feed_and_the_muted_is_not_told(house: House) -> None:
    """A row; the follow stays; new posts do not arrive."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.post()
    command = people.MuteAccount(target_id=house.id("ada"))
    house.records("fern", command, "account.muted", f"account/{house.id('ada')}")
    assert sql.rows("SELECT account_id, target_id, hides_notifications, expires_at FROM people_mute") == [
        (house.id("fern"), house.id("ada"), True, None)
    ]
    house.post("Eto")
    assert house.feed("fern") == []
    assert house.counts("ada")[0] == 1
    assert "mute" not in str(house.notified("ada"))


@pytest.mark.parametrize("hides", [True, False])
def test_notifications_are_hidden_if_wanted(house: House, hides: bool) -> None:
    """As chosen."""
    house.act("fern", people.MuteAccount(target_id=house.id("ada"), hides_notifications=hides))
    house.post("@fern helo")
    assert len(house.notified("fern")) == (0 if hides else 1)


def test_a_mute_ends_by_itself(house: House) -> None:
    """After its seconds feeds and notifications arrive again."""
    with clock.at(NOW):
        house.act("fern", people.FollowAccount(target_id=house.id("ada")))
        house.act("fern", people.MuteAccount(target_id=house.id("ada"), duration=60))
    assert sql.value("SELECT expires_at FROM people_mute") == NOW + 60_000
    with clock.at(NOW + 59_999):
        house.post("@fern helo")
    assert (house.feed("fern"), house.notified("fern")) == ([], [])
    with clock.at(NOW + 60_000):
        post = house.post("@fern helo eto")
    assert house.feed("fern") == [post]
    assert len(house.notified("fern")) == 1


@pytest.mark.parametrize(
    ("target", "duration", "problem"),
    [("ada", 0, Forbidden), ("gwyn", -1, Invalid), ("gwyn", 10**12, Invalid), (None, 0, NotFound)],
)
def test_what_cannot_be_muted(house: House, target: str | None, duration: int, problem: type[Problem]) -> None:
    """Oneself, nobody, for less than nothing or for ever and a day."""
    command = people.MuteAccount(target_id=house.id(target) if target else 1, duration=duration)
    house.refuses("ada", command, problem)


def test_the_same_again_is_no_change(house: House) -> None:
    """A mute without an end stays as it is; another choice changes it."""
    command = people.MuteAccount(target_id=house.id("ada"))
    house.act("fern", command)
    house.leaves("fern", command)
    changed = people.MuteAccount(target_id=house.id("ada"), hides_notifications=False)
    house.records("fern", changed, "account.muted")
