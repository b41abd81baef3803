"""An entry: one recorded fact, as canonical JSON (RFC 8785), with a commitment to a payload that can be erased.

The entry holds only opaque local ids ("account/123", "post/77") and `payload_hash`; the words themselves are in the
vault. Pure. One value has one encoding or is refused: integers within 2^53, no floating-point numbers, member names in
ASCII, no lone surrogates. Within that domain the fast encoder writes exactly what RFC 8785 asks (a property test holds
it to that).
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import msgspec

from coffeehouse.ledger.tree import leaf_hash

SALT_SIZE = 32
MAX_INTEGER = 2**53 - 1

_PLAIN = (str, bool, type(None))
_encoder = msgspec.json.Encoder(order="sorted")


class EntryError(ValueError):
    """The value has no single canonical encoding, or the text is not in canonical form."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One fact: who (`actor`), in what `capacity`, by which `channel`, did what (`kind`) to what (`object`), when, for
    which `body`, under which `policy` version. An empty string says that there is none."""

    sequence: int
    time: str
    body: str
    actor: str
    capacity: str
    channel: str
    kind: str
    object: str
    policy: str
    payload_hash: str

    def canonical(self) -> bytes:
        """RFC 8785 bytes: what is hashed into the tree."""
        if not 0 <= self.sequence <= MAX_INTEGER:
            raise EntryError("the sequence is outside 0 to 2^53-1")
        return _encode(self)

    def leaf(self) -> bytes:
        """The leaf hash."""
        return leaf_hash(self.canonical())


def parse_entry(data: bytes) -> Entry:
    """Read an entry; EntryError unless the bytes are exactly its canonical form."""
    try:
        entry = msgspec.json.decode(data, type=Entry)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise EntryError(f"not an entry: {problem}") from problem
    if entry.canonical() != data:
        raise EntryError("the entry is not in canonical form")
    return entry


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a payload, or EntryError."""
    _check(value)
    return _encode(value)


def parse_canonical(data: bytes) -> Any:
    """The value of canonical bytes; EntryError for anything else, duplicate member names included."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise EntryError(f"not JSON: {problem}") from problem
    if canonical(value) != data:
        raise EntryError("not in canonical form")
    return value


def payload_hash(salt: bytes, payload: bytes) -> str:
    """The commitment: without the salt, not even a guessed payload can be confirmed once the vault has forgotten it."""
    if len(salt) != SALT_SIZE:
        raise EntryError(f"a salt has {SALT_SIZE} bytes")
    return sha256(salt + payload).hexdigest()


def _encode(value: Any) -> bytes:
    try:
        return _encoder.encode(value)
    except (UnicodeEncodeError, RecursionError) as problem:
        raise EntryError(f"cannot be written as JSON: {problem}") from problem


def _check(value: Any) -> None:
    kind = type(value)
    if kind is dict:
        _check_members(value)
    elif kind is list or kind is tuple:
        for item in value:
            _check(item)
    elif kind is int:
        _check_integer(value)
    elif kind not in _PLAIN:
        raise EntryError(f"{kind.__name__} has no single spelling in JSON: use a string or an integer")


def _check_members(value: dict[Any, Any]) -> None:
    for name, member in value.items():
        if type(name) is not str or not name.isascii():
            raise EntryError(f"member names are ASCII strings, not {name!r}")
        # Most members are texts: not one call more for each.
        if type(member) is not str:
            _check(member)


def _check_integer(value: int) -> None:
    if not -MAX_INTEGER <= value <= MAX_INTEGER:
        raise EntryError(f"{value} is outside what JSON numbers hold exactly: write ids as strings")
