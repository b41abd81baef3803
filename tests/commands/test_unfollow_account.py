"""UnfollowAccount: following no longer."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import House


def test_the_follow_goes_with_feed_and_lists(house: House) -> None:
    """Counts, feed and the follower's lists follow; again there is nothing to do."""
    target = house.id("ada")
    house.act("fern", people.FollowAccount(target_id=target))
    made = int(house.act("fern", people.CreateList(title="Ffrindiau")).result)
    house.act("fern", people.AddToList(list_id=made, account_ids=(target,)))
    house.post()
    done, _ = house.records("fern", people.UnfollowAccount(target_id=target), "follow.removed", f"account/{target}")
    assert done.result == "follow"
    assert sql.rows("SELECT * FROM people_follow") == sql.rows("SELECT * FROM people_listmember") == []
    assert (house.counts("ada")[0], house.feed("fern")) == (0, [])
    house.leaves("fern", people.UnfollowAccount(target_id=target))


def test_a_request_is_taken_back(house: House) -> None:
    """Its news goes; no count changes."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    done, _ = house.records("fern", people.UnfollowAccount(target_id=house.id("ada")), "follow.removed")
    assert done.result == "request"
    assert house.notified("ada") == []


def test_a_suspended_account_can_be_left(house: House) -> None:
    """One is not kept as a follower of somebody who is shown no more."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada")))
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="rheswm"))
    house.records("fern", people.UnfollowAccount(target_id=house.id("ada")), "follow.removed")


def test_nobody_is_not_found(house: House) -> None:
    """An id that no account has."""
    house.refuses("ada", people.UnfollowAccount(target_id=1), NotFound)
