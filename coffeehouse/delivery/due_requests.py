"""Looks by the clock for requests whose last day is near or over, and has those who answer them reminded."""

from __future__ import annotations

from datetime import date

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.requests.commands import RemindOfRequest
from coffeehouse.domain.requests.queries import list_requests
from coffeehouse.domain.requests.statutes import days_left
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock, working_days

EVERY_SECONDS = 3600.0
FIRST = 5
"""Days before the last from which reminders begin."""


def remind() -> None:
    """Those who answer hear of each request once for each step (`handlers.reminding`)."""
    today = working_days.local_day(clock.now_ms())
    for request in list_requests(limit=1_000):
        if not request.due_on:
            continue
        left = days_left(request.statute, request.nation, today, date.fromisoformat(request.due_on))
        if left <= FIRST:
            act(RemindOfRequest(request_id=request.id, due_on=request.due_on, left=left), SYSTEM, "worker")
