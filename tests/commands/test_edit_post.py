"""EditPost: a new version of one's post; the earlier one is kept."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_history, read_status
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import VISIBILITIES, House


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_the_new_version_stands_and_the_old_one_is_kept(house: House, visibility: str) -> None:
    """Row, fragment, tags and words follow the new text; history has the old; visibility never changes."""
    post = house.post_to(visibility, spoiler_text="hen")
    house.act("ada", posts.EditPost(post_id=post, text="Nos da @gwyn #nos"))
    done, fact = house.records(
        "ada", posts.EditPost(post_id=post, text="Pnawn da #pnawn", language="cy"), "post.edited"
    )
    assert (done.result, fact.object) == ({"id": str(post)}, f"post/{post}")
    row = sql.row("SELECT visibility, text, spoiler_text, language FROM posts_post WHERE id = %s", (post,))
    assert row == (visibility, "Pnawn da #pnawn", "", "cy")
    state = fact.states()["posts_post", post]
    assert state is not None
    assert state["text"] == "Pnawn da #pnawn"
    assert sql.rows("SELECT text, spoiler_text FROM posts_postedit ORDER BY id") == [
        ("Bore da @bevan a @hari", "hen"), ("Nos da @gwyn #nos", ""),
    ]  # fmt: skip
    assert sql.rows("SELECT t.name FROM posts_tag t JOIN posts_posttag p ON p.tag_id = t.id") == [("pnawn",)]
    assert house.notified("gwyn") == [("mention", house.id("ada"), post)]


@pytest.mark.parametrize("viewer", ["bevan", "fern", "gwyn", "hari", "cade", "mair"])
def test_nobody_edits_anothers_post(house: House, viewer: str) -> None:
    """Not found: O3 within the house."""
    house.refuses(viewer, posts.EditPost(post_id=house.post_to("public"), text="x"), NotFound)


def test_a_boost_has_no_words_to_edit(house: House) -> None:
    """Refused: the words are another's."""
    boost = int(house.act("fern", posts.BoostPost(post_id=house.post())).result["id"])
    house.refuses("fern", posts.EditPost(post_id=boost, text="x"), Invalid)


@pytest.mark.parametrize("text", ["", " \n", "x" * 5_001])
def test_a_version_must_say_something_of_bearable_length(house: House, text: str) -> None:
    """Empty or too long is refused, and the post stays as it was."""
    house.refuses("ada", posts.EditPost(post_id=house.post(), text=text), Invalid)


def test_a_version_that_says_the_same_is_none(house: House) -> None:
    """Saving without a change records nothing and leaves no history."""
    post = house.post("Bore da", spoiler_text="cyfarch", language="cy")
    house.leaves("ada", posts.EditPost(post_id=post, text="Bore da", spoiler_text="cyfarch", language="cy"))


def test_those_who_boosted_are_told(house: House) -> None:
    """They passed on other words."""
    post = house.post()
    house.act("fern", posts.BoostPost(post_id=post))
    house.act("ada", posts.EditPost(post_id=post, text="Newydd"))
    assert house.notified("fern") == [("update", house.id("ada"), post)]


def test_who_was_named_may_still_read(house: House) -> None:
    """Whoever was addressed once keeps sight of the post when an edit leaves the name out."""
    post = house.post_to("direct")
    house.act("ada", posts.EditPost(post_id=post, text="Heb enw"))
    assert read_status(house.id("bevan"), post) is not None


def test_a_poll_with_new_options_starts_again_and_still_closes(house: House) -> None:
    """Other options: no votes, and a job for the new end; the same options keep their votes."""
    draft = posts.PollDraft(options=("Te", "Coffi"), expires_in=600)
    post = house.post("Beth?", poll=draft)
    house.act("gwyn", posts.VoteInPoll(post_id=post, choices=(0,)))
    house.act("ada", posts.EditPost(post_id=post, text="Beth nawr?", poll=draft))
    assert sql.row("SELECT votes, voters_count FROM posts_poll") == ("[1,0]", 1)
    other = posts.PollDraft(options=("Te", "Llaeth"), expires_in=900)
    house.act("ada", posts.EditPost(post_id=post, text="Beth nawr?", poll=other))
    assert sql.row("SELECT votes, voters_count FROM posts_poll") == ("[0,0]", 0)
    assert house.jobs() == ["close_poll", "close_poll"]


def test_pictures_are_attached_described_and_taken_off(house: House) -> None:
    """As the edit says; one taken off waits for a new draft; the history has the old description."""
    first, second = house.picture(description="Te"), house.picture(description="Coffi", colour="red")
    post = house.post("Llun", media_ids=(first,))
    change = posts.MediaChange(media_id=second, description="Coffi du", focus=(0.5, -2.0))
    house.records(
        "ada", posts.EditPost(post_id=post, text="Llun", media_ids=(second,), media_changes=(change,)), "post.edited"
    )
    found = sql.rows("SELECT id, post_id, description, focus_x, focus_y FROM posts_media ORDER BY id")
    assert found == [(first, None, "Te", 0.0, 0.0), (second, post, "Coffi du", 0.5, -1.0)]
    history = read_history(house.id("ada"), post)
    assert history is not None
    assert [version["media_attachments"][0]["description"] for version in history] == ["Te", "Coffi du"]


def test_w1_a_voices_new_version_is_held_like_a_new_post(house: House) -> None:
    """W1: what policy would hold in a new post it holds in an edit; the post stays as it was until released."""
    actor = house.actor("ada", account_id=house.voice())
    post = house.post("Bore da", actor)
    done, _ = house.records(actor, posts.EditPost(post_id=post, text="Rhif 943 476 5919"), "command.held")
    assert done.is_held
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "Bore da"
