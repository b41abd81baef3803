"""SetNotificationPolicy: whose notifications an account accepts, keeps back or drops."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House

KINDS = ("for_not_following", "for_not_followers", "for_new_accounts", "for_private_mentions")


def kept(house: House) -> list[tuple[str, bool]]:
    """(type, whether kept back) of Ada's notifications, oldest first."""
    found = sql.rows(
        "SELECT type, is_filtered FROM posts_notification WHERE account_id = %s ORDER BY id", (house.id("ada"),)
    )
    return [(row[0], bool(row[1])) for row in found]


def test_it_is_kept(house: House) -> None:
    """What is not named stays; the same again is nothing; another word is refused."""
    command = commands.SetNotificationPolicy(for_not_following="filter", for_new_accounts="drop")
    house.records("ada", command, "notifications.policy_changed", f"account/{house.id('ada')}")
    house.act("ada", commands.SetNotificationPolicy(for_not_followers="filter", for_new_accounts="accept"))
    row = sql.row("SELECT for_not_following, for_not_followers, for_new_accounts, for_private_mentions"
                  " FROM posts_notificationpolicy WHERE account_id = %s", (house.id("ada"),))  # fmt: skip
    assert row == ("filter", "filter", "accept", "accept")
    house.leaves("ada", commands.SetNotificationPolicy(for_not_following="filter"))
    house.refuses("ada", commands.SetNotificationPolicy(for_not_following="maybe"), Invalid)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("answer", ["filter", "drop"])
def test_strangers_are_kept_back(house: House, kind: str, answer: str) -> None:
    """A direct mention by somebody new whom one does not follow meets each rule; a favourite meets all but one."""
    house.act("ada", commands.SetNotificationPolicy(**{kind: answer}))
    post = house.post()
    house.post("@ada psst", "gwyn", visibility="direct")
    house.act("gwyn", posts.FavouritePost(post_id=post))
    told = [] if answer == "drop" else [("mention", True), ("favourite", True)]
    if kind == "for_private_mentions":
        told = [*told[:1], ("favourite", False)]
    assert kept(house) == told
    # What is kept back is no conversation yet.
    assert sql.rows("SELECT * FROM posts_conversation WHERE account_id = %s", (house.id("ada"),)) == []
    requests = sql.rows(
        "SELECT from_account_id FROM posts_notificationrequest WHERE account_id = %s", (house.id("ada"),)
    )
    assert requests == ([(house.id("gwyn"),)] if answer == "filter" else [])


@pytest.mark.parametrize("kind", KINDS)
def test_those_one_knows_are_not(house: House, kind: str) -> None:
    """Followed by Ada, following her for long enough."""
    start = clock.now_ms()
    house.act("ada", people.FollowAccount(target_id=house.id("gwyn")))
    house.act("gwyn", people.FollowAccount(target_id=house.id("ada")))
    with clock.at(start + 4 * clock.DAY):
        house.act("ada", commands.SetNotificationPolicy(**{kind: "drop"}))
        house.post("@ada psst", "gwyn", visibility="direct")
    assert kept(house)[-1] == ("mention", False)


@pytest.mark.parametrize("days", [2, 4])
def test_a_follower_of_three_days_is_one(house: House, days: int) -> None:
    """Following just to be let in does not help at once; an account is new for 30 days."""
    start = clock.now_ms()
    house.act("gwyn", people.FollowAccount(target_id=house.id("ada")))
    house.act("ada", commands.SetNotificationPolicy(for_not_followers="filter"))
    with clock.at(start + days * clock.DAY):
        house.post("@ada hello", "gwyn")
    assert kept(house)[-1] == ("mention", days < 3)


@pytest.mark.parametrize("days", [29, 31])
def test_an_account_is_new_for_thirty_days(house: House, days: int) -> None:
    """Then it is no longer."""
    start = clock.now_ms()
    house.act("ada", commands.SetNotificationPolicy(for_new_accounts="filter"))
    with clock.at(start + days * clock.DAY):
        house.post("@ada hello", "gwyn")
    assert kept(house) == [("mention", days < 30)]


def test_an_answer_to_a_direct_post_is_let_in(house: House) -> None:
    """Whom one addressed first may answer."""
    house.act("ada", commands.SetNotificationPolicy(for_private_mentions="filter"))
    first = house.post("@gwyn hello", visibility="direct")
    house.post("@ada hello", "gwyn", visibility="direct", in_reply_to_id=first)
    house.post("@ada and something else", "gwyn", visibility="direct")
    assert kept(house) == [("mention", False), ("mention", True)]


def test_moderators_are_heard(house: House) -> None:
    """What staff write reaches everybody; their favourites are anybody's."""
    policy = commands.SetNotificationPolicy(for_not_following="drop", for_private_mentions="drop")
    house.act("ada", policy)
    post = house.post()
    house.act("cade", posts.FavouritePost(post_id=post))
    house.post("@ada please", "cade", visibility="direct")
    assert kept(house) == [("mention", False)]


def test_what_one_asked_for_is_never_kept_back(house: House) -> None:
    """That a poll is over is told whatever the policy."""
    house.act("gwyn", commands.SetNotificationPolicy(for_not_following="drop", for_new_accounts="drop"))
    poll = posts.PollDraft(options=("a", "b"), expires_in=300)
    post = house.post("?", poll=poll)
    house.act("gwyn", posts.VoteInPoll(post_id=post, choices=(0,)))
    with clock.at(clock.now_ms() + clock.HOUR):
        house.act("system", posts.ClosePoll(post_id=post))
    assert [one[0] for one in house.notified("gwyn")] == ["poll"]
