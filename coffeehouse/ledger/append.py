"""Appending entries: the last step of every act, inside its transaction. Also where ids come from.

    engine.act → domain handler → Appender.append → (later, in the worker) integrate → sign

One Appender per write transaction: it reads the head of the ledger once and writes it back once.
"""

from __future__ import annotations

import os
from typing import Any

from coffeehouse.database import sql
from coffeehouse.kernel.clock import iso
from coffeehouse.ledger.entries import SALT_SIZE, Entry, canonical, payload_hash
from coffeehouse.ledger.tree import leaf_hash

ID_SHIFT = 16


class Appender:
    """Appends entries and gives out ids. The caller holds the write transaction from before this opens to its end."""

    __slots__ = ("_changed", "_first", "_has_head", "_last_at", "_last_id", "_size", "now")

    def __init__(self, now_ms: int) -> None:
        head = sql.row("SELECT size, last_id, last_at FROM ledger_head WHERE id = 1")
        self.now = now_ms
        self._has_head = head is not None
        self._size: int
        self._last_id: int
        self._last_at: int
        self._size, self._last_id, self._last_at = head or (0, 0, 0)
        self._first = self._size
        self._changed = False

    @property
    def appended(self) -> range:
        """The sequences this has appended."""
        return range(self._first, self._size)

    def new_id(self) -> int:
        """An id greater than every id before: the milliseconds of now, shifted, or the last id plus one."""
        self._last_id = max(self.now << ID_SHIFT, self._last_id + 1)
        self._changed = True
        return self._last_id

    def append(
        self,
        *,
        kind: str,
        actor: str,
        capacity: str,
        channel: str,
        object: str,
        body: str,
        policy: str,
        payload: dict[str, Any],
    ) -> int:
        """Record one fact; its sequence. EntryError when the payload has no canonical form."""
        sequence = self._size
        sealed = canonical(payload)
        salt = os.urandom(SALT_SIZE)
        entry = Entry(
            sequence=sequence,
            time=iso(self.now),
            body=body,
            actor=actor,
            capacity=capacity,
            channel=channel,
            kind=kind,
            object=object,
            policy=policy,
            payload_hash=payload_hash(salt, sealed),
        ).canonical()
        sql.execute(
            "INSERT INTO ledger_entry (sequence, time_at, kind, actor, object, body, channel, entry, leaf_hash)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            (sequence, self.now, kind, actor, object, body, channel, entry.decode(), leaf_hash(entry)),
        )
        sql.execute(
            "INSERT INTO ledger_vault (sequence, salt, payload, erased_because) VALUES (%s, %s, %s, '')",
            (sequence, salt, sealed.decode()),
        )
        self._size = sequence + 1
        self._last_at = self.now
        self._changed = True
        return sequence

    def close(self) -> None:
        """Write the head back. Call once, at the end of the transaction; without it nothing may be committed."""
        if not self._changed:
            return
        values = (self._size, self._last_id, self._last_at)
        if self._has_head:
            sql.execute("UPDATE ledger_head SET size = %s, last_id = %s, last_at = %s WHERE id = 1", values)
        else:
            sql.execute("INSERT INTO ledger_head (id, size, last_id, last_at) VALUES (1, %s, %s, %s)", values)
            self._has_head = True
        self._changed = False
