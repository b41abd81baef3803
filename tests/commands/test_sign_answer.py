"""SignAnswer: a second person releases exactly what was proposed."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Conflict, Forbidden
from tests.commands.asked import decide, decided_request, gather, open_request, propose, state_of
from tests.commands.house import House


def test_a_second_person_releases_it(house: House) -> None:
    """Not who proposed it; then it is answered, and in the log if it is meant to be."""
    request_id = decided_request(house)
    content_hash = propose(
        house, request_id, is_public=True, public_title="The library", public_question="When?", public_answer="Monday."
    )
    signed = commands.SignAnswer(request_id=request_id, content_hash=content_hash)
    house.refuses("rhys", signed, Forbidden)
    house.refuses("cade", signed, Refused)
    house.records("mair", signed, "request.signed", f"request/{request_id}")
    assert state_of(request_id)[0] == "answered"
    (listed,) = queries.disclosures()
    assert (listed.id, listed.signed_by_id, listed.proposed_by_id) == (
        request_id, house.member("mair"), house.member("rhys"),
    )  # fmt: skip
    house.refuses("mair", signed, Conflict)


def test_whoever_asked_is_told(house: House) -> None:
    """A member, by a direct message."""
    request_id = int(
        house.act("ada", commands.AskForRecords(kind="foi", words="What does the pool cost?")).result["id"]
    )
    content_hash = propose(house, request_id, "not_held")
    house.act("mair", commands.SignAnswer(request_id=request_id, content_hash=content_hash))
    told = sql.rows("SELECT text FROM posts_post WHERE visibility = 'direct' ORDER BY id")[-1][0]
    assert "FOI-2026-0001 has been answered" in told


def test_exactly_what_was_read(house: House) -> None:
    """Another hash, or a record that changed since, is not signed."""
    post = house.post("The library")
    request_id = open_request(house)
    (item,) = gather(house, request_id)
    decide(house, request_id, item)
    content_hash = propose(house, request_id)
    house.refuses("mair", commands.SignAnswer(request_id=request_id, content_hash="0" * 64), Conflict)
    house.act("ada", posts.EditPost(post_id=post, text="The library, and a name"))
    house.refuses("mair", commands.SignAnswer(request_id=request_id, content_hash=content_hash), Conflict)


def test_a_decision_changed_beside_the_house_is_noticed(house: House) -> None:
    """W1's rule for answers: what is signed is the hash over every decision, not the row's word for it."""
    request_id = decided_request(house)
    content_hash = propose(house, request_id)
    house.arrange("UPDATE requests_item SET shows_author = TRUE WHERE request_id = %s", request_id)
    house.refuses("mair", commands.SignAnswer(request_id=request_id, content_hash=content_hash), Conflict)


def test_one_person_with_two_parts_is_one_person(house: House) -> None:
    """Who proposed does not sign by having become an administrator."""
    request_id = decided_request(house)
    content_hash = propose(house, request_id)
    house.act("mair", people.ChangeRole(member_id=house.member("rhys"), role="admin"))
    house.refuses("rhys", commands.SignAnswer(request_id=request_id, content_hash=content_hash), Forbidden)
