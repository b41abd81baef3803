"""What our accounts do, as activities. Objects come in as `writing_objects` and `writing_actors` gave them.

Identities: that of a Create is the post's with `/activity`; of an Update, Delete or Undo that of its object with a
fragment. All others are named by who sends them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coffeehouse.kernel.clock import iso
from coffeehouse.protocols.activitypub import contexts
from coffeehouse.protocols.activitypub.ours import PUBLIC

Document = dict[str, Any]


def write_create(note: Document) -> Document:
    """A post of ours is published (a vote: given)."""
    return _about(note, "Create", f"{note['id']}/activity", note["attributedTo"], note["published"])


def write_update(document: Document, at: int) -> Document:
    """A post was edited, a poll counted, or (an actor) a profile changed."""
    actor: str = document.get("attributedTo") or document["id"]
    activity = _about(document, "Update", f"{document['id']}#updates/{at}", actor, iso(at))
    return activity if "to" in document else {**activity, "to": [PUBLIC]}


def write_delete(tombstone: Document, actor: str, to: Sequence[str] = (PUBLIC,), cc: Sequence[str] = ()) -> Document:
    """A post is no more."""
    stone = _bare(tombstone)
    return _activity("Delete", f"{stone['id']}#delete", actor, stone, to, cc)


def write_delete_actor(actor: str) -> Document:
    """An account is no more: everybody forgets it and what it wrote."""
    return _activity("Delete", f"{actor}#delete", actor, actor, (PUBLIC,))


def write_follow(identity: str, actor: str, target: str) -> Document:
    """One of ours asks to follow `target` (for a relay: the public collection)."""
    return _activity("Follow", identity, actor, target)


def write_accept(identity: str, actor: str, activity: Document | str, to: Sequence[str] = ()) -> Document:
    """A Follow is taken. activity: as it came, or (kept only by name) its identity."""
    return _activity("Accept", identity, actor, _embedded(activity), to)


def write_reject(identity: str, actor: str, activity: Document | str, to: Sequence[str] = ()) -> Document:
    """A Follow is refused, or a follower removed."""
    return _activity("Reject", identity, actor, _embedded(activity), to)


def write_undo(activity: Document) -> Document:
    """A Follow, Like, Announce or Block is taken back."""
    undo = _activity("Undo", f"{activity['id']}#undo", activity["actor"], _bare(activity))
    return {**undo, **{name: activity[name] for name in ("to", "cc") if name in activity}}


def write_like(identity: str, actor: str, target: str, author: str = "") -> Document:
    """A favourite."""
    return _activity("Like", identity, actor, target, [author] if author else ())


def write_announce(identity: str, actor: str, target: str, to: Sequence[str], cc: Sequence[str], at: int) -> Document:
    """A boost; `to` and `cc` by `addressed`, with the author of the post mentioned."""
    return {**_activity("Announce", identity, actor, target, to, cc), "published": iso(at)}


def write_block(identity: str, actor: str, target: str) -> Document:
    """One of ours wants nothing more of `target`, whose server hides what it may not see."""
    return _activity("Block", identity, actor, target, [target])


def write_flag(identity: str, house: str, objects: Sequence[str], content: str, to: Sequence[str] = ()) -> Document:
    """A report is passed on, by the house: who reported stays here. objects: the account, then posts of it."""
    return {**_activity("Flag", identity, house, list(objects), to), "content": content}


def write_move(identity: str, actor: str, target: str, followers: str) -> Document:
    """An account of ours moved to `target` (FEP-7628, push mode)."""
    return {**_activity("Move", identity, actor, actor, [followers]), "target": target}


def write_add(identity: str, actor: str, item: str, collection: str, to: Sequence[str] = (PUBLIC,)) -> Document:
    """A post is pinned: added to `featured`."""
    return {**_activity("Add", identity, actor, item, to), "target": collection}


def write_remove(identity: str, actor: str, item: str, collection: str, to: Sequence[str] = (PUBLIC,)) -> Document:
    """A post is no longer pinned."""
    return {**_activity("Remove", identity, actor, item, to), "target": collection}


def write_quote_request(identity: str, actor: str, quoted: str, author: str, note: Document) -> Document:
    """FEP-044f: may `note` quote `quoted`?"""
    asked = _activity("QuoteRequest", identity, actor, quoted, [author])
    return {**asked, "@context": _both(note), "instrument": _bare(note)}


def write_quote_accept(identity: str, actor: str, request: Document | str, stamp: str, asker: str) -> Document:
    """FEP-044f: the quote is allowed; `stamp` is the address of the QuoteAuthorization."""
    accepted = _activity("Accept", identity, actor, _embedded(request), [asker])
    return {**accepted, "@context": contexts.QUOTING, "result": stamp}


def write_quote_reject(identity: str, actor: str, request: Document | str, asker: str) -> Document:
    """FEP-044f: the quote is not allowed."""
    refused = _activity("Reject", identity, actor, _embedded(request), [asker])
    return {**refused, "@context": contexts.QUOTING}


def write_quote_authorization(identity: str, author: str, quoting: str, quoted: str) -> Document:
    """FEP-044f: the stamp that stands at its own address for as long as the quote is allowed."""
    return {
        "@context": contexts.QUOTING,
        "id": identity,
        "type": "QuoteAuthorization",
        "attributedTo": author,
        "interactingObject": quoting,
        "interactionTarget": quoted,
    }


def _activity(
    kind: str, identity: str, actor: str, about: Any, to: Sequence[str] = (), cc: Sequence[str] = ()
) -> Document:
    activity: Document = {
        "@context": contexts.ACTIVITY, "id": identity, "type": kind, "actor": actor, "object": about,
    }  # fmt: skip
    if to:
        activity["to"] = list(to)
    if cc:
        activity["cc"] = list(cc)
    return activity


def _about(document: Document, kind: str, identity: str, actor: str, published: str) -> Document:
    """An activity that carries its object, addressed as that is."""
    activity = _activity(kind, identity, actor, _bare(document), document.get("to", ()), document.get("cc", ()))
    return {**activity, "@context": document["@context"], "published": published}


def _bare(document: Document) -> Document:
    """A document to stand inside another: the context is the outer one's."""
    return {name: value for name, value in document.items() if name != "@context"}


def _embedded(activity: Document | str) -> Document | str:
    return activity if isinstance(activity, str) else _bare(activity)


def _both(note: Document) -> list[Any]:
    return [*contexts.QUOTING, *(part for part in note["@context"] if part != contexts.STREAMS)]
