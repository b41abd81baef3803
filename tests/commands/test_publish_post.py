"""PublishPost: saying something."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.queries import read_status
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from tests.commands.house import MATRIX, VIEWERS, VISIBILITIES, House, sees


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_post_is_stored_recorded_counted_and_told(house: House, visibility: str) -> None:
    """Answer: its id. Row, mentions, tags, feeds, notifications, count; the ledger vouches for the row."""
    house.relate()
    command = posts.PublishPost(
        text="Bore da @bevan #Caffi", visibility=visibility, spoiler_text="cyfarchiad", language="cy"
    )
    done, fact = house.records("ada", command, "post.published")
    post = int(done.result["id"])
    assert fact.object == f"post/{post}"
    assert fact.payload["command"]["text"] == command.text
    row = sql.row(
        "SELECT account_id, visibility, text, spoiler_text, is_sensitive, language, conversation_id, edited_at"
        " FROM posts_post WHERE id = %s",
        (post,),
    )
    assert row == (house.id("ada"), visibility, command.text, "cyfarchiad", True, "cy", post, None)
    state = fact.states()["posts_post", post]
    assert state is not None
    fragment = sql.value("SELECT fragment FROM posts_post WHERE id = %s", (post,))
    assert state["fragment#sha256"] == hashlib.sha256(fragment.encode()).hexdigest()
    assert sql.rows("SELECT account_id FROM posts_mention") == [(house.id("bevan"),)]
    assert sql.value("SELECT t.name FROM posts_tag t JOIN posts_posttag p ON p.tag_id = t.id") == "caffi"
    assert house.notified("bevan") == [("mention", house.id("ada"), post)]
    assert [post in house.feed(name) for name in ("ada", "fern", "gwyn")] == [True, visibility != "direct", False]
    assert house.counts("ada")[2] == 1


@pytest.mark.parametrize(("viewer", "visibility"), MATRIX)
def test_who_sees_a_post_may_answer_it(house: House, viewer: str, visibility: str) -> None:
    """A reply carries parent and conversation; public and unlisted replies count; unseen posts are not found (P1)."""
    post = house.post_to(visibility)
    command = posts.PublishPost(text="Ateb", in_reply_to_id=post, visibility=visibility)
    if not sees(viewer, visibility):
        house.refuses(viewer, command, NotFound)
        return
    done, _ = house.records(viewer, command, "post.published")
    row = sql.row(
        "SELECT in_reply_to_id, in_reply_to_account_id, conversation_id FROM posts_post WHERE id = %s",
        (int(done.result["id"]),),
    )
    assert row == (post, house.id("ada"), post)
    counted = sql.value("SELECT replies_count FROM posts_postcounts WHERE post_id = %s", (post,))
    assert counted == (1 if visibility in ("public", "unlisted") else 0)


@pytest.mark.parametrize("viewer", [*VIEWERS, None])
@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_who_may_read_it(house: House, viewer: str | None, visibility: str) -> None:
    """P2, P4: public and unlisted anybody but the blocked, followers-only followers and the named, direct the named."""
    post = house.post_to(visibility)
    found = read_status(house.id(viewer) if viewer else None, post)
    allowed = visibility in ("public", "unlisted") if viewer is None else sees(viewer, visibility)
    assert (found is not None) == allowed


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"text": ""}, "status"),
        ({"text": "  \n "}, "status"),
        ({"text": "x" * 5_001}, "status"),
        ({"text": "x", "visibility": "private"}, "visibility"),
        ({"text": "x", "language": "klingon!"}, None),
        ({"text": "x", "media_ids": (1, 2, 3, 4, 5)}, "media_ids"),
        ({"text": "x", "media_ids": (1,)}, "media_ids"),
        ({"text": "x", "poll": posts.PollDraft(options=("a",), expires_in=300)}, "poll"),
        ({"text": "x", "poll": posts.PollDraft(options=("a", "a"), expires_in=300)}, "poll"),
        ({"text": "x", "poll": posts.PollDraft(options=("a", "b"), expires_in=299)}, "poll"),
        ({"text": "x", "poll": posts.PollDraft(options=("a", "b" * 101), expires_in=300)}, "poll"),
        ({"text": "x", "poll": posts.PollDraft(options=tuple(map(str, range(100_000))), expires_in=300)}, "poll"),
    ],
)  # fmt: skip
def test_d3_what_does_not_fit_is_refused(house: House, members: dict[str, Any], field: str | None) -> None:
    """D3, D4: empty, too long, too many, unknown: 422 with the field named."""
    problem = house.refuses("ada", posts.PublishPost(**members), Invalid)
    assert field is None or problem.field == field


def test_d13_more_than_25_mentions_are_refused(house: House) -> None:
    """D13: a hellthread does not start here; the refusal is recorded without its words."""
    text = " ".join(f"@p{number}" for number in range(150))
    problem = house.refuses("ada", posts.PublishPost(text=text), Refused)
    assert "safety.too-many-mentions" in problem.verdict.rule_ids


def test_d3_tags_and_mentions_are_capped(house: House) -> None:
    """D3: of 180 tags, 60 are kept; the post stands."""
    house.post(" ".join(f"#t{number}" for number in range(180)))
    assert sql.value("SELECT COUNT(*) FROM posts_posttag") == 60


def test_the_accounts_defaults_hold(house: House) -> None:
    """Visibility, language and sensitivity that are not given are those of the account's settings."""
    house.act("ada", people.UpdateProfile(default_visibility="unlisted", default_language="cy", default_sensitive=True))
    post = house.post()
    row = sql.row("SELECT visibility, language, is_sensitive FROM posts_post WHERE id = %s", (post,))
    assert row == ("unlisted", "cy", True)


