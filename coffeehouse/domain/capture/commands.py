"""What can be asked about the record itself. Each leaves an entry and no row: the ledger is where it is kept."""

from __future__ import annotations

import msgspec

from coffeehouse.domain.context import Command

# Why somebody may look at what the house holds about a person; the words for people stand beside the pages.
PURPOSES = ("joining", "report", "support", "security", "request", "erasure", "review", "audit", "other")
# What became of something sent outside.
OUTCOMES = ("accepted", "refused", "failed", "given_up")


class ViewMember(Command, frozen=True, kw_only=True):
    """Look at what the house holds about a member, for a purpose that is kept and that the member can read.

    purpose: joining, report, support, security, request, erasure, review, audit or other. about: what it is for, such
    as `report/12` or `request FOI-2026-0001`; the member is not told it.
    """

    member_id: int
    purpose: str
    note: str = ""
    about: str = ""


class RecordSettings(Command, frozen=True, kw_only=True):
    """The house opens with these settings. values: (name, value) in order; of secrets only whether they changed."""

    values: tuple[tuple[str, str], ...]


class KeepReceipt(Command, frozen=True, kw_only=True):
    """What another machine answered to a mail or a push, or that the house gave a job up.

    about: whom it was for, `member/1` or `account/1`; "outside" with the `address` of whoever is no member. medium:
    email, push or job. job: its kind in the outbox. outcome: accepted, refused, failed or given_up. code: the other
    machine's number for it (SMTP, HTTP), 0 where it has none.
    """

    medium: str
    outcome: str
    about: str
    job: str = ""
    job_id: int = 0
    attempt: int = 0
    code: int = 0
    reply: str = ""
    message_id: str = ""
    address: str = ""


class ChannelCount(msgspec.Struct, frozen=True, kw_only=True):
    """One channel on one day: what came to it, what it was told, and how many entries the ledger has of it.

    arrived = answered + unanswered; answered = recorded + unchanged + without_change + turned_away. beside: acts that
    came by no counted request (a command at the machine, a duty by the clock, a page that keeps who looked).
    """

    channel: str
    arrived: int = 0
    answered: int = 0
    unanswered: int = 0
    recorded: int = 0
    unchanged: int = 0
    without_change: int = 0
    turned_away: int = 0
    beside: int = 0
    entries: int = 0


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Where counting and ledger do not agree. kind: no_counters, unanswered, unheard, missing or unexplained."""

    channel: str
    kind: str
    count: int
    examples: tuple[str, ...] = ()


class StateCompleteness(Command, frozen=True, kw_only=True):
    """Say of a UTC day how what came to the channels agrees with the entries from `first` up to, not with, `end`.

    deliveries: (medium, outcome, how many). jobs_waiting, jobs_given_up: in the outbox when this was said.
    """

    day: str
    first: int
    end: int
    channels: tuple[ChannelCount, ...]
    gaps: tuple[Gap, ...] = ()
    deliveries: tuple[tuple[str, str, int], ...] = ()
    jobs_waiting: int = 0
    jobs_given_up: int = 0


class VouchForRows(Command, frozen=True, kw_only=True):
    """Begin to vouch for tables: say of each row they hold how it is, once, when the house meets them first.

    tables: as states name them. begin, after: the table and key to go on behind, where the last command came to its
    end. From then on a row in them that no act wrote is found, also in a table that was empty.
    """

    tables: tuple[str, ...]
    begin: str = ""
    after: int = 0
