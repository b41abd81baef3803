"""GatherRecords: what the house holds is found over every channel, and held."""

from __future__ import annotations

from coffeehouse.database import sql, transaction
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.cases import commands as cases
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.writing_commands import CancelScheduled
from coffeehouse.domain.publishing.commands import AskForChange, ReviseDraft
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.records import holds
from coffeehouse.domain.records.preserved import preserved_of
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused, act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.ledger import vault
from tests.commands.asked import TUESDAY, decide, gather, open_request
from tests.commands.drafting import Desk
from tests.commands.house import House
from tests.commands.test_schedule_post import LATER, NOW, schedule


def kinds(items: list[queries.ItemRow]) -> list[tuple[str, str]]:
    """(kind, object) of items, sorted."""
    return sorted((item.kind, item.object) for item in items)


def test_words_are_found_wherever_they_were_said(house: House) -> None:
    """Whatever the visibility and the door: public, direct, earlier, deleted, pictures, polls, reports."""
    open_, secret = house.post("The library opens"), house.post("Library keys @bevan", visibility="direct")
    edited = house.post("The library was mouldy")
    house.act("ada", posts.EditPost(post_id=edited, text="All is well"))
    deleted = house.post("That library again")
    house.act("ada", posts.DeletePost(post_id=deleted))
    pictured = house.post("Look", media_ids=(house.picture(description="The library roof"),))
    asked = house.post("Where?", poll=posts.PollDraft(options=("In the library", "At home"), expires_in=3_600))
    report = house.act("fern", cases.FileReport(account_id=house.id("ada"), comment="Lies about the library")).result
    house.act("fern", people.NoteAccount(target_id=house.id("ada"), comment="Talks of the library a lot"))
    house.post("Of something else")
    act(posts.PublishPost(text="Library by app"), house.actor("bevan"), "client_api")
    found = gather(house, open_request(house))
    (edit,) = [item.object for item in found if item.kind == "edit"]
    (note,) = [item.object for item in found if item.kind == "note"]
    by_app = max(int(item.object[5:]) for item in found if item.kind == "post")
    posts_found = [("post", f"post/{number}") for number in sorted((open_, secret, pictured, asked, by_app), key=str)]
    expected = [("deleted", f"post/{deleted}"), ("edit", edit), ("note", note), *posts_found]
    assert kinds(found) == sorted([*expected, ("report", f"report/{report}")])
    texts = {item.kind: item.content.text for item in found}
    assert texts["edit"] == "The library was mouldy"
    assert texts["deleted"] == "That library again"
    assert {item.content.channel for item in found if item.kind == "post"} == {"web", "client_api"}


def test_what_waits_and_what_was_said_of_it(desk: Desk) -> None:
    """Drafts of a voice and the reasons of those who decided about them."""
    held_id = desk.draft(text="The library closes: risk of £2m")
    reason = "Not like this: the library stays"
    desk.house.act("bevan", AskForChange(held_id=held_id, content_hash=desk.hash(held_id), reason=reason))
    found = gather(desk.house, open_request(desk.house))
    assert [kind for kind, _ in kinds(found)] == ["decision", "draft"]
    contents = {item.kind: item.content for item in found}
    assert contents["draft"].text.startswith("The library closes")
    assert contents["decision"].text == "Not like this: the library stays"
    (hold,) = holds.holds_of_request(queries.list_requests()[0].id)
    assert holds.objects_of_hold(hold.id) == [f"held/{held_id}"]


def test_earlier_versions_of_a_draft(desk: Desk) -> None:
    """Found by words that only they have, and by when they were made; shown under the latest, to be taken out there."""
    house = desk.house
    with clock.at(TUESDAY):
        held_id = desk.draft(text="The library closes: call 07700 900123", spoiler_text="Secret")
    with clock.at(TUESDAY + 2 * clock.DAY):
        house.act("fern", ReviseDraft(held_id=held_id, text="All stays open", spoiler_text=""))
        house.act("fern", ReviseDraft(held_id=held_id, text="All of it stays open"))
        request_id = open_request(house)
        (item,) = gather(house, request_id, "library closes")
        assert (item.object, item.content.warning, item.content.text) == (
            f"held/{held_id}",
            "",
            "All of it stays open\n\nEarlier: All stays open\n\nEarlier: Secret\nThe library closes: call 07700 900123",
        )
        later = open_request(house)
        assert [each.object for each in gather(house, later, "stays", since_on="2026-11-05")] == [f"held/{held_id}"]
        start = item.content.text.index("07700")
        removal = commands.Removal(
            part="text", start=start, end=start + 12, exemption="FOIA s.40(2)", reason="A private number"
        )
        decide(house, request_id, item, "redact", removals=(removal,))
    request = queries.read_request(request_id)
    assert request is not None
    (released,) = queries.released_items(request)
    assert released.item.text.endswith("Secret\nThe library closes: call [withheld: FOIA s.40(2)]")


