"""The vault: the payloads that entries commit to, kept apart so that they can be erased while every proof stays whole.

Erasing is itself recorded: an entry `payload.erased` about `entry/<sequence>`. A payload that is gone without one is
found by `verify`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from coffeehouse.database import sql
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, NotFound
from coffeehouse.ledger.append import Appender

ERASED = "payload.erased"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A payload with its salt: SHA-256(salt, payload) is the entry's `payload_hash`. `payload` is canonical JSON."""

    salt: bytes
    payload: str

    def value(self) -> Any:
        """The payload itself."""
        return json.loads(self.payload)


def read(sequence: int) -> Sealed | None:
    """The payload of an entry, or None when it was erased; NotFound when there is no such entry."""
    found = sql.row("SELECT salt, payload FROM ledger_vault WHERE sequence = %s", (sequence,))
    if found is None:
        raise NotFound("The ledger has no entry with this number.")
    salt, payload = found
    return None if payload is None else Sealed(bytes(salt), payload)


def erase(sequence: int, because: str, *, appender: Appender | None = None, **who: str) -> int:
    """Erase the payload of an entry, inside the caller's write transaction; the sequence of the entry that says so.

    `who` may name actor, capacity, channel, body and policy; without it the house itself erased. Pass the
    transaction's Appender where there is one. Conflict when already erased, or when the entry records an erasure.
    """
    sealed = read(sequence)
    kind = sql.value("SELECT kind FROM ledger_entry WHERE sequence = %s", (sequence,))
    if sealed is None or kind == ERASED:
        raise Conflict("This payload was erased before, or records an erasure and must stay. Choose another entry.")
    own = appender or Appender(clock.now_ms())
    named = {"actor": "system", "capacity": "system", "channel": "system", "body": "house", "policy": "", **who}
    forgotten = [
        {"table": state["table"], "id": str(state["id"])} for state in _states(sealed.value())
    ]  # whose last state can no longer be checked; ids alone say nothing about anyone
    number = own.append(
        kind=ERASED,
        object=f"entry/{sequence}",
        payload={"because": because, "forgotten": forgotten},
        **named,
    )
    sql.execute(
        "UPDATE ledger_vault SET salt = NULL, payload = NULL, erased_at = %s, erased_because = %s WHERE sequence = %s",
        (own.now, because, sequence),
    )
    if appender is None:
        own.close()
    return number


def _states(payload: Any) -> list[dict[str, Any]]:
    found = payload.get("states", []) if isinstance(payload, dict) else []
    return [state for state in found if isinstance(state, dict)]
