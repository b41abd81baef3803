"""Followers that two servers count differently (FEP-8fcf): heard here, and settled by the worker.

    taking → hear → Job("compare_followers") ⟶ delivery.comparing → listed_there, engine.act

An Undo that was lost would have posts for followers sent on to this house for ever, and a lost Accept none. So who
delivers a post for followers says what it believes; where that is not what is known here, its list is asked for.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.domain.context import Job
from coffeehouse.domain.federation.queries import Known, known_account
from coffeehouse.domain.federation.queries.following import followers_here
from coffeehouse.engine.outbox import enqueue
from coffeehouse.federation import addresses, remembering
from coffeehouse.federation.fetching import Unfetched, fetch_collection
from coffeehouse.federation.proving import Signer
from coffeehouse.kernel import clock
from coffeehouse.ledger.append import Appender
from coffeehouse.protocols.activitypub.collections import read_collection
from coffeehouse.protocols.activitypub.synchronization import HEADER, Agreement, digest_of, read_header
from coffeehouse.protocols.signatures.request import Incoming

COMPARE = "compare_followers"
NAME = HEADER.lower()
# Of one account no more often than this; and so many accounts may wait to be compared.
REST = 10 * clock.MINUTE
MOST_WAITING = 100
# A longer list is not looked at: nobody has so many readers in one house.
MOST_LISTED, MOST_PAGES = 10_000, 20


def hear(signer: Signer, incoming: Incoming) -> None:
    """What came with a proven delivery: where it says other than is known here, the worker asks for the list."""
    given = incoming.all(NAME)
    if not given:
        return
    said = read_header(given[0]) if len(given) == 1 else None
    known = known_account(signer.account_id)
    if said is None or known is None or not is_own(said, known) or _was_compared(known.id):
        return
    if digest_of(followers_here(known.id)) != said.digest:
        _leave_to_worker(known, said)


def is_own(said: Agreement, known: Known) -> bool:
    """Whether somebody speaks of their own followers, and names a list on their own server."""
    is_theirs = bool(known.followers) and said.collection == known.followers
    return is_theirs and addresses.is_same_origin(said.url, known.uri)


def _was_compared(account_id: int) -> bool:
    return remembering.why_unfetchable("", f"compared/{account_id}") is not None


def _leave_to_worker(known: Known, said: Agreement) -> None:
    with write():
        now = clock.now_ms()
        if sql.value("SELECT COUNT(*) FROM engine_outbox WHERE kind = %s", (COMPARE,)) >= MOST_WAITING:
            return
        remembering.note_unfetchable(f"compared/{known.id}", "compared", REST)
        appender = Appender(now)
        enqueue([Job(COMPARE, {"account_id": known.id, **said._asdict()})], now, appender.new_id)
        appender.close()


def listed_there(said: Agreement) -> list[str]:
    """The identities its own server lists.

    Raises Unfetched: also for a list that is too long, that breaks off, or that is not the one that was spoken of.
    """
    found: list[str] = []
    url = said.url
    for _ in range(MOST_PAGES):
        page = read_collection(fetch_collection(url), most=MOST_LISTED + 1)
        found += [item if isinstance(item, str) else str(item.get("id", "")) for item in page.items]
        if len(found) > MOST_LISTED:
            raise Unfetched("too_long")
        url = page.next
        if not url:
            break
        if not addresses.is_same_origin(url, said.url):
            raise Unfetched("id_elsewhere")
    if url or digest_of(set(found)) != said.digest:
        raise Unfetched("not_the_list")
    return found
