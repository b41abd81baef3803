"""What was kept about the record itself: looks at a person, settings, statements of completeness. Read from the ledger;
what has been erased there is left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.capture.commands import StateCompleteness
from coffeehouse.ledger.of_kind import latest_of_kind
from coffeehouse.ledger.queries import payload_of


class View(NamedTuple):
    """Somebody looked at what the house holds about a member. viewer_id: the member who looked; 0: the house itself."""

    sequence: int
    at: int
    viewer_id: int
    purpose: str
    note: str
    about: str


class Statement(NamedTuple):
    """A statement of completeness, and the entry that is it."""

    sequence: int
    at: int
    said: StateCompleteness

    @property
    def day(self) -> str:
        """The day it is about, 2026-11-22."""
        return self.said.day

    @property
    def is_complete(self) -> bool:
        """Whether everything that came was found in the ledger, and the other way round."""
        return not self.said.gaps


def views_of(member_id: int, *, since: int = 0, limit: int = 200) -> list[View]:
    """Who looked at this member, newest first."""
    found = []
    for entry in latest_of_kind(f"member/{member_id}", "member.viewed", since=since, limit=limit):
        kept = payload_of(entry.sequence).get("kept")
        if kept:
            found.append(
                View(entry.sequence, entry.time_at, int(kept["viewer"]), kept["purpose"], kept["note"], kept["about"])
            )
    return found


def last_settings() -> dict[str, str]:
    """The settings kept last, by name; nothing when none were."""
    for entry in latest_of_kind("settings", "settings.recorded", limit=1):
        return {name: value for name, value in _command_of(entry.sequence).get("values", ())}
    return {}


def settings_history(limit: int = 50) -> list[tuple[int, int, dict[str, str], tuple[str, ...]]]:
    """(entry, when, settings, names that changed) each time they were not those before, newest first."""
    return [
        (
            entry.sequence,
            entry.time_at,
            dict(payload.get("command", {}).get("values", ())),
            tuple(payload.get("kept", {}).get("changed", ())),
        )
        for entry in latest_of_kind("settings", "settings.recorded", limit=limit)
        if (payload := payload_of(entry.sequence))
    ]


def statements(limit: int = 400) -> list[Statement]:
    """Statements of completeness, newest first."""
    found = []
    for entry in latest_of_kind("completeness", "completeness.stated", limit=limit):
        command = _command_of(entry.sequence)
        if command:
            # Numbers are recorded as text.
            said = msgspec.convert(command, StateCompleteness, strict=False)
            found.append(Statement(entry.sequence, entry.time_at, said))
    return found


def _command_of(sequence: int) -> dict[str, Any]:
    found: dict[str, Any] = payload_of(sequence).get("command", {})
    return found


def member_of_address(address: str) -> int | None:
    """The member whom mail to this address reaches; None when it is no member's."""
    found = sql.value("SELECT id FROM people_member WHERE email = %s", (address.lower(),))
    return None if found is None else int(found)


def vouched_tables() -> set[str]:
    """The tables, as states name them, whose rows the ledger has begun to vouch for."""
    entries = latest_of_kind("rows/vouched", "rows.vouched")
    return {table for entry in entries for table in _command_of(entry.sequence).get("tables", ())}
