"""Who is looking at a page: the signed-in member, the account they act as, and the engine's Actor for what they do."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Viewer:
    """The signed-in member as pages show them. `id` is the account's id as text, as in the API's entities."""

    id: str
    account_id: int
    member_id: int
    username: str
    acct: str
    role: str
    state: str
    unread_count: int = 0
    queue_count: int = 0

    @property
    def is_staff(self) -> bool:
        return self.role in ("admin", "moderator")


def viewer_of(request: HttpRequest) -> Viewer | None:
    return None
