"""Receipts: what became of a mail or a push is in the ledger, about whom it went to."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries, leases, worker
from coffeehouse.domain.context import Job
from coffeehouse.engine import outbox
from coffeehouse.kernel import clock
from coffeehouse.ledger.of_kind import latest_of_kind
from coffeehouse.ledger.queries import payload_of
from tests.cast import Cast, assemble
from tests.delivery.mail_server import mail_server

pytestmark = pytest.mark.django_db
FOLDER = "coffeehouse.delivery.mail.FolderBackend"
SERVER = "coffeehouse.delivery.mail.ServerBackend"


@pytest.fixture
def cast(settings: Any) -> Cast:
    """Everybody, in a house that may ask this machine."""
    settings.OUTBOUND_ALLOW = (ipaddress.ip_network("127.0.0.1/32"),)
    deliveries.register_all()
    return assemble()


def receipts(thing: str) -> list[dict[str, Any]]:
    """What the ledger keeps of deliveries to somebody, oldest first."""
    found = [payload_of(entry.sequence)["command"] for entry in latest_of_kind(thing, "delivery.answered")]
    return found[::-1]


def queue(kind: str, **payload: Any) -> None:
    """A job that is due."""
    now = clock.now_ms()
    outbox.enqueue([Job(kind, payload)], now, lambda: now)


def test_a_mail_in_the_folder_has_its_receipt(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """Who it was for by number, the job that sent it, and the Message-ID that stands in the file."""
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = FOLDER, tmp_path
    queue("mail_approved", member_id=cast.ada.member_id)
    worker.drain()
    (file,) = tmp_path.glob("*.eml")
    (kept,) = receipts(f"member/{cast.ada.member_id}")
    assert (kept["medium"], kept["outcome"], kept["job"], kept["attempt"]) == (
        "email",
        "accepted",
        "mail_approved",
        "1",
    )
    assert f"Message-ID: {kept['message_id']}" in file.read_text("utf-8")
    assert file.name in kept["reply"]
    assert cast.ada.email not in repr(kept)


def test_what_the_server_says_is_kept(cast: Cast, settings: Any) -> None:
    """Taken: its number and words. Who is no member is kept by the address, which nothing else tells."""
    with mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SERVER, "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        send_mail("Hello", "Words", None, [cast.ada.email])
        send_mail("Hello", "Words", None, ["auditor@example.net"])
        assert len(server.taken) == 2
    (ada,) = receipts(f"member/{cast.ada.member_id}")
    (auditor,) = receipts("outside")
    assert (ada["outcome"], ada["code"], ada["reply"], ada["address"]) == (
        "accepted",
        "250",
        "2.0.0 Ok: queued as Q1",
        "",
    )
    assert auditor["address"] == "auditor@example.net"


def test_a_refusal_is_kept_and_tried_again(cast: Cast, settings: Any) -> None:
    """Each try has its receipt; the address is in none of the server's words that are kept."""
    with mail_server() as server:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SERVER, "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        server.refuses[cast.ada.email] = f"452 4.2.2 <{cast.ada.email}> mailbox full"
        queue("mail_approved", member_id=cast.ada.member_id)
        worker.drain()
        server.refuses.clear()
        sql.execute("UPDATE engine_outbox SET run_at = 0")
        worker.drain()
    first, second = receipts(f"member/{cast.ada.member_id}")
    assert (first["outcome"], first["code"], first["reply"]) == ("refused", "452", "4.2.2 <…> mailbox full")
    assert (second["outcome"], second["attempt"]) == ("accepted", "2")


def test_a_server_that_is_not_there_is_kept(cast: Cast, settings: Any) -> None:
    """As failed, in words."""
    with mail_server() as server:
        port = server.port
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SERVER, "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    with pytest.raises(OSError, match="refused"):
        send_mail("Hello", "Words", None, [cast.ada.email])
    (kept,) = receipts(f"member/{cast.ada.member_id}")
    assert (kept["outcome"], kept["code"]) == ("failed", "0")
    assert "ConnectionRefusedError" in kept["reply"]


def test_a_job_that_is_given_up_is_kept(cast: Cast) -> None:
    """After the last try nobody tries again: that is a fact too."""
    queue("no_such_kind", word="x")
    sql.execute("UPDATE engine_outbox SET attempts = %s", (leases.MAX_ATTEMPTS - 1,))
    worker.drain()
    (kept,) = receipts("outside")
    assert (kept["medium"], kept["outcome"], kept["job"]) == ("job", "given_up", "no_such_kind")
    assert "UnknownKind" in kept["reply"]
