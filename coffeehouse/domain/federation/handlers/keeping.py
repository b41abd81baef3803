"""Pictures of posts elsewhere, once the worker has them: encoded anew like our own, and served by the house alone.

fetch_media (delivery/pictures.py) → KeepMedia → the row, the post's fragment; video and sound → finish_media
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.federation.commands import KeepMedia
from coffeehouse.domain.federation.handlers import describing
from coffeehouse.domain.posts import fragments, lending
from coffeehouse.domain.posts.commands import FinishMedia
from coffeehouse.domain.posts.handlers import preparing
from coffeehouse.domain.posts.handlers.attaching import encode_picture
from coffeehouse.domain.posts.handlers.preparing import Prepared
from coffeehouse.kernel.errors import Invalid
from coffeehouse.protocols.mastodon.fragments import OPEN, with_media

WRITTEN = (
    "kind", "content_type", "file", "preview", "sha256", "width", "height", "preview_width", "preview_height",
    "blurhash", "state", "source", "meta",
)  # fmt: skip


def prepare_keep(command: KeepMedia, actor: Actor) -> Prepared | None:
    """Encode it; None for what stays a link."""
    if command.problem or not (command.data or command.received):
        return None
    try:
        if command.received:
            return preparing.prepare_received(command.received, waits=False)
        return encode_picture(command.data)
    except Invalid:
        files.forget_received(command.received)
        return None


def apply_keep_media(command: KeepMedia, context: Context) -> Outcome:
    """Write what came of it, and show it in its post."""
    made: Prepared | None = context.prepared
    row = sql.row("SELECT post_id, state FROM posts_media WHERE id = %s", (command.media_id,))
    if row is not None and row[1] == "ready":
        states = show(row[0])
        return Outcome(object=_told(row[0], command.media_id), states=states, unchanged=not states)
    if row is None or row[1] != describing.REMOTE:
        # It was taken back, or kept by another worker, meanwhile.
        for key in () if made is None else (made.file, made.preview):
            files.remove(key)
        files.forget_received(command.received)
        return Outcome(object=f"media/{command.media_id}", unchanged=True)
    if made is None:
        sql.execute(
            "UPDATE posts_media SET state = %s, problem = %s WHERE id = %s",
            (describing.LINKED, command.problem[:200] or "Not a file this house takes.", command.media_id),
        )
        return Outcome(object=_told(row[0], command.media_id), kept={"problem": command.problem[:200]})
    assignments = ", ".join(f"{name} = %s" for name in WRITTEN)
    values = [getattr(made, name) for name in WRITTEN]
    sql.execute(f"UPDATE posts_media SET {assignments} WHERE id = %s", (*values, command.media_id))
    jobs = (Job("finish_media", {"media_id": command.media_id}),) if made.state == "waiting" else ()
    return Outcome(
        object=_told(row[0], command.media_id),
        kept={"sha256": made.sha256, "kind": made.kind},
        states=show(row[0]),
        jobs=jobs,
    )


def _told(post_id: int | None, media_id: int) -> str:
    return f"media/{media_id}" if post_id is None else f"post/{post_id}"


def then_finished(command: FinishMedia, outcome: Outcome, context: Context) -> None:
    """After video or sound is ready: of a post from elsewhere it will be shown."""
    is_remote = sql.value("SELECT 1 FROM federation_remotemedia WHERE id = %s", (command.media_id,))
    if is_remote and outcome.kind != "media.failed":
        context.later(Job("fetch_media", {"media_id": command.media_id}))


def show(post_id: int | None) -> tuple[State, ...]:
    """Put the pictures of a post from elsewhere, as they now are, into its fragment."""
    if post_id is None:
        return ()
    columns: dict[str, Any] = fragments.read_columns(post_id)
    media = describing.media_of(post_id)
    shown = media if columns["visibility"] in OPEN else lending.to_lend(media)
    fragment = with_media(columns["fragment"], shown)
    if fragment == columns["fragment"]:
        return ()
    columns["fragment"] = fragment
    sql.execute("UPDATE posts_post SET fragment = %s WHERE id = %s", (columns["fragment"], post_id))
    return (fragments.vouch(post_id, columns),)
