"""What the house holds about a member, for those whose part it is: each look says what it is for, is kept, and the
member can read who looked and why.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import role, signed_in
from coffeehouse.channels.web.acting import actor_of
from coffeehouse.channels.web.entries import told
from coffeehouse.channels.web.forms import Form
from coffeehouse.domain.capture.commands import ViewMember
from coffeehouse.domain.capture.queries import View, views_of
from coffeehouse.domain.cases.looks import looks_not_told, looks_told
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.queries import authenticators, lookup
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound, Problem
from coffeehouse.ledger.queries import entries_of

STAFF = ("records", "admin")
# A look lasts this long: then the purpose is asked for again.
LASTS = clock.HOUR
ENTRIES = 30


def purposes() -> list[tuple[str, str]]:
    """What a look can be for, in words, as it is chosen."""
    return [
        ("support", _("They asked for help")),
        ("report", _("A report, by them or about them")),
        ("joining", _("Whether they may join")),
        ("request", _("A request for information or for their own data")),
        ("erasure", _("Their request to erase what is held about them")),
        ("review", _("A post of theirs that waits for somebody to read it")),
        ("security", _("Something is wrong with how an account is used")),
        ("audit", _("Checking how the house is run")),
        ("other", _("Something else")),
    ]


def roles() -> dict[str, str]:
    """What each role of a member is called."""
    return {
        "member": _("Member"), "moderator": _("Moderator"), "records": _("Records manager"),
        "admin": _("Administrator"),
    }  # fmt: skip


def states() -> dict[str, str]:
    """How a membership can stand, in words."""
    return {
        "pending": _("Waits to be let in"), "active": _("Active"), "suspended": _("Suspended"),
        "rejected": _("Turned away"), "left": _("Has left"),
    }  # fmt: skip


def keep_look(request: HttpRequest, member_ids: Iterable[int | None], purpose: str, about: str = "") -> None:
    """Keep that staff see what a page shows of these members, other than themselves, for the purpose that it has."""
    actor = actor_of(request)
    for member_id in dict.fromkeys(member_ids):
        if member_id not in (None, actor.member_id):
            act(ViewMember(member_id=member_id, purpose=purpose, about=about), actor, "web")


@role(*STAFF, methods=("GET",))
def show_members(request: HttpRequest) -> HttpResponse:
    """Find a member by handle or name; nothing else of anybody is shown here."""
    words = request.GET.get("q", "").strip()[:100]
    after = request.GET.get("after", "")
    found = lookup.find_members(words, after=int(after) if after.isdecimal() and len(after) < 19 else 0)
    return answers.page(
        request, "records/members.html", heading=_("People"), tab="members", words=words, members=found,
        roles=roles(), states=states(), more=found[-1].id if len(found) == lookup.A_PAGE else None,
    )  # fmt: skip


@role(*STAFF, methods=("GET", "POST"))
def show_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """What is held about one member. First asks what for; the answer is kept."""
    member = lookup.read_member(member_id)
    if member is None:
        raise NotFound
    form = Form()
    if request.method == "POST":
        form = Form.typed(request.POST)
        command = ViewMember(
            member_id=member_id,
            purpose=str(form.values.get("purpose", "")),
            note=str(form.values.get("note", "")),
        )
        try:
            act(command, actor_of(request), "web")
        except Problem as problem:
            form.fails(problem)
        else:
            return answers.to(f"/records/members/{member_id}")
    look = _look_of(request, member_id)
    if look is None and actor_of(request).member_id != member_id:
        return answers.page(
            request, "records/member_purpose.html", status=422 if form.errors else 200, heading=f"@{member.acct}",
            tab="members", member=member, form=form, purposes=[("", _("Choose a purpose")), *purposes()],
        )  # fmt: skip
    return answers.page(
        request, "records/member.html", heading=f"@{member.acct}", tab="members", member=member, look=look,
        purposes=dict(purposes()), roles=roles(), states=states(),
        **_held(member_id, looks_not_told(member_id) if look is None else frozenset()),
    )  # fmt: skip


def _look_of(request: HttpRequest, member_id: int) -> View | None:
    """The look for which this page may be open now."""
    viewer = actor_of(request).member_id
    # What a queue shows by itself was no look at everything.
    recent = views_of(member_id, since=clock.now_ms() - LASTS)
    return next((view for view in recent if view.viewer_id == viewer and not view.about), None)


def _held(member_id: int, hidden: frozenset[int]) -> dict[str, Any]:
    """hidden: entries that the reader may not know of yet, where it is the member."""
    accounts = people.accounts_of_member(member_id)
    found = [entry for entry in entries_of(f"member/{member_id}") if entry.sequence not in hidden]
    entries = found[-ENTRIES:][::-1]
    actors = {int(entry.actor.partition("/")[2]) for entry in entries if entry.actor.startswith("account/")}
    names = {f"account/{account_id}": f"@{acct}" for account_id, acct in lookup.accts_of(actors).items()}
    names |= {f"member/{member_id}": _("the member"), "system": _("the house"), "visitor": _("a visitor")}
    return {
        "accounts": accounts,
        "tokens": people.list_tokens(member_id),
        "authenticators": authenticators.authenticators_of(member_id),
        "entries": [told(entry, names) for entry in entries],
        "views": _named([view for view in views_of(member_id, limit=20) if view.sequence not in hidden]),
    }


def _named(views: list[View]) -> list[dict[str, Any]]:
    """Looks with the handle of whoever looked."""
    names = lookup.handles_of({view.viewer_id for view in views})
    words = dict(purposes())
    return [
        {
            "at": view.at,
            "who": names.get(view.viewer_id, ""),
            "purpose": words.get(view.purpose, view.purpose),
            "note": view.note,
            "about": view.about,
            "sequence": view.sequence,
        }
        for view in views
    ]


@signed_in("GET")
def show_looks(request: HttpRequest) -> HttpResponse:
    """Who of the house looked at what it holds about oneself, when, and what for; for a report when it is decided."""
    member_id = actor_of(request).member_id or 0
    return answers.page(
        request, "settings/looks.html", heading=_("Who looked at your data"), tab="looks",
        views=_named(looks_told(member_id)), is_own_looks=True,
    )  # fmt: skip
