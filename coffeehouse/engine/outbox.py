"""The outbox: jobs written in the act's transaction, done by the worker after the commit (`delivery`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Job


def enqueue(jobs: Iterable[Job], now: int, new_id: Callable[[], int]) -> None:
    """Write jobs to the outbox. They become visible to the worker with the commit of the act that made them."""
    for job in jobs:
        sql.execute(
            "INSERT INTO engine_outbox (id, kind, payload, created_at, run_at, leased_until, attempts, last_error)"
            " VALUES (%s, %s, %s, %s, %s, 0, 0, '')",
            (new_id(), job.kind, msgspec.json.encode(dict(job.payload)).decode(), now, max(job.run_at, now)),
        )
