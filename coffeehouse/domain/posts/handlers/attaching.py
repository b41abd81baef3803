"""Pictures, video and sound: uploaded first, described, then attached to a post. `preparing` makes video and sound."""

from __future__ import annotations

import dataclasses

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import commands, fragments
from coffeehouse.domain.posts.handlers import preparing
from coffeehouse.domain.posts.handlers.preparing import Prepared
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise
from coffeehouse.protocols.images import ProcessedImage, process_image, process_image_here
from coffeehouse.protocols.mastodon.entities import MediaAttachment

MAX_DESCRIPTION = 1_500
COLUMNS = (
    "account_id", "kind", "content_type", "file", "preview", "sha256", "description", "focus_x", "focus_y", "width",
    "height", "preview_width", "preview_height", "blurhash", "state", "source", "meta", "created_at", "loose_at",
)  # fmt: skip
INSERT = f"INSERT INTO posts_media (id, position, {', '.join(COLUMNS)}) VALUES (%s, 0, {sql.marks(len(COLUMNS))})"
MINE = "id = %s AND account_id = %s AND post_id IS NULL AND scheduled_id IS NULL"


def clean_description(description: str) -> str:
    """The description as it is kept. Raises Invalid when it is too long."""
    kept = normalise(description, field="description")
    if characters(kept) > MAX_DESCRIPTION:
        raise Invalid(f"Validation failed: Description has at most {MAX_DESCRIPTION} characters", field="description")
    return kept


def clean_focus(focus: tuple[float, float]) -> tuple[float, float]:
    """The focal point, each coordinate kept between -1.0 and 1.0."""
    x, y = (0.0 if value != value else max(-1.0, min(1.0, value)) for value in focus)
    return x, y


def _decode(data: bytes, actor: Actor) -> ProcessedImage:
    # The house's own pictures need no fence around their decoding.
    decode = process_image_here if actor.role == "system" else process_image
    return decode(data, max_bytes=settings.MEDIA_MAX_BYTES, max_pixels=settings.MEDIA_MAX_PIXELS)


def prepare_upload(command: commands.UploadMedia, actor: Actor) -> Prepared:
    """Encode the picture anew, in a limited process, and store both sizes; the original is not kept.

    Video and sound are looked at, and wait where they are, unless the caller waits for them.
    """
    try:
        clean_description(command.description)
        thumbnail = _decode(command.thumbnail, actor) if command.thumbnail else None
        if command.received:
            made = preparing.prepare_received(command.received, waits=command.waits)
        else:
            made = _picture(_decode(command.data, actor))
    except Exception:
        files.forget_received(command.received)
        raise
    return made if thumbnail is None else preparing.with_preview(made, thumbnail)


def encode_picture(data: bytes) -> Prepared:
    """A picture that came from elsewhere, encoded anew in a limited process and stored. Raises Invalid."""
    return _picture(process_image(data, max_bytes=settings.MEDIA_MAX_BYTES, max_pixels=settings.MEDIA_MAX_PIXELS))


def _picture(picture: ProcessedImage) -> Prepared:
    made = Prepared(
        kind="image",
        content_type=picture.content_type,
        file=files.store(picture.data, picture.format, is_guarded=True),
        sha256=picture.sha256,
        width=picture.width,
        height=picture.height,
    )
    return preparing.with_preview(made, picture)


def apply_upload_media(command: commands.UploadMedia, context: Context) -> Outcome:
    """Insert the row; it belongs to no post yet. What needs time is handed to the worker."""
    account_id = acting_account(context)
    made: Prepared = context.prepared
    x, y = clean_focus(command.focus)
    media_id = context.new_id()
    row = msgspec.structs.asdict(made) | {
        "account_id": account_id,
        "description": clean_description(command.description),
        "focus_x": x,
        "focus_y": y,
        "created_at": context.now,
        "loose_at": context.now,
    }
    sql.execute(INSERT, (media_id, *(row[name] for name in COLUMNS)))
    waits = made.state == "waiting"
    return Outcome(
        object=f"media/{media_id}",
        result={"id": str(media_id), "state": made.state},
        kept={"sha256": made.sha256, "kind": made.kind},
        jobs=(Job("finish_media", {"media_id": media_id}),) if waits else preparing.forget_jobs(command.received),
    )


