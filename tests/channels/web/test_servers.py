"""Other servers, for administrators: the list, one server, and lists of many that are looked through first."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from coffeehouse.channels.web import servers
from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.federation.queries import Known, known_account, standing_of
from coffeehouse.engine.act import act
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.protocols.activitypub.documents import ActorDocument
from tests.cast import Cast
from tests.channels.web.reader import Reader

LIST = (
    "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"
    "bad.example,suspend,FALSE,FALSE,Fraud,FALSE\nloud.example,silence,TRUE,FALSE,,FALSE\nb*d.example,suspend,,,,\n"
)
IMPORT, REVIEW = "/admin/federation/import", "/admin/federation/review"


def test_only_administrators_find_it(cast: Cast, ada: Reader, cade: Reader, visitor: Reader) -> None:
    """For everybody else the pages do not exist."""
    for path in ("", "/servers/bad.example", "/import", "/domain_blocks.csv"):
        ada.open(f"/admin/federation{path}", 404)
        cade.open(f"/admin/federation{path}", 404)


def test_a_server_is_decided_about(cast: Cast, wyn: Reader, settings: Any) -> None:
    """Also one nobody has met; the page shows what holds, who decided it and why; the list finds it."""
    wyn.open("/admin/federation?q=bad.example")
    assert wyn.has("No server is found.")
    assert wyn.has("Decide about bad.example")
    path = "/admin/federation/servers/bad.example"
    wyn.open(path).fill(path, status=422, state="suspended", reason="")
    assert wyn.has("Write why, so that others")
    wyn.open(path).fill(path, status=422, state="suspended", reason="Fraud", budget="many")
    assert wyn.has("Write a number from 1")
    wyn.open(path).fill(path, state="suspended", reason="It sends fraud.")
    assert wyn.has("It sends fraud.")
    assert wyn.has("@wyn")
    assert not standing_of("bad.example").may_talk
    wyn.open("/admin/federation?state=suspended")
    assert wyn.has("bad.example")
    wyn.open("/admin/federation?state=limited")
    assert not wyn.has("bad.example")


def test_the_page_says_with_whom_the_house_talks(cast: Cast, wyn: Reader, settings: Any) -> None:
    """In the words of the setting."""
    for mode, words in (
        ("open", "not suspended here"),
        ("allowlist", "are allowed here"),
        ("closed", "no other server"),
    ):
        settings.FEDERATION = mode
        assert wyn.open("/admin/federation").has(words)


def test_a_list_is_looked_through_before_it_holds(cast: Cast, wyn: Reader) -> None:
    """First what it would change, and what cannot be read; then all of it but what was left out."""
    upload = SimpleUploadedFile("blocks.csv", LIST.encode(), "text/csv")
    wyn.open(IMPORT).fill(REVIEW, file=upload)
    for words in ("bad.example", "loud.example", "One line cannot be read", "b*d.example", "Nothing holds yet"):
        assert wyn.has(words), words
    assert sql.rows("SELECT 1 FROM federation_server") == []
    wyn.fill(IMPORT, list=LIST, leave="loud.example", reason="The council's list")
    assert sql.rows("SELECT host, state, reason FROM federation_server") == [("bad.example", "suspended", "Fraud")]


def test_a_list_that_names_the_house_itself(cast: Cast, wyn: Reader, settings: Any) -> None:
    """Its line is left out with the reason; everything else can be taken."""
    settings.DOMAIN = "talk.example"
    text = "talk.example\nbad.example"
    wyn.open(IMPORT).fill(REVIEW, list=text)
    assert wyn.has("this is the house itself")
    wyn.fill(IMPORT, list=text, reason="The council's list")
    assert sql.rows("SELECT host, state FROM federation_server") == [("bad.example", "suspended")]


def test_what_is_stronger_already_is_left_out_unless_one_wants(cast: Cast, wyn: Reader) -> None:
    """A list does not weaken by itself what was decided before."""
    path = "/admin/federation/servers/loud.example"
    wyn.open(path).fill(path, state="suspended", reason="Worse than loud")
    wyn.open(IMPORT).fill(REVIEW, list=LIST)
    assert 'value="loud.example" checked' in wyn.html
    assert 'value="bad.example" checked' not in wyn.html


def test_a_list_without_a_server_is_no_list(cast: Cast, wyn: Reader) -> None:
    """What is wrong stands at the field."""
    wyn.open(IMPORT).fill(REVIEW, status=422, list="one, two")
    assert wyn.has("names at least one server")


def test_what_holds_is_given_as_a_list(cast: Cast, wyn: Reader) -> None:
    """As other servers import it."""
    wyn.open(IMPORT).fill(REVIEW, list=LIST)
    wyn.fill(IMPORT, list=LIST, reason="The council's list")
    rows = list(csv.reader(io.StringIO(wyn.open("/admin/federation/domain_blocks.csv").html)))
    assert rows[1:] == [
        ["bad.example", "suspend", "FALSE", "FALSE", "Fraud", "FALSE"],
        ["loud.example", "silence", "TRUE", "FALSE", "The council's list", "FALSE"],
    ]


def test_relays_are_asked_and_left(cast: Cast, wyn: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the address its operator publishes; one that nobody answers at is said at the field."""
    document = ActorDocument(
        id="https://relay.example/actor", type="Application", username="relay", inbox="https://relay.example/inbox"
    )
    account_id = int(act(ReceiveActor(document=document, host="relay.example"), SYSTEM, "federation").result)

    def found(address: str) -> Known | None:
        if "relay.example" not in address:
            raise Unfetched("not_found")
        return known_account(account_id)

    monkeypatch.setattr(servers, "find_relay", found)
    path = "/admin/federation/relays"
    wyn.open(path).fill(path, status=422, button="ask", relay="nowhere.example")
    assert wyn.has("No relay answers at this address.")
    wyn.open(path).fill(path, button="ask", relay="https://relay.example/inbox")
    assert wyn.has("Has not answered yet")
    relay_id = str(sql.value("SELECT id FROM federation_relay"))
    wyn.fill(path, relay_id=relay_id, decision="leave")
    assert wyn.has("This house follows no relay.")
