"""ReleaseHeld: somebody has looked at exactly these words and lets them out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.commands import BY_NAME
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from tests.commands.drafting import HIGH, NOW, ROUTINE, Desk
from tests.commands.house import House, png


def test_it_happens_as_its_author_and_both_are_recorded(house: House, desk: Desk) -> None:
    """One entry, by who released, with the author, the person behind them and the hash; the post is the voice's."""
    held = desk.draft()
    content_hash = desk.hash(held)
    done, fact = house.records("bevan", desk.release(held), "held.released")
    post = int(done.result["id"])
    assert fact.object == f"post/{post}"
    assert fact.payload["kept"] == {
        "held": str(held), "content_hash": content_hash, "author": f"account/{desk.voice_id}", "lane": "release",
        "member": f"member/{house.member('ada')}", "approved_by": [f"member/{house.member('bevan')}"],
    }  # fmt: skip
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    row = sql.row("SELECT state, decided_by_id, result_object, member_id FROM publishing_heldcommand")
    assert row == ("released", house.member("bevan"), f"post/{post}", house.member("ada"))
    assert desk.decisions(held) == [("release", house.member("bevan"))]
    house.refuses("fern", desk.release(held), Conflict)


@pytest.mark.parametrize("who", ["bevan", "fern", "gwyn", "hari", "mair"])
def test_who_decides(house: House, desk: Desk, who: str) -> None:
    """A seat with the power to review, to release or for emergencies; and administrators."""
    desk.only_publishes(who, desk.release(desk.draft()))


@pytest.mark.parametrize("as_voice", [True, False])
def test_p2_a_seat_that_only_drafts_does_not_decide(house: House, desk: Desk, as_voice: bool) -> None:
    """P2: it sees the draft and is told whom to ask, as whomever it acts."""
    held = desk.draft(who="fern", visibility="public", text=HIGH)
    actor = desk.speaker("ada") if as_voice else house.actor("ada")
    assert house.refuses(actor, desk.release(held), Forbidden).code == "seat"


@pytest.mark.parametrize("who", ["cade", "rhys"])
def test_p1_for_whom_has_no_seat_there_is_no_draft(house: House, desk: Desk, who: str) -> None:
    """P1: a moderator decides about people's own words, not about a voice's."""
    house.refuses(who, desk.release(desk.draft()), NotFound)


def test_a_seat_that_has_run_out_decides_nothing(house: House, desk: Desk) -> None:
    """From that moment, whatever they were given when they signed in."""
    held, bevan = desk.draft(), house.actor("bevan")
    desk.leave("bevan")
    house.refuses(bevan, desk.release(held), NotFound)


def test_a_decision_is_a_persons(house: House, desk: Desk) -> None:
    """Not the house's, nor that of an app that belongs to nobody."""
    assert house.refuses(SYSTEM, desk.release(desk.draft()), Forbidden).code == "no_person"


@pytest.mark.parametrize("as_voice", [True, False])
def test_w1_nobody_releases_their_own_words(house: House, desk: Desk, as_voice: bool) -> None:
    """W1: neither as the voice nor as the person behind it, whatever the seat, be they an administrator."""
    held = desk.draft()
    desk.seat("ada", "draft", "review", "release", "emergency")
    house.act("mair", people.ChangeRole(member_id=house.member("ada"), role="admin"))
    actor = desk.speaker("ada") if as_voice else house.actor("ada")
    assert house.refuses(actor, desk.release(held), Forbidden).code == "own_words"


def test_a_colleague_may_decide_while_acting_as_the_voice(house: House, desk: Desk) -> None:
    """The person counts, not the account: two people share it."""
    held = desk.draft()
    house.act(desk.speaker("bevan"), desk.release(held))
    assert desk.published() == [(ROUTINE, desk.voice_id)]


def test_w1_whoever_changed_it_is_an_author_too(house: House, desk: Desk) -> None:
    """W1: editing a draft and then approving it is approving one's own words, also when it was changed since."""
    held = desk.draft()
    house.act("fern", publishing.ReviseDraft(held_id=held, text="Ar gau heddiw"))
    assert house.refuses("fern", desk.release(held), Forbidden).code == "own_words"
    house.act("ada", publishing.ReviseDraft(held_id=held, text="Ar gau yfory"))
    house.refuses("fern", desk.release(held), Forbidden)
    house.refuses("ada", desk.release(held), Forbidden)
    desk.only_publishes("bevan", desk.release(held), "Ar gau yfory")


def test_w1_only_the_words_that_were_looked_at(house: House, desk: Desk) -> None:
    """W1: another hash than that of what is held is a conflict; so are words changed under the hash."""
    held = desk.draft()
    house.refuses("bevan", publishing.ReleaseHeld(held_id=held, content_hash="0" * 64), Conflict)
    command = desk.release(held)
    changed = sql.value("SELECT command FROM publishing_heldcommand").replace("wyth", "naw")
    house.arrange("UPDATE publishing_heldcommand SET command = %s", changed)
    house.refuses("bevan", command, Conflict)


