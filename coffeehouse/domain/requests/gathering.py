"""Looks through what the house holds for a request: by words, by whose, between days; over every channel.

Who may see what does not matter here: a request is answered from all that is held. Asked before the transaction, since
a search in all that was ever said takes its time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.posts.searching import match
from coffeehouse.domain.requests.contents import read_content
from coffeehouse.domain.requests.versions import words_of_report

MOST = 2_000
"""Items one search adds at most. Whoever finds more narrows the search, by words or days."""
LOOKED_AT = 20_000
"""Rows of a table without an index of words that one search reads: the newest."""
PRESERVED = ("deleted", "draft", "scheduled", "note")
LONDON = ZoneInfo("Europe/London")


class Found(NamedTuple):
    """An object of the house that fits."""

    object: str
    kind: str
    at: int
    account_id: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. since, until: ms, the end not included; 0: no bound. words: all must occur.

    cut: gets the name of each table of which not every row was looked at, since there were too many.
    """

    words: tuple[str, ...]
    account_ids: tuple[int, ...]
    since: int
    until: int
    cut: list[str] = field(default_factory=list)

    def is_time(self, at: int) -> bool:
        """Whether it lies between the days."""
        return self.since <= at and (not self.until or at < self.until)

    def holds(self, *texts: str) -> bool:
        """Whether all words occur."""
        said = "\n".join(texts).casefold()
        return all(word in said for word in self.words)


def wanted(words: str, account_ids: tuple[int, ...], since_on: str, until_on: str) -> Wanted:
    """The same from what was typed; days as the body's clocks count them."""
    since = _start(date.fromisoformat(since_on)) if since_on else 0
    until = _start(date.fromisoformat(until_on) + timedelta(days=1)) if until_on else 0
    return Wanted(tuple(dict.fromkeys(words.casefold().split())), tuple(dict.fromkeys(account_ids)), since, until)


def _start(on: date) -> int:
    return int(datetime.combine(on, time(), LONDON).astimezone(UTC).timestamp() * 1_000)


def gather(what: Wanted) -> tuple[list[Found], bool]:
    """All that fits, oldest first, and whether there is more than `MOST`."""
    found: dict[str, Found] = {}
    for source in SOURCES:
        for each in source(what):
            found.setdefault(each.object, each)
            if len(found) > MOST:
                return _in_order(found)[:MOST], True
    return _in_order(found), bool(what.cut)


def _in_order(found: dict[str, Found]) -> list[Found]:
    return sorted(found.values(), key=lambda each: (each.at, each.object))


def _between(what: Wanted, column: str) -> tuple[str, list[Any]]:
    """The condition on a time, and its parameters."""
    conditions, params = [], []
    if what.since:
        conditions.append(f" AND {column} >= %s")
        params.append(what.since)
    if what.until:
        conditions.append(f" AND {column} < %s")
        params.append(what.until)
    return "".join(conditions), params


def _whose(what: Wanted, *columns: str) -> tuple[str, list[Any]]:
    """The condition that one of the accounts stands in one of the columns."""
    if not what.account_ids:
        return "", []
    marks = sql.marks(len(what.account_ids))
    either = " OR ".join(f"{column} IN ({marks})" for column in columns)
    return f" AND ({either})", [account_id for _ in columns for account_id in what.account_ids]


def _rows(what: Wanted, select: str, at: str, *accounts: str) -> list[tuple[Any, ...]]:
    times, time_params = _between(what, at)
    whose, who_params = _whose(what, *accounts)
    rows = sql.rows(f"{select}{times}{whose} ORDER BY 1 DESC LIMIT %s", (*time_params, *who_params, LOOKED_AT))
    if len(rows) == LOOKED_AT:
        what.cut.append(at)
    return rows


