"""People asking to join, for those who look after the house; and what waits of a member's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import role, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.looking import keep_look
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import ApproveMember, RejectMember
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.asked import held_by
from coffeehouse.domain.publishing.commands import WithdrawHeld
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, NotFound


def number(request: HttpRequest, name: str) -> int:
    """An id from a form. Raises NotFound for anything else."""
    written = request.POST.get(name, "")
    if not (written.isascii() and written.isdigit()) or len(written) > 19:
        raise NotFound
    return int(written)


@role("admin", "moderator", methods=("GET",))
def show_admin(_request: HttpRequest) -> HttpResponse:
    """The first page of those who look after the house."""
    return answers.to("/admin/approvals")


@role("admin", "moderator", methods=("GET", "POST"))
def show_approvals(request: HttpRequest) -> HttpResponse:
    """Who asks to join; let in or turn away with a reason."""
    if request.method == "POST":
        return _decide_on_member(request)
    waiting = people.members_in_state("pending")
    keep_look(request, (member["id"] for member in waiting), "joining", "approvals")
    return answers.page(
        request, "admin/approvals.html", heading=_("People asking to join"), tab="approvals", members=waiting
    )


def _decide_on_member(request: HttpRequest) -> HttpResponse:
    member_id = number(request, "member_id")
    if request.POST.get("decision") == "approve":
        act(ApproveMember(member_id=member_id), actor_of(request), "web")
        return answers.to("/admin/approvals", done="approved")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Invalid(_("Give a reason: the person is told it. Go back and fill it in."), field="reason")
    act(RejectMember(member_id=member_id, reason=reason[:500]), actor_of(request), "web")
    return answers.to("/admin/approvals", done="rejected")


def _for_showing(request: HttpRequest, held: dict[str, Any]) -> dict[str, Any] | None:
    text = None if held["account_id"] is None else people.read_account(viewer_id(request), held["account_id"])
    if text is None:
        return None
    command = held["command"]
    return {
        "id": held["id"],
        "content_hash": held["content_hash"],
        "created_at": held["created_at"],
        "account": showing.account(text),
        "text": command.get("text", ""),
        "warning": command.get("spoiler_text", ""),
        "visibility": command.get("visibility") or "",
        "reasons": held["verdict"]["reasons"],
        "state": held["state"],
        "decision_reason": held["decision_reason"],
        "is_mine": held["account_id"] == viewer_id(request),
        "media": _media(held["account_id"], command.get("media_ids") or ()),
    }


def _media(owner_id: int, media_ids: Iterable[Any]) -> list[dict[str, Any]]:
    """What the held post would show. The addresses are lent as to its author, whom the decider decides for."""
    texts = posts.read_media_list(owner_id, [int(media_id) for media_id in media_ids])
    return [msgspec.json.decode(text) for text in texts]


@signed_in("GET", "POST")
def show_waiting(request: HttpRequest) -> HttpResponse:
    """The member's own drafts, why they wait, and what became of them; taking one back."""
    if request.method == "POST":
        act(WithdrawHeld(held_id=number(request, "held_id")), actor_of(request), "web")
        return answers.to("/waiting", done="withdrawn")
    # What they sent as whichever account, and what of others' drafts they revised.
    written = (publishing.read_held(held_id) for held_id in held_by(actor_of(request).member_id or 0))
    items = [item for item in (_for_showing(request, held) for held in written if held) if item]
    just = request.GET.get("held", "")
    return answers.page(
        request, "posts/held.html", items=items, just=next((item for item in items if str(item["id"]) == just), None)
    )
