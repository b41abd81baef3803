"""Accounts that move: those elsewhere, whose followers here follow them; and ours, whose followers elsewhere are told.

A move counts when both accounts say so: the old one by moving, the new one by naming the old as its own (O11).
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.federation import moving_commands as commands
from coffeehouse.domain.federation.queries import moves
from coffeehouse.domain.people import fragments
from coffeehouse.domain.people.handlers.acting import acting_account, visible_account
from coffeehouse.kernel.errors import Invalid, NotFound

MAX_ALIASES = 10
LONGEST = 2_000


def apply_receive_move(command: commands.ReceiveMove, _context: Context) -> Outcome:
    """Keep where an account elsewhere went, and have its followers here follow it there."""
    old = sql.row("SELECT uri, moved_to FROM federation_remoteactor WHERE id = %s", (command.account_id,))
    target_uri = moves.identity_here(command.target_id) or sql.value(
        "SELECT uri FROM federation_remoteactor WHERE id = %s AND gone_at IS NULL", (command.target_id,)
    )
    if old is None or not target_uri or command.account_id == command.target_id:
        raise NotFound()
    if not moves.says_it_is(command.target_id, old[0]):
        raise Invalid("The account it moved to does not say that this one is its own.", code="no_alias")
    sql.execute("UPDATE federation_remoteactor SET moved_to = %s WHERE id = %s", (target_uri, command.account_id))
    fragments.render(command.account_id)
    return Outcome(
        object=f"account/{command.account_id}",
        kept={"target": f"account/{command.target_id}"},
        states=(fragments.vouch(command.account_id),),
        jobs=(_following(command.account_id, command.target_id),),
    )


def _following(account_id: int, target_id: int) -> Job:
    return Job("follow_moved", {"account_id": account_id, "target_id": target_id})


def apply_set_aliases(command: commands.SetAliases, context: Context) -> Outcome:
    """Keep these and no others; followers elsewhere are told of the profile."""
    account_id = acting_account(context)
    own = moves.identity_here(account_id)
    wanted = set(command.uris)
    if len(wanted) > MAX_ALIASES:
        raise Invalid(f"Name at most {MAX_ALIASES} accounts. Remove one first.", field="alias")
    if own in wanted or any(len(uri) > LONGEST or not uri.startswith(("https://", "http://")) for uri in wanted):
        raise Invalid("Name another account, as name@server.example.", field="alias")
    before = {alias.uri for alias in moves.aliases_of(account_id)}
    if wanted == before:
        return Outcome(object=f"account/{account_id}", unchanged=True)
    for uri in before - wanted:
        sql.execute("DELETE FROM federation_alias WHERE account_id = %s AND uri = %s", (account_id, uri))
    for uri in sorted(wanted - before):
        sql.execute("INSERT INTO federation_alias (account_id, uri) VALUES (%s, %s)", (account_id, uri))
    return Outcome(object=f"account/{account_id}", jobs=_told(account_id, context))


def apply_move_away(command: commands.MoveAway, context: Context) -> Outcome:
    """Show where the account went, and have its followers follow it there; or show it no longer."""
    account_id = acting_account(context)
    before = sql.value("SELECT target_id FROM federation_moved WHERE account_id = %s", (account_id,))
    if command.target_id == before:
        return Outcome(object=f"account/{account_id}", unchanged=True)
    sql.execute("DELETE FROM federation_moved WHERE account_id = %s", (account_id,))
    if command.target_id is None:
        return _shown(account_id, {}, _told(account_id, context), "account.stayed")
    visible_account(command.target_id, account_id)
    jobs = (*keep_move(account_id, command.target_id, context), _following(account_id, command.target_id))
    return _shown(account_id, {"target": f"account/{command.target_id}"}, jobs, "account.moved")


def keep_move(account_id: int, target_id: int, context: Context) -> tuple[Job, ...]:
    """Keep that one of ours went there, in place of where it went before; the jobs that tell followers elsewhere.

    Raises Invalid when the target does not say that this one is its own (O11).
    """
    if target_id == account_id or not moves.says_it_is(target_id, moves.identity_here(account_id)):
        raise Invalid(
            "That account does not say yet that this one is yours. Name this account there as an alias first,"
            " then move.",
            field="target",
        )
    sql.execute("DELETE FROM federation_moved WHERE account_id = %s", (account_id,))
    sql.execute(
        "INSERT INTO federation_moved (account_id, target_id, moved_at) VALUES (%s, %s, %s)",
        (account_id, target_id, context.now),
    )
    return (*_told(account_id, context), *_sent(account_id, target_id, context))


def _shown(account_id: int, kept: dict[str, Any], jobs: tuple[Job, ...], kind: str) -> Outcome:
    fragments.render(account_id)
    return Outcome(
        object=f"account/{account_id}", kept=kept, states=(fragments.vouch(account_id),), jobs=jobs, kind=kind
    )


def _has_followers_elsewhere(account_id: int) -> bool:
    return sql.value("SELECT 1 FROM federation_remotefollower WHERE target_id = %s LIMIT 1", (account_id,)) is not None


def _told(account_id: int, context: Context) -> tuple[Job, ...]:
    """The profile as it now is, for followers elsewhere."""
    if not _has_followers_elsewhere(account_id):
        return ()
    return (Job("federate", {"verb": "profile", "by": account_id, "at": context.now}),)


def _sent(account_id: int, target_id: int, context: Context) -> tuple[Job, ...]:
    """The Move itself, for them; one that is made again after coming back is another."""
    if not _has_followers_elsewhere(account_id):
        return ()
    return (Job("federate", {"verb": "move", "by": account_id, "account": target_id, "at": context.now}),)
