"""Posts that wait for their time."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.posts.queries import scheduled
from coffeehouse.domain.posts.writing_commands import CancelScheduled, ReschedulePost
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid


def time_of(body: dict[str, Any]) -> int | None:
    """`scheduled_at` of a request in ms, None without one. Raises Invalid."""
    written = (bodies.optional_text(body, "scheduled_at") or "").strip()
    if not written:
        return None
    try:
        return clock.parse_iso(written[:40])
    except (ValueError, OverflowError) as error:
        raise Invalid(
            "Validation failed: Scheduled at is a date and time, as 2026-11-22T09:30:00Z", field="scheduled_at"
        ) from error


def show(call: Call, scheduled_id: int) -> Answer:
    """The ScheduledStatus."""
    return spliced(scheduled.read_scheduled(call.account_id, scheduled_id))


@user("read:statuses")
def read_scheduled_statuses(call: Call) -> Answer:
    """One's posts that wait."""
    page = call.page()
    return listed(call, page, scheduled.list_scheduled(call.account_id, page))


@user("read:statuses")
def read_scheduled_status(call: Call) -> Answer:
    """One of them."""
    return show(call, call.id)


@user("write:statuses")
def reschedule(call: Call) -> Answer:
    """Choose another time for it."""
    scheduled_id, at = call.id, time_of(call.body)
    if at is not None:
        call.act(ReschedulePost(scheduled_id=scheduled_id, scheduled_at=at))
    return show(call, scheduled_id)


@user("write:statuses")
def cancel(call: Call) -> Answer:
    """Do not publish it."""
    call.act(CancelScheduled(scheduled_id=call.id))
    return Answer(EMPTY)
