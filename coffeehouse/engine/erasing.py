"""Carrying out an erasure and approving a disposal: the domains' tables, then everything else that knows the words.

prepare (finds entries and letters, outside the transaction) → handler → forgetting.forget → jobs that end the rest
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.erased import Erased, numbers
from coffeehouse.domain.packs.commands import RemovePack
from coffeehouse.domain.packs.ending import end_packs_holding
from coffeehouse.domain.packs.queries import packs_holding
from coffeehouse.domain.records import commands, disposals, recalling
from coffeehouse.domain.records.answering import letter_jobs
from coffeehouse.domain.records.deleted import read_deleted, texts_of
from coffeehouse.domain.records.handlers import disposing, erasing
from coffeehouse.domain.records.holds import is_on_hold
from coffeehouse.domain.records.objects import NAME, authors_of
from coffeehouse.domain.records.proposing import holds_in_the_way
from coffeehouse.engine.act import ActContext, act_within
from coffeehouse.engine.forgetting import STAYING, as_payload, entries_by, entries_of_kind, forget
from coffeehouse.engine.letters import letters_with

AT_ONCE = 5_000
"""How many payloads one act forgets: more would hold every writer up for seconds."""
TEXTS = {
    "post": (
        "SELECT text FROM posts_post WHERE id = %s",
        "SELECT spoiler_text FROM posts_post WHERE id = %s",
        "SELECT text FROM posts_postedit WHERE post_id = %s",
        "SELECT description FROM posts_media WHERE post_id = %s",
    ),
    "report": ("SELECT comment FROM cases_report WHERE id = %s",),
    "request": (
        "SELECT words FROM requests_request WHERE id = %s",
        "SELECT asker_contact FROM requests_request WHERE id = %s",
        "SELECT letter FROM requests_request WHERE id = %s",
        "SELECT public_question FROM requests_request WHERE id = %s",
        "SELECT public_answer FROM requests_request WHERE id = %s",
    ),
    "erasure": ("SELECT words FROM records_erasure WHERE id = %s",),
}
COMMANDS = {
    "held": "SELECT command FROM publishing_revision WHERE held_id = %s",
    "scheduled": "SELECT command FROM posts_scheduled WHERE id = %s",
}
ADDRESS = "SELECT m.email FROM people_member m JOIN people_account a ON a.member_id = m.id WHERE a.id = %s"


class Traces(NamedTuple):
    """Where else the words are: entries by their author that hold them, and letters in the house's folder."""

    sequences: list[int]
    letters: list[str]
    is_cut: bool = False


def find_traces(names: Sequence[str], spared: Sequence[str] = ()) -> Traces:
    """Look for what the objects said in everything their authors did, and in the letters."""
    people = [name for name in names if name.startswith("account/")]
    things = [name for name in names if not name.startswith("account/")]
    texts = [text for name in things for text in _texts_of(name)]
    authors = _labels({account_id for name in things for account_id in authors_of(name)})
    needles = [*numbers(things), *map(as_payload, texts)]
    sequences = entries_by(authors, needles, spared, _is_held) if things else []
    addresses = [row[0] for number in numbers(people) for row in sql.rows(ADDRESS, (int(number),))]
    if people:
        sequences += entries_by(_labels({int(number) for number in numbers(people)}), None, spared)
    links = [f"/review/{number}" for number in numbers(name for name in things if name.startswith("held/"))]
    long_texts = [text for text in texts if as_payload(text)]
    return Traces(sequences, letters_with([*long_texts, *addresses, *links]))


def _is_held(name: str) -> bool:
    """Whether an entry that says the same is about something on hold."""
    return NAME.fullmatch(name) is not None and is_on_hold(name)


def _texts_of(name: str) -> list[str]:
    kind, _, number = name.partition("/")
    if kind in COMMANDS and read_deleted(name) is None:
        said: list[dict[str, Any]] = [msgspec.json.decode(row[0]) for row in sql.rows(COMMANDS[kind], (int(number),))]
        return [str(each.get(member) or "") for each in said for member in ("text", "spoiler_text", "what_was_wrong")]
    found = [row[0] for statement in TEXTS.get(kind, ()) for row in sql.rows(statement, (int(number),)) if row[0]]
    return found if read_deleted(name) is None else [*found, *texts_of(name)]


def _labels(accounts: set[int]) -> list[str]:
    """How the ledger names these accounts, and the humans whose personas they are, as actors."""
    found = [f"account/{account_id}" for account_id in sorted(accounts)]
    for account_id in sorted(accounts):
        member_id = sql.value("SELECT member_id FROM people_account WHERE id = %s AND kind = 'persona'", (account_id,))
        if member_id is not None:
            found.append(f"member/{member_id}")
    return found


