"""From a draft as the queries give it to what the pages of review show: words, names, reasons, history, differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coffeehouse.channels.web import showing
from coffeehouse.channels.web.comparing import compare
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.publishing import asking
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.naming import name_of_account, name_of_member

Shown = dict[str, Any]
WEIGHT = {"high": 0, "raised": 1, "routine": 2}


def states() -> dict[str, str]:
    """What can become of a draft, in words."""
    return {
        "held": _("Waits for a decision"),
        "changes_asked": _("Waits for a change"),
        "approved": _("Approved"),
        "released": _("Released"),
        "refused": _("Refused"),
        "withdrawn": _("Taken back"),
    }


def criticalities() -> dict[str, str]:
    """How much hangs on a draft, in words."""
    return {"routine": _("Routine"), "raised": _("Raised"), "high": _("High")}


def decisions() -> dict[str, str]:
    """Decisions in words, as the history says them."""
    return {
        "release": _("approved it"),
        "emergency": _("approved it as an emergency"),
        "change": _("asked for a change"),
        "refuse": _("refused it"),
        "withdraw": _("took it back"),
        "undo": _("took the release back"),
        "returned": _("sent it back to review: its approvals no longer stood"),
        "late": _("did not publish it: its time came before it was approved"),
        "after_ok": _("looked at it afterwards and found it in order"),
        "after_correct": _("looked at it afterwards: it needs a correction"),
    }


def channels() -> dict[str, str]:
    """How a decision came, in words."""
    return {
        "client_api": _("by a vote in an app"),
        "email": _("by the link in a mail"),
        "web": _("in the browser"),
        "cli": _("on the command line"),
        "worker": _("by the clock"),
    }


def in_list(held: Mapping[str, Any]) -> Shown:
    """A draft as a list shows it."""
    command = held["command"]
    return {
        "id": held["id"],
        "voice": name_of_account(held["account_id"]),
        "voice_id": held["account_id"],
        "author": name_of_member(held["member_id"]),
        "text": str(command.get("text", "")),
        "warning": str(command.get("spoiler_text") or ""),
        "what_was_wrong": str(command.get("what_was_wrong") or ""),
        "is_apology": bool(command.get("is_apology")),
        "language": command.get("language") or "",
        "created_at": held["created_at"],
        "state": held["state"],
        "state_words": states().get(held["state"], held["state"]),
        "criticality": held["criticality"],
        "criticality_words": criticalities().get(held["criticality"], held["criticality"]),
        "reasons": held["verdict"]["reasons"],
        "rules": [reason["rule"] for reason in held["verdict"]["reasons"]],
        "emergency": held["emergency"],
        "release_at": held["release_at"] or held["embargo_at"],
        "revision": held["revision"],
        "route": _route(held),
        "media": media_of(held),
        "reason": held["decision_reason"],
        "result": result_path(held),
    }


def _route(held: Mapping[str, Any]) -> str:
    """Why it took this way, where that says more than the reasons."""
    route = str(held["route"] or "")
    return "" if any(reason["because"] in route for reason in held["verdict"]["reasons"]) else route


def media_of(held: Mapping[str, Any]) -> list[Shown]:
    """The pictures it would show. Their addresses are lent as to the account that speaks."""
    wanted = [int(media_id) for media_id in held["command"].get("media_ids") or ()]
    return [msgspec.json.decode(text) for text in posts.read_media_list(held["account_id"], wanted)]


def result_path(held: Mapping[str, Any]) -> str:
    """Where the published post stands; "" before."""
    kind, _sep, number = str(held["result_object"] or "").partition("/")
    return f"/@{name_of_account(held['account_id'])[1:]}/{number}" if kind == "post" and number.isdigit() else ""


def whole(held: Mapping[str, Any], viewer_id: int | None) -> Shown:
    """A draft as its own page shows it."""
    account = people.read_account(viewer_id, held["account_id"])
    poll = held["command"].get("poll") or {}
    shown = in_list(held)
    shown.update(
        account=None if account is None else showing.account(account),
        content_hash=held["content_hash"],
        visibility=held["command"].get("visibility") or "",
        options=list(poll.get("options") or ()),
        needs=needs_words(held),
        approvals=[name_of_member(member_id) for member_id in held.get("approvals", ())],
        reviewers=[name_of_member(member_id) for member_id in publishing.reviewers_of(held["id"])],
        authors=[name_of_member(member_id) for member_id in held.get("author_ids", ())],
        embargo_at=held["embargo_at"],
        pair_id=held["pair_id"],
        review_due_at=held["review_due_at"],
        may=held.get("may", ()),
        decided_at=held["decided_at"],
        answers_id=held["command"].get("in_reply_to_id"),
    )
    return shown


def needs_words(held: Mapping[str, Any]) -> str:
    """How many approvals it has of how many."""
    given = len(held.get("approvals", ()))
    return ngettext(
        "%(given)d of %(number)d approval given", "%(given)d of %(number)d approvals given", held["needs"]
    ) % {"given": given, "number": held["needs"]}


def steps(member_id: int, held_id: int) -> list[Shown]:
    """The history for showing, oldest first; a later revision with what it changed."""
    before: str | None = None
    shown = []
    for step in publishing.history(member_id, held_id):
        entry: Shown = {"at": step["at"], "who": _who(step["member_id"]), "kind": step["kind"]}
        if step["kind"] == "revision":
            after = str((step["command"].get("post") or step["command"]).get("text", ""))
            entry["changes"] = [] if before in (None, after) else compare(str(before), after)
            entry["revision"] = step["revision"]
            before = after
        else:
            entry.update(
                what=decisions().get(step["decision"], step["decision"]),
                how=channels().get(step["channel"], ""),
                reason=_("The reason follows.") if step["reason"] == asking.REASON_FOLLOWS else step["reason"],
                is_void=bool(step["is_void"]),
            )
        shown.append(entry)
    return shown


def _who(member_id: int | None) -> str:
    return _("The house") if member_id is None else name_of_member(member_id)


def most_urgent_first(shown: list[Shown]) -> list[Shown]:
    """Emergencies, then what hangs more on, then what is to go out soonest, then what has waited longest."""
    return sorted(
        shown,
        key=lambda each: (
            not each["emergency"], WEIGHT.get(each["criticality"], 2), each["release_at"] or 1 << 62, each["id"],
        ),
    )  # fmt: skip
