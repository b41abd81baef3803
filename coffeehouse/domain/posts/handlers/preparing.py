"""Video and sound: looked at when they come in, prepared by the worker, then ready or failed.

Files lie on disk before a row names them and go after no row does, so nothing is ever named that is not there. A
worker that dies finds the upload again, and prepares it once more.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.posts import commands
from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols import recordings
from coffeehouse.protocols.images import ProcessedImage

WAIT_SECONDS = 60
"""The longest that a caller waits who wants the answer only when all is done."""
STOP = threading.Event()
"""Set when the worker ends: what is being prepared is given up, and taken up again by the next worker."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of an upload's row that come from its bytes."""

    kind: str
    content_type: str
    file: str
    sha256: str
    width: int = 0
    height: int = 0
    preview: str = ""
    preview_width: int = 0
    preview_height: int = 0
    blurhash: str = ""
    state: str = "ready"
    source: str = ""
    meta: str = ""
    problem: str = ""


def with_preview(made: Prepared, picture: ProcessedImage) -> Prepared:
    """The same with this preview, stored."""
    return msgspec.structs.replace(
        made,
        preview=files.store(picture.preview_data, picture.preview_format, is_guarded=True),
        preview_width=picture.preview_width,
        preview_height=picture.preview_height,
        blurhash=picture.blurhash,
    )


def prepare_received(name: str, *, waits: bool) -> Prepared:
    """What an upload is. Raises Invalid for what the house does not take; then the caller deletes it."""
    path = files.received(name)
    if path.stat().st_size > settings.VIDEO_MAX_BYTES:
        megabytes = settings.VIDEO_MAX_BYTES // 1_048_576
        raise Invalid(
            f"This file is larger than {megabytes} MB. Cut it or export it smaller.", code="recording_too_large",
            field="file",
        )  # fmt: skip
    with path.open("rb") as file:
        reader = recordings.reader_of(file.read(64))
    with tempfile.TemporaryDirectory(prefix="coffeehouse-") as folder:
        source = _alone(path, Path(folder))
        seen = recordings.look(source, reader)
        if waits:
            return _made(recordings.convert(source, seen, seconds=WAIT_SECONDS))
    extension, content_type = ("mp3", "audio/mpeg") if seen.kind == "audio" else ("mp4", "video/mp4")
    return Prepared(
        kind=seen.kind,
        content_type=content_type,
        file=files.new_key(extension, (), is_guarded=True),
        sha256="",
        state="waiting",
        source=name,
    )


def _alone(path: Path, folder: Path) -> Path:
    """A copy of the file as the only thing in an empty folder, under a name of ours (M3, M4)."""
    source = folder / "in"
    try:
        source.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, source)
    return source


def _made(recording: recordings.Recording) -> Prepared:
    """The recording's file in its place, and its row."""
    key = files.adopt(recording.path, recording.extension, is_guarded=True)
    made = Prepared(
        kind=recording.kind,
        content_type=recording.content_type,
        file=key,
        sha256=recording.sha256,
        width=recording.width,
        height=recording.height,
        meta=msgspec.json.encode(recording.meta).decode(),
    )
    return made if recording.preview is None else with_preview(made, recording.preview)


def prepare_finish(command: commands.FinishMedia, _actor: Actor) -> Prepared | None:
    """Encode what waits; None when nothing waits any more. A file that cannot be prepared gives its problem."""
    row = sql.row("SELECT state, source, file, kind FROM posts_media WHERE id = %s", (command.media_id,))
    if row is None or row[0] != "waiting":
        return None
    _, name, key, kind = row
    path = files.received(name)
    failed = Prepared(kind=kind, content_type="", file=key, sha256="", state="failed")
    if not path.is_file():
        return msgspec.structs.replace(failed, problem="The upload is not there any more. Upload it again.")
    with path.open("rb") as file:
        reader = recordings.reader_of(file.read(64))
    with tempfile.TemporaryDirectory(prefix="coffeehouse-") as folder:
        try:
            source = _alone(path, Path(folder))
            seen = recordings.look(source, reader)
            return _made(recordings.convert(source, seen, stop=STOP))
        except Invalid as problem:
            return msgspec.structs.replace(failed, problem=problem.message)


