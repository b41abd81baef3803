"""What can be asked about cases."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class FileReport(Command, frozen=True, kw_only=True):
    """Say to the moderators that an account, or posts of it, break a rule. category: spam, legal, violation, other."""

    account_id: int
    post_ids: tuple[int, ...] = ()
    comment: str = ""
    category: str = "other"
    rule_ids: tuple[int, ...] = ()
    is_forwarded: bool = False


class AssignReport(Command, frozen=True, kw_only=True):
    """Take a report on, so that others know it is looked at; or give it back."""

    report_id: int
    is_taken: bool = True


class ResolveReport(Command, frozen=True, kw_only=True):
    """Close a report, with the reason for what was or was not done."""

    report_id: int
    reason: str
