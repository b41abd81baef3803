"""Witnesses of our ledger, ledgers we are a witness to, and what did not fit together.

Only what people set is changed here. How far witnesses have come, and what we cosigned, the ledger keeps by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.records.witness_commands import (
    AddWitness,
    DistrustLog,
    ExplainEvidence,
    RecordEvidence,
    RemoveWitness,
    TrustLog,
)
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.text import normalise
from coffeehouse.ledger.cosignatures import CosignatureError, parse_cosigner_key
from coffeehouse.ledger.log_keys import parse_log_key
from coffeehouse.ledger.notes import NoteError

MAX_REASON = 2_000
MAX_URL = 500
MOST_WITNESSES = 16  # a note must be readable with sixteen signatures (signed-note)
MOST_KEYS = 4
# Anybody may send a checkpoint with a wrong proof: beyond this, what is not explained yet says it all.
MOST_UNEXPLAINED = 10


def apply_add_witness(command: AddWitness, context: Context) -> Outcome:
    """A row, and a first turn at once."""
    url = _checked_url(command.url)
    keys = _checked_keys(command.keys)
    if sql.value("SELECT 1 FROM ledger_witness WHERE url = %s", (url,)):
        raise Conflict("Checkpoints go to this witness already. Remove it first to change its keys.", field="url")
    if int(sql.value("SELECT count(*) FROM ledger_witness")) >= MOST_WITNESSES:
        raise Conflict(f"There are {MOST_WITNESSES} witnesses already. Remove one first.")
    witness_id = context.new_id()
    columns = {"url": url, "keys": keys, "added_at": context.now}
    sql.execute(
        "INSERT INTO ledger_witness (id, url, keys, added_at) VALUES (%s, %s, %s, %s)", (witness_id, *columns.values())
    )
    sql.execute(
        "INSERT INTO ledger_submission (witness_id, size, next_at, failure_count, problem) VALUES (%s, 0, %s, 0, '')",
        (witness_id, context.now),
    )
    return Outcome(
        object=f"witness/{witness_id}",
        result={"id": str(witness_id)},
        states=(State("ledger_witness", witness_id, columns),),
    )


def apply_remove_witness(command: RemoveWitness, context: Context) -> Outcome:
    """The row goes; what it cosigned stays."""
    _reason(command.because)
    if not sql.execute("DELETE FROM ledger_witness WHERE id = %s", (command.witness_id,)):
        raise NotFound("There is no such witness.")
    sql.execute("DELETE FROM ledger_submission WHERE witness_id = %s", (command.witness_id,))
    return Outcome(
        object=f"witness/{command.witness_id}",
        result={"id": str(command.witness_id)},
        states=(State("ledger_witness", command.witness_id, None),),
    )


def apply_trust_log(command: TrustLog, context: Context) -> Outcome:
    """A row for the key; the same key again changes nothing."""
    try:
        key = parse_log_key(command.key.strip())
    except NoteError as problem:
        raise Invalid(f"This is not the key of a ledger: {problem}.", field="key") from problem
    if len(key.name.encode()) > 255:
        raise Invalid("The ledger's name is too long: it may have 255 bytes.", field="key")
    known = sql.value("SELECT id FROM ledger_trustedlog WHERE key = %s", (key.text(),))
    if known is not None:
        return Outcome(object=f"trusted-log/{known}", result={"id": str(known)}, unchanged=True)
    key_id = context.new_id()
    columns = {"origin": key.name, "key": key.text(), "added_at": context.now}
    sql.execute(
        "INSERT INTO ledger_trustedlog (id, origin, key, added_at) VALUES (%s, %s, %s, %s)",
        (key_id, *columns.values()),
    )
    return Outcome(
        object=f"trusted-log/{key_id}",
        result={"id": str(key_id), "origin": key.name},
        states=(State("ledger_trustedlog", key_id, columns),),
    )


def apply_distrust_log(command: DistrustLog, context: Context) -> Outcome:
    """The row goes; what was cosigned is remembered, so that the ledger cannot begin anew under the same name."""
    _reason(command.because)
    if not sql.execute("DELETE FROM ledger_trustedlog WHERE id = %s", (command.key_id,)):
        raise NotFound("There is no such key.")
    return Outcome(
        object=f"trusted-log/{command.key_id}",
        result={"id": str(command.key_id)},
        states=(State("ledger_trustedlog", command.key_id, None),),
    )


def apply_record_evidence(command: RecordEvidence, context: Context) -> Outcome:
    """A row, once for the same words; and no more of a kind than people can look at."""
    found = sql.rows(
        "SELECT id, size, shown FROM ledger_evidence WHERE origin = %s AND kind = %s AND explained_at IS NULL"
        " ORDER BY id",
        (command.origin, command.kind),
    )
    for known_id, size, shown in found:
        if (size, _text_of(shown)) == (command.size, _text_of(command.shown)) or len(found) >= MOST_UNEXPLAINED:
            return Outcome(object=f"evidence/{known_id}", result={"id": str(known_id)}, unchanged=True)
    evidence_id = context.new_id()
    columns = {
        "kind": command.kind,
        "origin": command.origin,
        "size": command.size,
        "witness": command.witness,
        "seen_at": context.now,
        "explanation": "",
        "explained_at": None,
    }
    sql.execute(
        "INSERT INTO ledger_evidence"
        " (id, kind, origin, size, witness, seen_at, explanation, explained_at, known, shown)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (evidence_id, *columns.values(), command.known, command.shown),
    )
    vouched = {**columns, **_hashes({"known": command.known, "shown": command.shown})}
    return Outcome(
        object=f"evidence/{evidence_id}",
        result={"id": str(evidence_id)},
        states=(State("ledger_evidence", evidence_id, vouched),),
    )


def apply_explain_evidence(command: ExplainEvidence, context: Context) -> Outcome:
    """Words beside it, which may be written anew."""
    explanation = _reason(command.explanation, field="explanation")
    row = sql.row(
        "SELECT kind, origin, size, witness, seen_at, explanation, known, shown FROM ledger_evidence WHERE id = %s",
        (command.evidence_id,),
    )
    if row is None:
        raise NotFound("There is no such evidence.")
    kind, origin, size, witness, seen_at, before, known, shown = row
    if before == explanation:
        return Outcome(object=f"evidence/{command.evidence_id}", result=None, unchanged=True)
    sql.execute(
        "UPDATE ledger_evidence SET explanation = %s, explained_at = %s WHERE id = %s",
        (explanation, context.now, command.evidence_id),
    )
    columns = {
        "kind": kind,
        "origin": origin,
        "size": size,
        "witness": witness,
        "seen_at": seen_at,
        "explanation": explanation,
        "explained_at": context.now,
        **_hashes({"known": known, "shown": shown}),
    }
    return Outcome(
        object=f"evidence/{command.evidence_id}",
        result={"id": str(command.evidence_id)},
        states=(State("ledger_evidence", command.evidence_id, columns),),
    )


def _checked_url(url: str) -> str:
    found = url.strip().rstrip("/")
    parts = urlsplit(found)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise Invalid("Write the witness's address, such as https://town.example/witness.", field="url")
    if len(found) > MAX_URL:
        raise Invalid(f"The address is too long. It may have {MAX_URL} characters.", field="url")
    return found


def _checked_keys(keys: tuple[str, ...]) -> str:
    if not 1 <= len(keys) <= MOST_KEYS:
        raise Invalid(f"Give the witness's key, one to {MOST_KEYS} lines.", field="keys")
    try:
        return "\n".join(parse_cosigner_key(key).text() for key in keys)
    except CosignatureError as problem:
        raise Invalid(f"This is not the key of a witness: {problem}.", field="keys") from problem


def _reason(words: str, field: str = "because") -> str:
    reason = normalise(words, field=field).strip()
    if not reason:
        raise Invalid("Say why: it is recorded.", field=field)
    if len(reason) > MAX_REASON:
        raise Invalid(f"This is too long. It may have {MAX_REASON} characters.", field=field)
    return reason


def _text_of(note: str) -> str:
    """What a note says; who signed it, and when, may differ each time it is shown."""
    return note.partition("\n\n")[0]


def _hashes(texts: Mapping[str, str]) -> dict[str, Any]:
    return {f"{name}#sha256": hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}
