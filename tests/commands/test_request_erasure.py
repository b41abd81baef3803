"""RequestErasure: somebody asks to be forgotten; the rules propose what becomes of each record."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.people.commands import NoteAccount
from coffeehouse.domain.posts.commands import DeletePost, PublishPost
from coffeehouse.domain.records import commands, erasures
from coffeehouse.domain.records.letters import letter
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.commands.house import House
from tests.commands.recording import OFFICIAL, ask, closed_request, outcomes, years_later
from tests.commands.test_carry_out_erasure import tables_with
from tests.commands.test_schedule_post import NOW, schedule


def test_every_record_of_a_person_is_an_item(house: House) -> None:
    """Posts, reports by and about them, and who they are; due a month later; nothing is erased yet."""
    one = house.post()
    house.act("gwyn", FileReport(account_id=house.id("ada"), comment="Rude"))
    command = commands.RequestErasure(account_id=house.id("ada"), ground="objection", words="Please")
    done, fact = house.records("ada", command, "erasure.requested")
    erasure = erasures.read_erasure(int(done.result))
    assert erasure is not None
    assert (erasure.ground, erasure.words, erasure.state) == ("objection", "Please", "open")
    assert 28 * clock.DAY <= erasure.due_at - erasure.received_at <= 31 * clock.DAY
    found = outcomes(erasure.id)
    assert found[f"post/{one}"] == "erase"
    assert found[f"account/{house.id('ada')}"] == "erase"
    assert [found[name] for name in found if name.startswith("report/")] == ["restrict"]
    assert fact.payload["kept"] == {"items": 3}
    assert house.post() > one


def test_a_hold_stands_above_retention_above_erasure(house: House) -> None:
    """A hold keeps what the class would erase; a class keeps what a body said; each item says by which rule."""
    held, free = house.post(), house.post("Prynhawn da")
    voice_id = house.voice()
    said = house.post(OFFICIAL, who=house.actor("ada", account_id=voice_id))
    hold_id = int(house.act("rhys", commands.PlaceHold(because="Request 7.", objects=(f"post/{held}",))).result)
    names = (f"post/{held}", f"post/{free}", f"post/{said}")
    command = commands.RequestErasure(account_id=house.id("ada"), objects=names)
    erasure_id = int(house.act("rhys", command).result)
    items = {item.name: item for item in erasures.items_of(erasure_id)}
    assert (items[names[0]].outcome, items[names[0]].rule) == ("keep", f"hold {hold_id}")
    assert (items[names[1]].outcome, items[names[1]].rule) == ("erase", "class members-posts")
    assert (items[names[2]].outcome, items[names[2]].rule) == ("keep", "class official-posts")
    assert items[names[0]].because == "Request 7."


@pytest.mark.parametrize("kind", ["scheduled", "note"])
def test_what_waits_and_what_was_remarked_are_items(house: House, kind: str) -> None:
    """Each by itself; one on hold stays, and with it the name of who wrote it, or of whom it speaks."""
    with clock.at(NOW):
        waiting = house.act("ada", schedule()).result["scheduled_id"]
        house.act("ada", NoteAccount(target_id=house.id("gwyn"), comment="o'r côr"))
        note = sql.value("SELECT id FROM people_accountnote")
        names = {"scheduled": f"scheduled/{waiting}", "note": f"note/{note}"}
        ada, gwyn = f"account/{house.id('ada')}", f"account/{house.id('gwyn')}"
        assert outcomes(ask(house)) == {names["scheduled"]: "erase", names["note"]: "erase", ada: "erase"}
        house.act("rhys", commands.PlaceHold(because="Request 7.", objects=(names[kind],)))
        for who, name, held in (("bevan", names[kind], True), ("hari", ada, True), ("gwyn", gwyn, kind == "note")):
            command = commands.RequestErasure(account_id=house.id(who), objects=(name,))
            expected = {name: "keep" if held else "erase"}
            assert outcomes(int(house.act("rhys", command).result)) == expected


@pytest.mark.parametrize(("held", "asks"), [("gwyn", "ada"), ("ada", "gwyn")])
def test_a_hold_on_a_person_covers_remarks_and_who_is_in_them(house: House, held: str, asks: str) -> None:
    """The remark stays, and with it the name of its author and of whom it speaks, whoever of them asks."""
    house.act("ada", NoteAccount(target_id=house.id("gwyn"), comment="o'r côr"))
    house.act("rhys", commands.PlaceHold(because="Request 7.", account_id=house.id(held)))
    assert set(outcomes(ask(house, asks)).values()) == {"keep"}


def test_a_remark_that_was_removed_while_on_hold_still_protects(house: House) -> None:
    """What is preserved is still held: its author's name and entries stay."""
    house.act("ada", NoteAccount(target_id=house.id("gwyn"), comment="o'r côr"))
    name = f"note/{sql.value('SELECT id FROM people_accountnote')}"
    house.act("rhys", commands.PlaceHold(because="Request 7.", objects=(name,)))
    house.act("ada", NoteAccount(target_id=house.id("gwyn"), comment=""))
    assert outcomes(ask(house)) == {name: "keep", f"account/{house.id('ada')}": "keep"}


