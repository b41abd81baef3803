"""Reads of requests: for those who answer them, for those who asked, and of what was published about them."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.requests import contents, releasing
from coffeehouse.domain.requests.contents import Content
from coffeehouse.domain.requests.releasing import Decided, Removal
from coffeehouse.domain.requests.statutes import LAWS, Law
from coffeehouse.kernel import clock
from coffeehouse.policy.detectors.foi_request import detect_foi_request
from coffeehouse.policy.detectors.subject_access import detect_subject_access
from coffeehouse.policy.reading import read
from coffeehouse.protocols.packs.content import INCLUDED, WITHHELD, PackItem

OPEN_STATES = ("open", "proposed")
CLOSED_STATES = ("answered", "withdrawn")
RECOGNISED_DAYS = 60
RECOGNISED_LOOKED_AT = 500


class InformationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A row of `requests_request`; see there. words and asker_name: also where a message has them."""

    id: int
    reference: str
    kind: str
    law: str
    nation: str
    words: str
    asker_name: str
    asker_contact: str
    asker_account_id: int | None
    subject_account_id: int | None
    source_post_id: int | None
    received_at: int
    opened_at: int
    opened_by_id: int | None
    owner_id: int | None
    state: str
    due_on: str
    is_extended: bool
    extension_reason: str
    outcome: str
    provision: str
    letter: str
    is_public: bool
    public_title: str
    public_question: str
    public_answer: str
    content_hash: str
    proposed_at: int | None
    proposed_by_id: int | None
    returned_reason: str
    signed_by_id: int | None
    closed_at: int | None

    @property
    def statute(self) -> Law:
        """The law it is asked under."""
        return LAWS[self.law]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state in OPEN_STATES


COLUMNS = InformationRequest.__struct_fields__
SELECT = f"SELECT {', '.join(f'r.{name}' for name in COLUMNS)} FROM requests_request r"
BOOLEANS = ("is_extended", "is_public")


def as_request(row: tuple[Any, ...]) -> InformationRequest:
    """The struct of a row of COLUMNS. SQLite has no truth values.

    The words and the author of a message are not copied into the request that it became: they are read where they
    stand, so that what is erased there is erased here.
    """
    members = dict(zip(COLUMNS, row, strict=True))
    if members["source_post_id"] is not None and not members["words"]:
        said = contents.read_content(f"post/{members['source_post_id']}")
        members["words"] = said.text or said.gone
    if not members["asker_name"]:
        members["asker_name"] = contents.author_of(members["asker_account_id"]).name
    return InformationRequest(**{**members, **{name: bool(members[name]) for name in BOOLEANS}})


def read_request(request_id: int) -> InformationRequest | None:
    """One request, for those who answer."""
    row = sql.row(f"{SELECT} WHERE r.id = %s", (request_id,))
    return None if row is None else as_request(row)


def list_requests(*, is_open: bool = True, limit: int = 200) -> list[InformationRequest]:
    """Those that wait, soonest due first and those whose clock stands still last; or closed ones, latest first."""
    if is_open:
        order, states = "CASE WHEN r.due_on = '' THEN 1 ELSE 0 END, r.due_on, r.id", OPEN_STATES
    else:
        order, states = "r.closed_at DESC, r.id DESC", CLOSED_STATES
    found = sql.rows(
        f"{SELECT} WHERE r.state IN ({sql.marks(len(states))}) ORDER BY {order} LIMIT %s", (*states, limit)
    )
    return [as_request(row) for row in found]


def count_open() -> int:
    """How many wait for an answer."""
    return int(sql.value("SELECT COUNT(*) FROM requests_request WHERE state IN ('open', 'proposed')"))


def requests_of(account_ids: list[int]) -> list[InformationRequest]:
    """What somebody asked, by any of their accounts, latest first."""
    wanted = account_ids[:100] or [0]
    found = sql.rows(
        f"{SELECT} WHERE r.asker_account_id IN ({sql.marks(len(wanted))}) ORDER BY r.id DESC LIMIT 200", wanted
    )
    return [as_request(row) for row in found]


