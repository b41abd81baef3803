"""Requests in the browser: from a message to the signed answer and the public log, with the clock in between."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from coffeehouse.domain.people.commands import NoteAccount
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.records.holds import holds_of_request, list_holds
from coffeehouse.domain.requests import queries
from tests.cast import Cast, add
from tests.channels.web.reader import Reader

LIST = "/records/requests"
ASKED = "@leedon_council under the Freedom of Information Act please send me copies of all emails about the library"


@pytest.fixture
def rhys(cast: Cast) -> Reader:
    """Who keeps the records."""
    return Reader(add("rhys", "records"))


def open_by_hand(reader: Reader, **typed: str) -> str:
    """Type in a request that came by letter; where it stands."""
    values: dict[str, Any] = {"words": "All about the library", "asker_name": "Glenys Price", **typed}
    reader.open(f"{LIST}/new").fill(f"{LIST}/new", **values)
    assert reader.has("The clock runs.")
    return reader.where.partition("?")[0]


def search(reader: Reader, where: str, **typed: Any) -> list[str]:
    """Look for records; where each stands."""
    reader.open(f"{where}/search").fill(f"{where}/search", **typed)
    return list(dict.fromkeys(re.findall(rf'href="({where}/items/\d+)"', reader.html)))


def test_one_click_makes_a_request_of_a_message(cast: Cast, rhys: Reader, ada: Reader) -> None:
    """It is listed because of its words, its time runs since it was written, and who asked sees the day."""
    post = cast.ada.says(ASKED)
    rhys.open(LIST)
    assert rhys.has("Messages that look like requests")
    assert rhys.has("please send me copies of all emails")
    rhys.fill(LIST, button="open")
    assert rhys.has("FOI-")
    assert rhys.has("working days left")
    assert f'href="/@ada/{post}"' in rhys.html
    assert not rhys.open(LIST).has("Messages that look like requests")
    (request,) = queries.list_requests()
    assert ada.open("/settings/my-record").has(request.reference)
    assert ada.open(f"/settings/my-record/{request.id}").has("We answer by")


def test_a_question_nobody_noticed_is_a_request_too(cast: Cast, rhys: Reader) -> None:
    """By the address of the message: its words, its author and its day are taken from it."""
    post = cast.ada.says("@leedon_council when was the roof last mended?")
    rhys.open(f"{LIST}/new")
    rhys.fill(f"{LIST}/new", status=422, message="https://elsewhere.example/notes/abc")
    assert "Copy the address of the message" in rhys.errors
    rhys.fill(f"{LIST}/new", message=f"http://localhost/@ada/{post}", received_on="")
    assert rhys.has("when was the roof last mended?")
    (request,) = queries.list_requests()
    assert (request.source_post_id, request.asker_account_id) == (post, cast.ada.account_id)


def test_a_message_that_is_none_is_set_aside(cast: Cast, rhys: Reader) -> None:
    """With a reason, which is asked for."""
    cast.ada.says(ASKED)
    rhys.open(LIST).fill(LIST, status=422, button="dismiss")
    assert "Say why this is no request" in rhys.errors
    rhys.fill(LIST, button="dismiss", reason="She quotes a letter.")
    assert not rhys.has("Messages that look like requests")


def test_from_a_letter_to_the_public_log(cast: Cast, rhys: Reader, wyn: Reader, visitor: Reader) -> None:
    """Gathered, held, redacted with suggestions, proposed, signed by another, published; the asker's name nowhere."""
    cast.ada.says("The library key: call 07700 900123 or Mrs Owen")
    cast.sam.says("Another library altogether")
    where = open_by_hand(rhys)
    first, second = search(rhys, where, words="library")
    assert rhys.has("What was found is on hold now.")
    rhys.open(first)
    assert rhys.has("07700 900123")
    rhys.fill(first, status=422, decision="include", reason="", spot=None)
    assert "looks like personal data" in rhys.errors
    typed: dict[str, Any] = {"decision": "redact", "exemption": "FOIA s.40(2)", "reason": "A private number."}
    rhys.open(first).fill(first, status=422, **typed, passages="Mr Nobody")
    assert "These words are not in it: Mr Nobody" in rhys.errors
    rhys.open(first).fill(first, button="next", **typed, passages="Mrs Owen")
    assert rhys.where.startswith(second)
    rhys.fill(second, decision="out_of_scope", reason="Another one")
    assert rhys.open(first).has("call [withheld: FOIA s.40(2)] or [withheld: FOIA s.40(2)]")
    assert rhys.open(f"{where}/reasons").has("A private number.")
    public: dict[str, Any] = {
        "public_title": "The library key",
        "public_question": "Who has it?",
        "public_answer": "Somebody.",
    }
    rhys.open(f"{where}/answer").fill(
        f"{where}/answer", button="propose", letter="Dear Glenys", is_public="on", **public
    )
    assert rhys.open(f"{where}/answer").has("You proposed this.")
    assert not visitor.open("/disclosures").has("The library key")
    wyn.open(f"{where}/answer")
    assert wyn.has("Your signature releases exactly this.")
    assert not wyn.has("07700 900123")
    wyn.fill(f"{where}/answer", button="sign")
    assert visitor.open("/disclosures").has("The library key")
    assert visitor.open("/disclosures").has("Released in part")
    number = where.rpartition("/")[2]
    visitor.open(f"/disclosures/{number}")
    assert visitor.has("Somebody.")
    assert "Glenys" not in visitor.html
    feed = ElementTree.fromstring(visitor.open("/disclosures.atom").page.content)  # noqa: S314  # our own
    assert feed.findtext(".//{*}entry/{*}title") == "The library key"
    assert rhys.open(f"{LIST}?state=closed").has("Released in part")
    (hold,) = holds_of_request(int(number))
    assert hold.lifted_at is None


