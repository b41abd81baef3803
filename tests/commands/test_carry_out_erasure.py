"""CarryOutErasure: what is to go goes, out of every table and every payload; what stays, stays whole."""

from __future__ import annotations

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.cases.queries import list_reports, reported_posts
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.searching import merge_index
from coffeehouse.domain.records import commands, erasures, preserved
from coffeehouse.domain.records.handlers import erasing
from coffeehouse.engine import erasing as carrying
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from coffeehouse.ledger import vault
from tests.commands.drafting import HIGH, Desk
from tests.commands.house import House
from tests.commands.packed import answered, make, pack, write_command
from tests.commands.recording import ask, outcomes
from tests.commands.test_schedule_post import LATER, NOW, schedule

WORDS = "Wylan o'r môr"


def carry_out(house: House, erasure_id: int) -> None:
    """As those who keep the records."""
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))


def send_letter() -> None:
    """The worker's jobs but for the scrub, for which the transaction of the test must be over."""
    deliveries.register_all()
    sql.execute("DELETE FROM engine_outbox WHERE kind = 'scrub'")
    drain()


def tables_with(text: str) -> list[str]:
    """Tables that hold a text in any column, in any spelling JSON has for it, once the search index is merged."""
    merge_index()
    spelt = (text, msgspec.json.encode(text).decode()[1:-1])
    return [
        table
        for table, rows in everything().items()
        if any(each in _plain(value) for row in rows for value in row for each in spelt)
    ]


def _plain(value: object) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    from django.db import connection

    return {table: list(sql.rows(f"SELECT * FROM {table}")) for table in connection.introspection.table_names()}


def test_what_others_uploaded_is_still_vouched_for(house: House) -> None:
    """An upload that goes leaves the others as they were, for the verifier too."""
    house.picture("bevan")
    post = posts.PublishPost(text=WORDS, media_ids=(house.picture(),))
    number = int(house.act("ada", post).result["id"])
    command = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{number}",))
    carry_out(house, int(house.act("ada", command).result))
    assert house.verify().is_clean


def test_a_post_and_all_copies_of_it_go(house: House) -> None:
    """Row, earlier versions, search, notifications, kept answers, payloads; the entries stay and say what was."""
    post = posts.PublishPost(text=f"{WORDS} #gwylan", media_ids=(house.picture(description=WORDS),))
    one = int(house.act("ada", post, key="one").result["id"])
    house.act("ada", posts.EditPost(post_id=one, text=f"{WORDS} eto"))
    house.act("bevan", posts.BoostPost(post_id=one))
    reply = house.post("Diolch", who="fern", in_reply_to_id=one)
    assert {"posts_post", "posts_postedit", "posts_media", "ledger_vault"} <= set(tables_with(WORDS))
    command = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{one}",))
    erasure_id = int(house.act("ada", command).result)
    before = house.size()
    done = house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    fact = house.fact(done.entry_sequence)
    assert (fact.kind, fact.object) == ("erasure.carried_out", f"erasure/{erasure_id}")
    assert fact.states()["posts_post", one] is None
    assert tables_with(WORDS) == []
    assert tables_with("gwylan") == []
    assert house.size() > before + 1  # an entry for each payload that went
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (reply,)) == 1
    assert sql.value("SELECT COUNT(*) FROM engine_idempotency") == 0
    assert house.jobs().count("remove_files") == 1
    assert house.jobs().count("scrub") == 1
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    assert (erasure.state, erasure.carried_out_by_id) == ("carried_out", house.member("rhys"))


def test_who_somebody_is_goes_and_nothing_of_others(house: House) -> None:
    """Name, address, picture and keys; the account stays as a nameless row, and nobody signs in with it."""
    house.act("ada", people.UpdateProfile(display_name=WORDS, note=WORDS))
    house.act("ada", people.FollowAccount(target_id=house.id("bevan")))
    others = house.post("Rhywbeth arall", who="bevan")
    house.act("ada", posts.FavouritePost(post_id=others))
    carry_out(house, ask(house))
    assert tables_with(WORDS) == []
    assert tables_with("ada@example.org") == ["engine_outbox"]  # the answer is still to be mailed
    send_letter()
    assert tables_with("ada@example.org") == []
    row = sql.row("SELECT acct, display_name, hidden_at IS NULL FROM people_account WHERE id = %s", (house.id("ada"),))
    assert row == (f"erased_{house.id('ada')}", "", 0)
    assert sql.value("SELECT state FROM people_member WHERE id = %s", (house.member("ada"),)) == "left"
    assert house.actor("ada").member_id is None
    assert tables_with("Rhywbeth arall") != []


