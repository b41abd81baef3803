"""Sends what waits for other servers: one thread looks, signs and records; others wait for answers.

    federation_delivery → parcels.take → sign → carrying (a thread for each server) → KeepDeliveries → the ledger

A server is served by one thread at a time, in order. There are as many threads as servers to wait for, up to HANDS;
those that failed before share a few of them, so that dead and slow servers delay no living one.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from queue import Empty, SimpleQueue
from typing import NamedTuple

import msgspec
import structlog
from django.db import DatabaseError, connection

from coffeehouse.delivery import carrying, parcels
from coffeehouse.delivery.carrying import Carried
from coffeehouse.delivery.parcels import Batch, Parcel
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.queries.giving import followers_at
from coffeehouse.domain.federation.sending_commands import Answer, KeepDeliveries
from coffeehouse.engine.act import act
from coffeehouse.federation.admitting import may_send
from coffeehouse.federation.keys import actor_uri
from coffeehouse.federation.signing import signed_headers
from coffeehouse.kernel.errors import Problem
from coffeehouse.protocols.activitypub.ours import MEDIA_TYPE, PUBLIC, followers_of
from coffeehouse.protocols.activitypub.synchronization import HEADER, Agreement, digest_of, write_header

log = structlog.get_logger("coffeehouse.worker")

HANDS = 256
# Servers that failed before are tried by no more than this many at a time.
HANDS_FOR_FAILING = 16
FAILING_SECONDS = 1.0
# Servers that are taken at a time: each is signed for before the first is asked.
AT_A_TIME = 32
# Answers kept by one act.
MOST_ANSWERS = 500
POLL = 0.2
IDLE = 30.0
AFTER_TROUBLE = 2.0
# How long the house waits, when it closes, for answers to what is on the wire: else it would be sent once more.
LAST_ANSWERS = 4.0


class Work(NamedTuple):
    """A batch ready to go."""

    batch: Batch
    headers: Mapping[int, Mapping[str, str]]


def start(stop: threading.Event) -> threading.Thread:
    """Begin. The threads end with the process; the one that looks also with `stop`."""
    thread = threading.Thread(target=Sending(stop).run, name="sending", daemon=True)
    thread.start()
    return thread


class Sending:
    """One worker's memory of what is under way."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.work: SimpleQueue[Work | None] = SimpleQueue()
        self.done: SimpleQueue[Carried] = SimpleQueue()
        # Server → whether it failed before.
        self.busy: dict[str, bool] = {}
        self.hands = 0
        self.guard = threading.Lock()
        self.failing_at = 0.0

    def run(self) -> None:
        """Look for work until the house closes."""
        while not self.stop.is_set():
            try:
                self.settle(POLL)
                self.look()
            except (DatabaseError, Problem) as error:
                # What was answered and not kept is tried again when its lease is over: twice rather than never.
                log.error("database_trouble", error=str(error), again_in_seconds=AFTER_TROUBLE)
                connection.close()
                self.stop.wait(AFTER_TROUBLE)
            except Exception:
                log.exception("sending_failed", again_in_seconds=AFTER_TROUBLE)
                self.stop.wait(AFTER_TROUBLE)
        try:
            self.finish(LAST_ANSWERS)
        except (DatabaseError, Problem) as error:
            log.error("answers_not_kept", error=str(error))
        connection.close()

    def finish(self, seconds: float) -> None:
        """The house closes: give back what nobody has begun, and keep what is answered in time."""
        until = time.monotonic() + seconds
        while not self.work.empty():
            work = self.work.get()
            if work is not None:
                self.done.put(Carried(work.batch.host, [], work.batch.parcels))
        while self.busy and time.monotonic() < until:
            self.settle(POLL)
        while self.settle(0):
            pass

    def look(self) -> None:
        """Hand out everything that is due, as far as there are hands."""
        while not self.stop.is_set() and self._hand_out():
            self.settle(0)

    def _hand_out(self) -> bool:
        """Give some servers their deliveries; whether there may be more to give."""
        room = min(HANDS - len(self.busy), AT_A_TIME)
        if room <= 0:
            return False
        batches = parcels.take(parcels.due_hosts(self.busy)[:room])
        batches += parcels.take(self._failing(), is_parked=True)
        for batch in batches:
            self._give(batch)
        return bool(batches)

    def _failing(self) -> list[str]:
        """Servers that failed before and are to be tried again: a few at a time, and not looked for all day."""
        spare = HANDS_FOR_FAILING - sum(self.busy.values())
        if spare <= 0 or time.monotonic() < self.failing_at:
            return []
        self.failing_at = time.monotonic() + FAILING_SECONDS
        return [host for host in parcels.failing_due(spare) if host not in self.busy]

    def _give(self, batch: Batch) -> None:
        if self.stop.is_set():
            self.done.put(Carried(batch.host, [], batch.parcels))
            return
        refused = [parcel for parcel in batch.parcels if not may_send(batch.host, parcel.about)]
        if refused:
            allowed = [parcel for parcel in batch.parcels if parcel not in refused]
            self.done.put(Carried(batch.host, [_not_allowed(parcel) for parcel in refused], allowed))
            return
        headers = {parcel.id: signed for parcel in batch.parcels if (signed := _sign(parcel, batch.signs))}
        self.busy[batch.host] = batch.is_failing
        self.work.put(Work(batch, headers))
        with self.guard:
            hire = self.hands < len(self.busy)
            self.hands += hire
        if hire:
            threading.Thread(target=self._carry, name=f"sending-{self.hands}", daemon=True).start()

    def _carry(self) -> None:
        """One hand: carries batches as long as there are some."""
        while not self.stop.is_set():
            try:
                work = self.work.get(timeout=IDLE)
            except Empty:
                with self.guard:
                    if not self.work.empty():
                        continue
                    self.hands -= 1
                return
            if work is None:
                return
            self.done.put(_carried(work))

    def settle(self, wait: float) -> bool:
        """Record what came back, waiting for the first so long; whether anything did."""
        found: list[Carried] = []
        try:
            found.append(self.done.get(timeout=wait) if wait else self.done.get_nowait())
            while sum(len(each.answers) for each in found) < MOST_ANSWERS:
                found.append(self.done.get_nowait())
        except Empty:
            pass
        if not found:
            return False
        for carried in found:
            self.busy.pop(carried.host, None)
        answers = tuple(answer for carried in found for answer in carried.answers)
        if answers:
            act(KeepDeliveries(answers=answers), SYSTEM, "worker")
        parcels.give_back([parcel for carried in found for parcel in carried.untried])
        for carried in found:
            if carried.knock is not None:
                self._give(carried.knock)
        return True