def check_media(media_ids: tuple[int, ...], account_id: int) -> None:
    """Raise Invalid when these cannot stand in one post: not ready yet, or sound or video beside something else."""
    if not media_ids:
        return
    found = sql.rows(
        f"SELECT kind, state FROM posts_media WHERE id IN ({sql.marks(len(media_ids))}) AND account_id = %s",
        (*media_ids, account_id),
    )
    if any(state != "ready" for _, state in found):
        raise Invalid(
            "Cannot attach files that have not finished processing. Try again in a moment!", field="media_ids"
        )
    if len(found) > 1 and any(kind in ("video", "audio") for kind, _ in found):
        raise Invalid("Cannot attach a video to a post that already contains images", field="media_ids")


def attach_media(media_ids: tuple[int, ...], account_id: int, post_id: int) -> tuple[MediaAttachment, ...]:
    """Give media of the author's that no other post has to a post, in the order named. Raises Invalid."""
    check_media(media_ids, account_id)
    for position, media_id in enumerate(media_ids):
        done = sql.execute(
            "UPDATE posts_media SET post_id = %s, position = %s, loose_at = NULL WHERE id = %s AND account_id = %s"
            " AND (post_id IS NULL OR post_id = %s) AND scheduled_id IS NULL",
            (post_id, position, media_id, account_id, post_id),
        )
        if not done:
            raise Invalid("Validation failed: This picture is not there any more. Upload it again.", field="media_ids")
    return fragments.media_of(post_id) if media_ids else ()


def prepare_describe(command: commands.DescribeMedia, actor: Actor) -> Prepared | None:
    """The new thumbnail, stored; None when none is given."""
    if not command.thumbnail:
        return None
    nothing = Prepared(kind="", content_type="", file="", sha256="")
    return preparing.with_preview(nothing, _decode(command.thumbnail, actor))


def apply_describe_media(command: commands.DescribeMedia, context: Context) -> Outcome:
    """Change description, focus or thumbnail of what no post has yet."""
    account_id = acting_account(context)
    found = sql.row(
        "SELECT description, focus_x, focus_y, preview FROM posts_media"
        " WHERE id = %s AND account_id = %s AND post_id IS NULL",
        (command.media_id, account_id),
    )
    if found is None:
        raise NotFound()
    description = found[0] if command.description is None else clean_description(command.description)
    x, y = (found[1], found[2]) if command.focus is None else clean_focus(command.focus)
    thumbnail: Prepared | None = context.prepared
    told = Outcome(object=f"media/{command.media_id}", result={"id": str(command.media_id)})
    if thumbnail is None and (description, x, y) == found[:3]:
        return dataclasses.replace(told, unchanged=True)
    sql.execute(
        "UPDATE posts_media SET description = %s, focus_x = %s, focus_y = %s WHERE id = %s",
        (description, x, y, command.media_id),
    )
    if thumbnail is None:
        return told
    preparing.write_preview(command.media_id, thumbnail)
    return dataclasses.replace(told, jobs=(Job("remove_files", {"keys": [found[3]]}),))


def apply_delete_media(command: commands.DeleteMedia, context: Context) -> Outcome:
    """Remove what no post has; its files go after the commit. Raises Invalid for what a post has."""
    account_id = acting_account(context)
    row = sql.row(
        f"DELETE FROM posts_media WHERE {MINE} RETURNING file, preview, source", (command.media_id, account_id)
    )
    if row is None:
        if sql.value("SELECT 1 FROM posts_media WHERE id = %s AND account_id = %s", (command.media_id, account_id)):
            raise Invalid("Media attachment is currently used by a status. Delete or edit the post instead.")
        raise NotFound()
    return Outcome(object=f"media/{command.media_id}", jobs=preparing.removal_jobs([row]))


def apply_clear_media(command: commands.ClearMedia, _context: Context) -> Outcome:
    """Remove those of these uploads that still nothing uses."""
    rows = sql.rows(
        f"DELETE FROM posts_media WHERE id IN ({sql.marks(len(command.media_ids))}) AND post_id IS NULL"
        " AND scheduled_id IS NULL RETURNING file, preview, source",
        command.media_ids,
    )
    return Outcome(
        object="media/unused", kept={"count": len(rows)}, jobs=preparing.removal_jobs(rows), unchanged=not rows
    )
