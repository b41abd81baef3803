"""What the house remembers of others: who did not answer (attack A15), which form of signature a host takes, and when
it was last heard from.

Bookkeeping, not acts: nothing here decides what anybody sees. The worker clears what is over.
"""

from __future__ import annotations

from contextlib import suppress

from django.db import OperationalError

from coffeehouse.database import sql, transaction
from coffeehouse.kernel import clock

FORMS = ("cavage", "rfc9421")
# How long a host that did not answer is left alone.
HOST_REST = clock.MINUTE
# That a server speaks is written down no more often than this.
HEARD_REST = clock.HOUR
MOST_HEARD = 10_000
_heard: dict[str, int] = {}


def why_unfetchable(host: str, uri: str) -> str | None:
    """Why this address is not asked at the moment: it, or its host, lately did not answer. None when it may be."""
    found = sql.value(
        "SELECT reason FROM federation_unfetchable WHERE key IN (%s, %s) AND until > %s", (host, uri, clock.now_ms())
    )
    return None if found is None else str(found)


def note_unfetchable(key: str, reason: str, lasts: int) -> None:
    """Do not ask this host or address for so many ms."""
    with transaction.write():
        sql.execute(
            "INSERT INTO federation_unfetchable (key, reason, until) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET reason = excluded.reason, until = excluded.until",
            (key, reason[:200], clock.now_ms() + lasts),
        )


def forms_of(host: str) -> tuple[str, ...]:
    """The forms of signature in the order they are tried with this host: the one it last took first."""
    last = sql.value("SELECT signs FROM federation_server WHERE host = %s", (host,))
    return tuple(reversed(FORMS)) if last == FORMS[1] else FORMS


def note_form(host: str, form: str) -> None:
    """The host took this form. Costs nothing when it was known, or is the one that is tried first anyway."""
    last = sql.value("SELECT signs FROM federation_server WHERE host = %s", (host,))
    if last == form or (not last and form == FORMS[0]):
        return
    now = clock.now_ms()
    with transaction.write():
        sql.execute(
            "INSERT INTO federation_server (host, signs, first_seen_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (host) DO UPDATE SET signs = excluded.signs",
            (host, form, now),
        )


def forget() -> None:
    """Forget what this process has written down (tests)."""
    _heard.clear()


def note_heard(host: str) -> None:
    """Something came from this host, and was proven. One that was given up as dead is tried again for that."""
    now = clock.now_ms()
    if abs(now - _heard.get(host, 0)) < HEARD_REST:
        return
    if len(_heard) >= MOST_HEARD:
        _heard.clear()
    _heard[host] = now
    # On a disk that is full a delivery fails for better reasons.
    with suppress(OperationalError), transaction.write():
        sql.execute(
            "INSERT INTO federation_server (host, first_seen_at, last_heard_at) VALUES (%s, %s, %s)"
            " ON CONFLICT (host) DO UPDATE SET last_heard_at = excluded.last_heard_at"
            " WHERE COALESCE(federation_server.last_heard_at, 0) < excluded.last_heard_at - %s",
            (host, now, now, HEARD_REST // 2),
        )
