"""Posts that wait for their time."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import EMPTY, listed, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.domain.paging import Listed
from coffeehouse.domain.posts.queries import scheduled
from coffeehouse.domain.posts.writing_commands import CancelScheduled, ReschedulePost
from coffeehouse.domain.publishing import timed
from coffeehouse.domain.publishing.commands import SetEmbargo, WithdrawHeld
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.pages import Page


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
    found = scheduled.read_scheduled(call.account_id, scheduled_id)
    return spliced(found or timed.read_timed(call.account_id, call.actor.member_id or 0, scheduled_id))


def _is_draft(call: Call, scheduled_id: int) -> bool:
    return timed.read_timed(call.account_id, call.actor.member_id or 0, scheduled_id) is not None


def _merged(page: Page, *lists: Listed) -> Listed:
    """Pages of several lists as one page of all, newest first."""
    every = sorted((item for each in lists for item in each), reverse=True)
    return every[-page.limit :] if page.is_ascending else every[: page.limit]


@user("read:statuses")
def read_scheduled_statuses(call: Call) -> Answer:
    """One's posts that wait for their time; for a voice, drafts with a time as well."""
    page = call.page()
    drafts = timed.list_timed(call.account_id, call.actor.member_id or 0, page)
    return listed(call, page, _merged(page, scheduled.list_scheduled(call.account_id, page), drafts))


@user("read:statuses")
def read_scheduled_status(call: Call) -> Answer:
    """One of them."""
    return show(call, call.id)


@user("write:statuses")
def reschedule(call: Call) -> Answer:
    """Choose another time for it."""
    scheduled_id, at = call.id, time_of(call.body)
    if at is not None:
        is_draft = _is_draft(call, scheduled_id)
        draft = SetEmbargo(held_id=scheduled_id, release_at=at)
        call.act(draft if is_draft else ReschedulePost(scheduled_id=scheduled_id, scheduled_at=at))
    return show(call, scheduled_id)


@user("write:statuses")
def cancel(call: Call) -> Answer:
    """Do not publish it."""
    is_draft = _is_draft(call, call.id)
    call.act(WithdrawHeld(held_id=call.id) if is_draft else CancelScheduled(scheduled_id=call.id))
    return Answer(EMPTY)