def apply_finish_media(command: commands.FinishMedia, context: Context) -> Outcome:
    """Write what came of it. A thumbnail of the member's own stays."""
    made: Prepared | None = context.prepared
    told = f"media/{command.media_id}"
    row = sql.row("SELECT preview, source FROM posts_media WHERE id = %s AND state = 'waiting'", (command.media_id,))
    if made is None or row is None:
        if row is None and made is not None and made.state == "ready":
            # It was taken back, or finished by another worker, meanwhile: nothing of this may stay.
            for key in (made.file, made.preview):
                files.remove(key)
        return Outcome(object=told, unchanged=True)
    if made.state == "failed":
        sql.execute(
            "UPDATE posts_media SET state = 'failed', problem = %s, source = '' WHERE id = %s",
            (made.problem, command.media_id),
        )
        kept = {"problem": made.problem}
        return Outcome(object=told, kept=kept, kind="media.failed", jobs=forget_jobs(row[1]))
    sql.execute(
        "UPDATE posts_media SET state = 'ready', kind = %s, content_type = %s, file = %s, sha256 = %s, width = %s,"
        " height = %s, meta = %s, source = '' WHERE id = %s",
        (made.kind, made.content_type, made.file, made.sha256, made.width, made.height, made.meta, command.media_id),
    )
    jobs = forget_jobs(row[1])
    if row[0]:
        jobs += (Job("remove_files", {"keys": [made.preview]}),) if made.preview else ()
    else:
        write_preview(command.media_id, made)
    return Outcome(object=told, kept={"sha256": made.sha256}, jobs=jobs)


def write_preview(media_id: int, made: Prepared) -> None:
    """Give a row its preview."""
    sql.execute(
        "UPDATE posts_media SET preview = %s, preview_width = %s, preview_height = %s, blurhash = %s WHERE id = %s",
        (made.preview, made.preview_width, made.preview_height, made.blurhash, media_id),
    )


def forget_jobs(name: str) -> tuple[Job, ...]:
    """Delete an upload after the commit."""
    return (Job("forget_received", {"name": name}),) if name else ()


def removal_jobs(rows: Iterable[tuple[Any, ...]]) -> tuple[Job, ...]:
    """Delete the files of these (file, preview, source) after the commit."""
    jobs: list[Job] = []
    for file, preview, source in rows:
        jobs += [Job("remove_files", {"keys": [key for key in (file, preview) if key]}), *forget_jobs(source)]
    return tuple(jobs)


def mark_loose(now: int, held: set[int]) -> list[int]:
    """Note since when uploads are used by nothing; those that have been for a day, at most 200. held: in use.

    Bookkeeping, not an act: what is said here decides nothing before `ClearMedia` looks again.
    """
    sql.execute(
        "UPDATE posts_media SET loose_at = NULL"
        " WHERE loose_at IS NOT NULL AND post_id IS NULL AND scheduled_id IS NOT NULL"
    )
    sql.execute(
        "UPDATE posts_media SET loose_at = %s WHERE loose_at IS NULL AND post_id IS NULL AND scheduled_id IS NULL",
        (now,),
    )
    for media_id in held:
        sql.execute("UPDATE posts_media SET loose_at = NULL WHERE id = %s AND post_id IS NULL", (media_id,))
    found = sql.rows(
        "SELECT id FROM posts_media WHERE post_id IS NULL AND scheduled_id IS NULL AND loose_at < %s"
        " AND state <> 'waiting' ORDER BY id LIMIT 200",
        (now - files.KEPT_LOOSE,),
    )
    return [row[0] for row in found]