def _posts(what: Wanted) -> Iterator[Found]:
    """Posts of every visibility: written by them, or naming them; and words of polls and descriptions of pictures."""
    times, time_params = _between(what, "p.created_at")
    whose, who_params = _whose(what, "p.account_id")
    if what.account_ids:
        marks = sql.marks(len(what.account_ids))
        whose = (
            f" AND (p.account_id IN ({marks}) OR p.id IN"
            f" (SELECT m.post_id FROM posts_mention m WHERE m.account_id IN ({marks})))"
        )
        who_params = [*what.account_ids, *what.account_ids]
    words, word_params = _holding(" ".join(what.words))
    rows = sql.rows(
        f"SELECT p.id, p.created_at, p.account_id FROM posts_post p WHERE p.boost_of_id IS NULL{times}{whose}{words}"
        " ORDER BY p.id LIMIT %s",
        (*time_params, *who_params, *word_params, MOST + 1),
    )
    yield from (Found(f"post/{row[0]}", "post", row[1], row[2]) for row in rows)


def _holding(words: str) -> tuple[str, tuple[Any, ...]]:
    """The condition that a post holds every word: in its text, a description of a picture, or an answer of its poll."""
    matching = match(words)
    if matching is None:
        return "", ()
    condition, term = matching
    like = f"%{words.lower()}%"
    return (
        f" AND (p.id IN (SELECT rowid FROM posts_search WHERE {condition})"
        " OR p.id IN (SELECT d.post_id FROM posts_media d WHERE LOWER(d.description) LIKE %s)"
        " OR p.id IN (SELECT q.id FROM posts_poll q WHERE LOWER(q.options) LIKE %s))"
    ), (term, like, like)


def _edits(what: Wanted) -> Iterator[Found]:
    """Earlier versions of posts."""
    rows = _rows(
        what,
        "SELECT e.id, e.created_at, p.account_id, e.text, e.spoiler_text FROM posts_postedit e"
        " JOIN posts_post p ON p.id = e.post_id WHERE 1 = 1",
        "e.created_at",
        "p.account_id",
    )
    yield from (Found(f"edit/{row[0]}", "edit", row[1], row[2]) for row in rows if what.holds(row[3], row[4]))


def _drafts(what: Wanted) -> Iterator[Found]:
    rows = _rows(
        what,
        "SELECT h.id, h.created_at, h.account_id, h.command FROM publishing_heldcommand h WHERE 1 = 1",
        "h.created_at",
        "h.account_id",
        "h.voice_id",
    )
    yield from (Found(f"held/{row[0]}", "draft", row[1], row[2]) for row in rows if what.holds(row[3]))


def _revisions(what: Wanted) -> Iterator[Found]:
    """Drafts by what each of their versions said, and when it was made."""
    rows = _rows(
        what,
        "SELECT v.id, v.held_id, h.created_at, h.account_id, v.command FROM publishing_revision v"
        " JOIN publishing_heldcommand h ON h.id = v.held_id WHERE 1 = 1",
        "v.created_at",
        "h.account_id",
        "h.voice_id",
    )
    yield from (Found(f"held/{row[1]}", "draft", row[2], row[3]) for row in rows if what.holds(row[4]))


def _decisions(what: Wanted) -> Iterator[Found]:
    """What reviewers said, of drafts of these accounts."""
    rows = _rows(
        what,
        "SELECT d.id, d.created_at, d.account_id, d.reason FROM publishing_decision d"
        " JOIN publishing_heldcommand h ON h.id = d.held_id WHERE d.reason <> ''",
        "d.created_at",
        "d.account_id",
        "h.account_id",
        "h.voice_id",
    )
    yield from (Found(f"decision/{row[0]}", "decision", row[1], row[2]) for row in rows if what.holds(row[3]))


def _scheduled(what: Wanted) -> Iterator[Found]:
    rows = _rows(
        what,
        "SELECT s.id, s.created_at, s.account_id, s.command FROM posts_scheduled s WHERE 1 = 1",
        "s.created_at",
        "s.account_id",
    )
    yield from (Found(f"scheduled/{row[0]}", "scheduled", row[1], row[2]) for row in rows if what.holds(row[3]))


