"""The parts of a request that signatures speak about, as they came over the wire."""

from __future__ import annotations

import msgspec


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request. headers: (lower-case name, value) in order, duplicates kept apart; host: the Host header.

    method: upper case. target: path with query exactly as sent. authority, scheme: by which we were asked. peer: who
    connected, as a network address; empty where that is not known.
    """

    method: str
    target: str
    authority: str
    scheme: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""
    peer: str = ""

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of this header, in order."""
        return tuple([value for found, value in self.headers if found == name])


class Unproven(Exception):
    """The signature does not prove who sent it. reason: a slug for the record (`no_signature`, `digest`, `expired`)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
