"""What an app is shown of words that policy holds until a person has looked.

They were accepted, so an error would be a lie, and apps know no other answer than a Status. So it is a Status that
says what happened. Whoever may see the draft reads it under its id, revises it as one edits a post, and takes it back
as one deletes one; for everybody else nothing is there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.domain.publishing.commands import ReviseDraft, WithdrawHeld
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.protocols.mastodon.fragments import PostFacts, render_status_fragment, splice_status, uncounted
from coffeehouse.protocols.mastodon.text import render_html

NOTICE = "Held for review: a person looks at this before it is published."


def notice(verdict: Verdict) -> str:
    """The plain words an author reads first."""
    reasons = verdict.explain() if verdict.rule_ids else ""
    return f"{NOTICE} {reasons} {verdict.explain_route()}".strip()


def status_of(call: Call, command: PublishPost, held_id: int, verdict: Verdict) -> Answer:
    """The Status that stands for a held post."""
    said = msgspec.to_builtins(command)
    return Answer(_status(call.account_id, held_id, said, notice(verdict), clock.now_ms()).encode())


def _status(account_id: int, held_id: int, command: dict[str, Any], said: str, created_at: int) -> str:
    """A Status for the team's eyes only: what is said of the draft, then its words."""
    account = people.read_account(account_id, account_id)
    if account is None:
        raise NotFound()
    page = f"{settings.BASE_URL}/review/{held_id}"
    spoiler_text = str(command.get("spoiler_text") or "")
    facts = PostFacts(
        id=held_id,
        created_at=created_at,
        uri=page,
        url=page,
        content="".join(render_html(words, {}, settings.BASE_URL) for words in (said, str(command.get("text", "")))),
        visibility="direct",
        sensitive=bool(command.get("is_sensitive") or spoiler_text),
        spoiler_text=spoiler_text,
        language=command.get("language") or None,
        in_reply_to_id=command.get("in_reply_to_id"),
    )
    return splice_status(uncounted(render_status_fragment(facts)), account, viewer=0)


def find(call: Call, held_id: int) -> dict[str, Any] | None:
    """The draft with this id, for whoever acts as its account and may see it; also once it is decided."""
    if call.actor.member_id is None or call.actor.account_id is None:
        return None
    draft = publishing.read_draft(call.actor.member_id, held_id)
    return draft if draft is not None and draft["account_id"] == call.actor.account_id else None


def show(call: Call, held_id: int) -> Answer:
    """The draft as a Status that says what became of it. Raises NotFound."""
    draft = find(call, held_id)
    if draft is None:
        raise NotFound()
    said = what_became(draft)
    return Answer(_status(draft["account_id"], held_id, draft["command"], said, draft["created_at"]).encode())


def what_became(draft: dict[str, Any]) -> str:
    """A draft's state in plain words, with the reason where somebody gave one."""
    if draft["state"] == "held":
        reasons = " ".join(reason["because"] for reason in draft["verdict"]["reasons"])
        route = draft["route"] if draft["route"] and draft["route"] not in reasons else ""
        return f"{NOTICE} {reasons} {route}".strip()
    if draft["state"] == "approved":
        return f"Approved. It is published {_when(draft['release_at'])}."
    sentences = {
        "changes_asked": "A colleague asks for a change before it is published.",
        "released": "Released: it is published as a post of its own.",
        "refused": "Refused: it is not published.",
        "withdrawn": "Taken back: it is not published.",
    }
    reason = f" The reason: {draft['decision_reason']}" if draft["decision_reason"] else ""
    return sentences.get(draft["state"], NOTICE) + reason


def _when(at: int | None) -> str:
    if at is None:
        return "together with its other language"
    return f"on {datetime.fromtimestamp(at / 1_000, ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d at %H:%M}"


def source_of(call: Call, held_id: int) -> dict[str, str] | None:
    """StatusSource of a draft that may still be revised."""
    draft = find(call, held_id)
    if draft is None or draft["state"] not in publishing.OPEN_STATES:
        return None
    command = draft["command"]
    words = (str(command.get(name) or "") for name in ("text", "spoiler_text"))
    return dict(zip(("id", "text", "spoiler_text"), (str(held_id), *words), strict=True))


def revise(call: Call, held_id: int) -> Answer:
    """Change what waits, as one edits a post: a new version, and those who decide look anew. Raises NotFound."""
    if find(call, held_id) is None:
        raise NotFound()
    body = call.body
    command = ReviseDraft(
        held_id=held_id,
        text=bodies.optional_text(body, "status"),
        spoiler_text=bodies.optional_text(body, "spoiler_text"),
        is_sensitive=bodies.flag(body, "sensitive"),
        language=bodies.optional_text(body, "language"),
        media_ids=tuple(bodies.ids(body, "media_ids")) if "media_ids" in body else None,
    )
    call.act(command, idempotency_key=call.header("Idempotency-Key") or None)
    return show(call, held_id)


def withdraw(call: Call, held_id: int) -> Answer:
    """Take it back, as one deletes a post; the answer has its text, for a new draft. Raises NotFound."""
    draft = find(call, held_id)
    if draft is None:
        raise NotFound()
    call.act(WithdrawHeld(held_id=held_id))
    shown = msgspec.json.decode(show(call, held_id).body)
    return Answer(msgspec.json.encode({**shown, "text": str(draft["command"].get("text", ""))}))


def edit_of(call: Call, post_id: int, verdict: Verdict) -> Answer:
    """The post as it still is, headed by the notice that its new version waits."""
    status = posts.read_status(call.viewer_id, post_id)
    if status is None:
        raise NotFound()
    shown = msgspec.json.decode(status)
    shown["content"] = render_html(notice(verdict), {}, settings.BASE_URL) + shown["content"]
    return Answer(msgspec.json.encode(shown))
