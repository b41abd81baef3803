"""What somebody looks for by a handle or an address of another server: known here, or asked for there."""

from __future__ import annotations

import re
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.context import Job
from coffeehouse.domain.federation import queries as federation
from coffeehouse.domain.federation.queries import resolving
from coffeehouse.engine.outbox import enqueue
from coffeehouse.federation import actors, addresses, objects, waiting
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.kernel import clock
from coffeehouse.ledger.append import Appender
from coffeehouse.protocols.activitypub.reading_actors import ACTORS

_PAGE = re.compile(r"https?://(?P<host>[^/]{1,260})/@(?P<name>[^/@]{1,64})/?")
LOOK_UP = "look_up"
# What is looked for in vain must not fill the outbox.
MOST_WAITING = 100


class Found(NamedTuple):
    """An account or a post that is here now."""

    kind: str
    id: int


def find(words: str, *, may_fetch: bool) -> Found | None:
    """What the words name, when they are one handle or one address; None for all else, and for what is not to be had.

    Who looks must be somebody of ours, where anything may be fetched (attack S10).
    """
    words = words.strip()
    try:
        if words.lower().startswith(("https://", "http://")):
            return _by_address(words, may_fetch=may_fetch)
        if addresses.read_handle(words) is not None:
            known = actors.account_of_handle(words, may_fetch=may_fetch)
            return _shown(known)
    except Unfetched:
        return None
    except waiting.MustWait:
        _leave_to_worker(words)
    return None


def _leave_to_worker(words: str) -> None:
    """Have it looked for where there is time: who asks again in a moment finds it."""
    with write():
        now = clock.now_ms()
        if sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = %s", (LOOK_UP,)) < MOST_WAITING:
            appender = Appender(now)
            enqueue([Job(LOOK_UP, {"words": words})], now, appender.new_id)
            appender.close()


def _shown(known: federation.Known | None) -> Found | None:
    return None if known is None or known.gone_at or known.hidden_at else Found("account", known.id)


def _by_address(address: str, *, may_fetch: bool) -> Found | None:
    """By the identity, or by the address of the page."""
    found = _here(address) or _by_page(address)
    if found is not None or not may_fetch or addresses.is_ours(address):
        return found
    _, document = fetch_document(address)
    kind = document.get("type")
    if kind in ACTORS or (isinstance(kind, list) and ACTORS.intersection(str(name) for name in kind)):
        return _shown(actors.receive(document))
    return _here(str(document.get("id"))) or Found("post", objects.receive(document, reads_thread=True))


def _here(uri: str) -> Found | None:
    account_id = resolving.account_of_uri(uri)
    if account_id is not None:
        return Found("account", account_id)
    post_id = resolving.post_of_uri(uri)
    return None if post_id is None else Found("post", post_id)


def _by_page(url: str) -> Found | None:
    """By the usual address of somebody's page."""
    page = _PAGE.fullmatch(url)
    known = page and actors.account_of_handle(f"{page['name']}@{page['host']}", may_fetch=False)
    return _shown(known or None)
