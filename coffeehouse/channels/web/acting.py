"""Who is looking at a page: the signed-in member, the account they act as, and the engine's Actor for what they do.

Asked once a request; a visitor without a session cookie costs no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.domain.cases import queries as cases
from coffeehouse.domain.context import ANONYMOUS, Actor
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.queries import Seatholding, voices
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing.asked import count_waiting
from coffeehouse.domain.publishing.queries import has_power

ACCOUNT_KEY = "account_id"
STAFF = ("admin", "moderator")


@dataclass(frozen=True)
class Viewer:
    """The signed-in member as pages show them. `id` is the account's id as text, as in the API's entities."""

    actor: Actor
    accounts: list[Seatholding]

    @property
    def account_id(self) -> int:
        return self.actor.account_id or 0

    @property
    def member_id(self) -> int:
        return self.actor.member_id or 0

    @property
    def id(self) -> str:
        return str(self.account_id)

    @property
    def role(self) -> str:
        return self.actor.role

    @property
    def is_pending(self) -> bool:
        return self.actor.member_state == "pending"

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF

    @cached_property
    def username(self) -> str:
        return next((seat.acct for seat in self.accounts if seat.account_id == self.account_id), "")

    @cached_property
    def unread_count(self) -> int:
        return posts.count_notifications(self.account_id)

    @property
    def may_review(self) -> bool:
        """Whether this member works on drafts of some voice, or looks after those of the house."""
        return self.is_staff or any(seat.powers for seat in self.accounts)

    @cached_property
    def may_stop(self) -> bool:
        """Whether this member may stop official words for an incident."""
        return self.role == "admin" or has_power(self.member_id, "emergency")

    @cached_property
    def draft_count(self) -> int:
        """How many drafts wait that this member sees."""
        return count_waiting(self.member_id)

    @cached_property
    def looks_after_voices(self) -> bool:
        """Whether this member gives seats: as an administrator of the house or of a body."""
        return self.role == "admin" or voices.is_body_admin(self.member_id)

    @cached_property
    def queue_count(self) -> int:
        """How many people and reports wait for this member to decide; drafts are counted apart."""
        if not self.is_staff:
            return 0
        return len(people.members_in_state("pending")) + cases.count_reports(self.member_id)


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, for limits."""
    return str(request.META.get("REMOTE_ADDR", ""))


def actor_of(request: HttpRequest) -> Actor:
    """The actor behind this request; for a visitor, one with nothing but an address."""
    held: Any = request
    if not hasattr(held, "_actor"):
        held._actor = _read_actor(request)
    found: Actor = held._actor
    return found


def visitor(request: HttpRequest) -> Actor:
    """Somebody nobody knows, at this address."""
    return Actor(role=ANONYMOUS.role, capacity=ANONYMOUS.capacity, address=address_of(request))


def _read_actor(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return visitor(request)
    chosen = request.session.get(ACCOUNT_KEY)
    member_id = int(request.user.pk)
    found = people.read_actor_of_member(member_id, chosen, address_of(request))
    if chosen is not None and found.account_id != chosen and request.method in ("GET", "HEAD"):
        # The page says who they are now; a form filled in before is not sent under another name (`has_lost_voice`).
        request.session.pop(ACCOUNT_KEY)
    return found


def has_lost_voice(request: HttpRequest) -> bool:
    """Whether a form comes from somebody who took themselves for a voice whose seat has ended meanwhile."""
    actor = actor_of(request)
    return actor.member_id is not None and request.session.get(ACCOUNT_KEY, actor.account_id) != actor.account_id


def viewer_of(request: HttpRequest) -> Viewer | None:
    """The signed-in member, or None."""
    held: Any = request
    if not hasattr(held, "_viewer"):
        actor = actor_of(request)
        held._viewer = None if actor.member_id is None else Viewer(actor, people.accounts_of_member(actor.member_id))
    found: Viewer | None = held._viewer
    return found


def viewer_id(request: HttpRequest) -> int | None:
    """The account whose eyes see this page; None for a visitor."""
    return actor_of(request).account_id
