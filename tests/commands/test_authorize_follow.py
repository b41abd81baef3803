"""AuthorizeFollow: saying yes to a follow request."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


@pytest.fixture
def asked(house: House) -> int:
    """Fern asked Ada, who is locked and has said something to followers."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    return house.post("I'm ffrindiau", visibility="followers")


def test_the_request_becomes_a_follow(house: House, asked: int) -> None:
    """Counts, feed, and the news becomes that of a follow; again it is not found."""
    command = people.AuthorizeFollow(account_id=house.id("fern"))
    done, _ = house.records("ada", command, "follow.authorized", f"account/{house.id('fern')}")
    assert done.result == "following"
    assert sql.value("SELECT is_pending FROM people_follow") in (False, 0)
    assert (house.counts("ada")[0], house.feed("fern")) == (1, [asked])
    assert house.notified("ada") == [("follow", house.id("fern"), None)]
    assert read_status(house.id("fern"), asked) is not None
    house.refuses("ada", command, NotFound)


@pytest.mark.parametrize("who", ["fern", "gwyn", "mair"])
def test_o9_nobody_says_yes_for_another(house: House, asked: int, who: str) -> None:
    """O9: a third party, the one who asks, an administrator: there is no such request of theirs."""
    house.refuses(who, people.AuthorizeFollow(account_id=house.id("fern")), NotFound)
    assert read_status(house.id("fern"), asked) is None


def test_o9_what_was_not_asked_cannot_be_granted(house: House) -> None:
    """O9: without a request there is nothing to say yes to."""
    house.refuses("ada", people.AuthorizeFollow(account_id=house.id("gwyn")), NotFound)
