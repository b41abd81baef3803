"""The commands of pictures, video and sound."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.context import Actor
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts.handlers import attaching, preparing
from coffeehouse.engine import preserving
from coffeehouse.engine.commands import Limit, register, writes_per_account
from coffeehouse.kernel import clock


def _upload_limits(command: Any, actor: Actor) -> list[Limit]:
    return [*writes_per_account(command, actor), Limit(f"media:{actor.label}", 60, 30 * clock.MINUTE)]


def fill() -> None:
    """Register these commands."""
    register(
        commands.UploadMedia,
        kind="media.uploaded",
        sentence="{actor} uploaded {object}.",
        handler=attaching.apply_upload_media,
        scope="write:media",
        prepare=attaching.prepare_upload,
        limits=_upload_limits,
    )
    register(
        commands.FinishMedia,
        kind="media.prepared",
        sentence="The house prepared {object}.",
        handler=preparing.apply_finish_media,
        scope="web",
        prepare=preparing.prepare_finish,
    )
    register(
        commands.ClearMedia,
        kind="media.cleared",
        sentence="The house removed uploads that nobody had used for a day.",
        handler=attaching.apply_clear_media,
        scope="web",
    )
    register(
        commands.DescribeMedia,
        kind="media.described",
        sentence="{actor} described {object}.",
        handler=preserving.apply_describe_media,
        scope="write:media",
        prepare=attaching.prepare_describe,
        limits=writes_per_account,
    )
    register(
        commands.DeleteMedia,
        kind="media.deleted",
        sentence="{actor} removed {object}.",
        handler=attaching.apply_delete_media,
        scope="write:media",
        limits=writes_per_account,
    )
