"""FollowTag: public posts with a hashtag in one's home timeline."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people.commands import AddToList, BlockAccount, CreateList, FollowAccount, MuteAccount
from coffeehouse.domain.posts.commands import DeletePost, EditPost
from coffeehouse.domain.posts.tag_commands import FollowTag
from coffeehouse.kernel.errors import Invalid
from tests.commands.house import House


@pytest.mark.parametrize("written", ["Cymru", "#cymru", "CYMRU"])
def test_a_hashtag_in_any_case(house: House, written: str) -> None:
    """A row and an entry; again there is nothing to do; one that nobody used yet can be followed."""
    house.records("fern", FollowTag(name=written), "tag.followed", "tag/cymru")
    assert sql.rows("SELECT f.account_id, t.name FROM posts_tagfollow f JOIN posts_tag t ON t.id = f.tag_id") == [
        (house.id("fern"), "cymru")
    ]
    house.leaves("fern", FollowTag(name="cymru"))


@pytest.mark.parametrize("written", ["", "#", "two words", "1234", "a-b", "x" * 101, "#a#b", "\u202ecymru"])
def test_d4_what_no_post_could_carry_is_refused(house: House, written: str) -> None:
    """D4: no row of a hashtag is left behind."""
    house.refuses("fern", FollowTag(name=written), Invalid)


def test_public_posts_with_it_arrive(house: House) -> None:
    """Once, whoever else is followed; those of other visibilities do not; the writer's own is there anyway."""
    for tag in ("cymru", "te"):
        house.act("fern", FollowTag(name=tag))
    house.act("fern", FollowAccount(target_id=house.id("bevan")))
    ours = house.post("Te #cymru a #TE", who="gwyn")
    followed = house.post("#te", who="bevan")
    own = house.post("#te", who="fern")
    for visibility in ("unlisted", "followers", "direct"):
        house.post("#cymru", who="gwyn", visibility=visibility)
    assert sorted(house.feed("fern")) == [ours, followed, own]
    assert house.feed("bevan") == [followed]


def test_of_those_one_wants_nothing_of_nothing_arrives(house: House) -> None:
    """Muted, blocked, and who blocks one; nor what an exclusive list keeps out of home."""
    for who in ("fern", "hari"):
        house.act(who, FollowTag(name="cymru"))
    house.act("fern", MuteAccount(target_id=house.id("gwyn")))
    house.act("fern", BlockAccount(target_id=house.id("bevan")))
    house.act("fern", FollowAccount(target_id=house.id("cade")))
    list_id = int(house.act("fern", CreateList(title="Ar wahân", is_exclusive=True)).result)
    house.act("fern", AddToList(list_id=list_id, account_ids=(house.id("cade"),)))
    house.act("ada", BlockAccount(target_id=house.id("hari")))
    for who in ("gwyn", "bevan", "cade"):
        house.post("#cymru", who=who)
    post = house.post("#cymru")
    assert house.feed("fern") == [post]
    assert post not in house.feed("hari")


def test_the_latest_come_at_once(house: House) -> None:
    """Public ones of those one wants to hear of."""
    post = house.post("#cymru")
    house.post("#cymru", who="gwyn")
    house.post("#cymru", visibility="unlisted")
    house.act("fern", MuteAccount(target_id=house.id("gwyn")))
    house.act("fern", FollowTag(name="cymru"))
    assert house.feed("fern") == [post]


def test_an_edit_that_brings_it_arrives_and_a_deletion_leaves(house: House) -> None:
    """As for followers."""
    house.act("fern", FollowTag(name="cymru"))
    post = house.post("Bore da")
    assert house.feed("fern") == []
    house.act("ada", EditPost(post_id=post, text="Bore da #cymru"))
    assert house.feed("fern") == [post]
    house.act("ada", DeletePost(post_id=post))
    assert house.feed("fern") == []
