"""The cast, and a server elsewhere that is really asked."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from tests.commands.house import House
from tests.delivery.neighbours import Elsewhere
from tests.delivery.web_server import serving


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Path) -> Iterator[House]:
    """The cast in a house of its own; after the test, ledger, rows and counts must agree."""
    settings.MEDIA_ROOT = tmp_path / "media"
    found = House()
    yield found
    found.check()


@pytest.fixture
def elsewhere(settings: Any) -> Iterator[Elsewhere]:
    """A server that is really asked."""
    settings.OUTBOUND = True
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
    found = Elsewhere()
    with serving(found.respond, "localhost") as found.web:
        yield found