def prepare_carry_out(command: commands.CarryOutErasure, _actor: Actor) -> Traces:
    """What the next part of an erasure leaves elsewhere."""
    names = [item.name for item in erasing.next_items(command.erasure_id) if erasing.is_to_go(item)]
    found = find_traces(names, erasing.spared_by(command.erasure_id))
    if len(found.sequences) <= AT_ONCE:
        return found
    return found._replace(sequences=sorted(found.sequences)[:AT_ONCE], is_cut=True)


def apply_carry_out_erasure(command: commands.CarryOutErasure, context: Context) -> Outcome:
    """Do the next part; when that was the last, the files of the house are written anew."""
    told = f"erasure/{command.erasure_id}"
    more = Job("erase_more", {"erasure_id": str(command.erasure_id)})
    if context.prepared.is_cut:
        erasing.go_on_later(command, context)
        assert isinstance(context, ActContext)  # noqa: S101  # the engine's own
        states = forget(context, (), context.prepared.sequences, because=told)
        result = str(command.erasure_id)
        return Outcome(object=told, result=result, states=tuple(states), jobs=(more,), kind="erasure.continued")
    way = erasing.way_to_person(command.erasure_id)
    done, is_all = erasing.carry_out(command, context)
    assert isinstance(context, ActContext)  # noqa: S101  # the engine's own
    erasing.note_asked(command.erasure_id, context.jobs)
    outcome = replace(
        _forgotten(context, done, told, erasing.spared_by(command.erasure_id)), result=str(command.erasure_id)
    )
    if not is_all:
        return replace(outcome, jobs=(*outcome.jobs, more), kind="erasure.continued")
    jobs = (*outcome.jobs, *letter_jobs(command.erasure_id, way), Job("scrub", {}))
    return replace(outcome, jobs=jobs, kept={**outcome.kept, "letter": way.way})


def prepare_approve(command: commands.ApproveDisposal, _actor: Actor) -> Traces:
    """What the objects of a disposal leave elsewhere."""
    names = [item.name for item in disposals.items_of(command.disposal_id)]
    held = [name for name in names if holds_in_the_way(name)]
    return find_traces([name for name in names if name not in held], held)


def apply_approve_disposal(command: commands.ApproveDisposal, context: Context) -> Outcome:
    """Dispose of it, and of all that knows it."""
    done = disposing.dispose(command, context)
    told = f"disposal/{command.disposal_id}"
    kept = [item.name for item in disposals.items_of(command.disposal_id) if item.outcome == "held"]
    outcome = _forgotten(context, done, told, kept)
    return replace(outcome, result=str(command.disposal_id), jobs=(*outcome.jobs, Job("scrub", {})))


def _recall_answers(context: ActContext, names: Sequence[str], told: str) -> None:
    """Release packs that hold what was erased are removed; what was handed out is out of our hands."""
    for pack_id in packs_holding(names):
        act_within(RemovePack(pack_id=pack_id, because=told), context)
    for name in names:
        sql.execute("UPDATE requests_item SET text_hash = '' WHERE object = %s", (name,))


def _noted(remarks: Iterable[tuple[int, int]]) -> list[int]:
    """Entries of private remarks: they are about the account spoken of, and by the one that wrote them."""
    return [
        sequence
        for author_id, target_id in dict.fromkeys(remarks)
        for sequence in entries_of_kind("account.noted", f"account/{target_id}", _labels({author_id}))
    ]


def _asked_in(name: str) -> list[int]:
    """Entries in which somebody asked to be forgotten, in their words."""
    return entries_of_kind("erasure.requested", name) if name.startswith("erasure/") else []


def _forgotten(context: Context, done: Erased, told: str, spared: Sequence[str]) -> Outcome:
    """Forget what the vault, the queues and the letters know of what was erased."""
    assert isinstance(context, ActContext)  # noqa: S101  # the engine's own
    traces: Traces = context.prepared
    sequences = [*traces.sequences, *_noted(done.remarks)] if done.names else []
    kept = frozenset(spared)
    names = [name for name in dict.fromkeys(done.names) if name not in kept]
    # Before payloads go: what they vouched for is read as it then stands.
    _recall_answers(context, names, told)
    sequences += [number for name in names for number in _asked_in(name)]
    # The other entries of an erasure are the record that it was done.
    vouched = forget(context, [name for name in names if not name.startswith(STAYING)], sequences, because=told)
    recalling.remember(done.screens, context.now)
    recalls = (Job("forget_recalled", {}, run_at=context.now + recalling.LASTS),) if done.screens else ()
    fresh = {(state.table, state.id) for state in done.states}
    letters = (Job("remove_letters", {"names": traces.letters}),) if traces.letters and names else ()
    return Outcome(
        object=told,
        kept={"erased": names, "public": done.public, "direct": done.direct},
        states=(*done.states, *(state for state in vouched if (state.table, state.id) not in fresh)),
        jobs=(*done.jobs(), *letters, *recalls, *end_packs_holding(names, told)),
    )
