"""OrderedCollections, ours written and those of others read, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coffeehouse.protocols.activitypub import contexts


def write_collection(
    identity: str, total: int, *, first: str = "", last: str = "", items: Sequence[Any] | None = None
) -> dict[str, Any]:
    """A collection: with its items, or with the address of its first page, or (a list that is not shown) neither."""
    document: dict[str, Any] = {
        "@context": contexts.OBJECT if items and any(isinstance(item, dict) for item in items) else contexts.STREAMS,
        "id": identity,
        "type": "OrderedCollection",
        "totalItems": total,
    }
    if first:
        document["first"] = first
    if last:
        document["last"] = last
    if items is not None:
        document["orderedItems"] = [_bare(item) for item in items]
    return document


def write_page(
    identity: str,
    part_of: str,
    items: Sequence[Any],
    *,
    total: int | None = None,
    following: str = "",
    before: str = "",
) -> dict[str, Any]:
    """A page; following and before are the addresses of its neighbours (`next`, `prev`)."""
    document: dict[str, Any] = {
        "@context": contexts.OBJECT if any(isinstance(item, dict) for item in items) else contexts.STREAMS,
        "id": identity,
        "type": "OrderedCollectionPage",
        "partOf": part_of,
        "orderedItems": [_bare(item) for item in items],
    }
    if total is not None:
        document["totalItems"] = total
    if following:
        document["next"] = following
    if before:
        document["prev"] = before
    return document


def _bare(item: Any) -> Any:
    return {name: value for name, value in item.items() if name != "@context"} if isinstance(item, dict) else item
