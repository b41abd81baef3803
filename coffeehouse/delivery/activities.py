"""What people here did, as activities for other servers: the document, whom it is from and to which inboxes it goes.

    job "federate" {"verb": …} → write (here) → Letter → federating.fan_out

Rows are read now, when the job is done: what was deleted meanwhile is not sent any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.domain.cases.queries import report_entity
from coffeehouse.domain.federation.queries import audience, documents, threads
from coffeehouse.domain.federation.queries.activities import announce_document, object_document
from coffeehouse.domain.federation.queries.identities import account_identity, post_identity
from coffeehouse.domain.federation.queries.relays import relay_inboxes
from coffeehouse.federation.keys import HOUSE, actor_uri, keys_of
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub import writing_activities as activities
from coffeehouse.protocols.activitypub.ours import addressed, followers_of
from coffeehouse.protocols.activitypub.writing_actors import write_actor
from coffeehouse.protocols.activitypub.writing_objects import write_tombstone, write_vote
from coffeehouse.protocols.mastodon.fragments import LOCAL_ONLY, OPEN, boost_uri

Payload = Mapping[str, Any]
Document = dict[str, Any]


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A document on its way. about: "Create post/1"."""

    sender_id: int
    about: str
    document: Document
    inboxes: set[str]


def write(payload: Payload) -> list[Letter]:
    """The letters that a job asks for; none where there is nothing to say any more."""
    return WRITERS[str(payload["verb"])](payload)


# ---- Posts


def _note(post_id: int) -> tuple[audience.Sent, Document] | None:
    sent = audience.sent_post(post_id)
    if sent is None or sent.traits & LOCAL_ONLY:
        return None
    note = object_document(post_id)
    return None if note is None else (sent, note)


def _inboxes_for(sent: audience.Sent, post_id: int) -> set[str]:
    inboxes = audience.inboxes_named_in(post_id)
    if sent.visibility == "public" and sent.boost_of_id is None:
        inboxes |= relay_inboxes()
    return inboxes if sent.visibility == "direct" else inboxes | audience.followers_inboxes(sent.account_id)


def _create(payload: Payload) -> list[Letter]:
    post_id = int(payload["post"])
    found = _note(post_id)
    if found is None:
        return []
    sent, note = found
    return [
        _letter(sent.account_id, f"Create post/{post_id}", activities.write_create(note), _inboxes_for(sent, post_id))
    ]


def _update(payload: Payload) -> list[Letter]:
    post_id = int(payload["post"])
    found = _note(post_id)
    if found is None:
        return []
    sent, note = found
    at = int(payload.get("counted_at") or 0) or sent.edited_at or sent.created_at
    inboxes = _inboxes_for(sent, post_id)
    if sent.visibility in OPEN:
        # Of what not everybody may read new words go to those who may read them now: not where a follower once was.
        inboxes |= audience.inboxes_reached(post_id) | audience.inboxes_of_voters(post_id)
    return [_letter(sent.account_id, f"Update post/{post_id}", activities.write_update(note, at), inboxes)]


def _count(payload: Payload) -> list[Letter]:
    """The counts of a poll, of all votes of a minute; the first job of that minute tells them."""
    by, post_id, at = int(payload["by"]), int(payload["post"]), int(payload["at"])
    if audience.is_told(by, f"Update post/{post_id}", at):
        return []
    return _update({**payload, "counted_at": at})


def _delete(payload: Payload) -> list[Letter]:
    document = activities.write_delete(write_tombstone(str(payload["uri"])), str(payload["actor"]))
    return [_letter(int(payload["by"]), f"Delete post/{int(payload['post'])}", document, set(payload["inboxes"]))]


def _quote_request(payload: Payload) -> list[Letter]:
    """May this post quote that of somebody elsewhere? (FEP-044f)"""
    by, post_id = int(payload["by"]), int(payload["post"])
    found, asked = _note(post_id), threads.quote_asked(post_id)
    target = post_identity(asked[0]) if asked is not None else None
    author = account_identity(asked[1]) if asked is not None else None
    if found is None or asked is None or target is None or author is None:
        return []
    actor = actor_uri(by)
    identity = f"{actor}#quote_requests/{post_id}"
    document = activities.write_quote_request(identity, actor, target.uri, author.uri, found[1])
    return [_letter(by, f"QuoteRequest post/{post_id}", document, audience.inboxes_of([asked[1]]))]


def _announcement(payload: Payload) -> tuple[audience.Sent, Document, set[str]] | None:
    boost_id = int(payload["boost"])
    sent = audience.sent_post(boost_id)
    if sent is None or sent.boost_of_id is None or sent.traits & LOCAL_ONLY:
        return None
    document, author_id = announce_document(boost_id), audience.author_of(sent.boost_of_id)
    if document is None or author_id is None:
        return None
    return sent, document, _inboxes_for(sent, boost_id) | audience.inboxes_of([author_id])


