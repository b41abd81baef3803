"""Fetches the page that a post links to first, reads what it says of itself, and has it shown under the post.

The page is asked through `outbound`, which judges every address. What cannot be had, or says nothing, is left out: a
post without a card is a whole post. A page that was read within a day is not asked again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.posts.queries import linking
from coffeehouse.domain.posts.writing_commands import AttachCard
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.outbound import OutboundFailed, OutboundRefused, fetch_text
from coffeehouse.protocols.opengraph import Described, read_page

LIMIT_BYTES = 400_000
log = structlog.get_logger("coffeehouse.worker")


def deliver_card(payload: Mapping[str, Any]) -> None:
    """Describe the first link of a post."""
    post_id = int(payload["post_id"])
    url = linking.first_link(post_id)
    if url is None:
        return
    page = linking.page_read_lately(url) or _read(url)
    if page is None:
        return
    command = AttachCard(post_id=post_id, url=url, **{name: getattr(page, name) for name in page.__struct_fields__})
    try:
        act(command, SYSTEM, "worker")
    except (NotFound, Invalid):
        return  # the post is gone by now, or the page's words are none


def _read(url: str) -> Described | None:
    try:
        found = fetch_text(url, limit_bytes=LIMIT_BYTES, accept=("text/html", "application/xhtml+xml"), cut=True)
    except (OutboundRefused, OutboundFailed) as error:
        log.info("no_card", error=str(error))
        return None
    return read_page(found.text, found.url)
