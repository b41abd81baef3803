"""The worker: jobs are done at least once, put off when they fail, given up in the end; duties come round."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.delivery import deliveries, jobs, leases, periodic, worker
from coffeehouse.delivery.mail import FolderBackend
from coffeehouse.domain.context import Job
from coffeehouse.engine import outbox
from coffeehouse.kernel import clock
from tests.committed import empty_ledger

pytestmark = pytest.mark.django_db(transaction=True)
NOW = 1_800_000_000_000


@pytest.fixture(autouse=True)
def _receipts_go_too(transactional_db: None) -> Iterator[None]:
    """What a test sends or gives up leaves its entry; each of these tests begins with an empty ledger."""
    yield
    empty_ledger()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What deliveries were given; kind `note` writes it down, `fail` raises first."""
    seen: list[Any] = []

    def fail(payload: Any) -> None:
        seen.append(payload)
        raise ConnectionError("no answer")

    monkeypatch.setattr(jobs, "DELIVERIES", {"note": seen.append, "fail": fail})
    return seen


def _queue(*wanted: Job, at: int = NOW) -> None:
    number = iter(range(at << 16, (at << 16) + 100_000))
    with write():
        outbox.enqueue(wanted, at, lambda: next(number))


def test_jobs_are_done_in_order_and_forgotten(done: list[Any]) -> None:
    """More jobs than one lease holds are all done, oldest first, and leave no row."""
    _queue(*(Job("note", {"n": n}) for n in range(120)))
    with clock.at(NOW):
        assert worker.drain() == 120
    assert [payload["n"] for payload in done] == list(range(120))
    assert sql.value("SELECT COUNT(*) FROM engine_outbox") == 0


def test_job_waits_for_its_time(done: list[Any]) -> None:
    """A job with a time is done then, not before; the worker knows when to look."""
    _queue(Job("note", {}, run_at=NOW + 60_000))
    with clock.at(NOW + 59_999):
        assert worker.drain() == 0
        assert leases.next_due() == NOW + 60_000
    with clock.at(NOW + 60_000):
        assert worker.drain() == 1


def test_failure_is_put_off_and_given_up(done: list[Any]) -> None:
    """A failing job comes back later each time, with the reason kept, until it is given up; others are not held up."""
    _queue(Job("fail", {}), Job("note", {"n": 1}))
    now, pauses = NOW, []
    for attempt in range(1, leases.MAX_ATTEMPTS + 1):
        with clock.at(now):
            worker.drain()
        run_at, attempts, error, dead_at = sql.rows("SELECT run_at, attempts, last_error, dead_at FROM engine_outbox")[
            0
        ]
        assert attempts == attempt
        assert error == "ConnectionError: no answer"
        assert (dead_at is not None) == (attempt == leases.MAX_ATTEMPTS)
        pauses.append(run_at - now)
        now = run_at
    assert {"n": 1} in done
    assert pauses[4] > pauses[0]
    assert max(pauses) <= leases.LONGEST_PAUSE
    with clock.at(now + leases.LONGEST_PAUSE):
        assert worker.drain() == 0


def test_unknown_kind_is_kept_with_the_reason(done: list[Any]) -> None:
    """A job of a kind this version does not know waits for one that does."""
    _queue(Job("from_the_future", {}))
    with clock.at(NOW):
        worker.drain()
    assert "from_the_future" in sql.value("SELECT last_error FROM engine_outbox")


def test_lease_keeps_others_away_and_runs_out(done: list[Any]) -> None:
    """A leased job is nobody else's until the lease runs out; then it is done again (a worker died)."""
    _queue(Job("note", {}))
    with clock.at(NOW):
        assert len(leases.take()) == 1
        assert leases.take() == []
    with clock.at(NOW + leases.LEASE + 1):
        assert worker.drain() == 1


