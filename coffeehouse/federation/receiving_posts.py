"""Create, Update, Delete, Add and Remove: posts from elsewhere, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import ReceiveActor, ReceiveEdit, ReceivePost
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.domain.federation.queries.concerning import concerns_somebody, is_followed_here
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import act
from coffeehouse.federation import actors, addresses, objects, quoting
from coffeehouse.federation.hearing import CHANNEL, Hearing, Untrue, Unwanted
from coffeehouse.federation.receiving_follows import withdraw
from coffeehouse.federation.receiving_reactions import take_vote
from coffeehouse.federation.waiting import MustWait
from coffeehouse.protocols.activitypub.documents import ObjectDocument
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object

ACTORS = frozenset({"Person", "Service", "Application", "Group", "Organization"})


def _read(hearing: Hearing, document: Mapping[str, Any]) -> ObjectDocument:
    """The object, which must be the signer's own (attacks O1, O2, O3)."""
    known = hearing.sender()
    found = read_object(dict(document), "" if known is None else known.followers, hearing.said)
    hearing.require_own_origin(found.id)
    if not addresses.is_same(found.attributed_to, hearing.signer.uri):
        raise Untrue("attributed_to")
    return found


def _raw(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def take_create(hearing: Hearing) -> None:
    """They published something, or voted. What concerns nobody here is not kept."""
    if hearing.said.object is None or "type" not in hearing.said.object:
        _fetch(hearing)
        return
    document = _read(hearing, hearing.said.object)
    if document.vote:
        take_vote(hearing, document)
        return
    if resolving.post_of_uri(document.id) is not None:
        raise Unwanted("done")
    if resolving.is_gone(document.id):
        raise Unwanted("taken_back")
    if not concerns_somebody(document, hearing.signer.account_id):
        raise Unwanted("nobody_concerned")
    hearing.does(ReceivePost(document=document, raw=_raw(hearing.said.object)), key=document.id)


def _fetch(hearing: Hearing) -> None:
    """They published something and only named it: asked for at its own server."""
    hearing.require_own_origin(hearing.said.object_id)
    if resolving.post_of_uri(hearing.said.object_id) is not None:
        raise Unwanted("done")
    if not is_followed_here(hearing.signer.account_id):
        raise Unwanted("nobody_concerned")
    if not hearing.may_fetch:
        raise MustWait("The post has to be fetched")
    objects.post_of(hearing.said.object_id, may_fetch=True)


def take_update(hearing: Hearing) -> None:
    """They changed a post, or themselves. Of what is not here there is nothing to change (attack O10)."""
    if hearing.inner_type in ACTORS or addresses.is_same(hearing.said.object_id, hearing.signer.uri):
        _update_actor(hearing)
        return
    if hearing.said.object is None or "type" not in hearing.said.object:
        raise Unwanted("no_object")
    document = _read(hearing, hearing.said.object)
    post_id = resolving.post_of_uri(document.id)
    if post_id is None:
        raise Unwanted("unknown_object")
    if resolving.author_of(post_id) != hearing.signer.account_id:
        raise Untrue("not_theirs")
    hearing.does(ReceiveEdit(document=document, raw=_raw(hearing.said.object)))


def _update_actor(hearing: Hearing) -> None:
    """Their profile is what they signed it to be; only themselves (attack O3)."""
    if not addresses.is_same(hearing.said.object_id, hearing.signer.uri):
        raise Untrue("not_theirs")
    document = hearing.said.object
    if document is None or "inbox" not in document:
        if not hearing.may_fetch:
            raise MustWait("The actor has to be fetched")
        actors.refresh(hearing.signer.account_id)
        return
    said, handle = read_actor(document), resolving.handle_of(hearing.signer.account_id)
    if handle is None or said.username.lower() != handle[0] or said.webfinger.partition("@")[2] not in ("", handle[1]):
        # Another handle is proven first.
        actors.receive(document)
        return
    act(ReceiveActor(document=said, host=handle[1]), SYSTEM, CHANNEL)


def take_delete(hearing: Hearing) -> None:
    """They deleted a post, or themselves; nobody else's (attack O3)."""
    uri = hearing.said.object_id
    if addresses.is_same(uri, hearing.signer.uri):
        actors.forget(hearing.signer.account_id)
        return
    hearing.require_own_origin(uri)
    if resolving.account_of_uri(uri) is not None:
        raise Untrue("not_theirs")
    if quoting.take_stamp_back(hearing):
        return
    post_id = resolving.post_of_uri(uri)
    if post_id is None:
        boosted_id = resolving.boosted_by_uri(uri, hearing.signer.account_id)
        if boosted_id is None:
            withdraw(hearing)
        else:
            hearing.does(posts.UnboostPost(post_id=boosted_id))
        return
    if resolving.author_of(post_id) != hearing.signer.account_id:
        raise Untrue("not_theirs")
    hearing.does(posts.DeletePost(post_id=post_id, keeps_media=False))


def take_add(hearing: Hearing) -> None:
    """They pinned a post of their own to their profile (attack O16)."""
    hearing.does(posts.PinPost(post_id=_featured(hearing)))


def take_remove(hearing: Hearing) -> None:
    """They unpinned it."""
    hearing.does(posts.UnpinPost(post_id=_featured(hearing)))


def _featured(hearing: Hearing) -> int:
    """The post that is put on, or taken off, the signer's own featured collection."""
    featured = resolving.featured_of(hearing.signer.account_id)
    if not featured or not addresses.is_same(hearing.said.target, featured):
        raise Untrue("not_their_collection")
    post_id = resolving.post_of_uri(hearing.said.object_id)
    if post_id is None:
        raise Unwanted("no_post")
    if resolving.author_of(post_id) != hearing.signer.account_id:
        raise Untrue("not_theirs")
    return post_id
