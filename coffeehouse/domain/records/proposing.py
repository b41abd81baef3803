"""Which class an object belongs to, when its time is over, and what a request to erase it meets: a hold first, then
the class, then the person's wish. Read by handlers and screens alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.records.classes import RecordClass, classes
from coffeehouse.domain.records.deleted import read_deleted
from coffeehouse.domain.records.holds import HoldRow, holds_on, list_holds
from coffeehouse.domain.records.objects import owners, parse

OFFICIAL = ("voice", "service", "community")
MOST_ITEMS = 20_000
REQUESTS = ("request/", "erasure/")
DELETED = ("post/", "scheduled/")
# What goes with the account that said it.
SAID_BY = {
    "post": "SELECT id FROM posts_post WHERE account_id = %s",
    "scheduled": "SELECT id FROM posts_scheduled WHERE account_id = %s",
}
NOTHING_AGAINST = "Nothing stands against it."
TIME_IS_OVER = "Its time is over."


class Placed(NamedTuple):
    """An object in its class. trigger_at: from when its time runs; None while that has not happened."""

    name: str
    record_class: RecordClass
    trigger_at: int | None

    def is_due(self, now: int) -> bool:
        """Whether its time is over."""
        cutoff = self.record_class.cutoff(now)
        return cutoff is not None and self.trigger_at is not None and self.trigger_at <= cutoff


class Proposal(NamedTuple):
    """What is proposed for one object: erase, restrict, keep; by which rule, and why in words."""

    outcome: str
    rule: str
    because: str


def place(name: str) -> Placed | None:
    """The object in its class; None when it is gone."""
    kind, number = parse(name)
    found = PLACES[kind](number)
    if found is None and (deleted := read_deleted(name)) is not None:
        found = deleted.class_id, deleted.trigger_at
    if found is None:
        found = sql.row("SELECT class_id, created_at FROM records_preserved WHERE object = %s ORDER BY id", (name,))
    return None if found is None else Placed(name, classes()[found[0]], found[1])


def _post(post_id: int) -> tuple[str, int | None] | None:
    row = sql.row(
        "SELECT a.kind, p.visibility, p.created_at FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " WHERE p.id = %s",
        (post_id,),
    )
    if row is None:
        return None
    kind, visibility, created_at = row
    if visibility != "direct":
        return ("official-posts" if kind in OFFICIAL else "members-posts"), created_at
    to_body = kind in OFFICIAL or sql.value(
        "SELECT 1 FROM posts_mention m JOIN people_account a ON a.id = m.account_id"
        f" WHERE m.post_id = %s AND a.kind IN ({sql.marks(len(OFFICIAL))}) LIMIT 1",
        (post_id, *OFFICIAL),
    )
    return ("enquiries" if to_body else "private-messages"), created_at


def _draft(held_id: int) -> tuple[str, int | None] | None:
    row = sql.row("SELECT voice_id, decided_at, result_object FROM publishing_heldcommand WHERE id = %s", (held_id,))
    if row is None:
        return None
    # The last words of a deleted post that was a draft are the draft's: they stay as long as the post's would.
    deleted = read_deleted(row[2]) if row[2] else None
    if deleted is not None:
        return deleted.class_id, deleted.trigger_at
    return "members-drafts" if row[0] is None else "official-drafts", row[1]


def _report(report_id: int) -> tuple[str, int | None] | None:
    row = sql.row("SELECT decided_at FROM cases_report WHERE id = %s", (report_id,))
    return None if row is None else ("moderation", row[0])


def _person(account_id: int) -> tuple[str, int | None] | None:
    row = sql.row(
        "SELECT a.kind, m.role, m.state, m.decided_at, m.held_office"
        " OR EXISTS (SELECT 1 FROM publishing_decision d WHERE d.member_id = m.id)"
        " FROM people_account a LEFT JOIN people_member m ON m.id = a.member_id WHERE a.id = %s",
        (account_id,),
    )
    if row is None:
        return None
    kind, role, state, decided_at, acted = row
    is_staff = kind in OFFICIAL or (role or "member") != "member" or bool(acted)
    return ("staff" if is_staff else "members"), decided_at if state in ("left", "rejected") else None


def _scheduled(scheduled_id: int) -> tuple[str, int | None] | None:
    """Its time does not run before it is published or cancelled."""
    kind = sql.value(
        "SELECT a.kind FROM posts_scheduled s JOIN people_account a ON a.id = s.account_id WHERE s.id = %s",
        (scheduled_id,),
    )
    return None if kind is None else ("official-drafts" if kind in OFFICIAL else "members-drafts", None)


def _note(note_id: int) -> tuple[str, int | None] | None:
    """It stays for as long as its author wants it, and carries no time."""
    found = sql.value("SELECT 1 FROM people_accountnote WHERE id = %s", (note_id,))
    return None if found is None else ("private-messages", None)


def _request(request_id: int) -> tuple[str, int | None] | None:
    """Until its words are gone; its time runs from when it was answered or withdrawn."""
    row = sql.row("SELECT closed_at FROM requests_request WHERE id = %s AND disposed_at IS NULL", (request_id,))
    return None if row is None else ("requests", row[0])


def _erasure(erasure_id: int) -> tuple[str, int | None] | None:
    """What somebody wrote when they asked to be forgotten. That it was asked and done stays in another class."""
    row = sql.row("SELECT carried_out_at FROM records_erasure WHERE id = %s AND words <> ''", (erasure_id,))
    return None if row is None else ("requests", row[0])


def is_under_way(name: str) -> bool:
    """Whether it is a request that still waits for its answer."""
    placed = place(name) if name.startswith(REQUESTS) else None
    return placed is not None and placed.trigger_at is None


PLACES: dict[str, Callable[[int], tuple[str, int | None] | None]] = {
    "post": _post, "held": _draft, "scheduled": _scheduled, "report": _report, "note": _note, "account": _person,
    "request": _request, "erasure": _erasure,
}  # fmt: skip


def propose(name: str, now: int) -> Proposal | None:
    """What the rules say of erasing an object; None when it is gone."""
    placed = place(name)
    if placed is None:
        return None
    held = holds_in_the_way(name)
    if held:
        return Proposal("keep", f"hold {held[0].id}", held[0].because)
    rule = f"class {placed.record_class.id}"
    if placed.is_due(now):
        return Proposal("erase", rule, TIME_IS_OVER)
    outcome = placed.record_class.erasure
    return Proposal(outcome, rule, NOTHING_AGAINST if outcome == "erase" else placed.record_class.because)


def holds_in_the_way(name: str) -> list[HoldRow]:
    """Holds on an object; a person's name also stays while a hold names something they said, or covers a remark."""
    kind, number = parse(name)
    found = holds_on(name)
    if kind == "held" and not found:
        # The words of a post that was a draft are the draft's, once the post is deleted.
        became = sql.value("SELECT result_object FROM publishing_heldcommand WHERE id = %s", (number,)) or ""
        return holds_on(became) if became.startswith("post/") else []
    if found or kind != "account":
        return found
    return next((held for each in _said(number) if (held := holds_on(each))), [])


