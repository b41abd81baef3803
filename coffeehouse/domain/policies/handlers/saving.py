"""Puts a version of the policy in force, and keeps who has read it.

What a pack must pass is worked out before the transaction (`prepare`, from `policy.checking`); here it becomes a row.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.domain.policies.commands import AcknowledgePolicy, SavePolicy
from coffeehouse.kernel.errors import Conflict, Forbidden, Invalid
from coffeehouse.kernel.text import normalise
from coffeehouse.policy.packs import Pack

MAX_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pack that passed every check, with its files, and the version in force while that was done."""

    pack: Pack
    files: dict[str, str]
    in_force: Pack


def number_of(version: str) -> tuple[int, ...]:
    """1.10.0 → (1, 10, 0), to compare by."""
    return tuple(int(part) for part in version.split("."))


def apply_save_policy(command: SavePolicy, context: Context) -> Outcome:
    """Insert the version; from now on it decides."""
    proposed: Proposed = context.prepared
    note = normalise(command.note, field="note").strip()
    if not note:
        raise Invalid("Say what changed and why: everybody reads it beside the version.", field="note")
    if len(note) > MAX_NOTE:
        raise Invalid(f"This is too long. It may have {MAX_NOTE} characters.", field="note")
    latest = sql.value("SELECT name FROM policies_version ORDER BY id DESC LIMIT 1")
    if command.based_on != proposed.in_force.version or (latest is not None and latest != command.based_on):
        raise Conflict(
            "Somebody has saved another version since you began. Open the policy again and make your change in it."
        )
    if proposed.pack.version == proposed.in_force.version:
        raise Invalid("This is the version in force. Nothing has changed.", field="files")
    if number_of(proposed.pack.about.version) <= number_of(proposed.in_force.about.version):
        raise Invalid(
            f"Version {proposed.in_force.about.version} is in force. Write a higher number in pack.toml.",
            field="version",
        )
    version_id = context.new_id()
    files = msgspec.json.encode(proposed.files, order="sorted").decode()
    columns = {
        "name": proposed.pack.version,
        "note": note,
        "member_id": context.actor.member_id,
        "created_at": context.now,
    }
    sql.execute(
        "INSERT INTO policies_version (id, name, note, member_id, created_at, files) VALUES (%s, %s, %s, %s, %s, %s)",
        (version_id, *columns.values(), files),
    )
    vouched = {**columns, "files#sha256": hashlib.sha256(files.encode()).hexdigest()}
    return Outcome(
        object=f"policy/{version_id}",
        result={"id": str(version_id), "name": proposed.pack.version},
        states=(State("policies_version", version_id, vouched),),
    )


def apply_acknowledge_policy(command: AcknowledgePolicy, context: Context) -> Outcome:
    """Keep that somebody has read it; saying so twice changes nothing."""
    member_id = context.actor.member_id
    if member_id is None:
        raise Forbidden("Only members acknowledge the policy.")
    if command.name != context.prepared:
        raise Conflict("Another version is in force by now. Read that one.")
    known = sql.value(
        "SELECT id FROM policies_acknowledgement WHERE name = %s AND member_id = %s", (command.name, member_id)
    )
    if known is not None:
        return Outcome(object=f"acknowledgement/{known}", result=str(known), unchanged=True)
    acknowledgement_id = context.new_id()
    columns = {"member_id": member_id, "name": command.name, "created_at": context.now}
    sql.execute(
        "INSERT INTO policies_acknowledgement (id, member_id, name, created_at) VALUES (%s, %s, %s, %s)",
        (acknowledgement_id, *columns.values()),
    )
    return Outcome(
        object=f"acknowledgement/{acknowledgement_id}",
        result=str(acknowledgement_id),
        states=(State("policies_acknowledgement", acknowledgement_id, columns),),
    )
