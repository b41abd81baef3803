"""What nobody sees any more is a record as well: what its author deleted, and requests that were closed."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.writing_commands import CancelScheduled
from coffeehouse.domain.records import commands, preserved
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.deleted import texts_of
from coffeehouse.domain.records.due import due_objects
from coffeehouse.domain.records.holds import holds_of_request
from coffeehouse.domain.records.letters import letter
from coffeehouse.domain.records.proposing import place
from coffeehouse.domain.requests.contents import read_content
from coffeehouse.kernel import clock
from tests.commands.drafting import ROUTINE, Desk
from tests.commands.house import House
from tests.commands.packed import answered, make, pack
from tests.commands.recording import ask, closed_request, outcomes
from tests.commands.test_carry_out_erasure import WORDS, carry_out, tables_with
from tests.commands.test_schedule_post import NOW, schedule


@pytest.mark.parametrize("by", ["author", "everything"])
def test_what_was_deleted_goes_out_of_the_vault(house: House, by: str) -> None:
    """Its author deleted it; what it said, had said and described goes from the ledger, and the letter lists it."""
    post = posts.PublishPost(text=f"{WORDS} un", media_ids=(house.picture(description=f"{WORDS} llun"),))
    one = int(house.act("ada", post).result["id"])
    house.act("ada", posts.EditPost(post_id=one, text=f"{WORDS} dau"))
    with clock.at(NOW):
        waiting = house.act("ada", schedule(f"{WORDS} yfory")).result["scheduled_id"]
        house.act("ada", CancelScheduled(scheduled_id=int(waiting)))
    house.act("ada", posts.DeletePost(post_id=one, keeps_media=False))
    house.act("bevan", posts.PublishPost(text=f"{WORDS} rhywun arall"))
    names = (f"post/{one}", f"scheduled/{waiting}")
    erasure_id = ask(house, "ada", *(names if by == "author" else ()))
    found = outcomes(erasure_id)
    assert {name: found[name] for name in names} == dict.fromkeys(names, "erase")
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    assert [tables_with(f"{WORDS} {which}") for which in ("un", "dau", "llun", "yfory")] == [[], [], [], []]
    assert "ledger_vault" in tables_with(f"{WORDS} rhywun arall")
    told = letter(erasure_id, "en")
    assert "- What members said: 1 record." in told
    assert "- Members' own words that waited for a person: 1 record." in told
    assert [place(name) for name in names] == [None, None]
    house.check()


def test_what_was_deleted_can_be_restricted(house: House) -> None:
    """A deleted message to a body is kept for those who keep the records, with its payload."""
    house.voice("cyngor")
    one = house.post(f"@cyngor {WORDS}", visibility="direct", who="fern")
    house.act("fern", posts.DeletePost(post_id=one))
    erasure_id = ask(house, "fern", f"post/{one}")
    assert outcomes(erasure_id) == {f"post/{one}": "restrict"}
    carry_out(house, erasure_id)
    (kept,) = preserved.preserved_of(f"post/{one}")
    assert (kept.reason, kept.class_id, kept.value()["visibility"]) == ("restriction", "enquiries", "direct")
    assert WORDS in read_content(f"post/{one}").text
    assert tables_with(WORDS) == ["ledger_vault", "records_preserved"]


@pytest.mark.parametrize("outcome", ["erase", "restrict"])
def test_a_request_goes_with_searches_answer_and_payloads(house: House, outcome: str) -> None:
    """Chosen so: words, contact, what was looked for and answered are blank; number and days stay."""
    request_id = closed_request(house, words=WORDS)
    earlier = commands.RequestErasure(
        account_id=house.id("ada"), words=f"{WORDS} eto", objects=(f"post/{house.post()}",)
    )
    earlier_id = int(house.act("ada", earlier).result)
    carry_out(house, earlier_id)
    sql.execute("UPDATE requests_request SET letter = %s, asker_contact = %s", (f"{WORDS} ateb", f"{WORDS} ffôn"))
    names = (f"request/{request_id}", f"erasure/{earlier_id}")
    erasure_id = ask(house, "ada", *names)
    for name in names:
        chosen = commands.ChooseOutcome(erasure_id=erasure_id, object=name, outcome=outcome, because="Y ddau'n cytuno.")
        house.act("rhys", chosen)
    before = sql.row("SELECT reference, received_at, closed_at FROM requests_request")
    carry_out(house, erasure_id)
    left = [] if outcome == "erase" else ["ledger_vault", "records_preserved"]
    assert tables_with(WORDS) == left
    assert sql.row("SELECT reference, received_at, closed_at FROM requests_request") == before
    assert sql.row("SELECT words, letter, disposed_at IS NULL FROM requests_request") == ("", "", False)
    kept = [each.value() for name in names for each in preserved.preserved_of(name)]
    if outcome == "restrict":
        assert (kept[0]["words"], kept[0]["letter"], kept[1]["words"]) == (WORDS, f"{WORDS} ateb", f"{WORDS} eto")
        assert kept[0]["searches"] == [WORDS]
    else:
        assert kept == []
        assert [place(name) for name in names] == [None, None]
    kinds = {row[0] for row in sql.rows("SELECT kind FROM ledger_entry WHERE object = %s", (f"erasure/{earlier_id}",))}
    assert kinds == {"erasure.requested", "erasure.carried_out"}
    done = sql.value(
        "SELECT v.payload FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence WHERE e.object = %s"
        " AND e.kind = 'erasure.carried_out'",
        (f"erasure/{earlier_id}",),
    )
    assert done is not None


def test_packs_of_a_request_go_with_it(house: House) -> None:
    """Its letter lies in them, whatever else does."""
    request_id = answered(house)
    pack_id = make(house, request_id)
    command = commands.RequestErasure(account_id=house.id("ada"), objects=(f"request/{request_id}",))
    erasure_id = int(house.act("rhys", command).result)
    for hold in holds_of_request(request_id):
        house.act("rhys", commands.LiftHold(hold_id=hold.id, because="Answered."))
    chosen = commands.ChooseOutcome(
        erasure_id=erasure_id, object=f"request/{request_id}", outcome="erase", because="Sent by mistake."
    )
    house.act("rhys", chosen)
    carry_out(house, erasure_id)
    assert pack(pack_id).state == "removed"


def test_a_deleted_post_that_was_a_draft_keeps_its_words(house: House) -> None:
    """The ledger speaks of its release alone, so the draft has them: it stays as long as the post would, and is what
    is read of it."""
    desk = Desk(house)
    held_id = desk.draft()
    done = house.act("bevan", desk.release(held_id))
    name = f"post/{done.result['id']}"
    house.act(desk.speaker("fern"), posts.DeletePost(post_id=int(done.result["id"])))
    placed, draft = place(name), place(f"held/{held_id}")
    assert placed is not None
    assert draft is not None
    assert (draft.record_class.id, draft.trigger_at) == (placed.record_class.id, placed.trigger_at)
    with clock.at(clock.now_ms() + 3 * 366 * clock.DAY):
        due = due_objects(classes()["official-drafts"], clock.now_ms())
    assert draft.name not in [each.name for each in due]
    assert texts_of(name) == [ROUTINE]
    assert read_content(name).text == ROUTINE
