"""How many requests one token, or one address without a token, may send in five minutes; and the `X-RateLimit-*`
headers that say so on every answer of this channel.

Counted in memory that all web processes of the machine share (they are forked from the one that imported this), not in
the database: it costs a hot read two microseconds. Two processes that count at the same instant may count one request
less; limits on what is *done* are the engine's, and exact. Several machines count each for itself.
"""

from __future__ import annotations

import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from struct import Struct
from typing import Any

from django.conf import settings

from coffeehouse.domain.context import Actor
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached

WINDOW = 5 * clock.MINUTE
SLOTS = 1 << 16
WAYS = 4
TAKEN = "coffeehouse.allowance"
"""Where the lane leaves what it took in the environ when it leaves the request to Django, so that it counts once."""

_SLOT = Struct("=qII")  # whose, which window (number of five minutes), how many
_TOP = 1 << 62


@dataclass(frozen=True, slots=True)
class Taken:
    """One request, counted: the headers that say so, and the Problem when it was one too many."""

    headers: tuple[tuple[str, str], ...]
    problem: LimitReached | None = None


class Table:
    """Counters in shared memory: a request looks at four places, and takes the one that counted least if none is its
    own, so strangers in great numbers can push each other out but never make the house remember more."""

    def __init__(self, slots: int = SLOTS) -> None:
        self._slots = slots
        self._memory = mmap.mmap(-1, (slots + WAYS) * _SLOT.size)

    def count(self, key: int, window: int) -> int:
        """One more for this key in this window; how many there are now."""
        memory, size = self._memory, _SLOT.size
        at = (key * 2_654_435_761 >> 7) % self._slots * size
        least, place = 1 << 32, at
        for place_now in range(at, at + WAYS * size, size):
            whose, when, number = _SLOT.unpack_from(memory, place_now)
            if whose == key and when == window:
                _SLOT.pack_into(memory, place_now, key, window, number + 1)
                return int(number) + 1
            if when != window:
                number = 0
            if number < least:
                least, place = number, place_now
        _SLOT.pack_into(memory, place, key, window, 1)
        return 1


_table = Table()
_reset: tuple[int, str] = (0, "")


def take(actor: Actor) -> Taken:
    """Count one request of the token, or of the address."""
    now = clock.now_ms()
    window = now // WINDOW
    most: int = settings.API_REQUESTS
    left = most - _table.count(_key(actor), window & 0xFFFFFFFF)
    headers = (
        ("X-RateLimit-Limit", str(most)),
        ("X-RateLimit-Remaining", str(left if left > 0 else 0)),
        ("X-RateLimit-Reset", _reset_of(window)),
    )
    if left >= 0 or not settings.RATE_LIMITS:
        return Taken(headers)
    wait = (WINDOW - now % WINDOW + 999) // 1_000
    problem = LimitReached(f"Too many requests. Wait {wait} seconds and try again.", retry_after=wait)
    return Taken(headers, problem)


def take_once(environ: Mapping[str, Any], actor: Actor) -> Taken:
    """The same, unless the lane has counted this request already."""
    taken: Taken | None = environ.get(TAKEN)
    return take(actor) if taken is None else taken


def _reset_of(window: int) -> str:
    """When the next window begins; made once for each."""
    global _reset
    if _reset[0] != window:
        _reset = (window, clock.iso((window + 1) * WINDOW))
    return _reset[1]


def _key(actor: Actor) -> int:
    if actor.token_id is not None:
        return actor.token_id
    address = actor.address
    if ":" in address:
        address = _network(address)
    return -1 - hash(address) % _TOP


def _network(address: str) -> str:
    """The /64 of an IPv6 address: one household or machine has all of it."""
    try:
        return IPv6Address(address).exploded[:19]
    except ValueError:
        return address