def test_anothers_picture_cannot_be_attached(house: House) -> None:
    """P1: nor one that another post has."""
    theirs, own = house.picture("gwyn"), house.picture("ada", "Te")
    house.refuses("ada", posts.PublishPost(text="x", media_ids=(theirs,)), Invalid)
    first = house.post("Llun", media_ids=(own,))
    assert sql.value("SELECT post_id FROM posts_media WHERE id = %s", (own,)) == first
    house.refuses("ada", posts.PublishPost(text="x", media_ids=(own,)), Invalid)


def test_a_reply_to_a_boost_answers_the_post(house: House) -> None:
    """The id of a boost stands for the post."""
    post = house.post()
    boost = int(house.act("fern", posts.BoostPost(post_id=post)).result["id"])
    reply = house.post("Ateb", "gwyn", in_reply_to_id=boost)
    assert sql.value("SELECT in_reply_to_id FROM posts_post WHERE id = %s", (reply,)) == post


def test_a_poll_closes_by_a_job_at_its_time(house: House) -> None:
    """Poll and job are written with the post; an open-ended one has no job."""
    with clock.at(1_763_772_000_000):
        post = house.post("Beth?", poll=posts.PollDraft(options=(" Te ", "Coffi", ""), expires_in=600))
        house.post("Beth arall?", poll=posts.PollDraft(options=("Te", "Coffi"), expires_in=None))
    assert sql.row("SELECT options, expires_at FROM posts_poll WHERE id = %s", (post,)) == (
        '["Te","Coffi"]', 1_763_772_600_000,
    )  # fmt: skip
    assert sql.rows("SELECT kind, run_at FROM engine_outbox") == [("close_poll", 1_763_772_600_000)]


def test_those_who_asked_hear_of_every_post(house: House) -> None:
    """Followers with the bell on are told, not of replies to others nor of direct posts."""
    house.act("fern", people.FollowAccount(target_id=house.id("ada"), notifies=True))
    post = house.post()
    house.post("cyfrinach", visibility="direct")
    house.post("@gwyn ateb", in_reply_to_id=house.post("Helo", "gwyn"))
    assert house.notified("fern") == [("status", house.id("ada"), post)]


def test_those_who_mute_or_block_the_author_are_not_told(house: House) -> None:
    """A mention reaches neither feed nor notifications of those who do not want to hear."""
    house.act("bevan", people.MuteAccount(target_id=house.id("ada")))
    house.act("gwyn", people.BlockAccount(target_id=house.id("ada")))
    house.post("@bevan @gwyn helo")
    assert house.notified("bevan") == house.notified("gwyn") == []
