"""What became of deliveries to other servers, and what an administrator does about those that wait, as commands."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Command

# What became of a delivery; `put_off` is tried again, the others are the end of it.
OUTCOMES = ("accepted", "put_off", "refused", "given_up")


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered to one delivery. about: "Create post/1"; code: HTTP's number, 0 where none came.

    attempt: which it was. signs: the form of signature it took, where it was taken. is_host: put off with all that
    goes to this server, because it does not answer at all.
    """

    delivery_id: int
    about: str
    host: str
    outcome: str
    code: int = 0
    attempt: int = 1
    reply: str = ""
    signs: str = ""
    is_host: bool = False


class KeepDeliveries(Command, frozen=True, kw_only=True):
    """Keep what became of deliveries: taken, put off, or given up. Only the worker asks for it."""

    answers: tuple[Answer, ...]


class RetryDeliveries(Command, frozen=True, kw_only=True):
    """Try again at once what waits for a server, or was given up there."""

    host: str


class DropDeliveries(Command, frozen=True, kw_only=True):
    """Give up everything that still waits for a server, and forget what was given up before."""

    host: str
