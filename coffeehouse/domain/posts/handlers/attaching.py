"""Pictures: uploaded first, described, then attached to a post."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import commands, fragments
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import characters, normalise
from coffeehouse.protocols.images import process_image, process_image_here
from coffeehouse.protocols.mastodon.entities import MediaAttachment

MAX_DESCRIPTION = 1_500
INSERT = """
INSERT INTO posts_media (id, account_id, position, kind, content_type, file, preview, sha256, description, focus_x,
    focus_y, width, height, preview_width, preview_height, blurhash, created_at)
VALUES (%s, %s, 0, 'image', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


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


def prepare_upload(command: commands.UploadMedia, actor: Actor) -> dict[str, Any]:
    """Decode and encode the picture again, in a limited process, and store both sizes; the original is not kept."""
    clean_description(command.description)
    # The house's own pictures need no fence around their decoding.
    decode = process_image_here if actor.role == "system" else process_image
    picture = decode(command.data, max_bytes=settings.MEDIA_MAX_BYTES, max_pixels=settings.MEDIA_MAX_PIXELS)
    return {
        "picture": picture,
        "file": files.store(picture.data, picture.format),
        "preview": files.store(picture.preview_data, picture.preview_format),
    }


def apply_upload_media(command: commands.UploadMedia, context: Context) -> Outcome:
    """Insert the picture; it belongs to no post yet."""
    account_id = acting_account(context)
    picture = context.prepared["picture"]
    x, y = clean_focus(command.focus)
    media_id = context.new_id()
    sql.execute(
        INSERT,
        (
            media_id, account_id, picture.content_type, context.prepared["file"], context.prepared["preview"],
            picture.sha256, clean_description(command.description), x, y, picture.width, picture.height,
            picture.preview_width, picture.preview_height, picture.blurhash, context.now,
        ),
    )  # fmt: skip
    return Outcome(object=f"media/{media_id}", result={"id": str(media_id)}, kept={"sha256": picture.sha256})


def attach_media(media_ids: tuple[int, ...], account_id: int, post_id: int) -> tuple[MediaAttachment, ...]:
    """Give pictures of the author's that no other post has to a post, in the order named. Raises Invalid."""
    for position, media_id in enumerate(media_ids):
        done = sql.execute(
            "UPDATE posts_media SET post_id = %s, position = %s WHERE id = %s AND account_id = %s"
            " AND (post_id IS NULL OR post_id = %s) AND scheduled_id IS NULL",
            (post_id, position, media_id, account_id, post_id),
        )
        if not done:
            raise Invalid("Validation failed: This picture is not there any more. Upload it again.", field="media_ids")
    return fragments.media_of(post_id) if media_ids else ()


def apply_describe_media(command: commands.DescribeMedia, context: Context) -> Outcome:
    """Change the description or focus of a picture that no post has yet."""
    account_id = acting_account(context)
    found = sql.row(
        "SELECT description, focus_x, focus_y FROM posts_media WHERE id = %s AND account_id = %s AND post_id IS NULL",
        (command.media_id, account_id),
    )
    if found is None:
        raise NotFound()
    description = found[0] if command.description is None else clean_description(command.description)
    x, y = (found[1], found[2]) if command.focus is None else clean_focus(command.focus)
    if (description, x, y) == found:
        return Outcome(object=f"media/{command.media_id}", result={"id": str(command.media_id)}, unchanged=True)
    sql.execute(
        "UPDATE posts_media SET description = %s, focus_x = %s, focus_y = %s WHERE id = %s",
        (description, x, y, command.media_id),
    )
    return Outcome(object=f"media/{command.media_id}", result={"id": str(command.media_id)})


def apply_delete_media(command: commands.DeleteMedia, context: Context) -> Outcome:
    """Remove a picture that no post has; its files go after the commit."""
    account_id = acting_account(context)
    row = sql.row(
        "DELETE FROM posts_media WHERE id = %s AND account_id = %s AND post_id IS NULL AND scheduled_id IS NULL"
        " RETURNING file, preview",
        (command.media_id, account_id),
    )
    if row is None:
        raise NotFound()
    return Outcome(object=f"media/{command.media_id}", jobs=(Job("remove_files", {"keys": [row[0], row[1]]}),))
