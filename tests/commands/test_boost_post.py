"""BoostPost: passing a post on to one's followers."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import MATRIX, House, sees


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_may_boost(house: House, viewer: str, visibility: str) -> None:
    """O12: public and unlisted ones by whoever sees them; followers-only ones by their author; direct ones never."""
    post = house.post_to(visibility)
    command = posts.BoostPost(post_id=post)
    if (visibility in ("public", "unlisted") and sees(viewer, visibility)) or (viewer, visibility) == (
        "ada",
        "followers",
    ):
        done, fact = house.records(viewer, command, "post.boosted")
        boost = int(done.result["id"])
        row = sql.row("SELECT account_id, boost_of_id, visibility, text FROM posts_post WHERE id = %s", (boost,))
        assert row == (house.id(viewer), post, "followers" if visibility == "followers" else "public", "")
        assert fact.object == f"post/{boost}"
        assert fact.states().keys() == {("posts_post", boost)}
        assert sql.value("SELECT boosts_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 1
        told = ("reblog", house.id(viewer), post)
        assert (told in house.notified("ada")) == (viewer != "ada")
    else:
        house.refuses(viewer, command, NotFound)


def test_boosting_again_changes_nothing(house: House) -> None:
    """The second boost answers with the first."""
    post = house.post()
    first = house.act("fern", posts.BoostPost(post_id=post)).result
    assert house.leaves("fern", posts.BoostPost(post_id=post)).result == first


def test_a_boost_of_a_boost_is_of_the_post(house: House) -> None:
    """Whoever boosts a boost boosts what it passes on."""
    post = house.post()
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    again = int(house.act("gwyn", posts.BoostPost(post_id=boost)).result["id"])
    assert sql.value("SELECT boost_of_id FROM posts_post WHERE id = %s", (again,)) == post


def test_a_boost_reaches_the_followers_who_want_boosts(house: House) -> None:
    """It is in the feeds of the booster and of followers, not of those who turned boosts off."""
    post = house.post()
    house.act("gwyn", people.FollowAccount(target_id=house.id("fern")))
    house.act("cade", people.FollowAccount(target_id=house.id("fern"), shows_boosts=False))
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    assert [boost in house.feed(name) for name in ("fern", "gwyn", "cade")] == [True, True, False]


@pytest.mark.parametrize("asked", ["public", "unlisted", "followers"])
def test_a_boost_has_its_own_visibility(house: House, asked: str) -> None:
    """As asked; nobody boosts to named people only."""
    post = house.post()
    boost = house.act("fern", posts.BoostPost(post_id=post, visibility=asked)).result["id"]
    assert sql.value("SELECT visibility FROM posts_post WHERE id = %s", (int(boost),)) == asked
    house.refuses("gwyn", posts.BoostPost(post_id=post, visibility="direct"), Invalid)
