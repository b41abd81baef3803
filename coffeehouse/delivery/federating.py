"""Jobs of kind `federate`: an act of people here becomes one document and a delivery for each inbox it goes to.

    federate job → activities.write → federation_outgoing, federation_delivery ⟶ sending

One delivery for each shared inbox, however many people it serves. What waits for servers that do not answer has an end,
each and in all (attack D12): who advertises ten thousand dead inboxes costs ten thousand rows once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import structlog
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.database.transaction import write
from coffeehouse.delivery import activities
from coffeehouse.delivery.activities import Letter
from coffeehouse.delivery.receipts import at_hand
from coffeehouse.domain.federation.queries.deliveries import PARKED, post_of
from coffeehouse.federation.admitting import may_send
from coffeehouse.federation.signing import proven
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.ours import PUBLIC
from coffeehouse.protocols.addresses import authority_of

log = structlog.get_logger("coffeehouse.worker")

# What may wait for one server that does not answer, and for all of those together.
MOST_FOR_ONE = 500
MOST_FOR_ALL = 50_000
AT_A_TIME = 100

INSERT = (
    "INSERT INTO federation_delivery (id, outgoing_id, sender_id, host, inbox, run_at) VALUES (%s, %s, %s, %s, %s, %s)"
)
FAILING = (
    "SELECT s.host, s.dead_at, COALESCE(s.last_heard_at, 0),"
    " (SELECT COUNT(*) FROM federation_delivery d WHERE d.host = s.host AND d.dead_at IS NULL)"
    " FROM federation_server s WHERE s.failures > 0 AND s.host IN ({})"
)
IN_ALL = "SELECT COUNT(*) FROM federation_delivery WHERE run_at = %s AND dead_at IS NULL"
# A later delivery of one sender does not overtake an earlier one that was put off.
PUT_OFF = (
    "SELECT host, MAX(run_at) FROM federation_delivery WHERE sender_id = %s AND dead_at IS NULL AND run_at > %s"
    " AND host IN ({}) GROUP BY host"
)
# Letters of one job, at most: an option of a poll each.
LETTERS = 32
PROVEN = ("Create", "Update", "Announce")


def deliver_federate(payload: Mapping[str, Any]) -> None:
    """Write what the job asks for, and queue it for every inbox. Doing it again changes nothing."""
    if settings.FEDERATION == "closed" or not settings.OUTBOUND:
        return
    # Named after the job, so that one that is done again queues nothing again.
    number = at_hand.get().id * LETTERS
    for index, letter in enumerate(activities.write_or_none(payload)[:LETTERS]):
        post_letter(letter, number + index)


def post_letter(letter: Letter, outgoing_id: int) -> int:
    """Queue a letter; how many deliveries it has."""
    body = msgspec.json.encode(_proven(letter)).decode()
    now = clock.now_ms()
    hosts = _hosts(letter.inboxes, letter.about)
    if not hosts:
        return 0
    with write():
        if not _still_stands(letter.about):
            return 0
        run_at = _times(letter.sender_id, sorted(set(hosts.values())), now)
        goes = [(host, inbox) for inbox, host in sorted(hosts.items()) if host in run_at]
        if not goes:
            return 0
        is_new = sql.execute(
            "INSERT INTO federation_outgoing (id, sender_id, body, about, created_at) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (outgoing_id, letter.sender_id, body, letter.about, now),
        )
        if not is_new:
            return 0
        first = int(sql.value("SELECT COALESCE(MAX(id), 0) FROM federation_delivery")) + 1
        first = max(first, now << 16)
        sql.execute_many(
            INSERT,
            [
                (first + index, outgoing_id, letter.sender_id, host, inbox, run_at[host])
                for index, (host, inbox) in enumerate(goes)
            ],
        )
    return len(goes)


def _still_stands(about: str) -> bool:
    """Whether the post a letter hands over was not deleted while it was written: nobody would call it back then."""
    post_id = post_of(about)
    return post_id is None or sql.value("SELECT 1 FROM posts_post WHERE id = %s", (post_id,)) is not None


def _proven(letter: Letter) -> dict[str, Any]:
    """What everybody may read carries its own proof (FEP-8b32), so that it can be passed on; nothing else does."""
    document = letter.document
    public = PUBLIC in [*document.get("to", ()), *document.get("cc", ())]
    return proven(document, letter.sender_id) if public and document["type"] in PROVEN else document


def _hosts(inboxes: set[str], about: str) -> dict[str, str]:
    """Inbox → server, of those the house talks with."""
    found: dict[str, str] = {}
    allowed: dict[str, bool] = {}
    for inbox in inboxes:
        host = authority_of(inbox)
        if host not in allowed:
            allowed[host] = bool(host) and may_send(host, about)
        if allowed[host]:
            found[inbox] = host
    return found


def _times(sender_id: int, hosts: Sequence[str], now: int) -> dict[str, int]:
    """When each server is to be tried; those for which too much waits already, or that are dead, are left out."""
    times = dict.fromkeys(hosts, now)
    failing: list[tuple[Any, ...]] = []
    for start in range(0, len(hosts), AT_A_TIME):
        part = hosts[start : start + AT_A_TIME]
        failing += sql.rows(FAILING.format(sql.marks(len(part))), part)
        for host, at in sql.rows(PUT_OFF.format(sql.marks(len(part))), (sender_id, now, *part)):
            times[host] = at
    room = MOST_FOR_ALL - int(sql.value(IN_ALL, (PARKED,))) if failing else 0
    for host, dead_at, heard_at, waiting in failing:
        is_dead = dead_at is not None and heard_at <= dead_at
        if is_dead or waiting >= MOST_FOR_ONE or room <= 0:
            del times[host]
            log.warning("not_queued", host=host, reason="dead" if is_dead else "too much waits for it")
        else:
            # One that was heard from since it was given up is tried like any other.
            times[host] = PARKED if dead_at is None else now
            room -= 1
    return times
