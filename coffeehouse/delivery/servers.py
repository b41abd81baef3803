"""After a decision about a server: its accounts are brought in line, some at a time, until none is left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.control_commands import SettleServer
from coffeehouse.engine.act import act


def deliver_settle_server(payload: Mapping[str, Any]) -> None:
    """Go through the accounts of a server in the order of their ids. Done twice, the second time changes nothing."""
    after: int | None = 0
    while after is not None:
        after = act(SettleServer(host=str(payload["host"]), after=after), SYSTEM, "worker").result["after"]
