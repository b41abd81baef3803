"""A house that is a witness to one other ledger, and a way to send it bodies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from coffeehouse.channels.witnessing import cosigning
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.records.witness_commands import TrustLog
from coffeehouse.engine.act import act
from coffeehouse.ledger.cosignatures import CosignerKey
from tests.channels.witnessing.other_ledger import OtherLedger


class Witness:
    """The house, as another ledger sees it."""

    def __init__(self) -> None:
        self.client = Client()

    def signs_with(self) -> list[CosignerKey]:
        """What it signs with."""
        return [cosigner.key for cosigner in cosigning.cosigners()]

    def send(self, body: bytes) -> HttpResponse:
        """POST a submission."""
        answer: HttpResponse = self.client.post("/witness/add-checkpoint", body, "text/plain")  # type: ignore[assignment]
        return answer

    def status(self, body: bytes) -> int:
        """The status only."""
        return self.send(body).status_code

    def cosigns(self, ledger: OtherLedger, old: int, size: int | None = None) -> None:
        """It takes the next step of a ledger."""
        answer = self.send(ledger.submission(old, size))
        assert answer.status_code == 200, answer.content


@pytest.fixture
def witness(db: None, settings: Any, tmp_path: Path) -> Iterator[Witness]:
    """The house with witness keys of its own."""
    settings.DATA = tmp_path
    cosigning.cosigners.cache_clear()
    yield Witness()
    cosigning.cosigners.cache_clear()


@pytest.fixture
def ledger(witness: Witness) -> OtherLedger:
    """A ledger of five entries that the house watches and has cosigned at three."""
    found = OtherLedger().grow(5)
    act(TrustLog(key=found.key), SYSTEM, "cli")
    witness.cosigns(found, 0, 3)
    return found