def test_what_is_restricted_is_out_of_sight_and_kept(house: House) -> None:
    """Evidence leaves the moderators' screens; those who keep the records still have it, and its payload."""
    one = house.post(WORDS)
    comment = "Mae'n ddrwg iawn"
    report = FileReport(account_id=house.id("ada"), post_ids=(one,), comment=comment)
    report_id = int(house.act("gwyn", report).result)
    erasure_id = ask(house)
    assert outcomes(erasure_id)[f"report/{report_id}"] == "restrict"
    carry_out(house, erasure_id)
    assert [shown.text for shown in reported_posts(report_id)] == [""]
    assert [shown.comment for shown in list_reports(house.member("cade"))] == [""]
    (kept,) = preserved.preserved_of(f"report/{report_id}")
    assert (kept.reason, kept.class_id) == ("restriction", "moderation")
    assert kept.value()["comment"] == comment
    assert kept.value()["posts"][0]["text"] == WORDS
    assert tables_with(comment) == ["ledger_vault", "records_preserved"]


@pytest.mark.parametrize("comment", [WORDS, "Mae"])
def test_a_remark_goes_with_its_payloads(house: House, comment: str) -> None:
    """However short it is: of its entries too, as it is and as it was; nothing else of its author."""
    target = house.id("gwyn")
    one = house.post("Mae hi'n braf")
    for said in (f"{comment} 1", f"{comment} 2"):
        house.act("ada", people.NoteAccount(target_id=target, comment=said))
    name = f"note/{sql.value('SELECT id FROM people_accountnote')}"
    carry_out(house, ask(house, "ada", name))
    assert tables_with(f"{comment} 1") == tables_with(f"{comment} 2") == []
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (one,)) == 1
    assert "ledger_vault" in tables_with("Mae hi'n braf")


def test_a_remark_takes_nothing_of_whom_it_speaks_of(house: House) -> None:
    """Their own words stay in the vault, however like they are to what is erased."""
    one = house.post("Bore da")
    reply = posts.PublishPost(text="Bore da i chi gyd", in_reply_to_id=one)
    theirs = int(house.act("gwyn", reply).result["id"])
    house.act("ada", people.NoteAccount(target_id=house.id("gwyn"), comment="Bore da"))
    carry_out(house, ask(house))
    sequence = sql.value("SELECT sequence FROM ledger_entry WHERE object = %s", (f"post/{theirs}",))
    assert house.fact(sequence).payload["command"]["text"] == "Bore da i chi gyd"


def test_what_says_the_same_and_is_on_hold_keeps_its_payload(house: House) -> None:
    """A hold on one post stands above the erasure of another with the very same words."""
    one, held = house.post(WORDS), house.post(f"{WORDS} eto")
    house.act("rhys", commands.PlaceHold(because="Request 7.", objects=(f"post/{held}",)))
    carry_out(house, ask(house, "ada", f"post/{one}"))
    sequence = sql.value("SELECT sequence FROM ledger_entry WHERE object = %s", (f"post/{held}",))
    assert house.fact(sequence).payload["command"]["text"] == f"{WORDS} eto"


def test_what_others_remarked_about_somebody_goes_with_them(house: House) -> None:
    """Row and payload: it is about who asked to be forgotten."""
    house.act("gwyn", people.NoteAccount(target_id=house.id("ada"), comment=WORDS))
    carry_out(house, ask(house))
    assert tables_with(WORDS) == []


def test_what_was_chosen_to_stay_stays_when_its_author_goes(house: House) -> None:
    """A remark and a scheduled post with its picture, with a nameless account behind them."""
    picture = house.picture()
    with clock.at(NOW):
        house.act("ada", people.NoteAccount(target_id=house.id("gwyn"), comment=WORDS))
        waiting = house.act("ada", schedule("Yfory", media_ids=(picture,))).result["scheduled_id"]
        erasure_id = ask(house)
        for name in (f"scheduled/{waiting}", f"note/{sql.value('SELECT id FROM people_accountnote')}"):
            house.act(
                "rhys",
                commands.ChooseOutcome(erasure_id=erasure_id, object=name, outcome="keep", because="Hawliad."),
            )
        carry_out(house, erasure_id)
    assert sql.value("SELECT acct FROM people_account WHERE id = %s", (house.id("ada"),)).startswith("erased_")
    for table in ("people_accountnote", "posts_scheduled", "posts_media"):
        assert sql.value(f"SELECT COUNT(*) FROM {table}") == 1


