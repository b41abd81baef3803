"""The life of a pack: asked for, written, sealed, taken out, removed. The files are made by `delivery.packs`."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.packs import commands
from coffeehouse.domain.packs.queries import PACKABLE, PackRow, packs_of, read_pack
from coffeehouse.domain.requests.queries import read_request
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.text import normalise
from coffeehouse.protocols.packs.words import LANGUAGES

MAX_REASON = 2_000
SIGNING = 5 * clock.SECOND
"""What the worker takes to add an entry to the tree and sign, after the time of the next checkpoint."""
# All of it is read by whoever gets the pack, in the entry that its receipt lays open: nobody is named.
VOUCHED = (
    "request_id", "reference", "language", "state", "manifest", "item_count", "file_count", "sha256", "size",
    "ready_at", "removed_at",
)  # fmt: skip


def apply_make_pack(command: commands.MakePack, context: Context) -> Outcome:
    """Insert the pack and ask for its files. Raises Conflict before the answer is signed, or while there is a pack."""
    request = read_request(command.request_id)
    if request is None:
        raise NotFound("There is no such request.")
    if request.state != "answered":
        raise Conflict("The answer to this request is not signed yet. A pack is made of what a second person signed.")
    if request.outcome not in PACKABLE:
        raise Conflict("This answer releases no records, so there is nothing to pack.")
    if command.language not in LANGUAGES:
        raise Invalid("Choose English or Welsh.", field="language")
    if any(pack.is_under_way or pack.state == "ready" for pack in packs_of(request.id)):
        raise Conflict("There is a pack of this request already. Remove it before you make another one.")
    pack_id = context.new_id()
    sql.execute(
        "INSERT INTO packs_pack (id, request_id, reference, language, state, made_by_id, created_at, manifest,"
        " item_count, file_count, sha256, size, problem, removed_because)"
        " VALUES (%s, %s, %s, %s, 'making', %s, %s, '', 0, 0, '', 0, '', '')",
        (pack_id, request.id, request.reference, command.language, context.actor.member_id, context.now),
    )
    jobs = (Job("make_pack", {"pack_id": str(pack_id)}),)
    return Outcome(object=f"pack/{pack_id}", result=str(pack_id), states=(vouch(pack_id),), jobs=jobs)


def apply_write_pack(command: commands.WritePack, context: Context) -> Outcome:
    """Keep what was written; sealing waits until a checkpoint covers this entry."""
    _load(command.pack_id, "making")
    for name in command.objects:
        sql.execute(
            "INSERT INTO packs_packedobject (pack_id, object) VALUES (%s, %s) ON CONFLICT (pack_id, object) DO NOTHING",
            (command.pack_id, name),
        )
    covered_at = context.now + settings.CHECKPOINT_SECONDS * clock.SECOND + SIGNING
    jobs = (Job("seal_pack", {"pack_id": str(command.pack_id)}, run_at=covered_at),)
    return _change(
        command.pack_id, jobs, state="written", manifest=command.manifest, item_count=command.item_count,
        file_count=command.file_count,
    )  # fmt: skip


def apply_seal_pack(command: commands.SealPack, context: Context) -> Outcome:
    """From now on it can be taken."""
    _load(command.pack_id, "written")
    return _change(command.pack_id, state="ready", sha256=command.sha256, size=command.size, ready_at=context.now)


def apply_fail_pack(command: commands.FailPack, _context: Context) -> Outcome:
    """Nothing of it is kept but the reason."""
    _load(command.pack_id, "making", "written")
    jobs = (Job("remove_pack", {"pack_id": str(command.pack_id)}),)
    return _change(command.pack_id, jobs, state="failed", problem=command.problem[:MAX_REASON])


def apply_take_pack(command: commands.TakePack, _context: Context) -> Outcome:
    """Only recorded: who took it, and when."""
    _load(command.pack_id, "ready")
    return Outcome(object=f"pack/{command.pack_id}")


def apply_remove_pack(command: commands.RemovePack, context: Context) -> Outcome:
    """The row stays and says who made it, what its hash was, and why it is gone."""
    pack = _load(command.pack_id, "making", "written", "ready")
    because = normalise(command.because, field="because")[:MAX_REASON]
    if not because:
        raise Invalid("Give a reason: it is recorded with the removal.", field="because")
    jobs = (Job("remove_pack", {"pack_id": str(pack.id)}),)
    return _change(pack.id, jobs, state="removed", removed_at=context.now, removed_because=because)


def _load(pack_id: int, *states: str) -> PackRow:
    pack = read_pack(pack_id)
    if pack is None:
        raise NotFound("There is no such pack.")
    if pack.state not in states:
        raise Conflict(_WHY_NOT[pack.state])
    return pack


_WHY_NOT = {
    "making": "This pack is still being made. Wait until it is ready.",
    "written": "This pack is still being made. Wait until it is ready.",
    "ready": "This pack is ready already.",
    "failed": "This pack could not be made. Make another one.",
    "removed": "This pack was removed. Make another one.",
}


def _change(pack_id: int, jobs: tuple[Job, ...] = (), **columns: Any) -> Outcome:
    assigned = ", ".join(f"{name} = %s" for name in columns)
    sql.execute(f"UPDATE packs_pack SET {assigned} WHERE id = %s", (*columns.values(), pack_id))
    return Outcome(object=f"pack/{pack_id}", states=(vouch(pack_id),), jobs=jobs)


def vouch(pack_id: int) -> State:
    """The pack's row as it now is, for the ledger."""
    row: Any = sql.row(f"SELECT {', '.join(VOUCHED)} FROM packs_pack WHERE id = %s", (pack_id,))
    return State("packs_pack", pack_id, dict(zip(VOUCHED, row, strict=True)))
