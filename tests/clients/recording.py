"""Mastodon.py that remembers which of its methods were called, and whether each answer was what its type says."""

from __future__ import annotations

import inspect
import types
from datetime import datetime
from functools import wraps
from typing import Any, ClassVar, TypeVar, Union, get_args, get_origin

from mastodon import Mastodon, return_types
from mastodon.types_base import NonPaginatableList, try_cast_recurse

from tests.clients.typed import mistyped

# Methods whose declared type is not what Mastodon.py itself documents.
REALLY: dict[str, Any] = {
    "filter_v2": return_types.FilterV2,
    "featured_tag_suggestions": NonPaginatableList[return_types.Tag],
}
# What the client makes by itself.
OWN = {"make_poll", "filters_apply", "generate_media_edit_attributes", "fetch_remaining"}


class RecordingMastodon(Mastodon):
    """called: names a test called, not those Mastodon.py called for them."""

    called: ClassVar[set[str]] = set()
    faults: ClassVar[list[str]] = []

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name.startswith("_") or not inspect.isroutine(value) or not hasattr(Mastodon, name):
            return value
        own = super().__getattribute__("__dict__")

        @wraps(value)
        def recorded(*arguments: Any, **named: Any) -> Any:
            depth = own.get("_depth", 0)
            own["_depth"] = depth + 1
            try:
                found = value(*arguments, **named)
            finally:
                own["_depth"] = depth
            if not depth:
                note(name, found)
            return found

        return recorded


def note(name: str, found: Any) -> None:
    """A method was called and gave this."""
    RecordingMastodon.called.add(name)
    declared = inspect.signature(getattr(Mastodon, name)).return_annotation
    if name in REALLY:
        declared = REALLY[name]
        cast: Any = try_cast_recurse
        found = cast(declared, found)
    if name not in OWN:
        RecordingMastodon.faults += [f"{name}(): {fault}" for fault in unlike(found, declared)]


def unlike(value: Any, declared: Any) -> list[str]:
    """In what a value differs from its declared type."""
    if declared in (inspect.Signature.empty, Any) or isinstance(declared, TypeVar):
        return mistyped(value)
    if declared is None or declared is type(None):
        return [] if value is None or value == {} else [f"{value!r} instead of nothing"]
    if inspect.ismodule(declared):
        return [] if isinstance(value, datetime) else [f"{value!r} is no time"]
    origin, options = get_origin(declared), get_args(declared)
    if origin in (Union, types.UnionType):
        tried = [unlike(value, option) for option in options]
        return min(tried, key=len)
    if origin is tuple or (origin is not None and not issubclass(origin, list | dict)):
        return []
    # Which lists have further pages, Mastodon.py tells by their Link header.
    plain = list if origin and issubclass(origin, list) else origin or declared
    if not isinstance(value, plain):
        return [f"{type(value).__name__} instead of {declared}"]
    inner = value if isinstance(value, list) else list(value.values()) if origin is dict else []
    if options:
        return sorted({fault for item in inner for fault in unlike(item, options[-1])})
    return mistyped(value)
