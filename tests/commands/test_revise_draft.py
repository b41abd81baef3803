"""ReviseDraft: new words for what waits; all approvals are void."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing import queries
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from tests.commands.drafting import HIGH, NOW, ROUTINE, Desk
from tests.commands.house import House, png


def revise(held: int, text: str = "Ar gau heddiw", **parts: object) -> publishing.ReviseDraft:
    """Other words."""
    return msgspec.structs.replace(publishing.ReviseDraft(held_id=held, text=text), **parts)


def test_a_revision_is_kept_and_looked_at_anew(house: House, desk: Desk) -> None:
    """Who made it, what it says, which hash it has; the reviewers are asked again; the first author stays named."""
    held = desk.draft(language="cy")
    first = desk.release(held)
    done, fact = house.records("fern", revise(held, spoiler_text="Newid"), "held.revised", f"held/{held}")
    assert done.result == {"held_id": str(held), "revision": 2, "content_hash": desk.hash(held)}
    assert fact.payload["kept"] == {"content_hash": desk.hash(held), "revision": 2}
    command = msgspec.json.decode(desk.read(held, "command"))
    assert (command["text"], command["spoiler_text"], command["language"]) == ("Ar gau heddiw", "Newid", "cy")
    assert desk.read(held, "member_id") == house.member("ada")
    assert sql.rows("SELECT revision, member_id FROM publishing_revision ORDER BY revision") == [
        (1, house.member("ada")), (2, house.member("fern")),
    ]  # fmt: skip
    assert desk.jobs("review.ask") == 2
    house.refuses("bevan", first, Conflict)
    steps = queries.history(house.member("gwyn"), held)
    assert [(step["kind"], step["revision"]) for step in steps] == [("revision", 1), ("revision", 2)]


def test_approvals_are_void_also_when_the_words_come_back(house: House, desk: Desk) -> None:
    """W1: approve, edit, edit back: the approval was given before somebody had second thoughts."""
    held = desk.draft()
    desk.need_two(held)
    desk.approve("bevan", held)
    house.act("ada", revise(held))
    house.act("ada", revise(held, ROUTINE))
    desk.need_two(held)
    assert desk.approve("gwyn", held).result["approvals"] == 1


def test_w1_approved_words_that_are_edited_are_held(house: House, desk: Desk) -> None:
    """W1: within the undo window or before its time; the worker finds nothing to publish."""
    held = desk.draft()
    house.act("ada", publishing.SetEmbargo(held_id=held, release_at=NOW))
    desk.approve("bevan", held)
    assert desk.state(held) == "approved"
    house.act("ada", revise(held))
    assert desk.state(held) == "held"
    desk.work(NOW)
    assert desk.published() == []


def test_by_whomever_one_acts_as(house: House, desk: Desk) -> None:
    """As the voice or as oneself: the person is the author, the voice speaks."""
    held = desk.draft()
    house.act(desk.speaker("fern"), revise(held))
    assert queries.authors_of(held) == {house.member("ada"), house.member("fern")}
    desk.only_publishes("bevan", desk.release(held), "Ar gau heddiw")


def test_how_much_hangs_on_it_is_found_anew(house: House, desk: Desk) -> None:
    """Words that got weightier are weightier; what held it is what is said now."""
    held = desk.draft()
    assert desk.read(held, "criticality") == "routine"
    house.act("ada", revise(held, HIGH))
    assert desk.read(held, "criticality") == "high"
    assert "confidentiality.identifier-official" in desk.read(held, "verdict")


def test_what_policy_refuses_is_not_kept(house: House, desk: Desk) -> None:
    """A picture without a description is said at once, not to a reviewer."""
    held = desk.draft()
    picture = int(house.act(desk.speaker("ada"), posts.UploadMedia(data=png())).result["id"])
    problem = house.refuses("ada", revise(held, media_ids=(picture,)), Invalid)
    assert problem.code == "refused"
    assert "description" in problem.message


def test_pictures_and_poll_change_with_the_words(house: House, desk: Desk) -> None:
    """Pictures of the voice only; a poll can be put in and taken out."""
    held = desk.draft()
    theirs = int(house.act("gwyn", posts.UploadMedia(data=png(), description="Te")).result["id"])
    ours = int(house.act(desk.speaker("ada"), posts.UploadMedia(data=png(), description="Te")).result["id"])
    house.refuses("ada", revise(held, media_ids=(theirs,)), Invalid)
    house.act("ada", revise(held, media_ids=(ours,)))
    poll = posts.PollDraft(options=("Ie", "Na"), expires_in=3_600)
    house.act("ada", revise(held, media_ids=(), poll=poll))
    assert queries.read_draft(house.member("ada"), held)["command"]["poll"]["options"] == ["Ie", "Na"]  # type: ignore[index]
    house.act("ada", revise(held, removes_poll=True))
    desk.only_publishes("bevan", desk.release(held), "Ar gau heddiw")
    assert sql.rows("SELECT id FROM posts_poll") == []


def test_the_new_version_of_a_published_post_keeps_its_visibility(house: House, desk: Desk) -> None:
    """An edit has words, a warning, pictures; not whom it is for."""
    house.act("bevan", desk.release(desk.draft()))
    post = int(sql.value("SELECT id FROM posts_post"))
    held = int(house.act(desk.speaker("ada"), posts.EditPost(post_id=post, text="Ar agor tan ddeg")).result["held_id"])
    house.refuses("ada", revise(held, visibility="direct"), Invalid)
    house.act("ada", revise(held))
    desk.only_publishes("bevan", desk.release(held), "Ar gau heddiw")


def test_nothing_new_is_nothing_to_do(house: House, desk: Desk) -> None:
    """Unless a change was asked for, or what it answers has changed: then the same words are an answer."""
    held = desk.draft(in_reply_to_id=house.post("Cwestiwn", "gwyn"))
    house.leaves("ada", publishing.ReviseDraft(held_id=held))
    question = int(sql.value("SELECT id FROM posts_post"))
    house.act("gwyn", posts.EditPost(post_id=question, text="Cwestiwn arall"))
    house.refuses("bevan", desk.release(held), Conflict)
    house.records("ada", publishing.ReviseDraft(held_id=held), "held.revised")
    desk.only_publishes("bevan", desk.release(held))


@pytest.mark.parametrize(("who", "problem"), [("cade", Forbidden), ("rhys", NotFound), ("mair", NotFound)])
def test_p1_who_may_not(house: House, desk: Desk, who: str, problem: type[Problem]) -> None:
    """P1: who only suggests changes their own; who has no seat, be they an administrator, nothing."""
    desk.seat("cade", "suggest")
    house.refuses(who, revise(desk.draft()), problem)


def test_a_suggestion_is_taken_up_by_changing_it(house: House, desk: Desk) -> None:
    """Whoever suggests may change their own; a drafter who changes it speaks it."""
    desk.seat("cade", "suggest")
    held = desk.draft("Awgrym", "cade")
    house.act("cade", revise(held, "Awgrym gwell"))
    house.act("ada", revise(held, "Awgrym gorau"))
    assert msgspec.json.decode(desk.read(held, "actor"))["member_id"] == house.member("ada")
    assert desk.read(held, "member_id") == house.member("cade")


def test_a_member_who_was_suspended_changes_nothing(house: House, desk: Desk) -> None:
    """Nor does a seat outlive the membership."""
    held, ada = desk.draft(), house.actor("ada")
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    house.refuses(ada, revise(held), NotFound)
