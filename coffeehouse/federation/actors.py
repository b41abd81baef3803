"""Accounts elsewhere, by their identity or handle: known ones from the tables, others from their own servers.

    actor_of(uri) → fetching → read_actor → webfinger.proven_host → engine.act(ReceiveActor)

Everything here may raise MustWait (no time to wait here: leave it to the worker) and Unfetched (not to be had).
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation import queries as federation
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.federation.moving_commands import ForgetActor
from coffeehouse.domain.federation.queries import Known
from coffeehouse.engine.act import act
from coffeehouse.federation import addresses, waiting, webfinger
from coffeehouse.federation.fetching import Unfetched, fetch_document
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import LimitReached, Problem, Unavailable
from coffeehouse.protocols.activitypub.documents import Unreadable
from coffeehouse.protocols.activitypub.reading_actors import read_actor

# What is known of an account is asked for anew after so long, when somebody looks for it, or its server speaks to us.
STALE = clock.DAY


def actor_of(uri: str, *, may_fetch: bool = True) -> Known | None:
    """The account with this identity. None for accounts of ours, and where nothing may be fetched.

    One that was deleted is answered as it is known: see its `gone_at`.
    """
    uri = addresses.without_fragment(uri)
    known = federation.known_actor(uri)
    if known is not None or not may_fetch or addresses.is_ours(uri):
        return known
    _, document = fetch_document(uri)
    return receive(document)


def account_of_handle(handle: str, *, may_fetch: bool = True) -> Known | None:
    """The account behind `name@host`; None where there is none, for handles of ours, and where nothing may be fetched.

    A known one is asked for anew when it was last a day ago and there is time.
    """
    read = addresses.read_handle(handle)
    if read is None:
        return None
    known = _known_handle(*read)
    if not may_fetch or (known is not None and (known.gone_at or known.fetched_at > clock.now_ms() - STALE)):
        return known
    try:
        return look_up(*read) or known
    except (Unfetched, waiting.MustWait):
        if known is None:
            raise
        return known


def look_up(name: str, host: str) -> Known | None:
    """Ask the host who this is, and take them in as they now are. None when it knows nobody of this name."""
    said = webfinger.ask(name, host)
    if said is None or not said.account or addresses.is_ours(said.account):
        return None
    _, document = fetch_document(said.account)
    is_own = addresses.host_of(str(document.get("id"))) == host
    return receive(document, said=said if is_own else None)


def server_actor_of(host: str) -> Known | None:
    """The actor of a server itself (FEP-d556), or None when it names none."""
    said = webfinger.ask_resource(f"{addresses.scheme()}://{host}/", host)
    return actor_of(said.account) if said is not None and said.account else None


def receive(raw: dict[str, Any], *, said: webfinger.Jrd | None = None) -> Known:
    """Take in an account's document, which came from its own server or was signed by it.

    Raises Unfetched; Unavailable while the house records nothing.
    """
    try:
        document = read_actor(raw)
    except Unreadable as error:
        raise Unfetched(error.reason) from error
    if addresses.is_ours(document.id) or not addresses.host_of(document.id):
        raise Unfetched("id_elsewhere")
    host = webfinger.proven_host(document, said=said)
    try:
        act(ReceiveActor(document=document, host=host), SYSTEM, "federation")
    except LimitReached as reached:
        raise waiting.MustWait("Too many accounts came from there of late") from reached
    except Unavailable:
        # It is the house that cannot, and not they.
        raise
    except Problem as problem:
        raise Unfetched(problem.code or "actor_refused", problem.message) from problem
    known = federation.known_actor(document.id)
    if known is None:
        raise Unfetched("actor_refused")
    return known


def refresh(account_id: int) -> Known | None:
    """Ask for an account anew; None when it is not one elsewhere."""
    known = federation.known_account(account_id)
    if known is None or known.gone_at:
        return known
    _, document = fetch_document(known.uri)
    if not addresses.is_same(str(document.get("id")), known.uri):
        raise Unfetched("id_elsewhere")
    return receive(document)


def forget(account_id: int) -> None:
    """An account elsewhere is no more, as its own server or its own key says."""
    act(ForgetActor(account_id=account_id), SYSTEM, "federation")


def _known_handle(name: str, host: str) -> Known | None:
    found = sql.value("SELECT id FROM people_account WHERE acct = %s AND domain <> ''", (f"{name}@{host}".lower(),))
    return None if found is None else federation.known_account(int(found))
