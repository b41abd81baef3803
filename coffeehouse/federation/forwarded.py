"""An activity that somebody else handed over: it counts only as far as its author's own server says the same.

A proof inside the document (FEP-8b32) is as good as the author's own signature; without one the object is asked for
at its origin, never believed as it came.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from coffeehouse.domain.context import Command
from coffeehouse.domain.federation.commands import ReceiveEdit
from coffeehouse.domain.federation.queries import known_account, remote_actor, resolving
from coffeehouse.domain.federation.queries.concerning import concerns_somebody
from coffeehouse.domain.posts.commands import DeletePost
from coffeehouse.engine.act import act
from coffeehouse.federation import addresses, objects
from coffeehouse.federation.admitting import may_talk_to
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.federation.hearing import CHANNEL, Hearing, Unwanted
from coffeehouse.federation.proving import Unproven, prove_document
from coffeehouse.federation.waiting import MustWait
from coffeehouse.protocols.activitypub.members import address
from coffeehouse.protocols.activitypub.reading_objects import read_object

GONE = 410
FORWARDED = frozenset({"Create", "Update", "Delete"})


def believed(hearing: Hearing) -> Hearing | None:
    """As its author's own word, where the document proves it; None where its origin was asked instead, which is all.

    Only what concerns a conversation that is here. Raises as `dispatching.deal_with`, and Unproven.
    """
    said = hearing.said
    if said.type not in FORWARDED or not addresses.is_same_origin(said.object_id, said.actor):
        # Nobody hands these on: it is said in somebody else's name (attack A2).
        raise Unproven("actor_differs")
    if not may_talk_to(addresses.host_of(said.actor)):
        raise Unwanted("forwarded")
    try:
        author = prove_document(dict(hearing.document), may_wait=hearing.may_fetch, peer=hearing.signer.host)
    except Unproven:
        author = None
    if author is not None and addresses.is_same(author.uri, said.actor):
        return replace(hearing, signer=author)
    _ask_its_origin(hearing)
    return None


def _ask_its_origin(hearing: Hearing) -> None:
    said = hearing.said
    post_id = resolving.post_of_uri(said.object_id)
    if said.type == "Create" and post_id is not None:
        raise Unwanted("done")
    if said.type != "Create" and post_id is None:
        raise Unwanted("unknown_object")
    if said.type == "Create" and not _is_of_concern(said.object, said.actor):
        raise Unwanted("nobody_concerned")
    if not hearing.may_fetch:
        raise MustWait("It has to be asked for at its origin")
    if said.type == "Create":
        _take_in(said.object_id)
    elif said.type == "Update":
        _edit(said.object_id, post_id or 0)
    elif post_id is not None and _is_gone_there(said.object_id, post_id):
        _as_author(DeletePost(post_id=post_id, keeps_media=False), resolving.author_of(post_id))


def _is_of_concern(document: Mapping[str, Any] | None, author: str) -> bool:
    """Whether a post, as it is said to be, is for somebody here: nobody makes the house collect what is for nobody."""
    if document is None or "type" not in document:
        return False
    return concerns_somebody(read_object(document), resolving.account_of_uri(author) or 0)


def _take_in(uri: str) -> None:
    """Take a post in as its own server has it, if that is for somebody here as well."""
    if resolving.is_gone(uri):
        raise Unwanted("taken_back")
    _, raw = fetch_document(uri)
    if not _is_of_concern(raw, address(raw.get("attributedTo"))):
        raise Unwanted("nobody_concerned")
    objects.receive(raw, reads_thread=True)


def _edit(uri: str, post_id: int) -> None:
    """Take a post in as its own server has it now."""
    author = known_account(resolving.author_of(post_id))
    _, raw = fetch_document(uri)
    document = read_object(raw, "" if author is None else author.followers)
    said = (document.attributed_to, document.id)
    if author is None or not all(map(addresses.is_same, said, (author.uri, uri))):
        raise Unwanted("not_theirs")
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    _as_author(ReceiveEdit(document=document, raw=text), author.id)


def _is_gone_there(uri: str, post_id: int) -> bool:
    """Whether its own server says that it is no more: it answers 410 or with a Tombstone, or 404.

    404 is also what a stranger hears of a post that is not for everybody, so of such a one it says nothing.
    """
    try:
        _, document = fetch_document(uri)
    except Unfetched as error:
        return error.status == GONE or (error.is_gone and resolving.is_for_everybody(post_id))
    return document.get("type") == "Tombstone"


def _as_author(command: Command, account_id: int) -> None:
    # Without the identity of the activity: whoever hands one on may have made it up, and what the author says by it
    # one day (a Delete has the same identity each time) would be taken for said already.
    act(command, remote_actor(account_id), CHANNEL)