def _revise(desk: Desk, held: int) -> None:
    desk.house.act("ada", publishing.ReviseDraft(held_id=held, text="Rhywbeth arall"))


def _describe(desk: Desk, held: int) -> None:
    picture = sql.value("SELECT id FROM posts_media WHERE account_id = %s", (desk.voice_id,))
    desk.house.act(desk.speaker("ada"), posts.DescribeMedia(media_id=picture, description="Rhywbeth arall"))


def _edit_the_question(desk: Desk, held: int) -> None:
    question = sql.value("SELECT id FROM posts_post WHERE text = 'Cwestiwn'")
    with clock.at(NOW + clock.DAY):
        desk.house.act("gwyn", posts.EditPost(post_id=question, text="Cwestiwn gwahanol"))


def _change_defaults(desk: Desk, held: int) -> None:
    desk.house.act(desk.speaker("fern"), people.UpdateProfile(default_visibility="unlisted"))


def _reschedule(desk: Desk, held: int) -> None:
    desk.house.act("ada", publishing.SetEmbargo(held_id=held, release_at=clock.now_ms() + clock.HOUR))


def _pair(desk: Desk, held: int) -> None:
    other = desk.draft("The library is open", language="en")
    desk.house.act("ada", publishing.PairDrafts(held_id=held, other_id=other))


@pytest.mark.parametrize("change", [_revise, _describe, _edit_the_question, _change_defaults, _reschedule, _pair])
def test_w1_what_changes_between_look_and_release(
    house: House, desk: Desk, change: Callable[[Desk, int], None]
) -> None:
    """W1: words, a picture's description, what it answers, the account's defaults, the time, the pair: a conflict."""
    with clock.at(NOW):
        question = house.post("Cwestiwn", "gwyn")
        picture = int(house.act(desk.speaker("ada"), posts.UploadMedia(data=png(), description="Te")).result["id"])
        held = desk.draft(media_ids=(picture,), in_reply_to_id=question, language="cy")
        seen = desk.release(held)
        change(desk, held)
        house.refuses("bevan", seen, Conflict)
        assert desk.published() == []


def test_w1_a_published_post_is_not_edited_past_review(house: House, desk: Desk) -> None:
    """W1: the new version of a post is held, approved and published like the first; changed meanwhile, it is not."""
    house.act("bevan", desk.release(desk.draft()))
    post = int(sql.value("SELECT id FROM posts_post"))
    done = house.act(desk.speaker("ada"), posts.EditPost(post_id=post, text="Ar agor tan naw"))
    assert done.is_held
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    first = desk.release(int(done.result["held_id"]))
    other = house.act(desk.speaker("ada"), posts.EditPost(post_id=post, text="Ar agor tan ddeg"))
    with clock.at(clock.now_ms() + clock.HOUR):
        house.act("bevan", desk.release(int(other.result["held_id"])))
    assert desk.published() == [("Ar agor tan ddeg", desk.voice_id)]
    house.refuses("bevan", first, Conflict)


def test_two_different_people_where_two_are_needed(house: House, desk: Desk) -> None:
    """The first approval is recorded and publishes nothing; the same person again is no second one."""
    held = desk.draft()
    desk.need_two(held)
    done, fact = house.records("bevan", desk.release(held), "held.approved", f"held/{held}")
    assert done.result == {"held_id": str(held), "state": "held", "approvals": 1, "needs": 2}
    assert fact.payload["kept"]["approved_by"] == [f"member/{house.member('bevan')}"]
    house.refuses("bevan", desk.release(held), Conflict)
    house.refuses(desk.speaker("bevan"), desk.release(held), Conflict)
    assert desk.published() == []
    desk.only_publishes("fern", desk.release(held))


@pytest.mark.parametrize("how", ["leaves", "loses the power", "is suspended", "became an author"])
def test_an_approval_counts_only_while_its_giver_may_decide(house: House, desk: Desk, how: str) -> None:
    """At the release: the first of two approvals is worth nothing once its giver may not give it."""
    held = desk.draft()
    desk.need_two(held)
    desk.approve("bevan", held)
    if how == "leaves":
        desk.leave("bevan")
    elif how == "loses the power":
        desk.seat("bevan", "draft")
    elif how == "is suspended":
        house.act("mair", people.SuspendMember(member_id=house.member("bevan"), reason="x"))
    else:
        house.act("bevan", publishing.ReviseDraft(held_id=held, text=ROUTINE + "!"))
        desk.need_two(held)
    desk.approve("fern", held)
    assert desk.published() == []
    assert desk.approve("gwyn", held).object.startswith("post/")


