"""ProposeDisposal: one person names what is due."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.voice_commands import AppointBodyAdmin, RemoveLeaver
from coffeehouse.domain.posts.commands import DeletePost, FavouritePost
from coffeehouse.domain.records import commands, disposals
from coffeehouse.domain.records.classes import classes
from coffeehouse.domain.records.due import DUE, OUT_OF_SIGHT, count_due, due_objects
from coffeehouse.domain.requests.commands import AskForRecords
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.house import House
from tests.commands.recording import OFFICIAL, closed_request, outcomes, years_later


def test_what_is_due_is_listed_and_proposed(house: House) -> None:
    """After its time a post is due, with what stops it; the proposal cites the class as it reads."""
    one, held = house.post(), house.post("Ar stop")
    house.act("rhys", commands.PlaceHold(because="A claim.", objects=(f"post/{held}",)))
    posts = classes()["members-posts"]
    assert due_objects(posts, clock.now_ms()) == []
    with years_later(6):
        found = {due.name: due.hold for due in due_objects(posts, clock.now_ms())}
        assert found[f"post/{one}"] is None
        assert (found[f"post/{held}"] or house).because == "A claim."  # type: ignore[union-attr]
        assert count_due(clock.now_ms())["members-posts"] == 2
        command = commands.ProposeDisposal(class_id="members-posts", objects=(f"post/{one}",))
        done, _ = house.records("rhys", command, "disposal.proposed")
        disposal = disposals.read_disposal(int(done.result))
        assert disposal is not None
        assert (disposal.state, disposal.proposed_by_id, disposal.number) == ("proposed", house.member("rhys"), 1)
        assert disposal.rule.startswith("What members said (Democracy: public consultation and engagement): 6 years")
        (due,) = (due for due in due_objects(posts, clock.now_ms()) if due.name == f"post/{one}")
        assert due.disposal_id == disposal.id
        house.refuses("mair", command, Conflict)


def test_each_class_has_its_list(house: House) -> None:
    """Official and members' words, messages and people are told apart, each by its own time."""
    voice_id = house.voice()
    said = house.post(OFFICIAL, who=house.actor("ada", account_id=voice_id))
    private = house.post("@gwyn Helo", visibility="direct", who="fern")
    asked = house.post("@cyngor Helo", visibility="direct", who="fern")
    house.act("mair", people.SuspendMember(member_id=house.member("hari"), reason="Spam"))
    house.act("mair", RemoveLeaver(member_id=house.member("hari")))
    with years_later(7):
        now = clock.now_ms()
        found = {each.id: {due.name for due in due_objects(each, now)} for each in classes().values()}
    assert found["official-posts"] == {f"post/{said}"}
    assert found["private-messages"] == {f"post/{private}"}
    assert found["enquiries"] == {f"post/{asked}"}
    assert found["members"] == {f"account/{house.id('hari')}"}
    assert found["members-posts"] == found["staff"] == found["record-keeping"] == set()


def test_what_its_author_deleted_is_due_as_if_it_were_there(house: House) -> None:
    """In the class it had, from when it was said; a hold stops it; disposing of it empties the vault."""
    voice_id = house.voice()
    speaker = house.actor("ada", account_id=voice_id)
    said, mine = house.post(OFFICIAL, who=speaker), house.post("Gwylan y penwaig")
    asked = house.post("@cyngor Helo", visibility="direct", who="fern")
    private = house.post("@gwyn Helo", visibility="direct", who="fern")
    expected = {
        "official-posts": f"post/{said}", "members-posts": f"post/{mine}", "enquiries": f"post/{asked}",
        "private-messages": f"post/{private}",
    }  # fmt: skip
    trigger = sql.value("SELECT created_at FROM posts_post WHERE id = %s", (mine,))
    house.act("gwyn", FavouritePost(post_id=mine))
    for who, post_id in ((speaker, said), ("ada", mine), ("fern", asked), ("fern", private)):
        house.act(who, DeletePost(post_id=post_id))
    name = f"post/{mine}"
    house.act("rhys", commands.PlaceHold(because="A claim.", account_id=house.id("gwyn")))
    with years_later(7):
        now = clock.now_ms()
        for class_id, expected_name in expected.items():
            assert [due.name for due in due_objects(classes()[class_id], now)] == [expected_name]
        assert due_objects(classes()["members-posts"], now)[0][1:3] == (trigger, None)
        hold_id = int(house.act("rhys", commands.PlaceHold(because="A claim.", account_id=house.id("ada"))).result)
        command = commands.ProposeDisposal(class_id="members-posts", objects=(name,))
        house.refuses("rhys", command, Conflict)
        house.act("rhys", commands.LiftHold(hold_id=hold_id, because="Settled."))
        disposal_id = int(house.act("rhys", command).result)
        house.act("mair", commands.ApproveDisposal(disposal_id=disposal_id))
        assert [item.outcome for item in disposals.items_of(disposal_id)] == ["disposed"]
        assert due_objects(classes()["members-posts"], now) == []
    assert not [row for row in sql.rows("SELECT payload FROM ledger_vault") if "Gwylan y penwaig" in (row[0] or "")]


