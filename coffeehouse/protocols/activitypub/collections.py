"""OrderedCollections, ours written and those of others read, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from coffeehouse.protocols.activitypub import contexts
from coffeehouse.protocols.activitypub.documents import CollectionDocument, Unreadable
from coffeehouse.protocols.activitypub.members import Document, address, count, host_of, identity_of, items, kinds

MAX_ITEMS = 1_000
_COLLECTIONS = frozenset({"Collection", "OrderedCollection", "CollectionPage", "OrderedCollectionPage"})


def read_collection(document: Document, *, most: int = MAX_ITEMS) -> CollectionDocument:
    """A collection or page: an embedded first page counts as its own. Raises Unreadable for what is none.

    most: items that are read. Where it goes on is on its own server, or nowhere.
    """
    if not _COLLECTIONS.intersection(kinds(document)):
        raise Unreadable("no_collection")
    identity = identity_of(document)
    found, following = list(_items(document, most)), address(document.get("next"))
    first = document.get("first")
    if isinstance(first, Mapping):
        found += _items(first, most)
        following = following or address(first.get("next"))
    else:
        following = following or address(first)
    if following and identity and host_of(following) != host_of(identity):
        following = ""
    return CollectionDocument(
        id=identity, total=count(document.get("totalItems")), items=tuple(found[:most]), next=following
    )


def _items(document: Document, most: int) -> list[str | dict[str, Any]]:
    told = items(document.get("orderedItems", document.get("items")), most)
    taken = (dict(entry) if isinstance(entry, Mapping) else address(entry) for entry in told)
    return [entry for entry in taken if entry]


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