def test_earlier_versions_of_a_restricted_draft(desk: Desk) -> None:
    """What is preserved has them all."""
    house = desk.house
    held_id = desk.draft(text="The library closes")
    house.act("fern", ReviseDraft(held_id=held_id, text="All stays open"))
    restrict(house, f"held/{held_id}")
    (item,) = gather(house, open_request(house), "library")
    assert item.content.text == "All stays open\n\nEarlier: The library closes"
    assert item.content.facts[0][0] == "Out of sight"


def restrict(house: House, name: str, who: str = "ada") -> None:
    """Somebody asks that it be erased, and Rhys restricts it instead."""
    done = house.act(who, records.RequestErasure(account_id=house.id(who), objects=(name,)))
    erasure_id = int(done.result)
    house.act(
        "rhys",
        records.ChooseOutcome(erasure_id=erasure_id, object=name, outcome="restrict", because="A claim may come."),
    )
    house.act("rhys", records.CarryOutErasure(erasure_id=erasure_id))


def test_a_restricted_report_is_read_again(house: House) -> None:
    """Its comment and its evidence, by words, by who made it and by whom it is about; also when restricted twice."""
    post = house.post("The library burns", spoiler_text="Fire")
    report = cases.FileReport(account_id=house.id("ada"), post_ids=(post,), comment="Lies about the museum")
    name = f"report/{house.act('fern', report).result}"
    restrict(house, name, "fern")
    restrict(house, name, "fern")
    assert sql.rows("SELECT comment FROM cases_report") == [("",)]
    assert len(preserved_of(name)) == 1
    for words, who in (("museum", "fern"), ("burns", "ada"), ("", "fern")):
        found = gather(house, open_request(house), words, account_ids=(house.id(who),))
        (item,) = [each for each in found if each.object == name]
        assert item.content.text == f"Lies about the museum\n\npost/{post}: Fire\nThe library burns"
        assert [label for label, _ in item.content.facts] == ["Out of sight", "About", "Category", "State"]
    assert name not in {each.object for each in gather(house, open_request(house), "comment")}
    request_id = open_request(house)
    (item,) = gather(house, request_id, "museum")
    decide(house, request_id, item)
    request = queries.read_request(request_id)
    assert request is not None
    (released,) = queries.released_items(request)
    assert "museum" in released.item.text
    assert "Out of sight" not in dict(released.item.facts)
    house.act("cade", cases.ResolveReport(report_id=int(name[7:]), reason="Nothing to it"))
    assert item.content.text.endswith("The library burns\n\nDecided: Nothing to it")


def test_by_whose_and_between_days(house: House) -> None:
    """What they wrote and what was written to them; who they are, where no words narrow it."""
    with clock.at(TUESDAY):
        own, to, _other = house.post("Mine"), house.post("Hello @ada", who="bevan"), house.post("Not", who="gwyn")
    with clock.at(TUESDAY + 2 * clock.DAY):
        late = house.post("Late")
        request_id = open_request(house)
        found = gather(house, request_id, "", account_ids=(house.id("ada"),), until_on="2026-11-04")
        profile = [("member", f"member/{house.member('ada')}"), ("profile", f"account/{house.id('ada')}")]
        assert kinds(found) == sorted([*profile, ("post", f"post/{own}"), ("post", f"post/{to}")])
        found = gather(house, request_id, "", account_ids=(house.id("ada"),), since_on="2026-11-05")
        assert ("post", f"post/{late}") in kinds(found)
    first, second = queries.searches_of(request_id)
    assert (first.found_count, first.new_count, second.new_count) == (4, 4, 1)
    assert [item.kind for item in found if item.object == f"post/{own}"] == ["post"]


def test_what_is_found_is_on_hold(house: House) -> None:
    """From the moment of the search until the hold is lifted; a later search widens it."""
    one = house.post("The library")
    request_id = open_request(house)
    before = house.size()
    gather(house, request_id)
    assert house.fact(before).kind == "hold.placed"
    assert house.fact(before + 1).kind == "request.gathered"
    assert house.fact(before + 1).payload["kept"]["new"] == [f"post/{one}"]
    assert holds.is_on_hold(f"post/{one}")
    other = house.post("A museum")
    assert not holds.is_on_hold(f"post/{other}")
    gather(house, request_id, "museum")
    (hold,) = holds.holds_of_request(request_id)
    assert set(holds.objects_of_hold(hold.id)) == {f"post/{one}", f"post/{other}"}
    assert "FOI-2026-0001" in hold.because


