"""Jobs that wait for other machines: done beside the worker's loop, so that a slow one holds up only its like."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import connection

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.delivery import jobs, leases, outside, worker
from coffeehouse.domain.context import Job
from coffeehouse.engine import outbox
from coffeehouse.kernel import clock

pytestmark = pytest.mark.django_db(transaction=True)


def _queue(*wanted: Job) -> None:
    now = clock.now_ms()
    number = iter(range(now << 16, (now << 16) + 1_000))
    with write():
        outbox.enqueue(wanted, now, lambda: next(number))


def _left() -> list[str]:
    return [kind for (kind,) in sql.rows("SELECT kind FROM engine_outbox ORDER BY id")]


def _until(holds: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


class Slow:
    """A delivery that waits to be let go, as for a machine that does not answer."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.begun: list[int] = []

    def __call__(self, payload: Mapping[str, Any]) -> None:
        self.begun.append(int(payload["n"]))
        self.let_go.wait(20)
        connection.close()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """Pushes that hang, and notes that do not; a worker's threads for the time of the test."""
    found = Slow()
    done: list[Any] = []
    monkeypatch.setattr(jobs, "DELIVERIES", {"push": found, "note": done.append})
    stop = threading.Event()
    thread = outside.start(stop)
    yield found
    found.let_go.set()
    _until(lambda: _left() == [])
    stop.set()
    thread.join(5)


def test_slow_machines_hold_up_nothing_else(slow: Slow) -> None:
    """While as many pushes hang as there are hands, the loop does other jobs at once, and takes none of the pushes."""
    _queue(*(Job("push", {"n": n}) for n in range(outside.HANDS + 2)), Job("note", {}))
    _until(lambda: len(slow.begun) == outside.HANDS)
    assert worker.drain(lane=worker.INSIDE) == 1
    assert _left() == ["push"] * (outside.HANDS + 2)
    assert leases.next_due(worker.INSIDE) is None
    time.sleep(0.5)
    assert len(slow.begun) == outside.HANDS
    slow.let_go.set()
    _until(lambda: _left() == [])
    assert sorted(slow.begun) == list(range(outside.HANDS + 2))


def test_a_job_of_each_kind_belongs_to_one_side() -> None:
    """What the loop takes and what the hands take is everything, and nothing is taken by both."""
    _queue(Job("push", {"n": 1}), Job("note", {}), Job("fetch_card", {"n": 2}))
    outer, inner = leases.take(outside.LANE), leases.take(worker.INSIDE)
    assert [job.kind for job in outer] == ["push", "fetch_card"]
    assert [job.kind for job in inner] == ["note"]
    assert leases.take() == []
