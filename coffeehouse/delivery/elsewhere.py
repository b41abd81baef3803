"""Asks other servers for what posts need: what they answer, what answers them, and their pictures.

What cannot be had is left out: a post without its thread, or with a link where its picture would be, is a whole post.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.conf import settings

from coffeehouse.delivery.receipts import at_hand
from coffeehouse.domain import files
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import KeepEmoji, KeepMedia
from coffeehouse.domain.federation.queries import threads
from coffeehouse.domain.federation.queries.emoji import emoji_address
from coffeehouse.engine.act import act
from coffeehouse.federation import objects, quoting
from coffeehouse.federation.addresses import host_of
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.fetching import Unfetched
from coffeehouse.federation.waiting import patiently
from coffeehouse.kernel.errors import Invalid, NotFound, Unavailable
from coffeehouse.outbound import Fetched, OutboundFailed, OutboundRefused, client
from coffeehouse.protocols import recordings
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.images import EMOJI_MAX_BYTES

LONGEST_RECORDING = 40 * 1_048_576
FILE_SECONDS = 60.0
ATTEMPTS = 4
log = structlog.get_logger("coffeehouse.worker")


def deliver_post(payload: Mapping[str, Any]) -> None:
    """Fetch what a post answers (`uri`), what answers it (`replies_of`), or what it quotes (`quoted_by`)."""
    try:
        with patiently():
            if "uri" in payload:
                objects.fetch_above(str(payload["uri"]))
            elif "quoted_by" in payload:
                quoting.settle(int(payload["quoted_by"]))
            else:
                objects.fetch_answers(int(payload["replies_of"]))
    except (Unfetched, Unreadable, NotFound) as error:
        log.info("thread_not_fetched", error=str(error))


def deliver_media(payload: Mapping[str, Any]) -> None:
    """Fetch a file of a post, and keep it; or show it, where it has become ready meanwhile."""
    media_id = int(payload["media_id"])
    found = threads.media_source(media_id)
    if found is None:
        return
    url, kind, state = found
    try:
        act(_fetched(media_id, url, kind) if state == "remote" else KeepMedia(media_id=media_id), SYSTEM, "worker")
    except (NotFound, Invalid):
        return  # the post is gone by now


def deliver_emoji(payload: Mapping[str, Any]) -> None:
    """Fetch a custom emoji that a post or a profile uses; is_asked: one that was being fetched, and is only shown."""
    emoji_id = int(payload["emoji_id"])
    url, data = emoji_address(emoji_id), b""
    if url is not None and (payload.get("is_asked") or not may_talk_to(host_of(url))):
        return
    try:
        if url is not None:
            data = client(total=FILE_SECONDS).fetch(url, limit_bytes=EMOJI_MAX_BYTES, accept=("image/*",)).body
        where = {name: int(payload[name]) for name in ("post_id", "account_id") if name in payload}
        act(KeepEmoji(emoji_id=emoji_id, **where, data=data), SYSTEM, "worker")
    except (OutboundRefused, OutboundFailed, NotFound, Invalid) as error:
        log.info("emoji_not_fetched", error=str(error))


def _fetched(media_id: int, url: str, kind: str) -> KeepMedia:
    """The file as a command, or why it is not to be had."""
    is_picture = kind in ("image", "gifv")
    try:
        if not may_talk_to(host_of(url)):
            return KeepMedia(media_id=media_id, problem="This house does not ask that server.")
        found = _ask(url, is_picture=is_picture)
    except (OutboundRefused, OutboundFailed) as error:
        is_passing = isinstance(error, OutboundFailed) and (error.status is None or error.status >= 500)
        if is_passing and at_hand.get().attempt < ATTEMPTS:
            raise Unavailable(str(error)) from error  # later, perhaps
        return KeepMedia(media_id=media_id, problem=str(error))
    # What it is its bytes say, as with uploads.
    reader = recordings.reader_of(found.body[:64])
    if reader is None or (reader == "gif" and not recordings.moves(found.body)):
        return KeepMedia(media_id=media_id, data=found.body)
    return KeepMedia(media_id=media_id, received=files.receive([found.body]))


def _ask(url: str, *, is_picture: bool) -> Fetched:
    limit = settings.MEDIA_MAX_BYTES if is_picture else min(settings.VIDEO_MAX_BYTES, LONGEST_RECORDING)
    accept = ("image/*", "video/*", "audio/*", "application/ogg", "application/octet-stream")
    return client(total=FILE_SECONDS).fetch(url, limit_bytes=limit, accept=accept)
