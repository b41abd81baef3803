"""DeletePost: taking one's post back."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.kernel.errors import NotFound
from tests.commands.house import VISIBILITIES, House


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_all_that_hangs_on_it_goes(house: House, visibility: str) -> None:
    """Post, boosts, marks, feeds, notifications, mentions, tags are gone; the ledger says which rows are."""
    post = house.post_to(visibility, poll=posts.PollDraft(options=("a", "b"), expires_in=None))
    own = int(house.act("ada", posts.BoostPost(post_id=post)).result["id"]) if visibility != "direct" else 0
    for command in (posts.FavouritePost, posts.BookmarkPost, posts.MuteThread):
        house.act("bevan", command(post_id=post))
    house.act("bevan", posts.VoteInPoll(post_id=post, choices=(0,)))
    house.act("ada", posts.EditPost(post_id=post, text="Nos da #nos @bevan"))
    edit = sql.value("SELECT id FROM posts_postedit")
    done, fact = house.records("ada", posts.DeletePost(post_id=post), "post.deleted", f"post/{post}")
    assert done.result == {"id": str(post)}
    gone = {("posts_post", number) for number in (post, own) if number} | {("posts_poll", post)}
    gone |= {("posts_mention/post_id", post), ("posts_postedit", edit)}
    assert fact.states() == dict.fromkeys(gone)
    rows = house.rows()
    for table in (
        "posts_post", "posts_postcounts", "posts_favourite", "posts_bookmark", "posts_mention", "posts_posttag",
        "posts_poll", "posts_pollvote", "posts_postedit", "posts_feed",
    ):  # fmt: skip
        assert rows[table] == [], table
    assert [row for row in rows["posts_notification"] if post in row] == []
    assert house.counts("ada")[2] == 0


@pytest.mark.parametrize("viewer", ["bevan", "fern", "gwyn", "hari", "cade", "mair"])
def test_nobody_deletes_anothers_post(house: House, viewer: str) -> None:
    """Not found: for those named in it, for moderators, for administrators."""
    house.refuses(viewer, posts.DeletePost(post_id=house.post_to("public")), NotFound)


def test_replies_stay_and_counts_follow(house: House) -> None:
    """A deleted reply no longer counts; a deleted parent leaves its replies standing."""
    parent = house.post()
    reply = house.post("Ateb", "fern", in_reply_to_id=parent)
    other = house.post("Ateb arall", "gwyn", in_reply_to_id=parent)
    house.act("fern", posts.DeletePost(post_id=reply))
    assert sql.value("SELECT replies_count FROM posts_postcounts WHERE post_id = %s", (parent,)) == 1
    house.act("ada", posts.DeletePost(post_id=parent))
    assert sql.rows("SELECT id FROM posts_post") == [(other,)]


def test_deleting_a_boost_takes_it_back(house: House) -> None:
    """The boosted post's count and the news of the boost go too."""
    post = house.post()
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    house.records("fern", posts.DeletePost(post_id=boost), "post.deleted", f"post/{boost}")
    assert house.notified("ada") == []
    assert sql.value("SELECT boosts_count FROM posts_postcounts WHERE post_id = %s", (post,)) == 0


@pytest.mark.parametrize("keeps", [True, False])
def test_pictures_stay_for_a_new_draft_or_go(house: House, keeps: bool) -> None:
    """M7: with `keeps_media` False rows go at once and files by the outbox."""
    picture = house.picture(description="Te")
    post = house.post("Llun", media_ids=(picture,))
    house.act("ada", posts.DeletePost(post_id=post, keeps_media=keeps))
    assert sql.rows("SELECT id, post_id FROM posts_media") == ([(picture, None)] if keeps else [])
    assert house.jobs() == ([] if keeps else ["remove_files"])
