"""Blocking another server: following ends both ways with everybody there. The house itself can not be blocked."""

from __future__ import annotations

import re

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.people import relation_commands as commands
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.people.handlers.follows import end_follow
from coffeehouse.kernel.errors import Invalid

LONGEST = 253
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+(?::[0-9]{{1,5}})?")


def clean_domain(written: str, field: str = "domain") -> str:
    """The host name as accounts carry it: lower case, ASCII, without a dot at the end. Raises Invalid for no name."""
    name = written.strip().rstrip(".").lower()
    if not name:
        raise Invalid("Validation failed: Domain can't be blank", field=field)
    try:
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if len(name) > LONGEST or not _DOMAIN.fullmatch(name):
        raise Invalid("Validation failed: Domain is not a valid domain name", field=field)
    return name


def apply_block_domain(command: commands.BlockDomain, context: Context) -> Outcome:
    """Insert a block of a server; following ends both ways with everybody there."""
    account_id, domain = acting_account(context), clean_domain(command.domain)
    if domain == settings.DOMAIN.lower():
        raise Invalid("This is the server you are on. Block or mute single accounts instead.", field="domain")
    done = sql.execute(
        "INSERT INTO people_domainblock (id, account_id, domain) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (context.new_id(), account_id, domain),
    )
    if done:
        _part_from(account_id, domain)
    return Outcome(object=f"domain/{domain}", result=domain, unchanged=not done)


def _part_from(account_id: int, domain: str) -> None:
    there = "IN (SELECT id FROM people_account WHERE domain = %s)"
    for (target_id,) in sql.rows(
        f"SELECT target_id FROM people_follow WHERE account_id = %s AND target_id {there}", (account_id, domain)
    ):
        end_follow(account_id, target_id)
    for (follower_id,) in sql.rows(
        f"SELECT account_id FROM people_follow WHERE target_id = %s AND account_id {there}", (account_id, domain)
    ):
        end_follow(follower_id, account_id)


def apply_unblock_domain(command: commands.UnblockDomain, context: Context) -> Outcome:
    """Remove the block of a server; following does not come back by itself."""
    domain = clean_domain(command.domain)
    done = sql.execute(
        "DELETE FROM people_domainblock WHERE account_id = %s AND domain = %s", (acting_account(context), domain)
    )
    return Outcome(object=f"domain/{domain}", unchanged=not done)