@pytest.mark.parametrize(("criticality", "seconds"), [("raised", 60), ("high", 300)])
def test_the_more_hangs_on_it_the_longer_it_can_be_taken_back(
    house: House, desk: Desk, criticality: str, seconds: int
) -> None:
    """Approved words wait; the worker publishes them at the end of the window, not before. Routine ones do not wait."""
    held = desk.draft()
    house.arrange("UPDATE publishing_heldcommand SET criticality = %s", criticality)
    with clock.at(NOW):
        done, _ = house.records("bevan", desk.release(held), "held.approved", f"held/{held}")
    assert done.result["state"] == desk.state(held) == "approved"
    assert desk.read(held, "release_at") == NOW + seconds * 1_000
    desk.work(NOW + seconds * 1_000 - 1)
    assert desk.published() == []
    house.refuses("fern", desk.release(held), Conflict)
    desk.work(NOW + seconds * 1_000)
    assert desk.published() == [(ROUTINE, desk.voice_id)]
    assert desk.state(held) == "released"


def test_ones_own_words_wait_for_no_window(house: House) -> None:
    """They are a person's, held for safety: a moderator decides, and that is that; another member sees nothing."""
    with clock.at(clock.now_ms() + clock.DAY):
        newcomer = house.add("nia")
        text = " ".join(f"@{name}" for name in house.people if name != "nia") + " @a @b @c"
        held = int(house.act("nia", posts.PublishPost(text=text)).result["held_id"])
        row = sql.row("SELECT content_hash, voice_id, member_id FROM publishing_heldcommand WHERE id = %s", (held,))
        assert row is not None
        assert row[1:] == (None, newcomer.member_id)
        command = publishing.ReleaseHeld(held_id=held, content_hash=row[0])
        house.refuses("gwyn", command, NotFound)
        house.refuses("nia", command, Forbidden)
        house.records("cade", command, "held.released")
    assert sql.value("SELECT account_id FROM posts_post") == newcomer.account_id


def test_w1_the_rules_of_the_day_decide_again(house: House, desk: Desk) -> None:
    """W1: what would be refused by now is not released: its author was suspended, or lost the seat."""
    held = desk.draft()
    desk.leave("ada")
    house.refuses("bevan", desk.release(held), Conflict)
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="rheswm"))
    house.refuses("bevan", desk.release(held), Conflict)


def test_a_leavers_draft_can_be_taken_over(house: House, desk: Desk) -> None:
    """It stays; a colleague who saves it anew says it, and both are its authors."""
    held = desk.draft()
    desk.leave("ada")
    house.act("fern", publishing.ReviseDraft(held_id=held, text=ROUTINE + "."))
    house.refuses("fern", desk.release(held), Forbidden)
    desk.only_publishes("bevan", desk.release(held), ROUTINE + ".")


def test_w1_policy_denies_what_it_denies(house: House, desk: Desk) -> None:
    """W1: no approval is stronger than a refusal: a picture that lost its description is not published."""
    picture = int(house.act(desk.speaker("ada"), posts.UploadMedia(data=png(), description="Te")).result["id"])
    held = desk.draft(media_ids=(picture,))
    house.arrange("UPDATE posts_media SET description = ''")
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=clock.now_ms() + clock.HOUR))
    with clock.at(clock.now_ms() + clock.DAY):
        assert "accessibility.alt-text-official" in house.refuses("bevan", desk.release(held), Conflict).message


def test_during_a_stop_nothing_official_is_released(house: House, desk: Desk) -> None:
    """By command or by setting; the message says what can be done."""
    held = desk.draft()
    house.act("mair", publishing.SetIncidentStop(is_on=True, reason="Llifogydd"))
    assert "emergency lane" in house.refuses("bevan", desk.release(held), Conflict).message


def test_what_was_approved_before_an_election_is_looked_at_again(house: House, desk: Desk) -> None:
    """An approval given before the period began does not count within it; one given within does."""
    with clock.at(NOW):
        held = desk.draft()
        desk.need_two(held)
        desk.approve("bevan", held)
        election = publishing.SetElectionPeriod(starts_at=NOW + 10, ends_at=NOW + clock.DAY, reason="Etholiad")
        house.act("mair", election)
    with clock.at(NOW + 20):
        assert desk.approve("fern", held).result["approvals"] == 1
        assert desk.approve("bevan", held).object.startswith("post/")


def test_jobs_tell_and_ask(house: House, desk: Desk) -> None:
    """Reviewers are asked when it is held, and again for the second look; the author is told of each decision."""
    held = desk.draft()
    assert desk.jobs("review.ask") == 1
    desk.need_two(held)
    desk.approve("bevan", held)
    assert (desk.jobs("review.ask"), desk.jobs("review.tell")) == (2, 1)
    desk.approve("fern", held)
    assert (desk.jobs("review.ask"), desk.jobs("review.tell")) == (2, 2)


def test_nothing_is_not_found(house: House) -> None:
    """An id that nothing held has."""
    house.refuses("mair", publishing.ReleaseHeld(held_id=1, content_hash=""), NotFound)


def test_what_is_held_can_be_done(house: House) -> None:
    """Every command that policy may hold has words the hash can be made of."""
    holdable = {name for name, registered in BY_NAME.items() if registered.may_be_held}
    assert {"PublishPost", "EditPost", "SchedulePost"} <= holdable
