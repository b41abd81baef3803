"""What the tests of announcements share."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.posts.announcing import WriteAnnouncement
from tests.commands.house import House

WORDS = (("en", "No water on #Monday :cwtch:"), ("cy", "Dim dŵr ddydd Llun"))


def written(house: House, **more: Any) -> int:
    """An announcement of Mair's; its id."""
    return int(house.act("mair", WriteAnnouncement(**{"words": WORDS, **more})).result)
