"""What a decision about a server does to its accounts: shown or not, limited or not, and the follows that end.

A hundred accounts at a time, each time an act of its own: a server may have very many, and nobody waits for this.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.federation.control_commands import SettleServer
from coffeehouse.domain.federation.queries.servers import Standing, standing_of
from coffeehouse.domain.people import fragments
from coffeehouse.domain.people.handlers.follows import end_follow
from coffeehouse.domain.posts.handlers.feeding import purge

BATCH = 100
# The server of an identity, or of a handle, is the one decided about, or lies below it.
OF_SERVER = (
    "SELECT r.id, r.host, a.domain, a.hidden_at, a.limited_at, r.is_shut, r.gone_at FROM federation_remoteactor r"
    " JOIN people_account a ON a.id = r.id WHERE r.id > %s AND (r.host = %s OR r.host LIKE %s ESCAPE '!'"
    " OR r.host LIKE %s ESCAPE '!' OR a.domain = %s OR a.domain LIKE %s ESCAPE '!' OR a.domain LIKE %s ESCAPE '!')"
    " ORDER BY r.id LIMIT %s"
)

# The name of a follow of ours, which its end names.
OUR_FOLLOW = "DELETE FROM federation_deed WHERE account_id = %s AND kind = 'follow' AND object_id = %s RETURNING uri"


class Guest(NamedTuple):
    """An account elsewhere as it stands."""

    id: int
    host: str
    domain: str
    hidden_at: int | None
    limited_at: int | None
    is_shut: bool
    gone_at: int | None


def prepare_settle_server(command: SettleServer, _actor: Actor) -> list[Guest]:
    """The next accounts of the server; read before the transaction, since it may look at many."""
    plain = command.host.translate({ord(mark): f"!{mark}" for mark in "!%_"})
    names = (command.host, f"%.{plain}", f"{plain}:%")
    return [Guest(*row) for row in sql.rows(OF_SERVER, (command.after, *names, *names, BATCH))]


def apply_settle_server(command: SettleServer, context: Context) -> Outcome:
    """Hide or show, limit or no longer limit these accounts; who is hidden follows nobody and is followed by nobody."""
    guests: list[Guest] = context.prepared
    standings: dict[str, Standing] = {
        host: standing_of(host) for host in {name for guest in guests for name in (guest.host, guest.domain)}
    }
    changed, ended = [], 0
    for guest in guests:
        terms = (standings[guest.host], standings[guest.domain])
        # One that was hidden for a reason of its own is not this decision's to hide, nor to show again.
        is_shut = not all(each.may_talk for each in terms) and bool(guest.is_shut or guest.hidden_at is None)
        is_limited = any(each.is_limited for each in terms)
        if is_shut == bool(guest.is_shut) and is_limited == (guest.limited_at is not None):
            continue
        if is_shut and not guest.is_shut:
            ended += _part(guest.id, context)
        _write(guest, context.now, is_shut=is_shut, is_limited=is_limited)
        changed.append(guest.id)
    after = guests[-1].id if len(guests) == BATCH else None
    return Outcome(
        object=f"server/{command.host}",
        result={"after": after},
        kept={"accounts": [str(account_id) for account_id in changed], "follows_ended": ended},
        states=tuple(fragments.vouch(account_id) for account_id in changed),
        unchanged=not changed,
    )


def _write(guest: Guest, now: int, *, is_shut: bool, is_limited: bool) -> None:
    hidden_at = guest.hidden_at
    if is_shut and hidden_at is None:
        hidden_at = now
    elif guest.is_shut and not is_shut:
        hidden_at = guest.gone_at
    limited_at = (guest.limited_at or now) if is_limited else None
    sql.execute(
        "UPDATE people_account SET hidden_at = %s, limited_at = %s WHERE id = %s", (hidden_at, limited_at, guest.id)
    )
    sql.execute("UPDATE federation_remoteactor SET is_shut = %s WHERE id = %s", (is_shut, guest.id))
    fragments.render(guest.id)


def _part(account_id: int, context: Context) -> int:
    """End every follow of and by an account; how many. What it said leaves the feeds, and what it did is no news.

    Its server is told that, and nothing more from then on (`federation.admitting.may_send`).
    """
    pairs = sql.rows(
        "SELECT account_id, target_id FROM people_follow WHERE account_id = %s OR target_id = %s",
        (account_id, account_id),
    )
    for follower_id, target_id in pairs:
        end_follow(follower_id, target_id)
        if target_id == account_id:
            purge(follower_id, account_id)
            uri = sql.value(OUR_FOLLOW, (follower_id, account_id)) or ""
            _tell(context, verb="undo_follow", by=follower_id, account=account_id, uri=str(uri))
        else:
            _tell(context, verb="reject", by=target_id, account=account_id)
    sql.execute("DELETE FROM federation_remotefollower WHERE account_id = %s", (account_id,))
    sql.execute("DELETE FROM posts_notification WHERE from_account_id = %s", (account_id,))
    return len(pairs)


def _tell(context: Context, **payload: Any) -> None:
    context.later(Job("federate", payload))
