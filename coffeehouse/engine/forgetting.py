"""What erasure does besides the domains' own tables: payloads in the ledger's vault, jobs that wait, answers kept.

    engine.erasing → forget → (commit) → files removed, and the database written anew (`delivery.scrubbing`)

An entry stays, with its proof; what it committed to goes, and an entry says so. Rows that an erased payload vouched for
and that still stand as it said are vouched for anew, so that forgetting hides no later hand on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain import vouching
from coffeehouse.domain.context import State
from coffeehouse.domain.erased import numbers
from coffeehouse.engine.act import ActContext
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.ledger import vault

# Entries about the work of erasing itself stay whole: they are the record that it was done.
STAYING = ("erasure/", "disposal/", "hold/", "entry/", "command/")
NAME = re.compile(r"[a-z_0-9]+")
SHORTEST = 6
"""Shorter texts are found by the number of their object alone: too many entries hold them by chance."""


def entries_about(names: Sequence[str]) -> list[int]:
    """Entries of these objects whose payload is still there."""
    found: list[int] = []
    for name in names:
        found += (
            row[0]
            for row in sql.rows(
                "SELECT e.sequence FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"
                " WHERE e.object = %s AND v.payload IS NOT NULL",
                (name,),
            )
        )
    return found


def entries_of_kind(kind: str, name: str, actors: Sequence[str] = ()) -> list[int]:
    """Entries of a kind about an object, by these actors or anybody, whose payload is still there."""
    by = f" AND e.actor IN ({sql.marks(len(actors))})" if actors else ""
    found = sql.rows(
        "SELECT e.sequence FROM ledger_entry e JOIN ledger_vault v ON v.sequence = e.sequence"  # noqa: S608  # marks only
        f" WHERE e.object = %s AND e.kind = %s{by} AND v.payload IS NOT NULL",
        (name, kind, *actors),
    )
    return [row[0] for row in found]


def entries_by(
    actors: Sequence[str],
    needles: Iterable[str] | None,
    spared: Iterable[str] = (),
    must_stay: Callable[[str], bool] = lambda _name: False,
) -> list[int]:
    """Entries by these actors whose payload holds one of the needles, or all of theirs; not those of spared objects.

    must_stay: asked of the objects of those that would be found.

    Reads every entry of the ledger once: ask outside the write transaction.
    """
    if not actors:
        return []
    wanted = None if needles is None else [needle for needle in dict.fromkeys(needles) if needle]
    kept = frozenset(spared)
    by = f"e.actor IN ({sql.marks(len(actors))})"
    found = sql.rows(
        "SELECT e.sequence, e.object, v.payload FROM ledger_entry e"  # noqa: S608  # marks only
        f" JOIN ledger_vault v ON v.sequence = e.sequence WHERE {by} AND v.payload IS NOT NULL",
        actors,
    )
    return [
        sequence
        for sequence, name, payload in found
        if name not in kept
        and not name.startswith(STAYING)
        and (wanted is None or any(needle in payload for needle in wanted))
        and not must_stay(name)
    ]


def as_payload(text: str) -> str:
    """A text as it stands inside a payload; "" for one too short to look for."""
    return msgspec.json.encode(text).decode()[1:-1] if len(text) >= SHORTEST else ""


def forget(context: ActContext, names: Sequence[str], sequences: Iterable[int], because: str) -> list[State]:
    """Erase payloads, queued jobs and kept answers; the rows that must be vouched for anew. because: no words of it."""
    todo = sorted({*sequences, *entries_about(names)})
    told: dict[tuple[str, int], dict[str, Any]] = {}
    actor = context.actor
    who = {"actor": actor.label, "capacity": actor.capacity, "channel": context.channel}
    gone = []
    for sequence in todo:
        sealed = vault.read(sequence)
        kind = sql.value("SELECT kind FROM ledger_entry WHERE sequence = %s", (sequence,))
        if sealed is None or kind == vault.ERASED:
            continue
        for state in sealed.value().get("states", ()):
            told[state["table"], int(state["id"])] = state["row"] or {}
        vault.erase(sequence, because, appender=context.ledger, **who)
        gone.append(sequence)
    for start in range(0, len(gone), 200):
        part = gone[start : start + 200]
        marks = sql.marks(len(part))
        sql.execute(f"DELETE FROM engine_idempotency WHERE entry_sequence IN ({marks})", part)  # noqa: S608  # marks only
    for number in numbers(names):
        sql.execute("DELETE FROM engine_outbox WHERE payload LIKE %s", (f"%{number}%",))
    return [state for (table, row_id), row in told.items() if (state := _still_so(table, row_id, row)) is not None]


def _still_so(table: str, row_id: int, told: dict[str, Any]) -> State | None:
    """The state of a row that is as an erased payload said; None where it is gone, or a later entry says otherwise."""
    bare = table.partition("/")[0]
    if bare in vouching.KEYS:
        state = next(vouching.states_of(bare, [row_id]))
        same = state.row is not None and {name: _plain(value) for name, value in state.row.items()} == told
        return state if same and state.table == table else None
    columns = [name.partition("#")[0] for name in told]
    if not told or not all(NAME.fullmatch(name) for name in (table, *columns)):
        return None
    row = sql.row(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", (row_id,))  # noqa: S608  # plain names
    if row is None:
        return None
    live = {
        name: hash_secret(value) if name.endswith("#sha256") else value for name, value in zip(told, row, strict=True)
    }
    if any(_plain(live[name]) != _plain(told[name]) for name in told):
        return None
    return State(table, row_id, dict(_as_hash(name, value) for name, value in live.items()))


def _as_hash(name: str, value: Any) -> tuple[str, Any]:
    """A member of a row, without its words: the entry of an erasure stays for ever."""
    if isinstance(value, str) and value and not name.endswith("#sha256"):
        return f"{name}#sha256", hash_secret(value)
    return name, int(value) if isinstance(value, bool) else value


def _plain(value: Any) -> Any:
    """Entries write numbers as text, and databases differ in their booleans: one form for both."""
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, bool) else str(value)