def test_worker_notices_a_job_soon_and_stops_when_told(done: list[Any]) -> None:
    """A job committed by another connection is done within moments; the loop ends when it is told to."""
    stop = threading.Event()
    loop = threading.Thread(target=_work, args=(stop,))
    loop.start()
    try:
        time.sleep(0.5)
        began = time.monotonic()
        _queue(Job("note", {"n": 7}), at=clock.now_ms())
        while not done and time.monotonic() - began < 10:
            time.sleep(0.01)
        assert done == [{"n": 7}]
        assert time.monotonic() - began < 5
    finally:
        stop.set()
        loop.join(10)
    assert not loop.is_alive()


def _work(stop: threading.Event) -> None:
    from django.db import connection

    rounds = worker.Rounds([])
    while not stop.is_set():
        rounds.once(stop)
        stop.wait(worker.POLL)
    connection.close()


def test_every_job_the_house_queues_has_a_delivery() -> None:
    """Each `Job("kind", …)` in the domains is a kind the worker knows."""
    import re

    from coffeehouse.site.settings import PACKAGE

    deliveries.register_all()
    queued = {
        kind
        for path in (PACKAGE / "domain").rglob("*.py")
        for kind in re.findall(r'\bJob\(\s*"(\w+)"', path.read_text("utf-8"))
    }
    assert queued
    assert queued <= set(jobs.DELIVERIES)


def test_removed_files_are_gone_and_twice_is_no_error(tmp_path: Path, settings: Any) -> None:
    """A picture nobody refers to is deleted; a job done twice does no harm."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "x.webp").write_bytes(b"x")
    for _ in range(2):
        deliveries.deliver_remove_files({"keys": ["ab/x.webp", ""]})
    assert not (tmp_path / "ab" / "x.webp").exists()


def test_mail_without_a_server_becomes_files(tmp_path: Path, settings: Any) -> None:
    """Each message is one private .eml file, whole; what is written in a subject cannot add a header."""
    settings.MAIL_FOLDER = tmp_path / "mail"
    message = mail.EmailMessage("Héllo", "Words", "house@example.org", ["ada@example.org"])
    assert FolderBackend().send_messages([message, message]) == 2
    files = list((tmp_path / "mail").iterdir())
    assert len(files) == 2
    assert all(file.suffix == ".eml" and file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert b"To: ada@example.org" in files[0].read_bytes()


def test_duty_that_fails_comes_round_again() -> None:
    """A failing duty is tried at its next turn; one that waits for changes rests without any."""
    calls: list[int] = []

    def fails() -> None:
        calls.append(1)
        raise OSError("disk full")

    duty = periodic.Periodic("test", 0.0, fails, after_change=True)
    duty.run_if_due(changed=True)
    duty.run_if_due(changed=False)
    assert len(calls) == 2
    quiet = periodic.Periodic("test", 0.0, lambda: calls.append(1), after_change=True)
    quiet.run_if_due(changed=False)  # once at the start: what happened before is unknown
    quiet.run_if_due(changed=False)
    assert len(calls) == 3


def test_tidying_removes_what_has_run_out() -> None:
    """Old idempotency keys and limit windows go; young ones stay."""
    for name, age in (("old", 3 * clock.DAY), ("young", clock.HOUR)):
        sql.execute(
            "INSERT INTO engine_idempotency (holder_key, command_hash, answer, entry_sequence, created_at)"
            " VALUES (%s, 'x', 'null', 0, %s)",
            (name, NOW - age),
        )
        sql.execute("INSERT INTO engine_limit (key, window_at, count) VALUES (%s, %s, 1)", (name, NOW - age))
    with clock.at(NOW):
        periodic.tidy()
    assert sql.rows("SELECT holder_key FROM engine_idempotency") == [("young",)]
    assert sql.rows("SELECT key FROM engine_limit") == [("young",)]


def test_checkpoint_interval_leaves_room_before_sixty_seconds() -> None:
    """Entries are signed within a minute, whatever is set."""
    assert settings.CHECKPOINT_SECONDS + periodic.INTEGRATE_SECONDS + worker.POLL <= 63