def _reports(what: Wanted) -> Iterator[Found]:
    """Reports by them or about them; of one that is restricted, what is kept of it."""
    rows = _rows(
        what,
        "SELECT r.id, r.created_at, r.account_id, r.comment, r.reason, k.content FROM cases_report r"
        " LEFT JOIN records_preserved k ON k.object = 'report/' || r.id WHERE 1 = 1",
        "r.created_at",
        "r.account_id",
        "r.target_id",
    )
    for number, at, account_id, comment, reason, kept in rows:
        if what.holds(comment, reason, words_of_report(kept) if kept else ""):
            yield Found(f"report/{number}", "report", at, account_id)


def _notes(what: Wanted) -> Iterator[Found]:
    """Private remarks about them or by them, or with these words. They have no time: days do not leave them out."""
    whose, params = _whose(what, "n.target_id", "n.account_id")
    rows = sql.rows(
        f"SELECT n.id, n.account_id, n.comment FROM people_accountnote n WHERE n.comment <> ''{whose}"
        " ORDER BY n.id DESC LIMIT %s",
        (*params, LOOKED_AT),
    )
    if len(rows) == LOOKED_AT:
        what.cut.append("notes")
    yield from (Found(f"note/{row[0]}", "note", 0, row[1]) for row in rows if what.holds(row[2]))


def _deleted(what: Wanted) -> Iterator[Found]:
    """Posts that were deleted, as far as the vault still has their words."""
    rows = sql.rows(
        "SELECT e.object FROM ledger_entry e WHERE e.kind = 'post.deleted' AND e.time_at >= %s"
        " ORDER BY e.sequence DESC LIMIT %s",
        (what.since, LOOKED_AT),
    )
    if len(rows) == LOOKED_AT:
        what.cut.append("deleted")
    for (item,) in rows:
        content = read_content(item)
        if content.kind != "deleted" or content.gone or not what.is_time(content.at):
            continue
        if what.account_ids and content.account_id not in what.account_ids:
            continue
        if what.holds(content.warning, content.text):
            yield Found(item, "deleted", content.at, content.account_id)


def _preserved(what: Wanted) -> Iterator[Found]:
    """What is kept out of everybody's sight: deleted while on hold, or restricted."""
    marks = sql.marks(len(what.account_ids)) if what.account_ids else ""
    # Whom a remark is about stands in what is kept of it.
    whose = f" WHERE k.account_id IN ({marks}) OR k.object LIKE %s" if marks else ""
    rows = sql.rows(
        f"SELECT k.object, k.account_id, k.content FROM records_preserved k{whose} ORDER BY k.id DESC LIMIT %s",
        (*what.account_ids, *(["note/%"] if marks else []), LOOKED_AT),
    )
    if len(rows) == LOOKED_AT:
        what.cut.append("preserved")
    for item, account_id, kept in rows:
        if marks and account_id not in what.account_ids and not _is_about(kept, what.account_ids):
            continue
        content = read_content(item)
        is_there = content.kind in PRESERVED and not content.gone
        if (
            is_there
            and (content.kind == "note" or what.is_time(content.at))
            and what.holds(content.warning, content.text)
        ):
            yield Found(item, content.kind, content.at, content.account_id)


def _is_about(kept: str, account_ids: tuple[int, ...]) -> bool:
    return int(msgspec.json.decode(kept).get("target_id", 0)) in account_ids


def _people(what: Wanted) -> Iterator[Found]:
    """Profile and membership of those who are named. Words or days do not narrow this: it is about them."""
    if not what.account_ids or what.words:
        return
    marks = sql.marks(len(what.account_ids))
    rows = sql.rows(
        f"SELECT id, created_at, member_id FROM people_account WHERE id IN ({marks}) ORDER BY id", what.account_ids
    )
    for account_id, at, member_id in rows:
        yield Found(f"account/{account_id}", "profile", at, account_id)
        if member_id is not None:
            yield Found(f"member/{member_id}", "member", at, account_id)


SOURCES: tuple[Callable[[Wanted], Iterator[Found]], ...] = (
    _people, _posts, _preserved, _deleted, _edits, _drafts, _revisions, _decisions, _scheduled, _reports, _notes,
)  # fmt: skip