def test_requests_are_due_three_years_after_they_were_closed(house: House) -> None:
    """Those for information and those to be forgotten; not one that is open."""
    closed, open_id = (
        closed_request(house),
        int(house.act("fern", AskForRecords(kind="foi", words="Owls")).result["id"]),
    )
    asked = commands.RequestErasure(account_id=house.id("ada"), words="Owls", objects=(f"post/{house.post()}",))
    erasure_id = int(house.act("ada", asked).result)
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    requests = classes()["requests"]
    with years_later(2):
        assert due_objects(requests, clock.now_ms()) == []
    with years_later(4):
        names = {due.name for due in due_objects(requests, clock.now_ms())}
        assert names == {f"request/{closed}", f"erasure/{erasure_id}"}
        assert f"request/{open_id}" not in names
        command = commands.ProposeDisposal(class_id="requests", objects=tuple(sorted(names)))
        disposal_id = int(house.act("rhys", command).result)
        house.act("mair", commands.ApproveDisposal(disposal_id=disposal_id))
        assert due_objects(requests, clock.now_ms()) == []
    assert sql.row("SELECT words FROM requests_request WHERE id = %s", (closed,)) == ("",)
    assert sql.row("SELECT words FROM records_erasure WHERE id = %s", (erasure_id,)) == ("",)


def test_a_deleted_one_on_hold_is_listed_once(house: House) -> None:
    """Preserved because of a hold, and noted as deleted: one object, with the time it was said."""
    one = house.post()
    house.act("rhys", commands.PlaceHold(because="A claim.", objects=(f"post/{one}",)))
    house.act("ada", DeletePost(post_id=one))
    with years_later(7):
        (due,) = due_objects(classes()["members-posts"], clock.now_ms())
    assert (due.name, due.hold is not None) == (f"post/{one}", True)


@pytest.mark.skipif(sql.is_postgres(), reason="plans of SQLite")
@pytest.mark.django_db
def test_what_is_due_is_found_by_an_index() -> None:
    """However much was deleted or asked: only what is due of the class is read, and nothing is sorted."""
    plan = [row[3] for row in sql.rows(f"EXPLAIN QUERY PLAN {OUT_OF_SIGHT[1]}", ("members-posts", 1, 1))]
    assert plan == ["SEARCH records_deleted USING INDEX deleted_by_class (class_id=? AND trigger_at<?)"]
    plan = [row[3] for row in sql.rows(f"EXPLAIN QUERY PLAN {DUE['requests']}", (1, 1, 1))]
    assert plan == ["SEARCH requests_request USING INDEX request_by_closing (closed_at<?)"]


@pytest.mark.parametrize("part", ["role", "seat", "body"])
def test_whoever_had_a_part_stays_staff_after_leaving(house: House, part: str) -> None:
    """Leaving ends role, seat and office, not the record of it: six years, and kept until then."""
    voice_id, member_id = house.voice(), house.member("hari")
    if part == "role":
        house.act("mair", people.ChangeRole(member_id=member_id, role="moderator"))
        house.act("mair", people.ChangeRole(member_id=member_id, role="member"))
    elif part == "seat":
        house.act("mair", people.GrantSeat(member_id=member_id, account_id=voice_id, powers=("draft",)))
        house.act("mair", people.RevokeSeat(member_id=member_id, account_id=voice_id))
    else:
        body_id = sql.value("SELECT body_id FROM people_account WHERE id = %s", (voice_id,))
        house.act("mair", AppointBodyAdmin(member_id=member_id, body_id=body_id))
    house.act("mair", RemoveLeaver(member_id=member_id))
    name = f"account/{house.id('hari')}"
    asked = commands.RequestErasure(account_id=house.id("hari"))
    assert outcomes(int(house.act("rhys", asked).result)) == {name: "keep"}
    with years_later(2):
        assert due_objects(classes()["members"], clock.now_ms()) == []
        assert due_objects(classes()["staff"], clock.now_ms()) == []
    with years_later(7):
        assert [due.name for due in due_objects(classes()["staff"], clock.now_ms())] == [name]


def test_only_what_is_due_and_free(house: House) -> None:
    """Not before its time, not of another class, not on hold, not nothing, not what is kept for ever."""
    one = f"post/{house.post()}"

    def propose(*names: str, of: str = "members-posts") -> commands.ProposeDisposal:
        return commands.ProposeDisposal(class_id=of, objects=names)

    house.refuses("rhys", propose(one), Invalid)
    with years_later(7):
        house.refuses("rhys", propose(one, of="official-posts"), Invalid)
        house.refuses("rhys", propose(one, of="record-keeping"), Invalid)
        house.refuses("rhys", propose(one, of="nothing"), Invalid)
        house.refuses("rhys", propose(), Invalid)
        house.refuses("rhys", propose("post/1"), Invalid)
        house.refuses("cade", propose(one), Refused)
        house.act("rhys", commands.PlaceHold(because="A claim.", objects=(one,)))
        house.refuses("rhys", propose(one), Conflict)
