"""Reads of drafts (held commands), of what was decided about them, and of what the house is in.

Who sees a draft: those with a seat at its voice, whatever the seat's powers, and administrators; one's own words are
seen by their author and by those who moderate. For everybody else it does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.kernel import clock

COLUMNS = (
    "id", "name", "command", "content_hash", "account_id", "channel", "verdict", "state", "created_at",
    "decision_reason", "result_object", "member_id", "voice_id", "revision", "criticality", "route", "needs",
    "embargo_at", "release_at", "pair_id", "emergency", "review_due_at", "decided_at", "decided_by_id",
)  # fmt: skip
SELECT = f"SELECT {', '.join(f'h.{name}' for name in COLUMNS)} FROM publishing_heldcommand h"
OPEN_STATES = ("held", "changes_asked", "approved")
# Powers that let a seat decide about drafts of its voice, and those that let it work on them.
REVIEWERS = frozenset({"review", "release", "emergency"})
WRITERS = frozenset({"draft", "review", "release", "emergency"})
NOBODY = ("FALSE", ())


def _held(row: tuple[Any, ...]) -> dict[str, Any]:
    held = dict(zip(COLUMNS, row, strict=True))
    held["command"] = msgspec.json.decode(held["command"])
    if held["embargo_at"] is not None:
        # A post that is to be published later is shown as the post it will be.
        held["command"]["scheduled_at"] = held["embargo_at"]
    held["verdict"] = msgspec.json.decode(held["verdict"])
    held["emergency"] = bool(held["emergency"])
    return held


def read_held(held_id: int) -> dict[str, Any] | None:
    """One held command, whoever asks: for the house itself."""
    row = sql.row(f"{SELECT} WHERE h.id = %s", (held_id,))
    return None if row is None else _held(row)


def media_of_open() -> set[int]:
    """Uploads that some draft still needs."""
    marks = sql.marks(len(OPEN_STATES))
    found = sql.rows(f"SELECT command FROM publishing_heldcommand WHERE state IN ({marks})", OPEN_STATES)
    return {int(media_id) for (text,) in found for media_id in msgspec.json.decode(text).get("media_ids") or ()}


# ---- What a member sees


def powers_at(member_id: int | None, voice_id: int | None) -> frozenset[str]:
    """The powers of the seat this member holds at the voice at this moment; empty without one."""
    found = sql.value(
        "SELECT s.powers FROM people_seat s JOIN people_member m ON m.id = s.member_id WHERE s.member_id = %s"
        " AND s.account_id = %s AND m.state = 'active' AND (s.expires_at IS NULL OR s.expires_at > %s)",
        (member_id or 0, voice_id or 0, clock.now_ms()),
    )
    return frozenset(str(found or "").split())


def has_power(member_id: int | None, power: str) -> bool:
    """Whether some seat of the member's gives this power at this moment."""
    seats = sql.rows(
        "SELECT s.powers FROM people_seat s JOIN people_member m ON m.id = s.member_id WHERE s.member_id = %s"
        " AND m.state = 'active' AND (s.expires_at IS NULL OR s.expires_at > %s)",
        (member_id or 0, clock.now_ms()),
    )
    return any(power in powers.split() for (powers,) in seats)


def role_of(member_id: int | None) -> str:
    """What an active member is in the house: member, moderator, records, admin; "" for anybody else."""
    found = sql.value("SELECT role FROM people_member WHERE id = %s AND state = 'active'", (member_id or 0,))
    return str(found or "")


def drafts_seen_by(member_id: int) -> tuple[str, tuple[Any, ...]]:
    """The condition (on `h`) for drafts this member sees, and its parameters."""
    role = role_of(member_id)
    if role == "":
        return NOBODY
    if role == "admin":
        return "TRUE", ()
    seated = (
        "h.voice_id IN (SELECT s.account_id FROM people_seat s WHERE s.member_id = %s"
        " AND (s.expires_at IS NULL OR s.expires_at > %s))"
    )
    own = "h.voice_id IS NULL" if role == "moderator" else f"(h.voice_id IS NULL AND h.member_id = {int(member_id)})"
    return f"({seated} OR {own})", (member_id, clock.now_ms())


