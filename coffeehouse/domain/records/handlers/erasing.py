"""Requests to be forgotten: taken in with what the rules propose, changed item by item, carried out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.posts.handlers.erasing import forget_unused_tags
from coffeehouse.domain.records import commands
from coffeehouse.domain.records.answering import Way, way_to
from coffeehouse.domain.records.classes import OUTCOMES, a_month_after
from coffeehouse.domain.records.erasures import GROUNDS, Erasure, Item, pending_items, read_erasure, read_item
from coffeehouse.domain.records.handlers.holding import MAX_REASON, reason_of
from coffeehouse.domain.records.handlers.removing import remove, restrict
from coffeehouse.domain.records.objects import authors_of, check_names
from coffeehouse.domain.records.proposing import (
    Proposal,
    holds_in_the_way,
    is_under_way,
    place,
    propose,
    records_of,
    with_copies,
)
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from coffeehouse.kernel.text import normalise

KEEPERS = ("records", "admin", "system")
AT_ONCE = 100
"""How many objects one act does: more are done by the worker, act by act, so that nobody waits for the house."""

ASKING = ("delete", "delete_actor")
"""Verbs of jobs to tell other servers that ask them to delete (federation/handlers/telling.py)."""
NOTHING_HELD = (
    "Nothing of these records is held any more: they were erased or disposed of. There is nothing to do; if you meant"
    " others, check the numbers."
)
NOT_WAITING = "It does not wait any more: it was published. What it became is asked for by its own name."


def apply_request_erasure(command: commands.RequestErasure, context: Context) -> Outcome:
    """Insert the request, with every object it is about and what the rules say of each."""
    _require_own(command.account_id, context)
    if command.ground not in GROUNDS:
        raise Invalid(f"Choose one of: {', '.join(GROUNDS)}.", field="ground")
    words = normalise(command.words, field="words").strip()
    if len(words) > MAX_REASON:
        raise Invalid(f"Write at most {MAX_REASON} characters.", field="words")
    if sql.value(
        "SELECT 1 FROM records_erasure WHERE account_id = %s AND state <> 'carried_out'", (command.account_id,)
    ):
        raise Conflict("A request to erase these records is under way. Wait until it is answered, then ask again.")
    _require_theirs(command, context)
    names = with_copies(check_names(command.objects)) if command.objects else records_of(command.account_id)
    erasure_id = context.new_id()
    language = sql.value(
        "SELECT m.language FROM people_account a JOIN people_member m ON m.id = a.member_id WHERE a.id = %s",
        (command.account_id,),
    )
    sql.execute(
        "INSERT INTO records_erasure (id, account_id, asked_by_id, ground, words, language, state, received_at, due_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, 'open', %s, %s)",
        (
            erasure_id, command.account_id, context.actor.member_id, command.ground, words, language or "en",
            context.now, a_month_after(context.now),
        ),
    )  # fmt: skip
    count = _insert_items(erasure_id, names, context)
    if not count:
        raise Invalid(NOTHING_HELD, field="objects")
    return Outcome(object=f"erasure/{erasure_id}", result=str(erasure_id), kept={"items": count})


def _require_own(account_id: int, context: Context) -> None:
    """Oneself, or somebody who keeps the records."""
    owner = sql.row("SELECT member_id, kind FROM people_account WHERE id = %s", (account_id,))
    actor = context.actor
    if actor.role in KEEPERS:
        if owner is None:
            raise NotFound("There is no such account.")
    elif owner is None or owner != (actor.member_id, "persona"):
        raise Forbidden("You can ask this for yourself only. Somebody else asks for themselves.")


def _require_theirs(command: commands.RequestErasure, context: Context) -> None:
    """Who asks for themselves asks for what is their own, and learns nothing of what else there is."""
    if context.actor.role in KEEPERS:
        return
    for name in command.objects:
        if command.account_id not in authors_of(name.strip()):
            raise Invalid(f"{name[:60]} is not a record of yours. Check the address.", field="objects")


def _insert_items(erasure_id: int, names: Iterable[str], context: Context) -> int:
    count = 0
    for name in names:
        placed, proposal = place(name), propose(name, context.now)
        if placed is None or proposal is None:
            continue
        sql.execute(
            "INSERT INTO records_erasureitem (id, erasure_id, object, class_id, outcome, rule, because)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            (context.new_id(), erasure_id, name, placed.record_class.id, *proposal),
        )
        count += 1
    return count


def apply_choose_outcome(command: commands.ChooseOutcome, context: Context) -> Outcome:
    """Write another outcome with its reason. What is on hold stays."""
    erasure = _open(command.erasure_id, context, "open")
    item = read_item(erasure.id, command.object)
    if item is None:
        raise NotFound("This request is not about such a record.")
    if command.outcome not in OUTCOMES:
        raise Invalid(f"Choose one of: {', '.join(OUTCOMES)}.", field="outcome")
    if command.outcome == "restrict" and item.name.startswith("account/"):
        raise Invalid("Who somebody is can be erased or kept, not restricted.", field="outcome")
    because = reason_of(command.because)
    if command.outcome != "keep" and is_under_way(item.name):
        raise Conflict("This request waits for its answer. Answer it first, or note that it was withdrawn.")
    if command.outcome != "keep" and holds_in_the_way(item.name):
        raise Conflict("A hold stops this. Lift the hold first, or let it stay.")
    _write(erasure.id, item.name, Proposal(command.outcome, "choice", because), context.actor.member_id)
    told = f"erasure/{erasure.id}"
    return Outcome(object=told, result=str(erasure.id), kept={"before": item.outcome, "rule": item.rule})


def _write(erasure_id: int, name: str, proposal: Proposal, chosen_by_id: int | None) -> None:
    sql.execute(
        "UPDATE records_erasureitem SET outcome = %s, rule = %s, because = %s, chosen_by_id = %s"
        " WHERE erasure_id = %s AND object = %s",
        (*proposal, chosen_by_id, erasure_id, name),
    )


def _open(erasure_id: int, context: Context, *states: str) -> Erasure:
    """The request, in one of these states. Nobody decides about their own."""
    found = read_erasure(erasure_id)
    own = (
        None if found is None else sql.value("SELECT member_id FROM people_account WHERE id = %s", (found.account_id,))
    )
    if own is not None and own == context.actor.member_id:
        raise Forbidden("Somebody else decides about what you have asked for yourself. Ask a colleague.")
    if found is None:
        raise NotFound("There is no such request.")
    if found.state not in states:
        raise Conflict("This request has been carried out. Nothing about it can be changed any more.")
    return found


def next_items(erasure_id: int) -> list[Item]:
    """What the next act does."""
    return pending_items(erasure_id, AT_ONCE)


def carry_out(command: commands.CarryOutErasure, context: Context) -> tuple[Erased, bool]:
    """Do the next objects; what was erased, and whether that was all of them. Holds of this moment come first."""
    erasure = _open(command.erasure_id, context, "open", "running")
    done, spared = Erased(), frozenset(spared_by(erasure.id))
    for item in next_items(erasure.id):
        outcome = _outcome_now(erasure.id, item)
        if outcome == "erase":
            done.add(remove(item.name, context, spared))
        elif outcome == "restrict" and (placed := place(item.name)) is not None:
            done.add(restrict(placed, context))
        sql.execute(
            "UPDATE records_erasureitem SET done_at = %s WHERE erasure_id = %s AND object = %s",
            (context.now, erasure.id, item.name),
        )
    forget_unused_tags()
    is_all = not pending_items(erasure.id, 1)
    by_id = erasure.carried_out_by_id or context.actor.member_id
    sql.execute(
        "UPDATE records_erasure SET state = %s, carried_out_at = %s, carried_out_by_id = %s WHERE id = %s",
        ("carried_out" if is_all else "running", context.now if is_all else None, by_id, erasure.id),
    )
    return done, is_all


def way_to_person(erasure_id: int) -> Way:
    """How the answer reaches the person, as long as the house knows it."""
    erasure = read_erasure(erasure_id)
    return Way("no_address") if erasure is None else way_to(erasure.account_id)


def note_asked(erasure_id: int, jobs: Iterable[Job]) -> None:
    """Remember which servers these jobs ask to delete their copies: afterwards nothing else knows where they are."""
    inboxes = {str(inbox) for job in jobs if job.payload.get("verb") in ASKING for inbox in job.payload["inboxes"]}
    for host in sorted({urlsplit(inbox).netloc for inbox in inboxes} - {""}):
        sql.execute(
            "INSERT INTO records_erasureasked (erasure_id, host) VALUES (%s, %s)"
            " ON CONFLICT (erasure_id, host) DO NOTHING",
            (erasure_id, host),
        )


def go_on_later(command: commands.CarryOutErasure, context: Context) -> None:
    """Note that it is under way: so much is known of the person that even forgetting it takes more than one act."""
    erasure = _open(command.erasure_id, context, "open", "running")
    by_id = erasure.carried_out_by_id or context.actor.member_id
    sql.execute(
        "UPDATE records_erasure SET state = 'running', carried_out_by_id = %s WHERE id = %s", (by_id, erasure.id)
    )


def _outcome_now(erasure_id: int, item: Item) -> str:
    """The outcome of an item; what has happened since stands above it."""
    found = None if item.outcome == "keep" else _meanwhile(item.name)
    if found is None:
        return item.outcome
    _write(erasure_id, item.name, found, None)
    return found.outcome


def _meanwhile(name: str) -> Proposal | None:
    """What keeps an object that was to go: a hold that was placed since, or that it was published."""
    held = holds_in_the_way(name)
    if held:
        return Proposal("keep", f"hold {held[0].id}", held[0].because)
    if name.startswith("scheduled/") and place(name) is None:
        return Proposal("keep", "gone", NOT_WAITING)
    return None


def is_to_go(item: Item) -> bool:
    """Whether an item would be erased now."""
    return item.outcome == "erase" and _meanwhile(item.name) is None


def spared_by(erasure_id: int) -> list[str]:
    """Objects of a request that stay or are restricted: what the vault knows of them stays too."""
    found = sql.rows(
        "SELECT object FROM records_erasureitem WHERE erasure_id = %s AND outcome <> 'erase'", (erasure_id,)
    )
    return [row[0] for row in found]


def apply_finish_scrub(command: commands.FinishScrub, context: Context) -> Outcome:
    """Note on every erasure and disposal done before the scrub began that no byte is left."""
    told = []
    for table, column, state in (
        ("records_erasure", "carried_out_at", "carried_out"), ("records_disposal", "decided_at", "approved"),
    ):  # fmt: skip
        found = sql.rows(
            f"UPDATE {table} SET scrubbed_at = %s WHERE state = %s AND {column} < %s AND scrubbed_at IS NULL"
            " RETURNING id",
            (context.now, state, command.begun_at),
        )
        told += [f"{table.removeprefix('records_')}/{row[0]}" for row in found]
    return Outcome(object="records/scrub", kept={"done": sorted(told)}, unchanged=not told)