def test_what_is_over_its_time_goes_whatever_its_class(house: House) -> None:
    """A class keeps for its period only; a person's name stays while a hold names something they said."""
    voice_id = house.voice()
    said = house.post(OFFICIAL, who=house.actor("ada", account_id=voice_id))
    held = house.post(who="fern")
    house.act("rhys", commands.PlaceHold(because="A claim.", objects=(f"post/{held}",)))
    with years_later(7):
        command = commands.RequestErasure(account_id=house.id("fern"), objects=(f"post/{said}",))
        assert outcomes(int(house.act("rhys", command).result)) == {f"post/{said}": "erase"}
    command = commands.RequestErasure(account_id=house.id("gwyn"), objects=(f"account/{house.id('fern')}",))
    assert outcomes(int(house.act("rhys", command).result)) == {f"account/{house.id('fern')}": "keep"}


def test_messages_with_a_body_are_restricted_and_between_members_erased(house: House) -> None:
    """A body must be able to show what it was asked; members' messages are theirs."""
    house.voice("cyngor")
    to_body = house.post("@cyngor Cwestiwn", visibility="direct", who="fern")
    to_friend = house.post("@gwyn Helo", visibility="direct", who="fern")
    found = outcomes(ask(house, "fern"))
    assert (found[f"post/{to_body}"], found[f"post/{to_friend}"]) == ("restrict", "erase")


def test_nobody_asks_for_somebody_else(house: House) -> None:
    """A member asks for themselves, as themselves; those who keep the records for anybody."""
    house.refuses("bevan", commands.RequestErasure(account_id=house.id("ada")), Forbidden)
    house.refuses("cade", commands.RequestErasure(account_id=house.id("ada")), Forbidden)
    voice_id = house.voice()
    house.refuses("ada", commands.RequestErasure(account_id=voice_id), Forbidden)
    house.refuses("rhys", commands.RequestErasure(account_id=99), NotFound)
    house.act("rhys", commands.RequestErasure(account_id=house.id("ada")))


def test_requests_are_kept_for_their_period_with_a_reason(house: House) -> None:
    """One for information and an earlier one to be forgotten: items of the class of requests, named in the letter."""
    request_id = closed_request(house)
    one = house.post()
    earlier = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{one}",), words="Please forget it")
    earlier_id = int(house.act("ada", earlier).result)
    house.act("rhys", commands.CarryOutErasure(erasure_id=earlier_id))
    erasure_id = ask(house)
    items = {item.name: item for item in erasures.items_of(erasure_id)}
    for name in (f"request/{request_id}", f"erasure/{earlier_id}"):
        assert (items[name].outcome, items[name].rule) == ("keep", "class requests")
    told = letter(erasure_id, "en")
    assert (
        "- Requests for information or to be forgotten, with their answers: 2 records. Because a body must be" in told
    )
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    row = sql.row("SELECT words, disposed_at FROM requests_request WHERE id = %s", (request_id,))
    assert row == ("All about the barn owl", None)
    assert "ledger_vault" in tables_with("All about the barn owl")
    assert read_erasure_words(earlier_id) == "Please forget it"


def read_erasure_words(erasure_id: int) -> str:
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    return erasure.words


def test_a_request_about_nothing_is_refused(house: House) -> None:
    """What was erased already is no request: it is said, and the next one is not kept waiting."""
    one = house.post()
    house.act("ada", DeletePost(post_id=one))
    house.act("rhys", commands.CarryOutErasure(erasure_id=ask(house, "ada", f"post/{one}")))
    again = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{one}",))
    house.refuses("ada", again, Invalid)
    assert sql.value("SELECT COUNT(*) FROM records_erasure") == 1
    ask(house)


def test_one_at_a_time_and_for_a_ground_there_is(house: House) -> None:
    """A second request waits for the answer to the first; unknown grounds and records are refused."""
    house.refuses("ada", commands.RequestErasure(account_id=house.id("ada"), ground="whim"), Invalid)
    house.refuses("ada", commands.RequestErasure(account_id=house.id("ada"), objects=("post/1",)), Invalid)
    house.refuses("ada", commands.RequestErasure(account_id=house.id("ada"), words="x" * 2001), Invalid)
    ask(house)
    house.refuses("ada", commands.RequestErasure(account_id=house.id("ada")), Conflict)
    house.act("ada", PublishPost(text="Still here"))
