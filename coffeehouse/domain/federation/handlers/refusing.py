"""Deliveries that were refused, and identities that were taken back before they came."""

from __future__ import annotations

from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.federation import commands, hearing_commands
from coffeehouse.domain.federation.handlers.hearing import keep_gone

LONGEST = 300


def apply_refuse_delivery(command: commands.RefuseDelivery, _context: Context) -> Outcome:
    """Nothing changes: the entry says which server was refused, and why."""
    return Outcome(object=f"server/{command.host[:LONGEST] or 'unknown'}")


def apply_withdraw_object(command: hearing_commands.WithdrawObject, context: Context) -> Outcome:
    """Keep the identity as gone."""
    return Outcome(object=command.uri[:LONGEST], unchanged=not keep_gone(command.uri, context.now))
