"""FollowAccount: following, or asking to."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound, Problem
from tests.commands.house import VISIBILITIES, House
from tests.federation.elsewhere import stranger


def test_a_follow_fills_the_feed_and_tells(house: House) -> None:
    """Row, both counts, the latest posts in the feed, news for the one followed."""
    first, direct = house.post(), house.post("cyfrinach", visibility="direct")
    done, fact = house.records(
        "fern", people.FollowAccount(target_id=house.id("ada")), "follow.created", f"account/{house.id('ada')}"
    )
    assert (done.result, fact.payload["command"]["target_id"]) == ("following", str(house.id("ada")))
    assert sql.rows("SELECT account_id, target_id, is_pending, shows_boosts, notifies FROM people_follow") == [
        (house.id("fern"), house.id("ada"), False, True, False)
    ]
    assert (house.counts("ada")[:2], house.counts("fern")[:2]) == ((1, 0), (0, 1))
    assert house.feed("fern") == [first]
    assert direct not in house.feed("fern")
    assert house.notified("ada") == [("follow", house.id("fern"), None)]


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_o8_a_locked_account_is_asked_first(house: House, visibility: str) -> None:
    """O8: a request counts nothing and opens nothing."""
    house.act("ada", people.UpdateProfile(is_locked=True))
    post = house.post("Bore da", visibility=visibility)
    done, _ = house.records("fern", people.FollowAccount(target_id=house.id("ada")), "follow.requested")
    assert done.result == "requested"
    assert (house.counts("ada")[0], house.feed("fern")) == (0, [])
    assert house.notified("ada") == [("follow_request", house.id("fern"), None)]
    assert (read_status(house.id("fern"), post) is not None) == (visibility in ("public", "unlisted"))


def test_choices_change_and_the_same_again_is_no_change(house: House) -> None:
    """What is not given stays as it was."""
    target = house.id("ada")
    house.act("fern", people.FollowAccount(target_id=target, notifies=True))
    house.records("fern", people.FollowAccount(target_id=target, languages=("cy", "en")), "follow.changed")
    row = sql.row("SELECT shows_boosts, notifies, languages FROM people_follow")
    assert row == (True, True, "cy en")
    house.leaves("fern", people.FollowAccount(target_id=target, notifies=True))
    assert house.counts("ada")[0] == 1


def test_only_the_languages_chosen_reach_the_feed(house: House) -> None:
    """Posts without a language do as well."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada"), languages=("cy",)))
    made = [house.post("x", language=language) for language in ("cy", "en", "")]
    assert sorted(house.feed("fern")) == [made[0], made[2]]


@pytest.mark.parametrize(
    ("who", "target", "problem"),
    [("ada", "ada", Forbidden), ("ada", "hari", Forbidden), ("hari", "ada", NotFound)],
)
def test_neither_oneself_nor_across_a_block(house: House, who: str, target: str, problem: type[Problem]) -> None:
    """Who blocked one is not found; whom one blocks must be unblocked first."""
    house.relate()
    house.refuses(who, people.FollowAccount(target_id=house.id(target)), problem)


@pytest.mark.parametrize("target", [0, -1, 2**63 - 1])
def test_nobody_is_not_found(house: House, target: int) -> None:
    """An id that no account has."""
    house.refuses("ada", people.FollowAccount(target_id=target), NotFound)


def test_there_is_a_most(house: House) -> None:
    """7,500 accounts."""
    sql.execute("UPDATE people_accountcounts SET following_count = 7500 WHERE account_id = %s", (house.id("fern"),))
    house.refuses("fern", people.FollowAccount(target_id=house.id("ada")), Invalid)
    sql.execute("UPDATE people_accountcounts SET following_count = 0 WHERE account_id = %s", (house.id("fern"),))


def test_an_account_elsewhere_is_asked_and_answers_when_it_does(house: House) -> None:
    """The follow holds from when its server accepts it; until then nothing is counted. A refusal ends it."""
    dee = stranger()
    command = people.FollowAccount(target_id=dee.account_id)
    done, _ = house.records("ada", command, "follow.requested", f"account/{dee.account_id}")
    assert (done.result, house.counts("ada")[:2]) == ("requested", (0, 0))
    dee.does(people.AuthorizeFollow(account_id=house.id("ada")))
    assert house.counts("ada")[:2] == (0, 1)
    dee.does(people.RemoveFollower(account_id=house.id("ada")))
    assert house.counts("ada")[:2] == (0, 0)
    house.act("ada", command)
    dee.does(people.RejectFollow(account_id=house.id("ada")))
    assert sql.rows("SELECT 1 FROM people_follow") == []
