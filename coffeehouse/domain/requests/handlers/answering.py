"""The answer to a request: proposed by one person, released by another, exactly as it was proposed."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

import msgspec

from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.requests import commands, exemptions, spotting
from coffeehouse.domain.requests.contents import Content
from coffeehouse.domain.requests.handlers import loading
from coffeehouse.domain.requests.handlers.opening import tell_asker
from coffeehouse.domain.requests.queries import (
    InformationRequest,
    count_items,
    decided,
    items_of,
    removals_of,
)
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid

# Recognised in words for the public log, these are refused; an address or telephone number may be the body's own.
NEVER_PUBLIC = frozenset({"person", "nhs_number", "ni_number"})
OUTCOMES = ("released", "partly", "withheld", "not_held", "refused")
ANSWERED = {
    "en": "Your request {reference} has been answered. Read the answer under Settings, My record.",
    "cy": "Mae eich cais {reference} wedi'i ateb. Darllenwch yr ateb dan Gosodiadau, Fy nghofnod.",
}


def apply_propose_answer(command: commands.ProposeAnswer, context: Context) -> Outcome:
    """Write the answer down; from now on nothing of it changes until it is signed or given back."""
    request = loading.load_open(command.request_id, "open")
    if command.outcome not in OUTCOMES:
        raise Invalid("Choose what the answer is.", field="outcome")
    letter = loading.words(command.letter, "letter", "Write the answer: it is what the asker reads.")
    _check_items(request, command.outcome)
    _check_refusal(request, command)
    loading.change(
        request,
        state="proposed",
        outcome=command.outcome,
        provision=command.provision if command.outcome == "refused" else "",
        letter=letter,
        **_public(command, request),
        proposed_at=context.now,
        proposed_by_id=context.actor.member_id,
        returned_reason="",
    )
    content_hash = hash_of(loading.load(request.id))
    loading.change(request, content_hash=content_hash)
    return loading.outcome(request.id, result={"id": str(request.id), "content_hash": content_hash})


def _check_items(request: InformationRequest, outcome: str) -> None:
    """Every record is decided about, as it reads now, and the answer is what the decisions make it."""
    found = count_items(request.id)
    if outcome in ("not_held", "refused"):
        if outcome == "not_held" and set(found) - {"out_of_scope"}:
            raise Invalid(
                "Records were found. Decide that they are out of scope, or choose another answer.", field="outcome"
            )
        return
    if found.get("", 0):
        raise Invalid(f"{found['']} records wait for a decision. Decide about them first.", field="outcome")
    changed = [item for item in items_of(request.id) if _is_changed(item.decision, item.text_hash, item)]
    if changed:
        raise Invalid(
            f"{len(changed)} records have changed since they were decided about, the first is {changed[0].object}."
            " Decide about them again.",
            field="outcome",
        )
    given, kept = found.get("include", 0) + found.get("redact", 0), found.get("redact", 0) + found.get("withhold", 0)
    made = "withheld" if not given else "partly" if kept else "released"
    if not given and not kept:
        raise Invalid(
            "No record belongs to the answer. Look for some, or answer that nothing is held.", field="outcome"
        )
    if outcome != made:
        raise Invalid(f"By the decisions about its records this answer is: {_IN_WORDS[made]}.", field="outcome")


_IN_WORDS = {"withheld": "all of it withheld", "partly": "released in part", "released": "released in full"}


def _is_changed(decision: str, text_hash: str, item: Any) -> bool:
    return decision in ("include", "redact") and item.content.text_hash != text_hash


def _check_refusal(request: InformationRequest, command: commands.ProposeAnswer) -> None:
    if command.outcome == "refused" and not exemptions.is_refusal(request.law, command.provision):
        raise Invalid("Choose the provision the refusal rests on.", field="provision")


def _public(command: commands.ProposeAnswer, request: InformationRequest) -> dict[str, Any]:
    """What the disclosure log says. What is held about one person is never in it."""
    if not command.is_public:
        return {"is_public": False, "public_title": "", "public_question": "", "public_answer": ""}
    if request.kind == "sar":
        raise Invalid("What somebody asked about themselves is not published.", field="is_public")
    told = {
        "public_title": loading.words(command.public_title, "public_title", "Give it a title for the public log.", 200),
        "public_question": loading.words(
            command.public_question, "public_question", "Say what was asked, without naming who asked.", 10_000
        ),
        "public_answer": loading.words(
            command.public_answer, "public_answer", "Say what the answer is, without naming who asked.", 10_000
        ),
    }
    for field, text in told.items():
        _check_public(text, field, request)
    return {"is_public": True, **told}


def _check_public(text: str, field: str, request: InformationRequest) -> None:
    """Who asked, and other people, are not in the public log (attack P7). Raises Invalid."""
    named = [
        name for name in (request.asker_name, request.asker_contact) if name and name.casefold() in text.casefold()
    ]
    found = spotting.spot(Content("", "", 0, text=text, account_id=request.asker_account_id))
    named += [each.words for each in found if each.what in NEVER_PUBLIC]
    if named:
        raise Invalid(f"The public log must name nobody. Take this out: {named[0]}", field=field)


def hash_of(request: InformationRequest) -> str:
    """SHA-256 of all that the second person signs: the answer, and every decision with its parts and words."""
    removals = removals_of(request.id)
    answer = [
        request.outcome, request.provision, request.letter, request.is_public, request.public_title,
        request.public_question, request.public_answer,
    ]  # fmt: skip
    items = [
        [item.object, asdict(decided(item, ())), [list(each) for each in removals.get(item.id, ())]]
        for item in items_of(request.id)
    ]
    return hashlib.sha256(msgspec.json.encode([answer, items])).hexdigest()


def apply_sign_answer(command: commands.SignAnswer, context: Context) -> Outcome:
    """Release it. Who decided about a record may sign; who proposed the answer may not."""
    request = loading.load_open(command.request_id, "proposed")
    if context.actor.member_id is None or request.proposed_by_id == context.actor.member_id:
        raise Forbidden("You proposed this answer. A second person must read and sign it.")
    if command.content_hash != request.content_hash or hash_of(request) != request.content_hash:
        raise Conflict("The answer is not the one you read. Open it again, then sign.")
    if any(_is_changed(item.decision, item.text_hash, item) for item in items_of(request.id)):
        raise Conflict(
            "A record has changed since it was decided about. Give the answer back, so that it is looked at."
        )
    loading.change(request, state="answered", signed_by_id=context.actor.member_id, closed_at=context.now)
    told = tell_asker(request.asker_account_id, ANSWERED, context, reference=request.reference)
    return loading.outcome(request.id, *(told.states if told else ()), jobs=told.jobs if told else ())


def apply_return_answer(command: commands.ReturnAnswer, context: Context) -> Outcome:
    """Open it again. Whoever proposed it may take it back themselves."""
    request = loading.load_open(command.request_id, "proposed")
    reason = loading.words(command.reason, "reason", "Say what is to be changed.", 2_000)
    loading.change(request, state="open", returned_reason=reason, content_hash="")
    return loading.outcome(request.id, kept={"reason": reason})