class PauseRow(NamedTuple):
    """A time for which the clock stood still. Days as ISO text; ended_on "": it still does."""

    id: int
    kind: str
    reason: str
    started_on: str
    ended_on: str


def pauses_of(request_id: int) -> list[PauseRow]:
    """Oldest first."""
    found = sql.rows(
        "SELECT id, kind, reason, started_on, ended_on FROM requests_pause WHERE request_id = %s ORDER BY id",
        (request_id,),
    )
    return [PauseRow(*row) for row in found]


class SearchRow(NamedTuple):
    """A search as it was made, and what it found."""

    id: int
    words: str
    account_ids: str
    since_on: str
    until_on: str
    found_count: int
    new_count: int
    is_cut: bool
    member_id: int | None
    created_at: int


def searches_of(request_id: int) -> list[SearchRow]:
    """Oldest first."""
    found = sql.rows(
        "SELECT id, words, account_ids, since_on, until_on, found_count, new_count, is_cut, member_id, created_at"
        " FROM requests_search WHERE request_id = %s ORDER BY id",
        (request_id,),
    )
    return [SearchRow(*row) for row in found]


# ---- Items


class ItemRow(NamedTuple):
    """Something found; its words are read by `contents.read_content(object, kind)`."""

    id: int
    object: str
    kind: str
    at: int
    account_id: int | None
    decision: str
    exemption: str
    reason: str
    shows_author: bool
    text_hash: str
    decided_by_id: int | None
    decided_at: int | None

    @property
    def content(self) -> Content:
        """What it says now."""
        return contents.read_content(self.object, self.kind)


ITEM = ", ".join(f"i.{name}" for name in ItemRow._fields)


def items_of(
    request_id: int, decision: str | None = None, limit: int = 10_000, after: tuple[int, int] = (-1, -1)
) -> list[ItemRow]:
    """What was found, oldest first; after: (at, id) of the last item of the page before. decision "": none yet."""
    narrowed, params = ("", ()) if decision is None else (" AND i.decision = %s", (decision,))
    found = sql.rows(
        f"SELECT {ITEM} FROM requests_item i WHERE i.request_id = %s{narrowed}"
        " AND (i.at > %s OR (i.at = %s AND i.id > %s)) ORDER BY i.at, i.id LIMIT %s",
        (request_id, *params, after[0], after[0], after[1], limit),
    )
    return [_item(row) for row in found]


def _item(row: tuple[Any, ...]) -> ItemRow:
    return ItemRow(*row)._replace(shows_author=bool(row[ItemRow._fields.index("shows_author")]))


def read_item(request_id: int, item_id: int) -> ItemRow | None:
    """One item of a request."""
    row = sql.row(f"SELECT {ITEM} FROM requests_item i WHERE i.id = %s AND i.request_id = %s", (item_id, request_id))
    return None if row is None else _item(row)


def next_undecided(request_id: int) -> int | None:
    """The oldest item nobody has decided about."""
    found = sql.value(
        "SELECT id FROM requests_item WHERE request_id = %s AND decision = '' ORDER BY at, id LIMIT 1", (request_id,)
    )
    return None if found is None else int(found)


def count_items(request_id: int) -> dict[str, int]:
    """decision → how many; "" for those without one."""
    return dict(
        sql.rows("SELECT decision, COUNT(*) FROM requests_item WHERE request_id = %s GROUP BY decision", (request_id,))
    )


def removals_of(request_id: int) -> dict[int, tuple[Removal, ...]]:
    """Item id → what is taken out of it, in order."""
    found: dict[int, list[Removal]] = {}
    rows = sql.rows(
        'SELECT d.item_id, d.part, d.start, d."end", d.box, d.exemption, d.reason FROM requests_redaction d'
        " JOIN requests_item i ON i.id = d.item_id WHERE i.request_id = %s ORDER BY d.id",
        (request_id,),
    )
    for item_id, *rest in rows:
        found.setdefault(item_id, []).append(Removal(*rest))
    return {item_id: tuple(removals) for item_id, removals in found.items()}


