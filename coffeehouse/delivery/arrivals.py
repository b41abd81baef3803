"""Deals with deliveries that had to wait for somebody else's answer, beside the worker's loop.

A few threads, each busy with one host at a time and in the order its deliveries came: a server that answers slowly
holds up its own deliveries, and those of others only where as many are slow as there are threads. What is under way
when the house closes is left: its lease runs out.
"""

from __future__ import annotations

import threading

import structlog
from django.db import DatabaseError, connection

from coffeehouse.delivery.changes import Changes
from coffeehouse.engine import tally
from coffeehouse.federation import arrivals, taking, waiting
from coffeehouse.kernel import clock

log = structlog.get_logger("coffeehouse.worker")

HANDS = 4
BATCH = 25
POLL = 0.2
LOOK_ANYWAY = 30 * clock.SECOND
AFTER_TROUBLE = 2.0
CLOSING = "the house closes"


def start(stop: threading.Event) -> threading.Thread:
    """Begin. The threads end with the process; the one that looks also with `stop`."""
    thread = threading.Thread(target=Desk(stop).run, name="arrivals", daemon=True)
    thread.start()
    return thread


class Desk:
    """HANDS threads, begun when they are needed, and the one that gives them a host each."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.guard = threading.Lock()
        self.busy: set[str] = set()

    def run(self) -> None:
        """Look for work until the house closes."""
        changes, look_at = Changes(), 0
        while not self.stop.is_set():
            try:
                if changes.happened() or clock.now_ms() >= look_at:
                    while self.give_out():
                        pass
                    soonest, latest = arrivals.next_due(), clock.now_ms() + LOOK_ANYWAY
                    look_at = latest if soonest is None else min(soonest, latest)
            except DatabaseError as error:
                log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
                connection.close()
                self.stop.wait(AFTER_TROUBLE)
            self.stop.wait(POLL)
        connection.close()

    def give_out(self) -> bool:
        """Begin with one more host, if a hand is free; whether that was so."""
        with self.guard:
            busy = sorted(self.busy)
        if len(busy) >= HANDS or self.stop.is_set():
            return False
        leased = arrivals.lease(busy, BATCH)
        if not leased:
            return False
        with self.guard:
            self.busy.add(leased[0].host)
        threading.Thread(target=self._work, args=(leased,), name=f"arrivals-{leased[0].host}", daemon=True).start()
        return True

    def _work(self, leased: list[arrivals.Arrival]) -> None:
        """Deal with a batch of a host's deliveries."""
        host = leased[0].host
        try:
            do(leased, self.stop)
        except DatabaseError as error:
            # The lease runs out, and it is done again.
            log.error("database_trouble", error=str(error), host=host)
        finally:
            with self.guard:
                self.busy.discard(host)
            connection.close()


def drain() -> int:
    """Deal with all that is due, here and now; how many were dealt with."""
    count = 0
    while leased := arrivals.lease([], BATCH):
        do(leased)
        count += len(leased)
    return count


def do(leased: list[arrivals.Arrival], stop: threading.Event | None = None) -> None:
    """Deal with these, one after the other."""
    done: list[arrivals.Arrival] = []
    later: list[tuple[arrivals.Arrival, str, int]] = []
    with waiting.patiently():
        for arrival in leased:
            if stop is not None and stop.is_set():
                later.append((arrival, CLOSING, 1))
            elif (put_off := attempt(arrival)) is None:
                done.append(arrival)
            else:
                later.append((arrival, *put_off))
    arrivals.finish(done, later)


def attempt(arrival: arrivals.Arrival) -> tuple[str, int] | None:
    """Deal with one: None when it is done with; else why not, and after how many ms it is tried again (0: as usual)."""
    try:
        with tally.visit("worker") as visit:
            visit.route = "arrival"
            taking.take_kept(arrival)
            visit.status = 200
    except taking.Later as error:
        return str(error), error.wait
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001
        # A fault of ours: kept with its reason, tried a few times more, then given up.
        log.warning("arrival_failed", host=arrival.host, id=arrival.id, attempt=arrival.attempts, error=repr(error))
        return None if arrival.attempts >= arrivals.MOST_ATTEMPTS else (repr(error), 0)
    return None
