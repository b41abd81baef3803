"""What tests of receipts share: sealing the ledger, and who knows of an event."""

from __future__ import annotations

import re
from typing import Any

from coffeehouse.database import sql
from coffeehouse.ledger.integrate import integrate
from coffeehouse.ledger.sign import sign_checkpoint
from tests.cast import Person
from tests.channels.web.reader import Reader


def seal() -> None:
    """What the worker does every minute."""
    from django.conf import settings

    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)


def said(page: Any) -> str:
    """The words of a page without its frame."""
    found = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def knows(person: Person | None, sequence: int) -> bool:
    """Whether page and file are there; the two must agree, and what is hidden looks like what is not there."""
    reader = Reader(person)
    page, file = (reader.client.get(f"/ledger/entries/{sequence}{ending}") for ending in ("", ".tlog-proof"))
    assert page.status_code == file.status_code
    if page.status_code == 404:
        assert said(page) == said(reader.client.get("/ledger/entries/999999999"))
    return bool(page.status_code == 200)


def latest(kind: str) -> int:
    """The newest entry of a kind."""
    found = sql.value("SELECT max(sequence) FROM ledger_entry WHERE kind = %s", (kind,))
    assert found is not None, kind
    return int(found)
