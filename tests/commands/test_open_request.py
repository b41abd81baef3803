"""OpenRequest: a request for information, or for one's own data, and its clock."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records import holds
from coffeehouse.domain.requests import commands, queries
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from tests.commands.asked import TUESDAY, open_request
from tests.commands.house import House

ASKED = "@cyngor please provide copies of all correspondence about the library under the Freedom of Information Act"


def test_a_request_by_letter_has_a_number_and_a_last_day(house: House) -> None:
    """Twenty working days after receipt; St Andrew's Day is none, wherever in the United Kingdom the body is."""
    with clock.at(TUESDAY):
        command = commands.OpenRequest(law="foia", nation="wales", words="All about the library", asker_name="Glenys")
        done, fact = house.records("rhys", command, "request.opened")
    assert done.result["reference"] == "FOI-2026-0001"
    assert done.result["due_on"] == "2026-12-02"
    request = queries.read_request(int(done.result["id"]))
    assert request is not None
    assert (request.state, request.kind, request.opened_by_id) == ("open", "foi", house.member("rhys"))
    assert fact.states()["requests_request", request.id] is not None
    with clock.at(TUESDAY):
        open_request(house)
        open_request(house, "uk_gdpr", asker_account_id=house.id("ada"))
    assert [each.reference for each in queries.list_requests()] == ["FOI-2026-0001", "FOI-2026-0002", "SAR-2026-0001"]


def test_a_message_becomes_a_request_with_its_own_time(house: House) -> None:
    """The clock runs from when it was written, not from when somebody noticed; its author is told the last day."""
    house.voice()
    with clock.at(TUESDAY):
        post = house.post(ASKED, who="gwyn", visibility="direct")
    (seen,) = queries.recognised(TUESDAY + clock.DAY)
    assert (seen.post_id, seen.kind, seen.visibility) == (post, "foi", "direct")
    with clock.at(TUESDAY + 5 * clock.DAY):
        done = house.act("mair", commands.OpenRequest(law="foia", nation="wales", source_post_id=post))
        assert done.result["due_on"] == "2026-12-02"
        assert queries.recognised(clock.now_ms()) == []
    request = queries.read_request(int(done.result["id"]))
    assert request is not None
    assert (request.words, request.asker_account_id, request.subject_account_id) == (ASKED, house.id("gwyn"), None)
    told = sql.rows("SELECT text FROM posts_post WHERE visibility = 'direct' ORDER BY id")[-1][0]
    assert "FOI-2026-0001" in told
    assert "2026-12-02" in told
    assert house.notified("gwyn")[-1][0] == "mention"
    problem = house.refuses("rhys", commands.OpenRequest(law="foia", nation="wales", source_post_id=post), Conflict)
    assert "FOI-2026-0001" in problem.message
    assert [each.id for each in queries.requests_of([house.id("gwyn")])] == [request.id]


def test_the_message_is_held_and_not_copied(house: House) -> None:
    """P7: what a request says stands where it was said, under a hold; were it erased there, it is erased here."""
    house.voice()
    post = house.post(ASKED, who="gwyn")
    request_id = int(
        house.act("rhys", commands.OpenRequest(law="foia", nation="wales", source_post_id=post)).result["id"]
    )
    assert holds.is_on_hold(f"post/{post}")
    (hold,) = holds.holds_of_request(request_id)
    assert "FOI-" in hold.because
    assert sql.row("SELECT words, asker_name FROM requests_request WHERE id = %s", (request_id,)) == ("", "")
    house.act("gwyn", posts.DeletePost(post_id=post))
    request = queries.read_request(request_id)
    assert request is not None
    assert (request.words, request.asker_name) == (ASKED, "Gwyn (@gwyn)")


def test_of_a_subject_access_request_it_is_known_whose_data(house: House) -> None:
    """The asker's own, unless somebody asks for them; one month, and on to the next working day."""
    with clock.at(clock.parse_iso("2026-11-25T10:00:00Z")):
        own = open_request(house, "uk_gdpr", asker_account_id=house.id("ada"))
        for_ada = open_request(house, "uk_gdpr", subject_account_id=house.id("ada"))
        command = commands.OpenRequest(law="uk_gdpr", nation="wales", words="Everything", asker_name="Glenys Price")
        assert house.refuses("rhys", command, Invalid).field == "subject"
    found = [queries.read_request(number) for number in (own, for_ada)]
    # 25, 26 and 27 December and the day that stands for Boxing Day, the 28th, are no working days.
    assert [(each.subject_account_id, each.due_on) for each in found if each] == [(house.id("ada"), "2026-12-29")] * 2


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"law": "magna_carta"}, "law"),
        ({"nation": "cornwall"}, "nation"),
        ({"words": " "}, "words"),
        ({"asker_name": ""}, "asker_name"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"received_on": "soon"}, "received_on"),
    ],
)
def test_what_is_missing_is_asked_for(house: House, members: dict[str, str], field: str) -> None:
    """With the field, and nothing is kept."""
    given = {"law": "foia", "nation": "wales", "words": "The library", "asker_name": "Glenys", **members}
    assert house.refuses("rhys", commands.OpenRequest(**given), Invalid).field == field  # type: ignore[arg-type]


def test_who_and_what_must_be_there(house: House) -> None:
    """No message, no account: as if nobody had asked."""
    house.refuses("rhys", commands.OpenRequest(law="foia", nation="wales", source_post_id=99), NotFound)
    command = commands.OpenRequest(law="foia", nation="wales", words="x", asker_name="y", asker_account_id=99)
    house.refuses("rhys", command, NotFound)


def test_only_records_staff(house: House) -> None:
    """Citizens and moderators start no clocks, nor does a moderator by another part of theirs."""
    for who in ("ada", "cade"):
        house.refuses(who, commands.OpenRequest(law="foia", nation="wales", words="x", asker_name="y"), Refused)
    house.act("mair", people.ChangeRole(member_id=house.member("cade"), role="records"))
    open_request(house)