def test_what_was_deleted_while_on_hold_is_found_whole(house: House) -> None:
    """With its picture, which the ledger does not hold; and that it is out of sight is for those who decide alone."""
    post = house.post("The library", media_ids=(house.picture(description="The roof"),))
    first = open_request(house)
    gather(house, first)
    house.act("ada", posts.DeletePost(post_id=post))
    (found,) = gather(house, open_request(house))
    content = found.content
    assert (content.kind, content.text, [file.description for file in content.files]) == (
        "deleted", "The library", ["The roof"],
    )  # fmt: skip
    assert content.facts[0] == ("Out of sight", "deleted while on hold")
    decide(house, first, queries.items_of(first)[0])
    request = queries.read_request(first)
    assert request is not None
    (released,) = queries.released_items(request)
    assert (released.item.text, released.item.facts) == ("The library", ())


def test_what_waits_for_its_time_and_what_was_remarked_are_held(house: House) -> None:
    """Whatever their authors do to them then is found by the next search."""
    with clock.at(NOW):
        scheduled_id = int(house.act("ada", schedule("The library opens")).result["scheduled_id"])
        target = house.id("gwyn")
        house.act("fern", people.NoteAccount(target_id=target, comment="Lives in the library"))
        request_id = open_request(house)
        note, waiting = gather(house, request_id)
        (hold,) = holds.holds_of_request(request_id)
        assert holds.objects_of_hold(hold.id) == [note.object, f"scheduled/{scheduled_id}"]
        house.act("ada", CancelScheduled(scheduled_id=scheduled_id))
        house.act("fern", people.NoteAccount(target_id=target, comment="Never reads"))
        found = {item.object: item for item in gather(house, open_request(house))}
        assert found.keys() == {note.object, waiting.object}
        assert found[note.object].content.text == "Never reads\n\nEarlier: Lives in the library"
        assert found[waiting.object].content.text == "The library opens"
        assert found[waiting.object].content.facts == (("Out of sight", "deleted while on hold"),)
        house.act("fern", people.NoteAccount(target_id=target, comment=""))
        (gone,) = [each for each in gather(house, open_request(house)) if each.kind == "note"]
        assert gone.content.text == "Never reads\n\nEarlier: Lives in the library"
        assert gone.content.facts[0] == ("Out of sight", "deleted while on hold")
        about = gather(house, open_request(house), "", account_ids=(target,))
        assert note.object in {each.object for each in about}
        assert note.object not in {
            each.object for each in gather(house, open_request(house), "", account_ids=(house.id("bevan"),))
        }


def test_what_waited_says_what_it_became(house: House) -> None:
    """Once it is published; both are held."""
    with clock.at(NOW):
        waiting = house.act("ada", schedule("The library opens")).result["scheduled_id"]
        request_id = open_request(house)
        gather(house, request_id)
    with clock.at(LATER):
        deliveries.register_all()
        drain()
        (item,) = queries.items_of(request_id)
        post_id = sql.value("SELECT id FROM posts_post")
        assert (item.content.text, item.content.facts) == ("The library opens", (("Became", f"post/{post_id}"),))
        assert holds.is_on_hold(f"post/{post_id}")
        assert holds.is_on_hold(f"scheduled/{waiting}")


def test_what_was_erased_is_not_found(house: House) -> None:
    """P7: no trace of it is read from anywhere else."""
    deleted = house.post("That library again")
    entry = house.size() - 1
    house.act("ada", posts.DeletePost(post_id=deleted))
    with transaction.write():
        vault.erase(entry, "Article 17")
    assert gather(house, open_request(house)) == []


def test_it_must_say_what_it_looks_for(house: House) -> None:
    """Words or people; days that are days; by those who keep records, while the request is open."""
    request_id = open_request(house)
    command = commands.GatherRecords(request_id=request_id, words=" ")
    assert house.refuses("rhys", command, Invalid).field == "words"
    for since_on in ("soon", "2026-13-01"):
        command = commands.GatherRecords(request_id=request_id, words="x", since_on=since_on)
        assert house.refuses("rhys", command, Invalid).field == "since_on"
    house.refuses("cade", commands.GatherRecords(request_id=request_id, words="x"), Refused)
    house.act("rhys", commands.WithdrawRequest(request_id=request_id, reason="By telephone"))
    house.refuses("rhys", commands.GatherRecords(request_id=request_id, words="x"), Conflict)
