"""Decisions about other servers: what holds from now on, who decided it and why. `settling` does the rest in steps.

DecideServer → federation_server, federation_serverdecision → job settle_server → SettleServer, 100 accounts a time
"""

from __future__ import annotations

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.federation.control_commands import DecideServer, ImportServers, Terms
from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols.addresses import BadAddress, read_url

STATES = ("open", "limited", "suspended", "allowed")
LONGEST_REASON = 1_000
MOST_BUDGET = 1_000_000
MOST_AT_ONCE = 10_000
COLUMNS = ("host", "state", "rejects_media", "budget", "reason", "member_id", "decided_at")


def clean_host(written: str) -> str:
    """The name of a server as the house writes it, however it was typed or pasted. Raises Invalid."""
    name = written.strip().removeprefix("https://").removeprefix("http://").removeprefix("*.").lstrip("@")
    try:
        host = read_url(f"https://{name.partition('/')[0]}/").authority
    except BadAddress:
        host = ""
    if not host or len(host) > 253:
        raise Invalid("Write the server's name, such as social.example.org.", field="host")
    if host == settings.DOMAIN.lower():
        raise Invalid("This is the house itself. Write the name of another server.", field="host")
    return host


def apply_decide_server(command: DecideServer, context: Context) -> Outcome:
    """Write what holds for a server from now on."""
    host = clean_host(command.host)
    if command.budget is not None and not 1 <= command.budget <= MOST_BUDGET:
        raise Invalid(f"Write a number from 1 to {MOST_BUDGET:,}, or leave it empty.", field="budget")
    terms = Terms(host=host, state=command.state, rejects_media=command.rejects_media, reason=command.reason)
    state = _decide(terms, command.budget, context)
    return Outcome(
        object=f"server/{host}",
        result=host,
        states=() if state is None else (state,),
        jobs=() if state is None else (_settling(host),),
        unchanged=state is None,
    )


def apply_import_servers(command: ImportServers, context: Context) -> Outcome:
    """Write what a list says. A budget that was set for a server stays."""
    if len(command.terms) > MOST_AT_ONCE:
        raise Invalid(f"A list has at most {MOST_AT_ONCE:,} servers. Import it in parts.", field="list")
    changed: dict[str, State] = {}
    for terms in command.terms:
        host = clean_host(terms.host)
        budget = sql.value("SELECT budget FROM federation_server WHERE host = %s", (host,))
        named = Terms(host=host, state=terms.state, rejects_media=terms.rejects_media, reason=terms.reason)
        state = _decide(named, budget, context)
        if state is not None:
            changed[host] = state
    return Outcome(
        object="servers",
        result=len(changed),
        states=tuple(changed.values()),
        jobs=tuple(_settling(host) for host in changed),
        unchanged=not changed,
    )


def _settling(host: str) -> Job:
    return Job("settle_server", {"host": host})


def _decide(terms: Terms, budget: int | None, context: Context) -> State | None:
    """Keep the decision if it changes anything."""
    if terms.state not in STATES:
        raise Invalid(f"What holds for a server is one of: {', '.join(STATES)}.", field="state")
    reason = one_line(terms.reason, field="reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"A reason has at most {LONGEST_REASON:,} characters.", field="reason")
    if terms.state in ("limited", "suspended") and not reason:
        raise Invalid("Write why, so that others who look after the house understand it later.", field="reason")
    wanted = (terms.state, terms.rejects_media, budget, reason)
    before = sql.row(
        "SELECT state, rejects_media, budget, reason FROM federation_server WHERE host = %s", (terms.host,)
    )
    if before is not None and (before[0], bool(before[1]), before[2], before[3]) == wanted:
        return None
    if before is None and wanted == ("open", False, None, ""):
        return None
    sql.execute(
        "INSERT INTO federation_server (host, state, rejects_media, budget, reason, first_seen_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (host) DO UPDATE SET state = excluded.state,"
        " rejects_media = excluded.rejects_media, budget = excluded.budget, reason = excluded.reason",
        (terms.host, *wanted, context.now),
    )
    decision_id = context.new_id()
    row = (terms.host, *wanted, context.actor.member_id, context.now)
    sql.execute(
        f"INSERT INTO federation_serverdecision (id, {', '.join(COLUMNS)}) VALUES (%s, {sql.marks(len(COLUMNS))})",
        (decision_id, *row),
    )
    plain = {name: int(value) if isinstance(value, bool) else value for name, value in zip(COLUMNS, row, strict=True)}
    return State("federation_serverdecision", decision_id, plain)
