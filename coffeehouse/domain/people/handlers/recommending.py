"""Endorsements and suggestions: whom an account shows on its profile, and whom it does not want to be shown."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people import relation_commands as commands
from coffeehouse.domain.people.handlers.acting import acting_account, visible_account
from coffeehouse.kernel.errors import Invalid


def apply_endorse_account(command: commands.EndorseAccount, context: Context) -> Outcome:
    """Insert an endorsement of an account one follows."""
    account_id, target_id = acting_account(context), command.target_id
    visible_account(target_id, account_id)
    followed = sql.value(
        "SELECT 1 FROM people_follow WHERE account_id = %s AND target_id = %s AND NOT is_pending",
        (account_id, target_id),
    )
    if not followed:
        raise Invalid("Validation failed: You must be already following the person you want to endorse")
    done = sql.execute(
        "INSERT INTO people_endorsement (id, account_id, target_id) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (context.new_id(), account_id, target_id),
    )
    return Outcome(object=f"account/{target_id}", unchanged=not done)


def apply_unendorse_account(command: commands.UnendorseAccount, context: Context) -> Outcome:
    """Remove an endorsement."""
    done = sql.execute(
        "DELETE FROM people_endorsement WHERE account_id = %s AND target_id = %s",
        (acting_account(context), command.target_id),
    )
    if not done:
        visible_account(command.target_id, None)
    return Outcome(object=f"account/{command.target_id}", unchanged=not done)


def apply_dismiss_suggestion(command: commands.DismissSuggestion, context: Context) -> Outcome:
    """Remember that somebody is not to be suggested."""
    account_id = acting_account(context)
    visible_account(command.target_id, account_id)
    done = sql.execute(
        "INSERT INTO people_dismissedsuggestion (account_id, target_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (account_id, command.target_id),
    )
    return Outcome(object=f"account/{command.target_id}", unchanged=not done)