def _announce(payload: Payload) -> list[Letter]:
    found = _announcement(payload)
    if found is None:
        return []
    sent, document, inboxes = found
    return [_letter(sent.account_id, f"Announce post/{int(payload['boost'])}", document, inboxes)]


def _undo_announce(payload: Payload) -> list[Letter]:
    by, boost_id = int(payload["by"]), int(payload["boost"])
    target = post_identity(int(payload["post"]))
    if target is None:
        return []
    actor = actor_uri(by)
    identity = boost_uri(settings.BASE_URL, actor.rpartition("/")[2], boost_id)
    to, cc = addressed("public", actor)
    announced = activities.write_announce(identity, actor, target.uri, to, cc, int(boost_id) >> 16)
    return [_letter(by, f"Undo post/{boost_id}", activities.write_undo(announced), set(payload["inboxes"]))]


def _like(payload: Payload) -> list[Letter]:
    return _about_post(payload, "Like", is_undone=False)


def _undo_like(payload: Payload) -> list[Letter]:
    return _about_post(payload, "Undo Like", is_undone=True)


def _about_post(payload: Payload, words: str, *, is_undone: bool) -> list[Letter]:
    by, post_id = int(payload["by"]), int(payload["post"])
    target, author_id = post_identity(post_id), audience.author_of(post_id)
    if target is None or author_id is None:
        return []
    author = account_identity(author_id)
    like = activities.write_like(str(payload["uri"]), actor_uri(by), target.uri, author.uri if author else "")
    document = activities.write_undo(like) if is_undone else like
    return [_letter(by, f"{words} post/{post_id}", document, audience.inboxes_of([author_id]))]


def _vote(payload: Payload) -> list[Letter]:
    """A note for each choice, to the author of the question alone."""
    by, post_id = int(payload["by"]), int(payload["post"])
    target, author_id = post_identity(post_id), audience.author_of(post_id)
    author = account_identity(author_id) if author_id is not None else None
    if target is None or author is None or author_id is None:
        return []
    options = msgspec.json.decode(audience.poll_options(post_id), type=list[str])
    voter, inboxes = actor_uri(by), audience.inboxes_of([author_id])
    letters = []
    for choice in payload["choices"]:
        if int(choice) < len(options):
            identity = f"{voter}#votes/{post_id}/{choice}"
            note = write_vote(identity, voter, options[int(choice)], target.uri, author.uri, int(payload["at"]))
            letters.append(_letter(by, f"Vote post/{post_id}", activities.write_create(note), inboxes))
    return letters


def _add(payload: Payload) -> list[Letter]:
    return _featured(payload, "Add", activities.write_add)


def _remove(payload: Payload) -> list[Letter]:
    return _featured(payload, "Remove", activities.write_remove)


def _featured(payload: Payload, word: str, written: Callable[[str, str, str, str], Document]) -> list[Letter]:
    by, post_id = int(payload["by"]), int(payload["post"])
    sent, target = audience.sent_post(post_id), post_identity(post_id)
    if sent is None or target is None or sent.visibility not in ("public", "unlisted") or sent.traits & LOCAL_ONLY:
        return []
    actor = actor_uri(by)
    identity = f"{actor}#{word.lower()}/{post_id}/{payload['at']}"
    document = written(identity, actor, target.uri, f"{actor}/collections/featured")
    return [_letter(by, f"{word} post/{post_id}", document, audience.followers_inboxes(by))]


# ---- People


def _between(payload: Payload, words: str, written: Callable[[str, str, str], Document]) -> list[Letter]:
    """An activity of one of ours about somebody elsewhere, to them alone. written: of identity, actor, target."""
    by, account_id = int(payload["by"]), int(payload["account"])
    target = account_identity(account_id)
    if target is None:
        return []
    actor = actor_uri(by)
    identity = str(payload.get("uri") or "") or f"{actor}#{words.split()[-1].lower()}s/{account_id}"
    document = written(identity, actor, target.uri)
    return [_letter(by, f"{words} account/{account_id}", document, audience.inboxes_of([account_id]))]


def _follow(payload: Payload) -> list[Letter]:
    return _between(payload, "Follow", activities.write_follow)


def _undo_follow(payload: Payload) -> list[Letter]:
    return _between(payload, "Undo Follow", lambda *of: activities.write_undo(activities.write_follow(*of)))


def _block(payload: Payload) -> list[Letter]:
    return _between(payload, "Block", activities.write_block)