def drafts_for(
    member_id: int, states: tuple[str, ...] = OPEN_STATES, *, voice_id: int | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """Drafts this member sees, oldest first; of one voice, if one is named."""
    scope, params = drafts_seen_by(member_id)
    of_voice, which = ("", ()) if voice_id is None else (" AND h.voice_id = %s", (voice_id,))
    found = sql.rows(
        f"{SELECT} WHERE {scope}{of_voice} AND h.state IN ({sql.marks(len(states))}) ORDER BY h.id LIMIT %s",
        (*params, *which, *states, limit),
    )
    return [_held(row) for row in found]


def read_draft(member_id: int, held_id: int) -> dict[str, Any] | None:
    """One draft this member sees, with `approvals` and `may` (what they may do with it now); else None."""
    scope, params = drafts_seen_by(member_id)
    row = sql.row(f"{SELECT} WHERE h.id = %s AND {scope}", (held_id, *params))
    if row is None:
        return None
    held = _held(row)
    held["approvals"] = approvals_of(held_id)
    held["author_ids"] = sorted(authors_of(held_id))
    held["may"] = _may(member_id, held)
    return held


def _may(member_id: int, held: dict[str, Any]) -> tuple[str, ...]:
    """What this member may do with a draft now, apart from what the rules of the day say: decide, emergency, write."""
    powers, role = powers_at(member_id, held["voice_id"]), role_of(member_id)
    own = member_id in held["author_ids"]
    may = []
    if held["state"] in OPEN_STATES:
        if not own and may_decide(powers, role, held["voice_id"]):
            may.append("decide")
        if not own and "emergency" in powers:
            may.append("emergency")
        if own or powers & WRITERS:
            may.append("write")
        if held["state"] == "approved" and (own or may_decide(powers, role, held["voice_id"])):
            may.append("undo")
    if held["review_due_at"] is not None and not own and may_decide(powers, role, held["voice_id"]):
        may.append("review_afterwards")
    return tuple(may)


def may_decide(powers: frozenset[str], role: str, voice_id: int | None) -> bool:
    """Whether a seat's powers, or a part played in the house, let somebody decide about a draft."""
    return role == "admin" or (role == "moderator" if voice_id is None else bool(powers & REVIEWERS))


def history(member_id: int, held_id: int) -> list[dict[str, Any]]:
    """Revisions and decisions of a draft this member sees, oldest first; `kind` is revision or decision."""
    scope, params = drafts_seen_by(member_id)
    if sql.value(f"SELECT 1 FROM publishing_heldcommand h WHERE h.id = %s AND {scope}", (held_id, *params)) is None:
        return []
    revisions = [
        {
            "kind": "revision", "id": row[0], "revision": row[1], "member_id": row[2], "at": row[3],
            "command": msgspec.json.decode(row[4]), "embargo_at": row[5], "pair_id": row[6],
        }
        for row in sql.rows(
            "SELECT id, revision, member_id, created_at, command, embargo_at, pair_id FROM publishing_revision"
            " WHERE held_id = %s",
            (held_id,),
        )
    ]  # fmt: skip
    decisions = [{"kind": "decision", "at": decision["created_at"], **decision} for decision in _decisions(held_id)]
    return sorted([*revisions, *decisions], key=lambda step: (step["at"], step["id"]))


DECISION = (
    "id", "revision", "content_hash", "member_id", "account_id", "decision", "reason", "channel", "is_void",
    "created_at",
)  # fmt: skip


def _decisions(held_id: int) -> list[dict[str, Any]]:
    found = sql.rows(
        f"SELECT {', '.join(DECISION)} FROM publishing_decision WHERE held_id = %s ORDER BY id", (held_id,)
    )
    return [dict(zip(DECISION, row, strict=True)) for row in found]


def published_together(result_object: str) -> str:
    """What a draft became ("post/77") whose partner in the other language became `result_object`; "" for none."""
    found = sql.value(
        "SELECT p.result_object FROM publishing_heldcommand h JOIN publishing_heldcommand p"
        " ON p.pair_id = h.pair_id AND p.id <> h.id WHERE h.result_object = %s",
        (result_object,),
    )
    return found or ""


def read_decision(decision_id: int) -> dict[str, Any] | None:
    """One decision, with the draft it is about as `held_id`: for the house itself, which tells people of it."""
    row = sql.row(f"SELECT held_id, {', '.join(DECISION)} FROM publishing_decision WHERE id = %s", (decision_id,))
    return None if row is None else dict(zip(("held_id", *DECISION), row, strict=True))


def authors_of(held_id: int) -> set[int]:
    """Every member who wrote or changed a revision of it: none of them decides about it."""
    found = sql.rows(
        "SELECT DISTINCT member_id FROM publishing_revision WHERE held_id = %s AND member_id IS NOT NULL", (held_id,)
    )
    return {row[0] for row in found}


def approvals_of(held_id: int, decision: str = "release") -> list[int]:
    """Members whose approval of the draft as it is still stands, in the order given."""
    found = sql.rows(
        "SELECT d.member_id FROM publishing_decision d JOIN publishing_heldcommand h ON h.id = d.held_id"
        " WHERE d.held_id = %s AND d.decision = %s AND NOT d.is_void AND d.content_hash = h.content_hash ORDER BY d.id",
        (held_id, decision),
    )
    return [row[0] for row in found]


def approved_or_nearly() -> list[int]:
    """Official drafts that somebody has approved and that are not out yet."""
    found = sql.rows(
        "SELECT id FROM publishing_heldcommand WHERE voice_id IS NOT NULL AND state IN ('held', 'approved') ORDER BY id"
    )
    return [row[0] for row in found]


def state_of(held_id: int) -> str:
    """The state a draft is in at this moment."""
    return str(sql.value("SELECT state FROM publishing_heldcommand WHERE id = %s", (held_id,)) or "")


def is_late(held_id: int, content_hash: str) -> bool:
    """Whether the team was told that the time of exactly these words came before they were approved."""
    statement = "SELECT 1 FROM publishing_decision WHERE held_id = %s AND content_hash = %s AND decision = 'late'"
    return sql.value(statement, (held_id, content_hash)) is not None


def reviewers_of(held_id: int) -> list[int]:
    """Members who may decide about this draft: those with the powers at its voice, not its authors.

    For one's own words, and for a voice where nobody else has the power, those who moderate or administer the house.
    """
    voice_id = sql.value("SELECT voice_id FROM publishing_heldcommand WHERE id = %s", (held_id,))
    authors = authors_of(held_id)
    if voice_id is not None:
        seats = sql.rows(
            "SELECT s.member_id, s.powers FROM people_seat s JOIN people_member m ON m.id = s.member_id"
            " WHERE s.account_id = %s AND m.state = 'active' AND (s.expires_at IS NULL OR s.expires_at > %s)"
            " ORDER BY s.id",
            (voice_id, clock.now_ms()),
        )
        found = [row[0] for row in seats if REVIEWERS & set(row[1].split()) and row[0] not in authors]
        if found:
            return found
    roles = ("admin",) if voice_id is not None else ("admin", "moderator")
    marks = sql.marks(len(roles))
    found_roles = sql.rows(
        f"SELECT id FROM people_member WHERE state = 'active' AND role IN ({marks}) ORDER BY id", roles
    )
    return [row[0] for row in found_roles if row[0] not in authors]


def reviews_due(member_id: int, limit: int = 100) -> list[dict[str, Any]]:
    """What an emergency published and nobody has looked at since, soonest due first."""
    scope, params = drafts_seen_by(member_id)
    found = sql.rows(
        f"{SELECT} WHERE h.review_due_at IS NOT NULL AND {scope} ORDER BY h.review_due_at LIMIT %s", (*params, limit)
    )
    return [_held(row) for row in found]


# ---- What the house is in


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode as somebody set it: from when, until when (None: until it is ended), why."""

    starts_at: int
    ends_at: int | None
    reason: str
    set_at: int


def read_mode(name: str) -> Mode | None:
    """The mode as it was last set: `incident_stop` or `election`; it may be over, or still to come."""
    row = sql.row("SELECT starts_at, ends_at, reason, set_at FROM publishing_mode WHERE name = %s", (name,))
    return None if row is None else Mode(*row)


def is_stopped(now: int) -> bool:
    """Whether official words are stopped for an incident: by command, or by the setting INCIDENT_STOP."""
    return bool(settings.INCIDENT_STOP) or _holds(read_mode("incident_stop"), now)


def is_election_period(now: int) -> bool:
    """Whether the rules before an election hold."""
    return _holds(read_mode("election"), now)


def _holds(mode: Mode | None, now: int) -> bool:
    return mode is not None and mode.starts_at <= now and (mode.ends_at is None or now < mode.ends_at)
