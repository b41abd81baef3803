"""Erasure reaches packs: one that holds what is erased is removed, and can be made again without it."""

from __future__ import annotations

from collections.abc import Sequence

from coffeehouse.domain.context import Job
from coffeehouse.domain.packs.queries import packs_holding


def end_packs_holding(objects: Sequence[str], because: str) -> tuple[Job, ...]:
    """Jobs that remove every pack in which one of these objects lies."""
    return tuple(Job("end_pack", {"pack_id": str(pack_id), "because": because}) for pack_id in packs_holding(objects))
