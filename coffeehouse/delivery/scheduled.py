"""Publishes scheduled posts at their time, as their author, through the same door as every post: policy decides anew.

Whatever the engine answers ends the job: published, held for review, or set aside with the reason. A crash before that
leaves the row; the row goes in the transaction that publishes, so a second try finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext, override

from coffeehouse.domain.context import SYSTEM, Actor
from coffeehouse.domain.people.queries import accounts_of_member, member_by_id, read_actor_of_member
from coffeehouse.domain.posts.queries import scheduled
from coffeehouse.domain.posts.writing_commands import SetScheduledAside
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, LimitReached, Problem, Unavailable

CHANNEL = "worker"
# These pass by themselves: the job is tried again.
PASSING = (LimitReached, Unavailable)


def deliver_scheduled(payload: Mapping[str, Any]) -> None:
    """Publish what is due. A call for a time that was changed since is over."""
    scheduled_id = int(payload["scheduled_id"])
    found = scheduled.due(scheduled_id)
    if found is None or found.scheduled_at != int(payload["scheduled_at"]) or found.scheduled_at > clock.now_ms():
        return
    try:
        done = act(found.command, _author(found), CHANNEL, idempotency_key=f"scheduled/{scheduled_id}")
    except PASSING:
        raise
    except Conflict:
        if scheduled.due(scheduled_id) is not None:
            raise
        return  # another worker published it, or its author cancelled it, a moment ago
    except Problem as problem:
        _set_aside(scheduled_id, "failed", problem.message)
    else:
        if done.is_held:
            _set_aside(scheduled_id, "held", "Held for review", int(done.result["held_id"]))


def _author(found: scheduled.Due) -> Actor:
    """The author as they are today. Raises Forbidden when they may no longer speak for the account."""
    held = set() if found.member_id is None else {seat.account_id for seat in accounts_of_member(found.member_id)}
    actor = read_actor_of_member(found.member_id, found.account_id) if found.member_id and held else None
    if actor is None or found.account_id not in held or actor.member_state != "active":
        raise Forbidden("Its author may no longer speak for this account.")
    return msgspec.structs.replace(actor, application_id=found.application_id)


def _set_aside(scheduled_id: int, state: str, reason: str, held_id: int | None = None) -> None:
    command = SetScheduledAside(scheduled_id=scheduled_id, state=state, reason=reason, held_id=held_id)
    act(command, SYSTEM, CHANNEL)


def deliver_not_published(payload: Mapping[str, Any]) -> None:
    """Tell an author by mail that a scheduled post was not published, and why."""
    member = member_by_id(int(payload["member_id"]))
    if member is None:
        return
    with override(member.language):
        subject = gettext("Your scheduled post was not published")
        body = gettext(
            "The reason: %(reason)s\n\nThe post is still in the list of scheduled posts of your app. Choose another"
            " time for it there, or delete it."
        ) % {"reason": payload["reason"]}
    send_mail(subject, f"{body}\n\n{settings.BODY_NAME}\n{settings.BASE_URL}\n", None, [member.email])
