"""Once a day the newest checkpoint is posted by the records account and mailed to the auditor, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.checkpoint_notices import send_notices
from coffeehouse.delivery.periodic import sign_entries
from coffeehouse.delivery.worker import drain
from coffeehouse.kernel import clock
from coffeehouse.ledger.checkpoints import open_checkpoint, parse_checkpoint
from coffeehouse.ledger.queries import latest_checkpoint
from coffeehouse.ledger.sign import verifier_key
from coffeehouse.ledger.verify import PostgresSource, Source, verify
from coffeehouse.ledger.witnesses import last_notice
from tests.commands.house import House
from tests.commands.witnesses import ADD, EVIDENCE

MORNING = 1_790_000_000_000 - 1_790_000_000_000 % clock.DAY + 6 * clock.HOUR


@pytest.fixture(autouse=True)
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast, an account of the records, an auditor, and a signed ledger, which holds at the end."""
    settings.DATA, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.RECORDS_ACCOUNT, settings.AUDITOR_EMAIL = "fern", "auditor@example.org"
    deliveries.register_all()
    found = House()
    with clock.at(MORNING):
        sign_entries()
    yield found
    source = (PostgresSource if sql.is_postgres() else Source)(connection.connection)
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text()
    assert verify(source, [key], origin=settings.LEDGER_ORIGIN).findings == []


def day(number: int = 0) -> None:
    """The worker's rounds of a day: sign, send, deliver, three times."""
    for hour in range(3):
        with clock.at(MORNING + number * clock.DAY + hour * clock.HOUR):
            sign_entries()
            send_notices()
            drain()


def posts() -> list[tuple[str, int]]:
    """(text, author) of every post."""
    return sql.rows("SELECT text, account_id FROM posts_post ORDER BY id")


def test_a_post_and_a_mail_a_day(house: House) -> None:
    """The post is an entry, and so asks for another checkpoint; that one waits for the next day."""
    day()
    assert len(posts()) == len(mail.outbox) == 1
    day()
    assert len(posts()) == len(mail.outbox) == 1
    day(1)
    assert len(posts()) == len(mail.outbox) == 2


def test_the_post_carries_the_whole_checkpoint(house: House, settings: Any) -> None:
    """As the records account, in its own part; the signature can be checked from the post alone."""
    with clock.at(MORNING):
        signed = latest_checkpoint()
        send_notices()
    assert signed is not None
    ((text, author),) = posts()
    assert author == house.id("fern")
    note = text.partition("/ledger\n\n")[2] + "\n"
    assert note == signed.note
    key = verifier_key(settings.DATA, settings.LEDGER_ORIGIN)
    assert open_checkpoint(note, [key], settings.LEDGER_ORIGIN).size == signed.checkpoint.size
    fact = house.fact(house.size() - 1)
    assert (fact.kind, fact.actor, fact.channel) == ("post.published", f"account/{author}", "worker")


def test_the_mail_carries_it_as_a_file(house: House) -> None:
    """With every signature there is, ML-DSA-44 too; the words say what to do with it and how witnesses stand."""
    day()
    (message,) = mail.outbox
    ((name, content, _type),) = message.attachments
    note = content.decode() if isinstance(content, bytes) else str(content)
    assert message.to == ["auditor@example.org"]
    assert str(name) == f"checkpoint-{parse_checkpoint(note.partition(chr(10) * 2)[0] + chr(10)).size}.txt"
    assert len(note) > 3_000
    assert "no witness" in message.body
    assert "--checkpoint" in message.body


def test_the_mail_tells_what_is_wrong(house: House) -> None:
    """A witness that has a problem, and evidence nobody has explained."""
    house.act("rhys", ADD)
    sql.execute("UPDATE ledger_submission SET problem = 'The witness could not be reached.', size = 12")
    house.act("system", EVIDENCE)
    day()
    body = mail.outbox[0].body
    assert "next.example/witness: cosigned 12 entries. The witness could not be reached." in body
    assert "not explained yet: 1" in body


@pytest.mark.parametrize("who", ["", "nobody", "rhys"])
def test_without_an_account_there_is_no_post(house: House, settings: Any, who: str) -> None:
    """No setting: nothing. A name that is nobody's is looked for again; one who may not write is refused, recorded and
    tried again the next day, not every few minutes. The mail goes out as ever."""
    settings.RECORDS_ACCOUNT = who
    settings.STAFF_SECOND_FACTOR = True  # as on https: Rhys keeps the records, and has none
    day()
    assert posts() == []
    assert len(mail.outbox) == 1
    refusals = sql.value("SELECT count(*) FROM ledger_entry WHERE kind = 'act.refused'")
    assert refusals == (1 if who == "rhys" else 0)
    assert last_notice("post") is None
    assert (last_notice("refused") is not None) == (who == "rhys")
    settings.RECORDS_ACCOUNT = "fern" if who == "nobody" else settings.RECORDS_ACCOUNT
    day()
    assert len(posts()) == (1 if who == "nobody" else 0)


def test_without_an_address_there_is_no_mail(house: House, settings: Any) -> None:
    """Nothing is queued."""
    settings.AUDITOR_EMAIL = ""
    day()
    assert mail.outbox == []


def test_nothing_new_is_not_told_again(house: House, settings: Any) -> None:
    """A ledger that has not grown since: no second mail."""
    settings.RECORDS_ACCOUNT = ""
    day()
    sql.execute("UPDATE ledger_notice SET size = 1000000")
    day(1)
    assert len(mail.outbox) == 1