def test_what_was_published_meanwhile_is_not_said_to_be_erased(house: House) -> None:
    """The item says what happened; the post, its row and its payload are whole."""
    deliveries.register_all()
    with clock.at(NOW):
        waiting = house.act("ada", schedule(WORDS)).result["scheduled_id"]
        erasure_id = ask(house, "ada", f"scheduled/{waiting}")
    with clock.at(LATER):
        drain()
        carry_out(house, erasure_id)
    item = erasures.read_item(erasure_id, f"scheduled/{waiting}")
    assert item is not None
    assert (item.outcome, item.rule) == ("keep", "gone")
    assert "published" in item.because
    name = f"post/{sql.value('SELECT id FROM posts_post')}"
    sequence = sql.value("SELECT sequence FROM ledger_entry WHERE object = %s", (name,))
    assert house.fact(sequence).payload["command"]["text"] == WORDS


def test_what_waits_for_its_time_goes_with_its_picture(house: House) -> None:
    """Its row, its payloads, its upload; the worker finds nothing to publish."""
    picture = house.picture(description=WORDS)
    with clock.at(NOW):
        waiting = house.act("ada", schedule(f"{WORDS} yfory", media_ids=(picture,))).result["scheduled_id"]
        carry_out(house, ask(house, "ada", f"scheduled/{waiting}"))
    with clock.at(LATER):
        drain()
    assert tables_with(WORDS) == []
    assert sql.value("SELECT COUNT(*) FROM posts_media") == 0


def test_what_waits_and_what_was_remarked_can_be_restricted(house: House) -> None:
    """Out of sight, and kept by those who keep the records, with the ledger's payloads."""
    picture = house.picture()
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    with clock.at(NOW):
        waiting = house.act("ada", schedule(f"{WORDS} yfory", media_ids=(picture,))).result["scheduled_id"]
        house.act("ada", people.NoteAccount(target_id=house.id("gwyn"), comment=WORDS))
        names = (f"scheduled/{waiting}", f"note/{sql.value('SELECT id FROM people_accountnote')}")
        erasure_id = ask(house, "ada", *names)
        for name in names:
            command = commands.ChooseOutcome(
                erasure_id=erasure_id, object=name, outcome="restrict", because="Hawliad cyfreithiol."
            )
            house.act("rhys", command)
        carry_out(house, erasure_id)
    assert sql.rows("SELECT id FROM posts_scheduled UNION SELECT id FROM people_accountnote") == []
    kept = [preserved.preserved_of(name)[0] for name in names]
    assert [(each.reason, each.class_id) for each in kept] == [
        ("restriction", "members-drafts"), ("restriction", "private-messages"),
    ]  # fmt: skip
    assert all(WORDS in each.content for each in kept)
    assert preserved.preserved_files([key]) == {key}
    assert tables_with(WORDS) == ["ledger_vault", "records_preserved"]


def test_a_restricted_message_is_kept_with_its_picture(house: House) -> None:
    """A message to a body leaves its readers; file and words stay for those who keep the records."""
    house.voice("cyngor")
    picture = house.picture("fern")
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture,))
    one = house.post(f"@cyngor {WORDS}", visibility="direct", who="fern", media_ids=(picture,))
    carry_out(house, ask(house, "fern"))
    assert sql.value("SELECT COUNT(*) FROM posts_post WHERE id = %s", (one,)) == 0
    (kept,) = preserved.preserved_of(f"post/{one}")
    assert WORDS in kept.value()["text"]
    assert preserved.preserved_files([key, "other"]) == {key}


def test_a_hold_placed_meanwhile_keeps(house: House) -> None:
    """Between asking and doing, a hold may come: it counts, and the item says so. A person's name then stays too."""
    one = house.post(WORDS)
    erasure_id = ask(house)
    hold_id = int(house.act("rhys", commands.PlaceHold(because="Request 7.", objects=(f"post/{one}",))).result)
    carry_out(house, erasure_id)
    item = erasures.read_item(erasure_id, f"post/{one}")
    assert item is not None
    assert (item.outcome, item.rule) == ("keep", f"hold {hold_id}")
    assert outcomes(erasure_id)[f"account/{house.id('ada')}"] == "keep"
    assert "posts_post" in tables_with(WORDS)
    assert sql.value("SELECT acct FROM people_account WHERE id = %s", (house.id("ada"),)) == "ada"


