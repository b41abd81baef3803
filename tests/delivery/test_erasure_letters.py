"""The answer to who asked to be forgotten is mailed; the address is nowhere afterwards, whatever the server says."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_string, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, leases, scrubbing
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.answering import fate_of
from coffeehouse.domain.records.erasures import read_erasure
from coffeehouse.ledger.of_kind import latest_of_kind
from coffeehouse.ledger.queries import payload_of
from tests.commands.house import House
from tests.commands.recording import ask
from tests.commands.test_carry_out_erasure import send_letter, tables_with
from tests.delivery.mail_server import MailServer, mail_server

ADDRESS = "ada@example.org"
KIND = "SELECT payload, last_error FROM engine_outbox WHERE kind = 'mail_erasure'"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """The house sends mail by this one."""
    deliveries.register_all()
    with mail_server() as found:
        settings.EMAIL_BACKEND = "coffeehouse.delivery.mail.ServerBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield found


def forget(house: House) -> int:
    """Ada is forgotten; the request."""
    erasure_id = ask(house)
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    return erasure_id


def receipts(erasure_id: int) -> list[dict[str, Any]]:
    """What is kept of the letter, oldest first."""
    found = latest_of_kind(f"erasure/{erasure_id}", "delivery.answered")
    return [payload_of(entry.sequence)["command"] for entry in found][::-1]


def test_the_letter_goes_and_the_address_with_it(house: House, server: MailServer) -> None:
    """To the address that was theirs, in their language; then no table has it, the ledger neither."""
    erasure_id = ask(house)
    sql.execute("UPDATE records_erasure SET language = 'cy'")
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    assert "engine_outbox" in tables_with(ADDRESS)
    send_letter()
    (taken,) = server.taken
    message = message_from_string(taken, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert message["To"] == ADDRESS
    assert "Comisiynydd Gwybodaeth" in message.get_content()
    assert sql.rows(KIND) == []
    assert tables_with(ADDRESS) == []
    (kept,) = receipts(erasure_id)
    assert (kept["outcome"], kept["code"], kept["address"], kept["reply"]) == ("accepted", "250", "", "")
    assert fate_of(erasure_id).state == "sent"


def test_a_part_is_answered_too(house: House, server: MailServer) -> None:
    """Whoever stays a member gets the letter as well."""
    post = house.post("Rhywbeth")
    erasure_id = ask(house, "ada", f"post/{post}")
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    assert fate_of(erasure_id).state == "waiting"
    send_letter()
    assert len(server.taken) == 1
    assert fate_of(erasure_id).state == "sent"


def test_what_is_refused_for_good_leaves_nothing_behind(house: House, server: MailServer) -> None:
    """One try; the server's words, which name the person, are kept nowhere."""
    server.refuses[ADDRESS] = f"550 5.1.1 Ada of {ADDRESS}: no such mailbox"
    erasure_id = forget(house)
    send_letter()
    assert server.taken == []
    assert sql.rows(KIND) == []
    assert tables_with(ADDRESS) == []
    assert [(each["outcome"], each["code"], each["reply"]) for each in receipts(erasure_id)] == [
        ("refused", "550", ""), ("given_up", "550", ""),
    ]  # fmt: skip
    assert fate_of(erasure_id).state == "given_up"


def test_what_may_be_taken_later_is_tried_again_and_the_scrub_waits(house: House, server: MailServer) -> None:
    """The error names nobody; the last try ends it, and it is not kept among the jobs that were given up."""
    server.refuses[ADDRESS] = f"452 4.2.2 <{ADDRESS}> mailbox full"
    erasure_id = forget(house)
    send_letter()
    [(payload, error)] = sql.rows(KIND)
    assert ADDRESS in payload
    assert error == "NotSent: SMTPRecipientsRefused 452"
    assert fate_of(erasure_id).state == "failed"
    with pytest.raises(scrubbing.NotYet):
        scrubbing.deliver_scrub({})
    erasure = read_erasure(erasure_id)
    assert erasure is not None
    assert erasure.scrubbed_at is None
    sql.execute("UPDATE engine_outbox SET run_at = 0, attempts = %s", (leases.MAX_ATTEMPTS - 1,))
    send_letter()
    assert sql.rows(KIND) == []
    assert tables_with(ADDRESS) == []
    assert fate_of(erasure_id).state == "given_up"


def test_without_a_mail_server_nothing_is_written(house: House, settings: Any, tmp_path: Path) -> None:
    """A file with the address in it would reach nobody."""
    deliveries.register_all()
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = "coffeehouse.delivery.mail.FolderBackend", tmp_path
    erasure_id = forget(house)
    assert sql.rows(KIND) == []
    send_letter()
    assert list(tmp_path.iterdir()) == []
    assert fate_of(erasure_id).state == "no_mail"


def test_who_has_no_address_gets_no_letter(house: House, server: MailServer) -> None:
    """A second request, after the person has gone; before it is carried out nothing is known."""
    forget(house)
    send_letter()
    house.act("mair", people.AddMember(username="ida", email="ida@example.org", password_hash="!"))
    command = commands.RequestErasure(account_id=house.id("ada"))
    again = int(house.act("rhys", command).result)
    assert fate_of(again).state == ""
    house.act("rhys", commands.CarryOutErasure(erasure_id=again))
    send_letter()
    assert fate_of(again).state == "no_address"
    assert len(server.taken) == 1
