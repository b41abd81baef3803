"""Keeps looks at a person, settings, receipts, statements of completeness, and how rows are: entries without rows."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain import vouching
from coffeehouse.domain.capture import queries
from coffeehouse.domain.capture.commands import (
    OUTCOMES,
    PURPOSES,
    KeepReceipt,
    RecordSettings,
    StateCompleteness,
    ViewMember,
    VouchForRows,
)
from coffeehouse.domain.context import Context, Outcome, State
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.text import normalise

LONGEST_NOTE = 500
# Looking again for the same purpose within this time is the same look.
ONE_LOOK = clock.HOUR
# Rows in one entry: an entry is read whole.
MOST_ROWS = 2_000


def apply_view_member(command: ViewMember, context: Context) -> Outcome:
    """Keep who looked at whom and why; one's own data need no reason."""
    if sql.value("SELECT 1 FROM people_member WHERE id = %s", (command.member_id,)) is None:
        raise NotFound
    thing = f"member/{command.member_id}"
    if command.purpose not in PURPOSES:
        raise Invalid("Say what you look for: choose a purpose.", field="purpose")
    note = normalise(command.note, field="note").strip()
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"This is too long. It may have {LONGEST_NOTE} characters.", field="note")
    if not note and command.purpose in ("other", "audit", "security"):
        raise Invalid("Say in a few words why: it is kept, and the person can read it.", field="note")
    viewer = context.actor.member_id
    kept = {"viewer": str(viewer or 0), "purpose": command.purpose, "note": note, "about": command.about}
    if viewer == command.member_id or _is_same_look(command.member_id, kept, context.now):
        return Outcome(object=thing, result=str(command.member_id), unchanged=True)
    return Outcome(object=thing, result=str(command.member_id), kept=kept)


def _is_same_look(member_id: int, kept: dict[str, str], now: int) -> bool:
    return any(
        (str(view.viewer_id), view.purpose, view.note, view.about) == tuple(kept.values())
        for view in queries.views_of(member_id, since=now - ONE_LOOK)
    )


def apply_record_settings(command: RecordSettings, _context: Context) -> Outcome:
    """Keep the settings when they are not those kept last; which of them are new."""
    before = queries.last_settings()
    now = dict(command.values)
    changed = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    if not changed:
        return Outcome(object="settings", unchanged=True)
    return Outcome(object="settings", result=changed, kept={"changed": changed if before else []})


def apply_keep_receipt(command: KeepReceipt, _context: Context) -> Outcome:
    """Keep what became of something that was sent."""
    if command.outcome not in OUTCOMES:
        raise Invalid(f"An outcome is one of {', '.join(OUTCOMES)}.", field="outcome")
    return Outcome(object=command.about)


def apply_state_completeness(command: StateCompleteness, _context: Context) -> Outcome:
    """Keep the statement; a day is stated once."""
    if any(statement.day == command.day for statement in queries.statements()):
        return Outcome(object="completeness", unchanged=True)
    return Outcome(object="completeness", result=command.day, kept={"is_complete": not command.gaps})


def apply_vouch_for_rows(command: VouchForRows, _context: Context) -> Outcome:
    """Say how the rows are; where there are too many for one entry, the result says where to go on."""
    # Nothing has the number 0. Saying so lets the verifier know each table, also while it is empty.
    states = [] if command.begin else [State(name, 0, None) for name in command.tables]
    room, after = MOST_ROWS, command.after
    for name in command.tables[command.tables.index(command.begin) if command.begin else 0 :]:
        table = name.partition("/")[0]
        keys = vouching.keys_after(table, after, room)
        states += vouching.states_of(table, keys)
        if len(keys) == room:
            return Outcome(object="rows/begun", result=[name, keys[-1] if keys else after], states=tuple(states))
        room, after = room - len(keys), 0
    return Outcome(object="rows/vouched", states=tuple(states))
