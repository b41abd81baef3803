"""Making release packs: long work, done by the `workshop`, with its progress shown on the page of packs.

    make_pack → files, WritePack → the next checkpoint covers that entry → seal_pack → the ZIP file, SealPack

Each job may come twice, and be broken off at any place: it begins anew, and what is done already is not done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import structlog

from coffeehouse.database import sql
from coffeehouse.delivery.packing import opening_of, pack_of, proof_of
from coffeehouse.domain import files
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.packs import keeping
from coffeehouse.domain.packs.commands import FailPack, RemovePack, SealPack, WritePack
from coffeehouse.domain.packs.queries import PackRow, outdated_packs, packs_under_way, read_pack
from coffeehouse.domain.requests.queries import read_request
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, NotFound
from coffeehouse.ledger.queries import entries_of
from coffeehouse.protocols.packs import writing
from coffeehouse.protocols.packs.document import DocumentError
from coffeehouse.protocols.packs.plain import file_name
from coffeehouse.protocols.packs.redaction import RedactionError

log = structlog.get_logger("coffeehouse.worker")

TELL_EVERY = 0.5
TIDY_SECONDS = 300.0
GIVEN_UP = (
    "It was tried {tries} times and could not be made. The last time this was in the way: {error}. Look whether the"
    " disk is full and the ledger is signed, then try again."
)
WRITTEN = "pack.written"
# What no second try mends: the message is shown to who asked for the pack.
FINAL = (writing.SourceGoneError, RedactionError, DocumentError)


def deliver_make_pack(payload: Mapping[str, Any]) -> None:
    """Write every file of a pack. Raises NotCoveredYetError while the newest of its items wait for a checkpoint."""
    pack = _waiting(payload, "making")
    if pack is None:
        return
    request = read_request(pack.request_id)
    if request is None or request.state != "answered":
        _fail(pack, "The request is no longer answered.")
        return
    content, objects = pack_of(pack, request)
    try:
        folder = keeping.folder_of(pack.id)
        written = writing.write_folder(content, folder, files.path_of, _teller(pack.id))
    except FINAL as problem:
        _fail(pack, str(problem))
        return
    command = WritePack(
        pack_id=pack.id, manifest=written.manifest, item_count=len(content.items), file_count=written.files,
        objects=objects,
    )  # fmt: skip
    try:
        act(command, SYSTEM, "worker")
    except Conflict:  # removed meanwhile
        keeping.forget(pack.id)


def deliver_seal_pack(payload: Mapping[str, Any]) -> None:
    """Put the files together with the proof that their list was recorded. Raises NotCoveredYetError before that."""
    pack = _waiting(payload, "written")
    if pack is None:
        return
    entry = next(entry for entry in reversed(entries_of(f"pack/{pack.id}")) if entry.kind == WRITTEN)
    proof, opening = proof_of(entry), opening_of(entry.sequence)
    if opening is None:
        _fail(pack, "What was recorded of this pack has been erased. Make another one.")
        return
    receipt = {
        "sequence": proof.sequence, "leaf": proof.leaf, "proof": proof.text,
        "opening": {"salt": opening.salt, "payload": opening.payload},
    }  # fmt: skip
    to = keeping.file_of(pack.id)
    try:
        writing.check_folder(keeping.folder_of(pack.id), pack.manifest)
    except writing.DamagedError as problem:  # the power went before the disk had it all
        _fail(pack, str(problem))
        return
    try:
        digest = writing.seal(keeping.folder_of(pack.id), receipt, to, file_name(pack.reference, "pack"))
        act(SealPack(pack_id=pack.id, sha256=digest, size=to.stat().st_size), SYSTEM, "worker")
    except Conflict:
        keeping.forget(pack.id)
    else:
        keeping.forget_making(pack.id)


def deliver_remove_pack(payload: Mapping[str, Any]) -> None:
    """Delete the files of a pack that was removed, or could not be made."""
    keeping.forget(int(payload["pack_id"]))


def deliver_end_pack(payload: Mapping[str, Any]) -> None:
    """Remove a pack because something in it is erased."""
    try:
        act(RemovePack(pack_id=int(payload["pack_id"]), because=str(payload["because"])), SYSTEM, "worker")
    except (Conflict, NotFound):  # removed already
        return


def tidy_packs() -> None:
    """By the clock: packs whose time is over are removed; those whose job was given up have failed, and it is said."""
    for pack in outdated_packs(clock.now_ms()):
        days = pack.kept_for // clock.DAY
        because = f"It was ready for {days} days, as long as such a pack is kept. It can be made again."
        deliver_end_pack({"pack_id": pack.id, "because": because})
    waiting = {pack.id: pack for pack in packs_under_way()}
    if not waiting:
        return
    for payload, tries, error in sql.rows(
        "SELECT payload, attempts, last_error FROM engine_outbox"
        " WHERE dead_at IS NOT NULL AND kind IN ('make_pack', 'seal_pack') ORDER BY id"
    ):
        pack_id = int(msgspec.json.decode(payload)["pack_id"])
        if pack_id in waiting:
            _fail(waiting.pop(pack_id), GIVEN_UP.format(tries=tries, error=error))


def _waiting(payload: Mapping[str, Any], state: str) -> PackRow | None:
    """The pack, if it still waits for this job; else nothing is left lying about that it no longer needs."""
    pack = read_pack(int(payload["pack_id"]))
    if pack is None or pack.state == state:
        return pack
    if pack.state == "ready":
        keeping.forget_making(pack.id)
    elif not pack.is_under_way:
        keeping.forget(pack.id)
    return None


def _fail(pack: PackRow, problem: str) -> None:
    log.warning("pack_failed", id=pack.id, problem=problem)
    act(FailPack(pack_id=pack.id, problem=problem), SYSTEM, "worker")


def _teller(pack_id: int) -> Callable[[int, int], None]:
    """Keeps the progress, not more often than anybody looks at it."""
    told_at = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal told_at
        if done == of or time.monotonic() - told_at >= TELL_EVERY:
            told_at = time.monotonic()
            keeping.keep_progress(pack_id, done, of)

    return tell
