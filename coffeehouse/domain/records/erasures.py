"""Requests to be forgotten, as those who keep the records, and those who asked, read them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _lazy

from coffeehouse.database import sql

# UK GDPR article 17(1), letter by letter.
GROUNDS = {
    "no_longer_needed": _lazy("It is no longer needed for what it was collected for (a)"),
    "consent_withdrawn": _lazy("I gave consent and take it back (b)"),
    "objection": _lazy("I object to how it is used (c)"),
    "unlawful": _lazy("It was used unlawfully (d)"),
    "obligation": _lazy("The law says that it must be erased (e)"),
    "child": _lazy("I was a child when I gave it (f)"),
}
COLUMNS = (
    "e.id, e.account_id, e.asked_by_id, e.ground, e.words, e.language, e.state, e.received_at, e.due_at,"
    " e.carried_out_at, e.carried_out_by_id, e.scrubbed_at"
)
ITEM_COLUMNS = "object, class_id, outcome, rule, because, chosen_by_id, done_at"


class Erasure(NamedTuple):
    """A request to be forgotten. Times in ms. state: open, running (much to do), carried_out."""

    id: int
    account_id: int
    asked_by_id: int | None
    ground: str
    words: str
    language: str
    state: str
    received_at: int
    due_at: int
    carried_out_at: int | None
    carried_out_by_id: int | None
    scrubbed_at: int | None


class Item(NamedTuple):
    """One object of a request, with what is (or was) done about it and why."""

    name: str
    class_id: str
    outcome: str
    rule: str
    because: str
    chosen_by_id: int | None
    done_at: int | None


def read_erasure(erasure_id: int) -> Erasure | None:
    """One request."""
    row = sql.row(f"SELECT {COLUMNS} FROM records_erasure e WHERE e.id = %s", (erasure_id,))
    return None if row is None else Erasure(*row)


def list_erasures(*, is_open: bool = True, limit: int = 200) -> list[Erasure]:
    """Requests that wait, soonest due first; or those that were carried out, latest first."""
    condition, order = ("<>", "e.due_at, e.id") if is_open else ("=", "e.id DESC")
    found = sql.rows(
        f"SELECT {COLUMNS} FROM records_erasure e WHERE e.state {condition} 'carried_out' ORDER BY {order} LIMIT %s",
        (limit,),
    )
    return [Erasure(*row) for row in found]


def erasures_of(account_id: int) -> list[Erasure]:
    """What a person has asked for, latest first."""
    found = sql.rows(
        f"SELECT {COLUMNS} FROM records_erasure e WHERE e.account_id = %s ORDER BY e.id DESC", (account_id,)
    )
    return [Erasure(*row) for row in found]


def items_of(erasure_id: int, limit: int = 500) -> list[Item]:
    """The objects of a request: first what is kept or restricted, then what is erased."""
    found = sql.rows(
        f"SELECT {ITEM_COLUMNS} FROM records_erasureitem WHERE erasure_id = %s"
        " ORDER BY CASE outcome WHEN 'keep' THEN 0 WHEN 'restrict' THEN 1 ELSE 2 END, id LIMIT %s",
        (erasure_id, limit),
    )
    return [Item(*row) for row in found]


def read_item(erasure_id: int, name: str) -> Item | None:
    """One object of a request."""
    row = sql.row(
        f"SELECT {ITEM_COLUMNS} FROM records_erasureitem WHERE erasure_id = %s AND object = %s", (erasure_id, name)
    )
    return None if row is None else Item(*row)


def pending_items(erasure_id: int, limit: int) -> list[Item]:
    """The next objects nothing was done about yet; who somebody is comes last."""
    found = sql.rows(
        f"SELECT {ITEM_COLUMNS} FROM records_erasureitem WHERE erasure_id = %s AND done_at IS NULL"
        " ORDER BY CASE WHEN object LIKE %s THEN 1 ELSE 0 END, id LIMIT %s",
        (erasure_id, "account/%", limit),
    )
    return [Item(*row) for row in found]


class Tally(NamedTuple):
    """How many objects share an outcome and its reason."""

    outcome: str
    class_id: str
    rule: str
    because: str
    number: int


def tallies(erasure_id: int) -> list[Tally]:
    """The outcomes of a request, counted by reason."""
    found = sql.rows(
        "SELECT outcome, class_id, rule, because, COUNT(*) FROM records_erasureitem WHERE erasure_id = %s"
        " GROUP BY outcome, class_id, rule, because ORDER BY outcome, class_id, because",
        (erasure_id,),
    )
    return [Tally(*row) for row in found]


def count_asked(erasure_id: int) -> int:
    """How many servers elsewhere were asked to delete their copies of what this request erased."""
    return int(sql.value("SELECT COUNT(*) FROM records_erasureasked WHERE erasure_id = %s", (erasure_id,)))


def count_open() -> int:
    """How many requests wait."""
    return int(sql.value("SELECT COUNT(*) FROM records_erasure WHERE state <> 'carried_out'"))


def waiting_for_scrub() -> int | None:
    """When the earliest erasure or disposal was done whose bytes may still lie in free pages; None where none is."""
    found = sql.value(
        "SELECT MIN(at) FROM (SELECT carried_out_at AS at FROM records_erasure WHERE state = 'carried_out'"
        " AND scrubbed_at IS NULL UNION ALL SELECT decided_at FROM records_disposal WHERE state = 'approved'"
        " AND scrubbed_at IS NULL) waiting"
    )
    return None if found is None else int(found)
