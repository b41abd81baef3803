"""Posts elsewhere, by their identity: known ones from the tables, others from their own servers.

    post_of(uri) → fetching → read_object → actors.actor_of → engine.act(ReceivePost), as their author

What is fetched is old, unless it was said within the hour: it goes into no feed and nobody is told. Everything here
may raise MustWait (no time to wait here: leave it to the worker) and Unfetched (not to be had).
"""

from __future__ import annotations

import json
import time
from typing import Any

from coffeehouse.domain.federation.commands import ReceivePost
from coffeehouse.domain.federation.queries import remote_actor, resolving, threads
from coffeehouse.engine.act import act
from coffeehouse.federation import actors, addresses
from coffeehouse.federation.fetching import Unfetched, fetch_collection, fetch_document
from coffeehouse.federation.waiting import MustWait
from coffeehouse.kernel.errors import LimitReached, Problem, Unavailable
from coffeehouse.protocols.activitypub.collections import read_collection
from coffeehouse.protocols.activitypub.documents import ObjectDocument, Unreadable
from coffeehouse.protocols.activitypub.reading_objects import read_object

CHANNEL = "federation"
# What is fetched for one post: so many above it, so many that answer it, so long in all (attack O17).
MOST_ABOVE, MOST_ANSWERS, MOST_PAGES = 30, 30, 3
MOST_SECONDS = 60.0


def post_of(uri: str, *, may_fetch: bool = True, depth: int = 0) -> int | None:
    """The post with this identity. None for what is gone, is no post of ours, and where nothing may be fetched.

    depth 0: the house also asks for its thread, later.
    """
    uri = addresses.without_fragment(uri)
    post_id = resolving.post_of_uri(uri)
    if post_id is not None or not may_fetch or addresses.is_ours(uri) or resolving.is_gone(uri):
        return post_id
    _, raw = fetch_document(uri)
    return receive(raw, reads_thread=depth == 0)


def receive(raw: dict[str, Any], *, reads_thread: bool = False) -> int:
    """Take in a post's document, which came from its own server. Raises Unfetched for what is no post of anybody's."""
    document, author_id = _read(raw)
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    command = ReceivePost(document=document, raw=text, is_old=True, reads_thread=reads_thread)
    try:
        return int(act(command, remote_actor(author_id), CHANNEL).result["id"])
    except LimitReached as reached:
        raise MustWait("Too much came from there of late") from reached
    except Unavailable:
        raise
    except Problem as problem:
        raise Unfetched(problem.code or "post_refused", problem.message) from problem


def _read(raw: dict[str, Any]) -> tuple[ObjectDocument, int]:
    """The document, and its author's account."""
    try:
        document = read_object(raw)
        if document.vote:
            raise Unfetched("a_vote")
        author = actors.actor_of(document.attributed_to)
        if author is None or author.gone_at or author.hidden_at:
            raise Unfetched("no_author")
        return (read_object(raw, author.followers) if author.followers else document), author.id
    except Unreadable as error:
        raise Unfetched(error.reason) from error


def fetch_above(uri: str) -> None:
    """Take in a post that another answers, and what it answers in turn, as far up as the limits allow."""
    seen, until = set[str](), time.monotonic() + MOST_SECONDS
    while uri and uri not in seen and len(seen) < MOST_ABOVE and time.monotonic() < until:
        seen.add(uri)
        post_id = post_of(uri, depth=1)
        uri = "" if post_id is None else threads.awaited_by(post_id)


def fetch_answers(post_id: int) -> None:
    """Take in what answers a post, as its own server lists it (FEP-7888 where it names a context): some, once."""
    uri, until = threads.answers_of(post_id), time.monotonic() + MOST_SECONDS
    origin, left = uri, MOST_ANSWERS
    for _ in range(MOST_PAGES):
        if not uri or time.monotonic() > until:
            return
        page = read_collection(fetch_collection(uri))
        for item in page.items:
            if left <= 0 or time.monotonic() > until:
                return
            left -= _take_answer(item)
        uri = page.next if page.next and addresses.is_same_origin(page.next, origin) else ""


def _take_answer(item: str | dict[str, Any]) -> int:
    """Take in one; how many were fetched. It is asked for at its own server, also where its words stand in the list."""
    uri = item if isinstance(item, str) else str(item.get("id", ""))
    if not uri or resolving.post_of_uri(uri) is not None:
        return 0
    try:
        post_of(uri, depth=1)
    except Unfetched:
        return 1
    return 1
