"""ProposeAnswer: what is released and said, ready for a second person."""

from __future__ import annotations

import pytest

from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Invalid
from tests.commands.asked import decide, decided_request, gather, open_request, propose, state_of
from tests.commands.house import House


def command(request_id: int, **more: object) -> commands.ProposeAnswer:
    """An answer that releases all."""
    members = {"request_id": request_id, "outcome": "released", "letter": "Here it is.", **more}
    return commands.ProposeAnswer(**members)  # type: ignore[arg-type]


def test_it_waits_for_a_second_person(house: House) -> None:
    """With its hash; nothing is out yet, in the log neither."""
    request_id = decided_request(house)
    given = command(
        request_id, is_public=True, public_title="The library", public_question="When?", public_answer="On Monday."
    )
    done, fact = house.records("rhys", given, "request.proposed", f"request/{request_id}")
    row = fact.states()["requests_request", request_id]
    assert row is not None
    assert row["content_hash"] == done.result["content_hash"] != ""
    assert state_of(request_id)[0] == "proposed"
    assert queries.disclosures() == []
    house.refuses("rhys", given, Conflict)


def test_every_record_must_be_decided_about(house: House) -> None:
    """None is left open, none has changed since, and the answer says what the decisions are."""
    post = house.post("The library")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    assert "1 records wait" in house.refuses("rhys", command(request_id), Invalid).message
    decide(house, request_id, item)
    assert "released in full" in house.refuses("rhys", command(request_id, outcome="partly"), Invalid).message
    house.refuses("rhys", command(request_id, outcome="not_held"), Invalid)
    house.act("ada", posts.EditPost(post_id=post, text="The library, changed"))
    assert f"post/{post}" in house.refuses("rhys", command(request_id), Invalid).message
    decide(house, request_id, item)
    propose(house, request_id)


def test_nothing_held_or_refused_as_a_whole(house: House) -> None:
    """A refusal names its provision, one of the law that is asked under."""
    request_id = open_request(house)
    assert house.refuses("rhys", command(request_id), Invalid).field == "outcome"
    for provision in ("", "FOIA s.40(2)", "UK GDPR Art.12(5)"):
        given = command(request_id, outcome="refused", provision=provision)
        assert house.refuses("rhys", given, Invalid).field == "provision"
    propose(house, request_id, "refused", provision="FOIA s.14(1)")
    propose(house, open_request(house), "not_held")


def test_what_somebody_asked_about_themselves_is_not_published(house: House) -> None:
    """P7: the disclosure log has no subject access requests."""
    request_id = open_request(house, "uk_gdpr", asker_account_id=house.id("ada"))
    given = command(
        request_id, outcome="not_held", is_public=True, public_title="x", public_question="x", public_answer="x"
    )
    assert house.refuses("rhys", given, Invalid).field == "is_public"


@pytest.mark.parametrize(
    "words", ["Glenys Price asked", "Write to glenys@example.org", "As @bevan says", "Number 943 476 5919"]
)
def test_the_public_log_names_nobody(house: House, words: str) -> None:
    """P7: neither who asked, nor where they live, nor whom else they spoke of."""
    request_id = decided_request(house)
    members = {"is_public": True, "public_title": "x", "public_question": words, "public_answer": "x"}
    assert house.refuses("rhys", command(request_id, **members), Invalid).field == "public_question"


@pytest.mark.parametrize("missing", ["letter", "public_title", "public_question", "public_answer"])
def test_what_is_missing_is_asked_for(house: House, missing: str) -> None:
    """The letter always; the rest where it is published."""
    request_id = decided_request(house)
    members = {"is_public": True, "public_title": "x", "public_question": "x", "public_answer": "x", missing: " "}
    assert house.refuses("rhys", command(request_id, **members), Invalid).field == missing
    house.refuses("cade", command(request_id), Refused)
