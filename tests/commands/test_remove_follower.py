"""RemoveFollower: ending somebody's following of oneself."""

from __future__ import annotations

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_follower_follows_no_longer(house: House) -> None:
    """Row, counts and feed; again there is nothing to do."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    post = house.post("I'm ffrindiau", visibility="followers")
    command = people.RemoveFollower(account_id=house.id("fern"))
    done, _ = house.records("ada", command, "follower.removed", f"account/{house.id('fern')}")
    assert done.result == "follow"
    assert (house.counts("ada")[0], house.feed("fern")) == (0, [])
    assert read_status(house.id("fern"), post) is None
    house.leaves("ada", command)


def test_a_request_goes_with_its_news(house: House) -> None:
    """Removing who only asked is saying no."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", people.RemoveFollower(account_id=house.id("fern")))
    assert house.notified("ada") == []


def test_nobody_is_not_found(house: House) -> None:
    """An id that no account has."""
    house.refuses("ada", people.RemoveFollower(account_id=1), NotFound)