def test_a_draft_and_what_showed_it_go(desk: Desk) -> None:
    """Chosen so by those who keep the records: revisions, decisions and the messages to reviewers go with it."""
    house = desk.house
    held_id = desk.draft(f"{HIGH} {WORDS}")
    drain()
    command = commands.RequestErasure(account_id=desk.voice_id, objects=(f"held/{held_id}",))
    erasure_id = int(house.act("rhys", command).result)
    chosen = commands.ChooseOutcome(
        erasure_id=erasure_id, object=f"held/{held_id}", outcome="erase", because="Sent by mistake."
    )
    house.act("rhys", chosen)
    assert "publishing_heldcommand" in tables_with(WORDS)
    carry_out(house, erasure_id)
    assert tables_with(WORDS) == []


def test_a_large_one_is_done_in_parts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker goes on where the first act ended, person last; only then is it carried out."""
    monkeypatch.setattr(erasing, "AT_ONCE", 2)
    for number in range(4):
        house.post(f"{WORDS} {number}")
    erasure_id = ask(house)
    done = house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    assert house.fact(done.entry_sequence).kind == "erasure.continued"
    assert house.jobs()[-1] == "erase_more"
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    assert erasure.state == "running"
    for _ in range(2):
        house.act("system", commands.CarryOutErasure(erasure_id=erasure_id))
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    assert (erasure.state, erasure.carried_out_by_id) == ("carried_out", house.member("rhys"))
    assert tables_with(WORDS) == []


def test_forgetting_hides_no_later_hand(house: House) -> None:
    """Rows that an erased payload vouched for are vouched for anew: who changes one afterwards is found."""
    one = house.post(WORDS)
    house.act("fern", people.UpdateProfile(display_name="Fern"))
    command = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{one}",))
    done = house.act("rhys", commands.CarryOutErasure(erasure_id=int(house.act("ada", command).result)))
    assert vault.read(done.entry_sequence) is not None
    house.check()


def test_not_twice_nor_by_anybody(house: House) -> None:
    """What was carried out is over; members and moderators carry nothing out."""
    erasure_id = ask(house)
    command = commands.CarryOutErasure(erasure_id=erasure_id)
    for who in ("ada", "cade"):
        house.refuses(who, command, Refused)
    house.refuses("rhys", commands.CarryOutErasure(erasure_id=1), NotFound)
    house.act("rhys", command)
    house.refuses("rhys", command, Conflict)


def test_release_packs_that_hold_it_are_removed(house: House) -> None:
    """What was handed out is out of our hands; the house keeps no copy."""
    one = house.post(WORDS)
    pack_id = make(house, answered(house))
    house.act("system", write_command(pack_id, objects=(f"post/{one}",)))
    command = commands.RequestErasure(account_id=house.id("ada"), objects=(f"post/{one}",))
    carry_out(house, int(house.act("ada", command).result))
    assert pack(pack_id).state == "removed"
    assert "remove_pack" in house.jobs()


def test_a_long_life_is_forgotten_act_by_act(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who did very much: payloads go some thousand at a time, the person last."""
    monkeypatch.setattr(carrying, "AT_ONCE", 4)
    for number in range(6):
        house.act("ada", posts.DeletePost(post_id=house.post(f"{WORDS} {number}")))
    erasure_id = ask(house)
    done = house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    assert house.fact(done.entry_sequence).kind == "erasure.continued"
    for _ in range(20):
        if erasures.waiting_for_scrub() is not None:
            break
        house.act("system", commands.CarryOutErasure(erasure_id=erasure_id))
    erasure = erasures.read_erasure(erasure_id)
    assert erasure is not None
    assert erasure.state == "carried_out"
    assert tables_with(WORDS) == []
    assert tables_with("ada@example.org") == ["engine_outbox"]  # the answer is still to be mailed
    send_letter()
    assert tables_with("ada@example.org") == []


def test_nobody_carries_out_their_own(house: House) -> None:
    """Who keeps the records asks like everybody, and a colleague decides; the last administrator stays."""
    one = house.post(WORDS, who="rhys")
    erasure_id = ask(house, "rhys", f"post/{one}")
    house.refuses("rhys", commands.CarryOutErasure(erasure_id=erasure_id), Forbidden)
    house.act("mair", commands.CarryOutErasure(erasure_id=erasure_id))
    person = f"account/{house.id('mair')}"
    asked = int(house.act("mair", commands.RequestErasure(account_id=house.id("mair"), objects=(person,))).result)
    chosen = commands.ChooseOutcome(erasure_id=asked, object=person, outcome="erase", because="She asks for it.")
    house.act("rhys", chosen)
    house.refuses("rhys", commands.CarryOutErasure(erasure_id=asked), Conflict)
