"""What is due for disposal, class by class: its time is over. What a hold stops is listed with it, and why."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.records.classes import RecordClass, classes
from coffeehouse.domain.records.holds import HoldRow
from coffeehouse.domain.records.proposing import OFFICIAL, holds_in_the_way

ID_SHIFT = 16  # ids begin with the time they were given, so that a range of times is a range of ids
_OFFICIAL = ", ".join(f"'{kind}'" for kind in OFFICIAL)
_POSTS = (
    "SELECT 'post/' || CAST(p.id AS TEXT), p.created_at FROM posts_post p"
    " JOIN people_account a ON a.id = p.account_id"
    " WHERE p.id < %s AND p.created_at <= %s AND p.boost_of_id IS NULL AND {} {} ORDER BY p.id LIMIT %s"
)
_TO_BODY = (
    "{}EXISTS (SELECT 1 FROM posts_mention m JOIN people_account b ON b.id = m.account_id"
    f" WHERE m.post_id = p.id AND b.kind IN ({_OFFICIAL}))"
)
_DRAFTS = (
    "SELECT 'held/' || CAST(id AS TEXT), decided_at FROM publishing_heldcommand WHERE id < %s AND decided_at <= %s"
    " AND voice_id IS {} AND result_object NOT IN (SELECT object FROM records_deleted) ORDER BY id LIMIT %s"
)
_PEOPLE = (
    "SELECT 'account/' || CAST(a.id AS TEXT), m.decided_at FROM people_account a JOIN people_member m"
    " ON m.id = a.member_id WHERE a.id < %s AND m.decided_at <= %s AND m.state IN ('left', 'rejected')"
    " AND a.kind = 'persona' AND substr(m.email, 1, 7) <> 'erased-'"
    " AND {} (m.held_office OR EXISTS (SELECT 1 FROM publishing_decision d WHERE d.member_id = m.id))"
    " ORDER BY a.id LIMIT %s"
)
# For a class, its objects that were triggered before a time; parameters: greatest id, the time, how many.
DUE = {
    "official-posts": _POSTS.format("p.visibility <> 'direct'", f"AND a.kind IN ({_OFFICIAL})"),
    "members-posts": _POSTS.format("p.visibility <> 'direct'", f"AND a.kind NOT IN ({_OFFICIAL})"),
    "enquiries": _POSTS.format("p.visibility = 'direct'", f"AND (a.kind IN ({_OFFICIAL}) OR {_TO_BODY.format('')})"),
    "private-messages": _POSTS.format(
        "p.visibility = 'direct'", f"AND a.kind NOT IN ({_OFFICIAL}) AND {_TO_BODY.format('NOT ')}"
    ),
    "official-drafts": _DRAFTS.format("NOT NULL"),
    "members-drafts": _DRAFTS.format("NULL"),
    "moderation": (
        "SELECT 'report/' || CAST(id AS TEXT), decided_at FROM cases_report WHERE id < %s AND decided_at <= %s"
        " ORDER BY id LIMIT %s"
    ),
    "members": _PEOPLE.format("NOT"),
    "staff": _PEOPLE.format(""),
    "requests": (
        "SELECT 'request/' || CAST(id AS TEXT), closed_at FROM requests_request WHERE id < %s AND closed_at <= %s"
        " AND disposed_at IS NULL ORDER BY closed_at LIMIT %s"
    ),
}
# What else of a class lies in another table.
ALSO_DUE = {
    "requests": (
        "SELECT 'erasure/' || CAST(id AS TEXT), carried_out_at FROM records_erasure WHERE id < %s"
        " AND carried_out_at <= %s AND words <> '' ORDER BY id LIMIT %s"
    ),
}

# What was taken out of sight of a class: its time runs from then. What its author deleted: as if it were still there.
OUT_OF_SIGHT = (
    "SELECT x.object, x.created_at FROM records_preserved x WHERE x.class_id = %s AND x.created_at <= %s"
    " AND NOT EXISTS (SELECT 1 FROM records_deleted d WHERE d.object = x.object) ORDER BY x.id LIMIT %s",
    "SELECT object, trigger_at FROM records_deleted WHERE class_id = %s AND trigger_at <= %s"
    " ORDER BY trigger_at LIMIT %s",
)


class Due(NamedTuple):
    """An object whose time is over. hold: what stops its disposal, if anything does. proposed: in a disposal."""

    name: str
    trigger_at: int
    hold: HoldRow | None
    disposal_id: int | None


def due_objects(record_class: RecordClass, now: int, limit: int = 200) -> list[Due]:
    """What is due of a class, longest first."""
    cutoff = record_class.cutoff(now)
    if cutoff is None:
        return []
    found = []
    rows = sorted(_rows(record_class, cutoff, limit), key=itemgetter(1))
    for name, trigger_at in rows[:limit]:
        held = holds_in_the_way(name)
        found.append(Due(name, trigger_at, held[0] if held else None, _proposed_in(name)))
    return found


def _rows(record_class: RecordClass, cutoff: int, limit: int) -> list[tuple[str, int]]:
    """(object, from when its time ran) of what is due; up to `limit` of each table it may lie in."""
    if record_class.id not in DUE or record_class.action == "keep":
        return []
    found: list[tuple[str, int]] = []
    for statements in (DUE, ALSO_DUE):
        if record_class.id in statements:
            found += sql.rows(statements[record_class.id], ((cutoff + 1) << ID_SHIFT, cutoff, limit))
    for out_of_sight in OUT_OF_SIGHT:
        found += sql.rows(out_of_sight, (record_class.id, cutoff, limit))
    return found


def _proposed_in(name: str) -> int | None:
    found = sql.value(
        "SELECT d.id FROM records_disposalitem i JOIN records_disposal d ON d.id = i.disposal_id"
        " WHERE i.object = %s AND d.state = 'proposed' LIMIT 1",
        (name,),
    )
    return None if found is None else int(found)


def count_due(now: int, most: int = 1000) -> dict[str, int]:
    """How many are due of each class, held ones included; counted up to `most`."""
    found = {}
    for each in classes().values():
        cutoff = each.cutoff(now)
        if cutoff is not None and each.id in DUE and each.action != "keep":
            found[each.id] = len(_rows(each, cutoff, most))
    return found
