"""Requests come in, are taken on, and are withdrawn; messages that only looked like one are set aside."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.publishing.handlers.asking import send_by_desk
from coffeehouse.domain.requests import commands, statutes
from coffeehouse.domain.requests.contents import author_of
from coffeehouse.domain.requests.handlers import loading
from coffeehouse.kernel import working_days
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound

# What whoever asked is told, in their language.
RECEIVED = {
    "en": "We have your request. Its number is {reference}; we answer by {due}. You find it under Settings, My record.",
    "cy": "Rydym wedi cael eich cais. Ei rif yw {reference}; atebwn erbyn {due}. Mae dan Gosodiadau, Fy nghofnod.",
}
# What a member may have open of a kind at a time: a request is not a way to keep people busy.
MOST_OPEN = 5


def apply_open_request(command: commands.OpenRequest, context: Context) -> Outcome:
    """Insert the request with its clock; tell whoever asked, if they are a member."""
    law = statutes.LAWS.get(command.law)
    if law is None:
        raise Invalid("Choose the law it is asked under.", field="law")
    if command.nation not in working_days.NATIONS:
        raise Invalid("Choose the nation.", field="nation")
    message = _message(command.source_post_id)
    received = _received_at(command, message, context)
    asker_id = command.asker_account_id or (message[0] if message else None)
    subject_id = command.subject_account_id or asker_id if law.kind == "sar" else None
    for account_id in (asker_id, subject_id):
        if account_id is not None and not sql.value("SELECT 1 FROM people_account WHERE id = %s", (account_id,)):
            raise NotFound("There is no such account.")
    if law.kind == "sar" and subject_id is None:
        raise Invalid("Say whose data is asked for: their handle.", field="subject")
    name = loading.short(command.asker_name, "asker_name", 200)
    if not (name or author_of(asker_id).name):
        raise Invalid("Say who asks: a name, or their handle.", field="asker_name")
    columns: dict[str, Any] = {
        "kind": law.kind,
        "law": command.law,
        "nation": command.nation,
        "words": _words(command.words, has_message=message is not None),
        "asker_name": name,
        "asker_contact": loading.short(command.asker_contact, "asker_contact", 300),
        "asker_account_id": asker_id,
        "subject_account_id": subject_id,
        "source_post_id": command.source_post_id,
        "received_at": received,
    }
    return _insert(columns, context)


def _words(typed: str, *, has_message: bool) -> str:
    """What is asked for; nothing where the message itself says it."""
    if has_message:
        return loading.short(typed, "words")
    return loading.words(typed, "words", "Say what is asked for.")


def _message(post_id: int | None) -> tuple[Any, ...] | None:
    """(author, text, time) of the message it was made with. Raises NotFound; Conflict where a clock runs."""
    if post_id is None:
        return None
    known = sql.value("SELECT reference FROM requests_request WHERE source_post_id = %s", (post_id,))
    if known is not None:
        raise Conflict(f"This message is request {known} already. Open that one.")
    row = sql.row(
        "SELECT account_id, text, created_at FROM posts_post WHERE id = %s AND boost_of_id IS NULL", (post_id,)
    )
    if row is None:
        raise NotFound("There is no such message any more.")
    return row


def _received_at(command: commands.OpenRequest, message: tuple[Any, ...] | None, context: Context) -> int:
    """The clock runs from when it came, not from when somebody noticed."""
    if command.received_on:
        on = loading.day(command.received_on, "received_on", loading.today(context))
        return min(context.now, _noon(on))
    return int(message[2]) if message else context.now


def _noon(on: date) -> int:
    return int(datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo("Europe/London")).timestamp() * 1_000)


def _insert(columns: dict[str, Any], context: Context) -> Outcome:
    request_id = context.new_id()
    member_id = context.actor.member_id
    law = statutes.LAWS[columns["law"]]
    due = statutes.due_on(law, columns["nation"], working_days.local_day(columns["received_at"]), (), False)
    columns |= {
        "reference": _reference(law.kind, columns["received_at"]),
        "opened_at": context.now,
        "opened_by_id": member_id,
        "state": "open",
        "due_on": "" if due is None else due.isoformat(),
        "is_extended": False,
        "is_public": False,
        **dict.fromkeys(_EMPTY, ""),
    }
    names = ", ".join(columns)
    sql.execute(
        f"INSERT INTO requests_request (id, {names}) VALUES (%s, {sql.marks(len(columns))})",
        (request_id, *columns.values()),
    )
    told = tell_asker(
        columns["asker_account_id"], RECEIVED, context, reference=columns["reference"], due=columns["due_on"]
    )
    result = {"id": str(request_id), "reference": columns["reference"], "due_on": columns["due_on"]}
    return loading.outcome(request_id, *(told.states if told else ()), result=result, jobs=told.jobs if told else ())


_EMPTY = (
    "extension_reason", "outcome", "provision", "letter", "public_title", "public_question", "public_answer",
    "content_hash", "returned_reason",
)  # fmt: skip


def _reference(kind: str, received_at: int) -> str:
    """FOI-2026-0007: the next of its kind and year."""
    start = f"{kind.upper()}-{working_days.local_day(received_at).year}-"
    # `FOI-2026-9999` < `FOI-2026.`: every number of that year, by the index.
    latest = sql.rows(
        "SELECT reference FROM requests_request WHERE reference >= %s AND reference < %s", (start, f"{start[:-1]}.")
    )
    return f"{start}{max((int(row[0].removeprefix(start)) for row in latest), default=0) + 1:04d}"


def tell_asker(account_id: int | None, words: dict[str, str], context: Context, **values: str) -> Outcome | None:
    """A direct message to whoever asked, if a member did."""
    row = sql.row(
        "SELECT m.id, m.language FROM people_account a JOIN people_member m ON m.id = a.member_id WHERE a.id = %s"
        " AND m.state = 'active'",
        (account_id or 0,),
    )
    if row is None:
        return None
    text = words.get(row[1], words["en"])
    return send_by_desk(context, row[0], text.format(**values), None)


def apply_ask_for_records(command: commands.AskForRecords, context: Context) -> Outcome:
    """The same by a member themselves: who they are is known, and so is where to answer."""
    account_id = acting_account(context)
    if context.actor.capacity != "self":
        raise Forbidden("You speak for a voice at the moment. Ask as yourself.")
    if command.kind not in ("foi", "sar"):
        raise Invalid("Choose what you ask for.", field="kind")
    waiting = sql.value(
        "SELECT COUNT(*) FROM requests_request WHERE asker_account_id = %s AND state IN ('open', 'proposed')",
        (account_id,),
    )
    if waiting >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} of your requests wait for an answer. Wait for one of them, or withdraw it.")
    law = context.prepared[command.kind]
    text = command.words if command.kind == "foi" else command.words or "All that you hold about me."
    columns = {
        "kind": command.kind,
        "law": law,
        "nation": context.prepared["nation"],
        "words": loading.words(text, "words", "Say what you want to know."),
        "asker_name": "",
        "asker_contact": "",
        "asker_account_id": account_id,
        "subject_account_id": account_id if command.kind == "sar" else None,
        "source_post_id": None,
        "received_at": context.now,
    }
    return _insert(columns, context)


def apply_take_request(command: commands.TakeRequest, context: Context) -> Outcome:
    """Note who answers it. Somebody else's is not taken from them."""
    request = loading.load_open(command.request_id)
    member_id = context.actor.member_id
    if request.owner_id is not None and request.owner_id != member_id and context.actor.role != "admin":
        raise Forbidden("A colleague answers this request. Ask them to give it back.")
    wanted = member_id if command.is_taken else None
    if request.owner_id == wanted:
        return Outcome(object=f"request/{request.id}", unchanged=True)
    loading.change(request, owner_id=wanted)
    return loading.outcome(request.id)


def apply_withdraw_request(command: commands.WithdrawRequest, context: Context) -> Outcome:
    """Close it without an answer."""
    request = loading.load_open(command.request_id)
    reason = loading.words(command.reason, "reason", "Say how the asker withdrew it.", 2_000)
    loading.change(request, state="withdrawn", closed_at=context.now, content_hash="")
    return loading.outcome(request.id, kept={"reason": reason})


def apply_dismiss_message(command: commands.DismissMessage, context: Context) -> Outcome:
    """Keep that somebody has read it and why it is none."""
    _message(command.post_id)
    reason = loading.words(command.reason, "reason", "Say why this is no request.", 2_000)
    done = sql.execute(
        "INSERT INTO requests_dismissal (post_id, reason, member_id, created_at) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (post_id) DO NOTHING",
        (command.post_id, reason, context.actor.member_id, context.now),
    )
    return Outcome(object=f"post/{command.post_id}", result=str(command.post_id), unchanged=not done)