def _said(account_id: int) -> Iterator[str]:
    """What a person said, as far as a hold may be on it: by name, by whom a remark is about or from, or preserved."""
    named = sql.rows(
        "SELECT o.object FROM records_holdobject o JOIN records_hold h ON h.id = o.hold_id AND h.lifted_at IS NULL"
    )
    for kind, statement in SAID_BY.items():
        numbers = [parse(row[0])[1] for row in named if row[0].startswith(f"{kind}/")]
        for start in range(0, len(numbers), 500):
            part = numbers[start : start + 500]
            found = sql.rows(f"{statement} AND id IN ({sql.marks(len(part))})", (account_id, *part))
            yield from (f"{kind}/{row[0]}" for row in found)
    if list_holds(limit=1):
        remarks = "SELECT id FROM people_accountnote WHERE account_id = %s OR target_id = %s"
        yield from (f"note/{row[0]}" for row in sql.rows(remarks, (account_id, account_id)))
        kept = "SELECT DISTINCT object FROM records_preserved WHERE account_id = %s AND reason = 'hold'"
        yield from (row[0] for row in sql.rows(kept, (account_id,)))
        # What they deleted stands in the ledger alone.
        yield from (row[0] for row in named if row[0].startswith(DELETED) and account_id in owners(row[0]))


def records_of(account_id: int) -> list[str]:
    """All the house holds about a person: what they said and meant to say, reports by and about them, who they are."""
    found: list[str] = []
    for statement, params in (
        (
            "SELECT 'post/' || CAST(id AS TEXT) FROM posts_post WHERE account_id = %s AND boost_of_id IS NULL"
            " ORDER BY id LIMIT %s",
            (account_id, MOST_ITEMS),
        ),
        (
            "SELECT 'held/' || CAST(h.id AS TEXT) FROM publishing_heldcommand h WHERE h.account_id = %s"
            " OR h.member_id = (SELECT member_id FROM people_account WHERE id = %s AND kind = 'persona') ORDER BY h.id",
            (account_id, account_id),
        ),
        (
            "SELECT 'scheduled/' || CAST(id AS TEXT) FROM posts_scheduled WHERE account_id = %s ORDER BY id",
            (account_id,),
        ),
        ("SELECT 'note/' || CAST(id AS TEXT) FROM people_accountnote WHERE account_id = %s ORDER BY id", (account_id,)),
        (
            "SELECT 'report/' || CAST(id AS TEXT) FROM cases_report WHERE account_id = %s OR target_id = %s"
            " ORDER BY id",
            (account_id, account_id),
        ),
        (
            "SELECT 'request/' || CAST(id AS TEXT) FROM requests_request"
            " WHERE (asker_account_id = %s OR subject_account_id = %s) AND disposed_at IS NULL ORDER BY id",
            (account_id, account_id),
        ),
        (
            "SELECT 'erasure/' || CAST(id AS TEXT) FROM records_erasure WHERE account_id = %s AND words <> ''"
            " ORDER BY id",
            (account_id,),
        ),
        ("SELECT object FROM records_preserved WHERE account_id = %s ORDER BY id", (account_id,)),
        (
            "SELECT object FROM records_deleted WHERE account_id = %s ORDER BY trigger_at, object LIMIT %s",
            (account_id, MOST_ITEMS),
        ),
    ):
        found += (row[0] for row in sql.rows(statement, params))
    return [*dict.fromkeys(found), f"account/{account_id}"]


def with_copies(names: tuple[str, ...]) -> list[str]:
    """The objects, and what else holds the words of a post among them: the draft it was, reports that quote it."""
    found = dict.fromkeys(names)
    for name in names:
        kind, number = parse(name)
        if kind == "post":
            found.update(
                (f"held/{row[0]}", None)
                for row in sql.rows("SELECT id FROM publishing_heldcommand WHERE result_object = %s", (name,))
            )
            found.update(
                (f"report/{row[0]}", None)
                for row in sql.rows("SELECT report_id FROM cases_reportedpost WHERE post_id = %s", (number,))
            )
    return list(found)
