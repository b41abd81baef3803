"""Answers already given. A client that did not hear the first answer may ask again with the same key (Mastodon API)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Command
from coffeehouse.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class Answered:
    """What the first act with this key returned, and where the ledger has it."""

    result: Any
    entry_sequence: int


def _holder_key(key: str, actor: Actor) -> str:
    return f"{actor.label}:{hashlib.sha256(key.encode()).hexdigest()}"


def _command_hash(command: Command) -> str:
    return hashlib.sha256(msgspec.json.encode(command, order="deterministic")).hexdigest()


def find(key: str, command: Command, actor: Actor) -> Answered | None:
    """The earlier answer, or None. Raises Invalid when the key was used for different words."""
    found = sql.row(
        "SELECT command_hash, answer, entry_sequence FROM engine_idempotency WHERE holder_key = %s",
        (_holder_key(key, actor),),
    )
    if found is None:
        return None
    if found[0] != _command_hash(command):
        raise Invalid("This Idempotency-Key was used for a different request. Send a new key.", code="idempotency")
    return Answered(msgspec.json.decode(found[1]), found[2])


def keep(key: str, command: Command, actor: Actor, result: Any, entry_sequence: int, now: int) -> None:
    """Remember the answer, in the transaction of the act."""
    sql.execute(
        "INSERT INTO engine_idempotency (holder_key, command_hash, answer, entry_sequence, created_at)"
        " VALUES (%s, %s, %s, %s, %s)",
        (
            _holder_key(key, actor),
            _command_hash(command),
            msgspec.json.encode(result).decode(),
            entry_sequence,
            now,
        ),
    )
