"""What the house remembers of how others answer: who did not (attack A15), and which form of signature a host takes.

Bookkeeping, not acts: nothing here decides what anybody sees. The worker clears what is over.
"""

from __future__ import annotations

from coffeehouse.database import sql, transaction
from coffeehouse.kernel import clock

FORMS = ("cavage", "rfc9421")
# How long a host that did not answer is left alone.
HOST_REST = clock.MINUTE


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