def test_an_answer_is_given_back(cast: Cast, rhys: Reader, wyn: Reader) -> None:
    """And whoever answers reads why."""
    where = open_by_hand(rhys)
    rhys.open(f"{where}/answer").fill(f"{where}/answer", button="propose", outcome="not_held", letter="We hold none.")
    wyn.open(f"{where}/answer").fill(f"{where}/answer", button="return", reason="We do: look in the drafts.")
    assert rhys.open(where).has("We do: look in the drafts.")
    rhys.open(f"{where}/answer").fill(f"{where}/answer", status=422, button="propose", letter=" ")
    assert "Write the answer" in rhys.errors


def test_the_clock_on_the_page(cast: Cast, rhys: Reader) -> None:
    """Stopped with a reason, let go on, taken longer; mistakes are told at their field and lose nothing."""
    where = open_by_hand(rhys)
    rhys.open(where).fill(where, status=422, button="pause", pause_reason="")
    assert "Say what the asker was asked" in rhys.errors
    assert 'href="#pause_reason"' in rhys.html
    rhys.fill(where, button="pause", pause_reason="Which library?")
    assert rhys.has("The clock stands still")
    assert rhys.open(LIST).has("The clock stands still")
    rhys.open(where).fill(where, button="resume")
    assert rhys.has("Which library?")
    rhys.fill(where, button="extend", extend_reason="The public interest.")
    assert rhys.has("The public interest.")
    rhys.fill(where, button="take")
    assert rhys.has("Give it back")
    rhys.fill(where, button="withdraw", withdraw_reason="By telephone")
    assert rhys.has("Withdrawn")


def test_many_records_at_once(cast: Cast, rhys: Reader) -> None:
    """Chosen together; those with personal data in them are not."""
    for number in range(3):
        cast.ada.says(f"Library news {number}")
    where = open_by_hand(rhys)
    found = [each.rpartition("/")[2] for each in search(rhys, where, words="library")]
    rhys.open(f"{where}/items").fill(
        f"{where}/items", item_id=found, decision="withhold", exemption="FOIA s.43", reason="A tender."
    )
    assert queries.count_items(int(where.rpartition("/")[2])) == {"withhold": 3}
    rhys.open(f"{where}/items?decision=withhold")
    assert rhys.has("Library news 2")
    rhys.open(f"{where}/items?decision=include")
    assert rhys.has("No record is here.")


def test_a_search_that_names_nobody_is_told(cast: Cast, rhys: Reader) -> None:
    """At its field; handles of voices and people are found."""
    where = open_by_hand(rhys)
    rhys.open(f"{where}/search").fill(f"{where}/search", status=422, handles="@nobody")
    assert "Nobody here has this handle" in rhys.errors
    rhys.fill(f"{where}/search", status=422, handles="", words="")
    assert "Say what to look for" in rhys.errors
    cast.ada.says("Hello @sam")
    assert len(search(rhys, where, handles="@sam")) == 3  # the message, his profile, his membership


def test_remarks_are_found_and_held(cast: Cast, rhys: Reader) -> None:
    """A private remark beside a post: both stand on the page of the hold, by what they are."""
    cast.ada.says("The library")
    cast.ada.does(NoteAccount(target_id=cast.sam.account_id, comment="Always in the library"))
    where = open_by_hand(rhys)
    remark, _post = search(rhys, where, words="library")
    assert rhys.open(remark).has("A private remark about")
    (hold,) = list_holds()
    rhys.open(f"/records/holds/{hold.id}")
    assert rhys.has("Private remark")
    assert rhys.has("note/")
    assert rhys.has("post/")


def test_what_changed_after_the_decision_is_marked(cast: Cast, rhys: Reader) -> None:
    """And not released until somebody has read it again."""
    post = cast.ada.says("The library")
    where = open_by_hand(rhys)
    (item,) = search(rhys, where, words="library")
    rhys.open(item).fill(item, decision="include")
    cast.ada.does(posts.EditPost(post_id=post, text="The library burns"))
    assert rhys.open(f"{where}/items").has("changed since")
    assert rhys.open(item).has("It has changed since somebody decided about it.")
    rhys.open(f"{where}/answer").fill(f"{where}/answer", status=422, button="propose", letter="Here")
    assert "have changed since" in rhys.errors


def test_for_all_others_there_is_no_such_page(cast: Cast, rhys: Reader, ada: Reader, cade: Reader) -> None:
    """Members and moderators; and what is not public is not in the public log."""
    where = open_by_hand(rhys)
    for reader in (ada, cade):
        for path in (LIST, f"{LIST}/new", where, f"{where}/items", f"{where}/answer", f"{where}/reasons"):
            reader.open(path, 404)
    ada.open(f"/disclosures/{where.rpartition('/')[2]}", 404)
    ada.open(f"/settings/my-record/{where.rpartition('/')[2]}", 404)
