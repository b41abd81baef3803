"""Announcements on the streams of everybody who is signed in: told, reworded, answered with an emoji, ended."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from coffeehouse.channels.streaming.events import Event
from coffeehouse.channels.streaming.hub import Delivery
from coffeehouse.channels.streaming.names import USER, Stream
from coffeehouse.domain.posts.queries import streaming
from coffeehouse.domain.posts.queries.announcements import read_announcement


def tell_announcement(kind: str, announcement_id: int, viewers: Iterable[int]) -> list[Delivery]:
    """What an entry about an announcement means for each; one whose time has not come is not told yet."""
    if kind == "announcement.ended":
        event = Event("announcement.delete", str(announcement_id))
        return [Delivery(Stream(USER, viewer), event) for viewer in sorted(viewers)]
    return _told(announcement_id, viewers) if kind in ("announcement.written", "announcement.edited") else []


def _told(announcement_id: int, viewers: Iterable[int]) -> list[Delivery]:
    found = []
    for viewer in sorted(viewers):
        # In each one's language, and with what they answered.
        entity = read_announcement(viewer, announcement_id)
        if entity is not None:
            event = Event("announcement", msgspec.json.encode(entity).decode())
            found.append(Delivery(Stream(USER, viewer), event))
    return found


def tell_reaction(announcement_id: int, name: str, viewers: Iterable[int]) -> list[Delivery]:
    """How often an announcement has been answered with this emoji by now."""
    entity = read_announcement(0, announcement_id)
    if entity is None or not name:
        return []
    count = next((one["count"] for one in entity["reactions"] if one["name"] == name), 0)
    said = {"name": name, "count": count, "announcement_id": str(announcement_id)}
    event = Event("announcement.reaction", msgspec.json.encode(said).decode())
    return [Delivery(Stream(USER, viewer), event) for viewer in sorted(viewers)]


def tell_due(after: int, up_to: int, viewers: set[int]) -> list[Delivery]:
    """Announcements written for later whose time has come in between."""
    return [one for due in streaming.announcements_due(after, up_to) for one in _told(due, viewers)] if viewers else []
