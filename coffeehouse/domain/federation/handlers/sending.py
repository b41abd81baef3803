"""What deliveries leave behind: taken ones go, others are put off or given up; the breaker of each server.

A server that does not answer is left alone, longer each time, and with it all that waits for it; after MOST_FAILURES in
a row it is dead: nothing waits for it any more until it is heard from. So what it costs is bounded (attack D12).
"""

from __future__ import annotations

import random
from collections.abc import Iterable

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.federation.queries.deliveries import PARKED, WITHHELD, post_of
from coffeehouse.domain.federation.sending_commands import (
    OUTCOMES,
    Answer,
    DropDeliveries,
    KeepDeliveries,
    RetryDeliveries,
)
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound

FIRST_PAUSE = 30 * clock.SECOND
LONGEST_PAUSE = 6 * clock.HOUR
# Nine doublings, then every six hours: some five days without one answer.
MOST_FAILURES = 28
# What was given up is kept so that somebody can see it, no more than this of each server.
MOST_DEAD = 200
LONGEST_ERROR = 300

WORKS = """
INSERT INTO federation_server (host, first_seen_at, last_reached_at, signs) VALUES (%s, %s, %s, %s)
ON CONFLICT (host) DO UPDATE SET last_reached_at = excluded.last_reached_at, failures = 0, retry_at = 0, dead_at = NULL,
signs = CASE WHEN excluded.signs <> '' THEN excluded.signs ELSE federation_server.signs END
"""
FAILS = """
INSERT INTO federation_server (host, first_seen_at, failures) VALUES (%s, %s, 1)
ON CONFLICT (host) DO UPDATE SET failures = federation_server.failures + 1 RETURNING failures
"""

UNPARK = "UPDATE federation_delivery SET run_at = %s WHERE host = %s AND run_at = %s AND dead_at IS NULL"


def pause(failures: int) -> int:
    """How long to wait after this many failures in a row, ms: doubling, with jitter so that attempts spread out."""
    longest = min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)
    return int(longest * random.uniform(0.75, 1.0))  # noqa: S311  # jitter, not a secret


def apply_keep_deliveries(command: KeepDeliveries, context: Context) -> Outcome:
    """Take out what was taken, put off what was not, and remember how each server is doing."""
    if any(answer.outcome not in OUTCOMES for answer in command.answers):
        raise Invalid(f"An outcome is one of {', '.join(OUTCOMES)}.", field="outcome")
    if not command.answers:
        return Outcome(object="deliveries", unchanged=True)
    outgoing: set[int] = set()
    for answer in command.answers:
        outgoing |= _settle(answer, context.now)
    for host in {answer.host for answer in command.answers}:
        _judge_server(host, [answer for answer in command.answers if answer.host == host], context.now)
    for host in {answer.host for answer in command.answers if answer.outcome in ("refused", "given_up")}:
        outgoing |= _forget_oldest(host)
    _forget_documents(outgoing)
    return Outcome(object="deliveries", result=len(command.answers))


def _settle(answer: Answer, now: int) -> set[int]:
    """One delivery; the document it was of, where that may be needed no longer."""
    if answer.outcome == "accepted":
        row = sql.row(
            "DELETE FROM federation_delivery WHERE id = %s RETURNING outgoing_id, host, inbox", (answer.delivery_id,)
        )
        if row is not None:
            _note_reached(answer.about, row[1], row[2], now)
        return set() if row is None else {row[0]}
    sql.execute(
        "UPDATE federation_delivery SET leased_until = 0, attempts = attempts + 1, last_error = %s, run_at = %s,"
        " dead_at = %s WHERE id = %s AND (dead_at IS NULL OR last_error <> %s)",
        (
            (answer.reply or f"it answered {answer.code}")[:LONGEST_ERROR],
            now + pause(answer.attempt),
            None if answer.outcome == "put_off" else now,
            answer.delivery_id,
            WITHHELD,
        ),
    )
    return set()


def _note_reached(about: str, host: str, inbox: str, now: int) -> None:
    """A post left the house: who is asked to delete it, should it come to that."""
    post_id = post_of(about)
    if post_id is not None:
        sql.execute(
            "INSERT INTO federation_reached (post_id, host, inbox, first_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (post_id, host, inbox, now),
        )


def _judge_server(host: str, answers: list[Answer], now: int) -> None:
    """A server that answered is well; one that did not waits, with all that is for it."""
    if not any(answer.is_host for answer in answers):
        if any(answer.code for answer in answers):
            signs = next((answer.signs for answer in answers if answer.signs), "")
            if sql.value("SELECT 1 FROM federation_server WHERE host = %s AND failures > 0", (host,)):
                sql.execute(UNPARK, (now, host, PARKED))
            sql.execute(WORKS, (host, now, now, signs))
        return
    failures = int(sql.value(FAILS, (host, now)))
    retry_at = now + pause(failures)
    sql.execute(
        "UPDATE federation_delivery SET run_at = %s, leased_until = 0 WHERE host = %s AND dead_at IS NULL",
        (PARKED, host),
    )
    is_dead = failures >= MOST_FAILURES
    sql.execute(
        "UPDATE federation_server SET retry_at = %s, dead_at = %s WHERE host = %s",
        (retry_at, now if is_dead else None, host),
    )
    if is_dead:
        _give_up(host, now)


def _give_up(host: str, now: int) -> None:
    sql.execute(
        "UPDATE federation_delivery SET dead_at = %s, leased_until = 0 WHERE host = %s AND dead_at IS NULL", (now, host)
    )
    _forget_documents(_forget_oldest(host))


def _forget_oldest(host: str) -> set[int]:
    """Of what was given up or refused only the latest is kept; the documents that may be needed no longer."""
    gone = sql.rows(
        "DELETE FROM federation_delivery WHERE host = %s AND dead_at IS NOT NULL AND id NOT IN"
        " (SELECT id FROM federation_delivery WHERE host = %s AND dead_at IS NOT NULL ORDER BY id DESC LIMIT %s)"
        " RETURNING outgoing_id",
        (host, host, MOST_DEAD),
    )
    return {row[0] for row in gone}


def _forget_documents(outgoing: Iterable[int]) -> None:
    """Remove documents that go nowhere any more."""
    for outgoing_id in sorted(outgoing):
        sql.execute(
            "DELETE FROM federation_outgoing WHERE id = %s AND NOT EXISTS"
            " (SELECT 1 FROM federation_delivery d WHERE d.outgoing_id = %s)",
            (outgoing_id, outgoing_id),
        )


def apply_retry_deliveries(command: RetryDeliveries, context: Context) -> Outcome:
    """Make all that is for a server due now, also what was given up; the breaker begins anew."""
    # Also what is under way: once the breaker is closed nothing takes up again what was put off with the server.
    found = sql.execute(
        "UPDATE federation_delivery SET run_at = %s, dead_at = NULL WHERE host = %s AND last_error <> %s",
        (context.now, command.host, WITHHELD),
    )
    known = sql.execute(
        "UPDATE federation_server SET failures = 0, retry_at = 0, dead_at = NULL WHERE host = %s", (command.host,)
    )
    if not found and not known:
        raise NotFound("There is no such server.")
    return Outcome(object=f"server/{command.host}", result=found)


def apply_drop_deliveries(command: DropDeliveries, _context: Context) -> Outcome:
    """Remove all that is for a server."""
    gone = sql.rows("DELETE FROM federation_delivery WHERE host = %s RETURNING outgoing_id", (command.host,))
    _forget_documents({row[0] for row in gone})
    return Outcome(object=f"server/{command.host}", result=len(gone), unchanged=not gone)