def _undo_block(payload: Payload) -> list[Letter]:
    return _between(payload, "Undo Block", lambda *of: activities.write_undo(activities.write_block(*of)))


def _accept(payload: Payload) -> list[Letter]:
    return _answer(payload, "Accept", activities.write_accept)


def _reject(payload: Payload) -> list[Letter]:
    return _answer(payload, "Reject", activities.write_reject)


def _answer(payload: Payload, word: str, written: Callable[[str, str, Document, list[str]], Document]) -> list[Letter]:
    """What one of ours says to a Follow from elsewhere, which is shown as it came."""
    by, account_id = int(payload["by"]), int(payload["account"])
    follower = account_identity(account_id)
    if follower is None:
        return []
    actor = actor_uri(by)
    name = str(payload.get("uri") or "") or audience.deed_of("follow", account_id, by)
    asked = activities.write_follow(name or f"{follower.uri}#follow", follower.uri, actor)
    identity = f"{actor}#{word.lower()}s/follows/{account_id}/{payload.get('at') or _stamp(name)}"
    document = written(identity, actor, asked, [follower.uri])
    return [_letter(by, f"{word} account/{account_id}", document, audience.inboxes_of([account_id]))]


def _stamp(name: str) -> str:
    """Something short that tells the answers to several Follows apart."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _profile(payload: Payload) -> list[Letter]:
    by = int(payload["by"])
    keys_of(by)
    actor = documents.our_actor(by)
    if actor is None:
        return []
    document = activities.write_update(write_actor(actor), int(payload["at"]))
    return [_letter(by, f"Update account/{by}", document, audience.followers_inboxes(by))]


def _move(payload: Payload) -> list[Letter]:
    """One of ours moved away: followers elsewhere follow the new account."""
    by, account_id = int(payload["by"]), int(payload["account"])
    target = account_identity(account_id)
    if target is None:
        return []
    actor = actor_uri(by)
    document = activities.write_move(f"{actor}#moves/{payload['at']}", actor, target.uri, followers_of(actor))
    return [_letter(by, f"Move account/{by}", document, audience.followers_inboxes(by))]


def _delete_actor(payload: Payload) -> list[Letter]:
    by = int(payload["by"])
    document = activities.write_delete_actor(str(payload["actor"]))
    return [_letter(by, f"Delete account/{by}", document, set(payload["inboxes"]))]


def _flag(payload: Payload) -> list[Letter]:
    """A report is passed on: the account and its posts by their names there, and the words."""
    account_id = int(payload["account"])
    named = [account_identity(account_id), *(post_identity(int(post_id)) for post_id in payload["posts"])]
    objects = [identity.uri for identity in named if identity is not None]
    if named[0] is None:
        return []
    house = actor_uri(HOUSE)
    report = report_entity(int(payload["report"])) or {}
    identity = f"{house}#reports/{payload['report']}"
    document = activities.write_flag(identity, house, objects, str(report.get("comment", "")), [named[0].uri])
    return [_letter(HOUSE, f"Flag account/{account_id}", document, audience.inboxes_of([account_id]))]


def _ready(payload: Payload) -> list[Letter]:
    """A document that somebody else wrote: to accounts elsewhere, to inboxes, or to all followers of the sender."""
    by = int(payload["by"])
    inboxes = audience.inboxes_of(int(account_id) for account_id in payload.get("to", ()))
    inboxes |= {str(inbox) for inbox in payload.get("inboxes", ())}
    if payload.get("followers"):
        inboxes |= audience.followers_inboxes(by)
    return [_letter(by, str(payload["about"]), dict(payload["document"]), inboxes)]


def _letter(sender_id: int, about: str, document: Document, inboxes: set[str]) -> Letter:
    return Letter(sender_id=sender_id, about=about, document=document, inboxes=inboxes)


WRITERS: Mapping[str, Callable[[Payload], list[Letter]]] = {
    "create": _create,
    "update": _update,
    "count": _count,
    "delete": _delete,
    "quote_request": _quote_request,
    "announce": _announce,
    "undo_announce": _undo_announce,
    "like": _like,
    "undo_like": _undo_like,
    "vote": _vote,
    "add": _add,
    "remove": _remove,
    "follow": _follow,
    "undo_follow": _undo_follow,
    "accept": _accept,
    "reject": _reject,
    "block": _block,
    "undo_block": _undo_block,
    "profile": _profile,
    "move": _move,
    "delete_actor": _delete_actor,
    "flag": _flag,
    "send": _ready,
}


def write_or_none(payload: Payload) -> list[Letter]:
    """The same; none where the account that acted is no more."""
    try:
        return write(payload)
    except NotFound:
        return []
