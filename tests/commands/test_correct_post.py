"""CorrectPost: a voice puts right what it said, and everybody who passed it on, answered or quoted it is told."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.delivery.deliveries import register_all
from coffeehouse.delivery.jobs import deliver
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing.commands import ReviseDraft
from coffeehouse.domain.publishing.correcting import CorrectPost
from coffeehouse.domain.publishing.corrections import corrections_of_post, list_corrections
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from tests.commands.house import House


@pytest.fixture
def voice(house: House) -> Actor:
    """Ada at a seat that may release."""
    account_id = house.voice()
    command = people.GrantSeat(member_id=house.member("ada"), account_id=account_id, powers=("draft", "release"))
    house.act("mair", command)
    return house.actor("ada", account_id=account_id)


def correct(post_id: int, **more: object) -> CorrectPost:
    """An ordinary correction."""
    given = {"text": "The clinic opens on 3 June.", "what_was_wrong": "We gave the wrong day, 2 June.", **more}
    return CorrectPost(post_id=post_id, **given)  # type: ignore[arg-type]


def spread(house: House) -> int:
    """Do the jobs that tell people, until there are none; how many there were."""
    register_all()
    done = 0
    while found := sql.rows("DELETE FROM engine_outbox WHERE kind = 'correction.published' RETURNING payload"):
        for (payload,) in found:
            deliver("correction.published", msgspec.json.decode(payload))
            done += 1
    return done


def test_a_correction_is_a_new_version_and_a_notice(house: House, voice: Actor) -> None:
    """One entry: the post says the right thing, its history what it said before, an answer under it what was wrong."""
    post = house.post("The clinic opens on 2 June.", who=voice)
    done, fact = house.records(voice, correct(post), "post.corrected", f"post/{post}")
    notice = int(done.result["notice_id"])
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "The clinic opens on 3 June."
    assert sql.value("SELECT text FROM posts_postedit WHERE post_id = %s", (post,)) == "The clinic opens on 2 June."
    said, answered = sql.rows("SELECT text, in_reply_to_id FROM posts_post WHERE id = %s", (notice,))[0]
    assert said.startswith("Correction. We gave the wrong day, 2 June.")
    assert f"/@cyngor/{post}" in said
    assert answered == post
    assert {("posts_post", post), ("posts_post", notice), ("publishing_correction", notice)} <= fact.states().keys()
    (kept,) = corrections_of_post(post)
    assert (kept.id, kept.what_was_wrong, kept.is_apology) == (notice, "We gave the wrong day, 2 June.", False)
    assert list_corrections() == list_corrections(voice.account_id) == [kept]
    house.check()


def test_everybody_it_concerns_is_told_once(house: House, voice: Actor) -> None:
    """Who boosted, answered or quoted it gets a mention of the notice; others do not; doing the job again adds none."""
    post = house.post("The clinic opens on 2 June.", who=voice, quote_policy="public")
    house.act("bevan", posts.BoostPost(post_id=post))
    house.act("fern", posts.PublishPost(text="Thank you", in_reply_to_id=post))
    house.act("gwyn", posts.PublishPost(text="Have you seen?", quoted_id=post))
    house.act("hari", posts.FavouritePost(post_id=post))
    notice = int(house.act(voice, correct(post, is_apology=True)).result["notice_id"])
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (notice,)).startswith("Correction, and we are sorry.")
    assert spread(house) == 1
    told = ("mention", voice.account_id or 0, notice)
    for name in ("bevan", "fern", "gwyn"):
        assert house.notified(name).count(told) == 1, name
    assert told not in house.notified("hari")
    deliver("correction.published", {"correction_id": str(notice), "after_id": "0"})
    assert house.notified("fern").count(told) == 1
    house.check()


def test_it_speaks_the_language_of_the_post(house: House, voice: Actor) -> None:
    """A Welsh post is corrected in Welsh."""
    post = house.post("Mae'r clinig yn agor ar 2 Mehefin.", who=voice, language="cy")
    command = correct(post, text="Mae'r clinig yn agor ar 3 Mehefin.", what_was_wrong="Y diwrnod anghywir.")
    notice = int(house.act(voice, command).result["notice_id"])
    row = sql.row("SELECT text, language FROM posts_post WHERE id = %s", (notice,))
    assert row is not None
    assert row[0].startswith("Cywiriad. Y diwrnod anghywir.")
    assert row[1] == "cy"


def test_policy_looks_at_both_texts(house: House, voice: Actor) -> None:
    """An NHS number in the words about what was wrong is held like any other; nothing is changed meanwhile."""
    post = house.post("The clinic opens on 2 June.", who=voice)
    done = house.act(voice, correct(post, what_was_wrong="It was about patient 943 476 5919, not you."))
    assert done.is_held
    assert "confidentiality.identifier-official" in done.verdict.rule_ids
    assert sql.value("SELECT text FROM posts_post WHERE id = %s", (post,)) == "The clinic opens on 2 June."
    assert list_corrections() == []


def test_a_held_correction_can_be_revised(house: House, voice: Actor) -> None:
    """Its new words are looked at anew; of the other parts of a form the empty ones and the language change nothing."""
    post = house.post("The clinic opens on 2 June.", who=voice)
    done = house.act(voice, correct(post, what_was_wrong="It was about patient 943 476 5919, not you."))
    held_id = int(done.result["held_id"])
    form = ReviseDraft(held_id=held_id, text="It opens on 4 June.", spoiler_text="", language="en", media_ids=())
    assert house.act(voice, form).result["revision"] == 2
    kept = msgspec.json.decode(sql.value("SELECT command FROM publishing_heldcommand WHERE id = %s", (held_id,)))
    assert (kept["text"], kept["post_id"]) == ("It opens on 4 June.", post)
    with pytest.raises(Invalid, match="words only"):
        house.act(voice, ReviseDraft(held_id=held_id, spoiler_text="A warning"))


def test_what_cannot_be_corrected(house: House, voice: Actor) -> None:
    """By a persona, of another's post, without a reason, from an unfinished template, a direct message, unchanged."""
    own = house.post("Bore da")
    house.refuses("ada", correct(own), Forbidden)
    house.refuses(voice, correct(own), NotFound)
    post = house.post("The clinic opens on 2 June.", who=voice)
    house.refuses("gwyn", correct(post), Forbidden)
    for more in (
        {"what_was_wrong": " "}, {"what_was_wrong": "We said [what we said]."}, {"what_was_wrong": "long " * 200},
        {"text": "The clinic opens on 2 June."},
    ):  # fmt: skip
        house.refuses(voice, correct(post, **more), Invalid)
    direct = house.post("@bevan Thank you", who=voice, visibility="direct")
    house.refuses(voice, correct(direct), Invalid)
