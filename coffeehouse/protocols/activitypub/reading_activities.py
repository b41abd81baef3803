"""What somebody elsewhere says they did: who, what, to what. Whether it is believed is decided behind this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.protocols.activitypub.documents import ActivityDocument, Unreadable
from coffeehouse.protocols.activitypub.members import (
    Document,
    address,
    addressed_to,
    host_of,
    identity_of,
    items,
    kind_among,
    moment,
    words,
)

ACTIVITIES = frozenset(
    "Create Update Delete Follow Accept Reject Undo Like EmojiReact Announce Block Flag Move Add Remove"
    " QuoteRequest".split()
)
MAX_OBJECTS = 100
"""What a Flag may name."""
LONGEST_REPORT = 10_000


def read_activity(document: Document) -> ActivityDocument:
    """The activity. Raises Unreadable: `no_type`, `unknown_type`, `no_actor`, `no_id`, `id_elsewhere`, `no_object`.

    Its identity is of its actor's server: else it could take the place of another's.
    """
    kind = _kind(document)
    actor = address(document.get("actor"))
    if not actor:
        raise Unreadable("no_actor")
    identity = identity_of(document)
    if not identity:
        raise Unreadable("no_id")
    if host_of(identity) != host_of(actor):
        raise Unreadable("id_elsewhere")
    objects = items(document.get("object"), MAX_OBJECTS)
    about = objects[0] if objects else None
    object_ids = tuple(dict.fromkeys(found for entry in objects if (found := address(entry))))
    if not isinstance(about, Mapping) and not object_ids:
        raise Unreadable("no_object")
    instrument = document.get("instrument")
    return ActivityDocument(
        id=identity,
        type=kind,
        actor=actor,
        object_id=address(about),
        object=dict(about) if isinstance(about, Mapping) else None,
        object_ids=object_ids,
        target=address(document.get("target")),
        to=addressed_to(document.get("to")),
        cc=addressed_to(document.get("cc")),
        content=words(_content(document), LONGEST_REPORT, newlines=2),
        published_at=moment(document.get("published")),
        result=address(document.get("result")),
        instrument_id=address(instrument),
        instrument=dict(instrument) if isinstance(instrument, Mapping) else None,
    )


def _kind(document: Document) -> str:
    kind = kind_among(document, ACTIVITIES)
    if not kind:
        raise Unreadable("no_type")
    if kind.endswith("#QuoteRequest"):
        return "QuoteRequest"
    if kind not in ACTIVITIES:
        raise Unreadable("unknown_type", kind)
    return kind


def _content(document: Document) -> Any:
    return document.get("content") or document.get("summary")