def _carried(work: Work) -> Carried:
    try:
        return carrying.carry(work.batch, work.headers)
    except Exception as error:
        # A mistake of ours must not lose a hand; what was leased is tried again when the lease is over.
        log.exception("carrying_failed", host=work.batch.host)
        answers = [carrying.judge(parcel, 500, f"{type(error).__name__}", "") for parcel in work.batch.parcels[:1]]
        return Carried(work.batch.host, answers, work.batch.parcels[1:])


def _sign(parcel: Parcel, form: str) -> dict[str, str] | None:
    """The headers of a delivery; None when there is no key to sign with."""
    actor = ""
    if parcel.about.startswith("Delete account/"):
        # It may have lost its name with everything else; its key is known by the old one.
        actor = str(msgspec.json.decode(parcel.body)["actor"])
    try:
        signed = signed_headers("POST", parcel.inbox, parcel.body, parcel.sender_id, form, actor=actor)
        return {"Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE, **_followers(parcel), **signed}
    except Problem as problem:
        log.warning("not_signed", sender=parcel.sender_id, error=str(problem))
        return None


def _followers(parcel: Parcel) -> dict[str, str]:
    """FEP-8fcf: with a post for followers, what the two servers should agree on, so that a lost Undo is noticed."""
    if not parcel.about.startswith("Create ") or PUBLIC.encode() in parcel.body or b'/followers"' not in parcel.body:
        return {}
    actor = actor_uri(parcel.sender_id)
    digest = digest_of(followers_at(parcel.sender_id, parcel.host))
    return {HEADER: write_header(Agreement(followers_of(actor), f"{actor}/followers_synchronization", digest))}


def _not_allowed(parcel: Parcel) -> Answer:
    return Answer(
        delivery_id=parcel.id,
        about=parcel.about,
        host=parcel.host,
        outcome="given_up",
        attempt=parcel.attempt,
        reply="the house does not talk with this server",
    )
