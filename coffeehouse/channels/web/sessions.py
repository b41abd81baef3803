"""What a browser session knows of how its member proved themselves: half-way in, signed in, confirmed a moment ago.

Every step gives the session a fresh key: one that somebody planted or saw before is worth nothing afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.acting import ACCOUNT_KEY, actor_of
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"
HALF = "half"
PROVED = "proved_at"
# How long the second step may take, and how long one counts as present after proving who one is.
HALF_LASTS = 10 * clock.MINUTE
PROVED_LASTS = 15 * clock.MINUTE
CONFIRM = "/settings/security/confirm"


@dataclass(frozen=True)
class Half:
    """Somebody who passed the first step. first: password or directory; onward: where they wanted to go."""

    member_id: int
    first: str
    onward: str


def sign_in(request: HttpRequest, member_id: int) -> None:
    """The member is in, and has just proved who they are."""
    member = people.member_by_id(member_id)
    if member is None:
        return
    request.session.pop(HALF, None)
    auth.login(request, member, backend=BACKEND)
    request.session[PROVED] = clock.now_ms()


def begin_half(request: HttpRequest, member_id: int, first: str, onward: str) -> HttpResponse:
    """On to the second step."""
    request.session.cycle_key()
    request.session[HALF] = {"member": str(member_id), "first": first, "onward": onward, "at": clock.now_ms()}
    return answers.to("/sign-in/second")


def half_of(request: HttpRequest) -> Half | None:
    """Who stands between the two steps here; None when nobody does, or for too long."""
    kept: Any = request.session.get(HALF)
    if not isinstance(kept, dict) or clock.now_ms() - kept["at"] > HALF_LASTS:
        return None
    return Half(int(kept["member"]), kept["first"], kept["onward"])


def confirm(request: HttpRequest) -> None:
    """The member has just proved again who they are."""
    request.session.cycle_key()
    request.session[PROVED] = clock.now_ms()


def is_confirmed(request: HttpRequest) -> bool:
    """Whether the member proved who they are a moment ago."""
    proved = request.session.get(PROVED)
    return isinstance(proved, int) and 0 <= clock.now_ms() - proved <= PROVED_LASTS


def ask_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """Where to go first, when who sits there must prove again who they are; None when they need not."""
    if is_confirmed(request):
        return None
    back = request.path if request.method in ("GET", "HEAD") else "/settings/security"
    return answers.to(f"{CONFIRM}?next={quote(back, safe='')}")


def stay(request: HttpRequest) -> None:
    """Sign this browser in again, after how its member signs in has changed and every browser was signed out."""
    account_id, member_id = request.session.get(ACCOUNT_KEY), actor_of(request).member_id or 0
    member = people.member_by_id(member_id)
    if member is None:
        return
    auth.login(request, member, backend=BACKEND)
    if account_id is not None:
        request.session[ACCOUNT_KEY] = account_id
    request.session[PROVED] = clock.now_ms()
