"""DecideItems: what becomes of each record that was found."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.protocols.packs.content import PackItem
from tests.commands.asked import decide, gather, open_request, propose
from tests.commands.house import House

OTHERS = "FOIA s.40(2)"


def released(request_id: int) -> list[PackItem]:
    """What the recipient would get."""
    request = queries.read_request(request_id)
    assert request is not None
    return [each.item for each in queries.released_items(request)]


def removal(text: str, words: str, **more: object) -> commands.Removal:
    """These words of the text, taken out."""
    start = text.index(words)
    return commands.Removal(
        part="text", start=start, end=start + len(words), exemption=OTHERS, reason="A person's own.",
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_included_whole_with_who_said_it(house: House) -> None:
    """A voice is named; a citizen is not, unless somebody decides so."""
    house.act("bevan", commands.AskForRecords(kind="foi", words="Which library?"))
    house.post("My library has a number")
    request_id = open_request(house)
    for item in gather(house, request_id, "number"):
        command = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="include", is_checked=True)
        house.records("rhys", command, "request.items_decided", f"request/{request_id}")
    official, own = released(request_id)
    assert (official.author, official.audience) == ("Review desk (@review)", "the people it was written to")
    assert not any(each.part == "author" for each in official.redactions)
    assert (own.author, own.decision, own.url) == (f"[withheld: {OTHERS}]", "redacted", "")
    assert [(each.part, each.exemption) for each in own.redactions] == [("author", OTHERS)]
    decide(house, request_id, queries.items_of(request_id)[1], shows_author=True)
    assert released(request_id)[1].author == "Ada (@ada)"


def test_parts_are_taken_out_with_their_reason(house: House) -> None:
    """The words are gone, a mark with the provision stands there, and the log has the reason."""
    text = "The library key is with Mrs Owen, 07700 900123"
    house.post(text)
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    removals = (removal(text, "Mrs Owen"), removal(text, "07700 900123"))
    decide(house, request_id, item, "redact", removals=removals)
    (found,) = released(request_id)
    assert found.text == f"The library key is with [withheld: {OTHERS}], [withheld: {OTHERS}]"
    assert {each.part for each in found.redactions} == {"author", "text"}
    assert all(each.reason for each in found.redactions)
    assert "Owen" not in repr(found)


def test_personal_data_does_not_slip_through(house: House) -> None:
    """P7: while something recognised is still in it, it goes out only after a person said that they looked."""
    text = "Library news: ask @bevan, 07700 900123 or me@example.org"
    house.post(text)
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    command = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="include")
    problem = house.refuses("rhys", command, Invalid)
    assert problem.field == "is_checked"
    assert "@bevan" in problem.message
    some = (removal(text, "@bevan, 07700 900123"),)
    half = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="redact", removals=some)
    assert "me@example.org" in house.refuses("rhys", half, Invalid).message
    decide(house, request_id, item, "redact", removals=(removal(text, "@bevan, 07700 900123 or me@example.org"),))
    assert "bevan" not in repr(released(request_id))
    decide(house, request_id, item, is_checked=True)
    assert "07700 900123" in released(request_id)[0].text


def test_who_asks_for_their_own_data_is_named_to_themselves(house: House) -> None:
    """P7: others are not: neither who wrote to them, nor who reported them."""
    house.post("My own words")
    house.post("Dear @ada, no", who="bevan", visibility="direct")
    request_id = open_request(house, "uk_gdpr", asker_account_id=house.id("ada"))
    found = gather(house, request_id, "", account_ids=(house.id("ada"),))
    for item in found:
        decide(house, request_id, item)
    by_kind: dict[str, list[PackItem]] = {}
    for each in released(request_id):
        by_kind.setdefault(each.kind, []).append(each)
    assert [post.author for post in by_kind["post"]][:2] == ["Ada (@ada)", "[withheld: DPA 2018 Sch.2 para.16]"]
    assert ("E-mail", "ada@example.org") in by_kind["member"][0].facts
    assert "bevan" not in repr(released(request_id)).lower()


def test_withheld_or_beside_the_point(house: House) -> None:
    """Withheld: that there is one, and why; nothing of what it says. Out of scope: it is not in the answer."""
    house.post("Library, secret")
    house.post("Library, of Alexandria")
    request_id = open_request(house)
    one, two = gather(house, request_id)
    decide(house, request_id, one, "withhold", exemption="FOIA s.43", reason="The tender is open until March.")
    decide(house, request_id, two, "out_of_scope", reason="Another library")
    (found,) = released(request_id)
    assert (found.decision, found.text, found.author) == ("withheld", "", "")
    assert [(each.part, each.exemption) for each in found.redactions] == [("item", "FOIA s.43")]
    assert queries.count_items(request_id) == {"withhold": 1, "out_of_scope": 1}


def test_a_picture_or_a_part_of_it(house: House) -> None:
    """Covered in parts, or not there at all; its description apart."""
    pictures = (house.picture(description="The library"), house.picture(description="Mrs Owen", colour="red"))
    house.post("The library", media_ids=pictures)
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    why: dict[str, Any] = {"exemption": OTHERS, "reason": "A face"}
    removals = (
        commands.Removal(part="attachment 1 picture", box="100 200 300 400", **why),
        commands.Removal(part="attachment 2", **why),
    )
    decide(house, request_id, item, "redact", removals=removals)
    (found,) = released(request_id)
    first, second = found.attachments
    assert (first.boxes[0].left, first.boxes[0].height, first.description) == (0.1, 0.4, "The library")
    assert (second.source, second.description, second.name) == ("", "", f"[withheld: {OTHERS}]")
    for part, box in (("attachment 3", ""), ("attachment 1 picture", "0 0 0 0"), ("attachment 1 picture", "big")):
        bad = (commands.Removal(part=part, box=box, **why),)
        command = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="redact", removals=bad)
        assert house.refuses("rhys", command, Invalid).field == "removals"


def test_words_that_change_are_decided_about_again(house: House) -> None:
    """A decision is about the words that were read; of others nothing goes out."""
    post = house.post("The library")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    read = item.content.text_hash
    decide(house, request_id, item, text_hash=read)
    house.act("ada", posts.EditPost(post_id=post, text="The library, and Mrs Owen's address"))
    (found,) = released(request_id)
    assert (found.decision, found.text) == ("withheld", "")
    stale = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="include", text_hash=read)
    house.refuses("rhys", stale, Conflict)


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"decision": "burn"}, "decision"),
        ({"decision": "redact"}, "decision"),
        ({"decision": "withhold", "exemption": "FOIA s.99", "reason": "x"}, "exemption"),
        ({"decision": "withhold", "exemption": OTHERS, "reason": " "}, "reason"),
        ({"decision": "withhold", "exemption": "DPA 2018 Sch.4", "reason": "x"}, "exemption"),
        ({"decision": "out_of_scope"}, "reason"),
        ({"decision": "include", "item_ids": ()}, "item_ids"),
    ],
)
def test_every_decision_has_what_it_needs(house: House, members: dict[str, object], field: str) -> None:
    """A provision that the law of the request knows, and a reason."""
    house.post("The library")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    command = commands.DecideItems(**{"request_id": request_id, "item_ids": (item.id,), **members})  # type: ignore[arg-type]
    assert house.refuses("rhys", command, Invalid).field == field


def test_only_of_this_request_and_while_it_is_open(house: House) -> None:
    """Not of another's, not by others, not once an answer waits to be signed."""
    house.post("The library")
    request_id, other = open_request(house), open_request(house)
    (item,) = gather(house, request_id)
    command = commands.DecideItems(request_id=other, item_ids=(item.id,), decision="include")
    house.refuses("rhys", command, NotFound)
    command = commands.DecideItems(request_id=request_id, item_ids=(item.id,), decision="include")
    house.refuses("ada", command, Refused)
    house.act("rhys", command)
    propose(house, request_id)
    house.refuses("rhys", command, Conflict)
