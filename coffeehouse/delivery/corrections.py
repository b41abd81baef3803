"""A correction goes to everybody who passed the wrong words on, answered or quoted them.

Here those with an account are told, some at a time. Channels that reach people in other ways join this delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.publishing.correcting import DeliverCorrection
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound


def deliver_correction(payload: Mapping[str, Any]) -> None:
    """Tell the next of them. A notice that was deleted meanwhile is told to nobody."""
    command = DeliverCorrection(correction_id=int(payload["correction_id"]), after_id=int(payload["after_id"]))
    try:
        act(command, SYSTEM, "worker")
    except NotFound:
        return
