"""At the time of a draft: the engine publishes it if it was approved, or says that it was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.publishing.commands import PublishDraft
from coffeehouse.engine.act import act


def deliver_draft(payload: Mapping[str, Any]) -> None:
    """Ask the engine. A call for a time that was changed since, or a second call, finds nothing to do."""
    act(PublishDraft(held_id=int(payload["held_id"]), release_at=int(payload["release_at"])), SYSTEM, "worker")