def own_accounts(request: InformationRequest) -> tuple[int, ...]:
    """Every account of the person whose data is asked for: to them they are named."""
    if request.subject_account_id is None:
        return ()
    found = sql.rows(
        "SELECT a.id FROM people_account s JOIN people_account a ON a.id = s.id OR (a.member_id = s.member_id"
        " AND a.kind = 'persona') WHERE s.id = %s ORDER BY a.id",
        (request.subject_account_id,),
    )
    return tuple(row[0] for row in found)


def decided(item: ItemRow, removals: tuple[Removal, ...]) -> Decided:
    """What was decided about an item."""
    return Decided(item.decision, item.exemption, item.reason, item.shows_author, item.text_hash, removals)


class Released(NamedTuple):
    """An item as the recipient may see it. sequence: of its first entry in the ledger.

    is_whole: nothing of it was taken out, so that the entry's payload itself may be shown where it says no more.
    private_author_id: the account whose words it shows that not everybody can read.
    """

    item: PackItem
    sequence: int | None
    is_whole: bool
    private_author_id: int | None


def released_items(request: InformationRequest, language: str = "en") -> list[Released]:
    """What the answer to a request holds, oldest first: read and redacted now, so nothing erased is in it (P7).

    language: of the marks that stand where something was taken out.
    """
    removals, own = removals_of(request.id), own_accounts(request)
    found = []
    for row in items_of(request.id):
        content = row.content
        item = releasing.release(content, decided(row, removals.get(row.id, ())), request.law, own, language)
        if item is not None:
            author_id = content.account_id if content.is_private and item.decision != WITHHELD else None
            found.append(Released(item, content.sequence, item.decision == INCLUDED, author_id))
    return found


# ---- Messages that look like requests


class Recognised(NamedTuple):
    """A message to a voice that reads like a request. kind: foi, sar."""

    post_id: int
    kind: str
    account_id: int
    author: str
    text: str
    visibility: str
    created_at: int


def recognised(now: int) -> list[Recognised]:
    """Messages of the last weeks that ask a body for information or for one's own data, and wait for a clock."""
    rows = sql.rows(
        "SELECT DISTINCT p.id, p.account_id, a.display_name, a.acct, p.text, p.visibility, p.created_at"
        " FROM posts_mention m JOIN people_account v ON v.id = m.account_id AND v.kind <> 'persona'"
        " JOIN posts_post p ON p.id = m.post_id JOIN people_account a ON a.id = p.account_id AND a.kind = 'persona'"
        " WHERE p.created_at > %s"
        " AND NOT EXISTS (SELECT 1 FROM requests_request r WHERE r.source_post_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM requests_dismissal d WHERE d.post_id = p.id) ORDER BY p.id DESC LIMIT %s",
        (now - RECOGNISED_DAYS * clock.DAY, RECOGNISED_LOOKED_AT),
    )
    found = []
    for post_id, account_id, name, acct, text, visibility, at in rows:
        kind = kind_of(text)
        if kind:
            found.append(Recognised(post_id, kind, account_id, f"{name or acct} (@{acct})", text, visibility, at))
    return found


def kind_of(text: str) -> str:
    """What a text asks for, as far as the detectors tell: sar, foi or ""."""
    reading = read(text)
    if detect_subject_access(reading):
        return "sar"
    return "foi" if detect_foi_request(reading) else ""


# ---- What is public


def disclosures(before: int | None = None, limit: int = 20) -> list[InformationRequest]:
    """Answers in the disclosure log, latest first; before: the id of the last of the page before."""
    narrowed, params = "", [limit]
    if before is not None:
        narrowed = " AND (r.closed_at, r.id) < (SELECT b.closed_at, b.id FROM requests_request b WHERE b.id = %s)"
        params = [before, limit]
    found = sql.rows(
        f"{SELECT} WHERE r.is_public AND r.state = 'answered'{narrowed} ORDER BY r.closed_at DESC, r.id DESC LIMIT %s",
        params,
    )
    return [as_request(row) for row in found]


def read_disclosure(request_id: int) -> InformationRequest | None:
    """One of them."""
    found = read_request(request_id)
    return found if found is not None and found.is_public and found.state == "answered" else None
