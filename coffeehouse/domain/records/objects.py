"""Objects of records, named as the ledger names them: whose they are. `post/77` is a post, `held/5` a draft,
`scheduled/6` a post that waits for its time, `report/3` a report with its evidence, `note/4` a private remark about
somebody, `request/7` a request for information, `erasure/8` one to be forgotten, `account/9` a person."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.records.deleted import read_deleted
from coffeehouse.kernel.errors import Invalid

KINDS = ("post", "held", "scheduled", "report", "note", "request", "erasure", "account")
NAME = re.compile(rf"({'|'.join(KINDS)})/([1-9][0-9]{{0,17}})")
MAX_OBJECTS = 500
# For a kind, the accounts that an object of it is about: who said it, and of whom a report or a remark speaks.
_OWNERS = {
    "post": "SELECT account_id FROM posts_post WHERE id = %s",
    "held": (
        "SELECT a.id FROM publishing_heldcommand h JOIN people_account a"
        " ON a.id = h.account_id OR (a.member_id = h.member_id AND a.kind = 'persona') WHERE h.id = %s"
    ),
    "report": (
        "SELECT a.id FROM cases_report r JOIN people_account a ON a.id IN (r.account_id, r.target_id) WHERE r.id = %s"
    ),
    "scheduled": "SELECT account_id FROM posts_scheduled WHERE id = %s",
    "note": "SELECT a.id FROM people_accountnote n JOIN people_account a ON a.id IN (n.account_id, n.target_id)"
    " WHERE n.id = %s",
    "request": (
        "SELECT a.id FROM requests_request r JOIN people_account a"
        " ON a.id IN (r.asker_account_id, r.subject_account_id) WHERE r.id = %s"
    ),
    "erasure": "SELECT account_id FROM records_erasure WHERE id = %s",
    "account": "SELECT id FROM people_account WHERE id = %s",
}
# How to see that there is such an object, or was; most are known by their entries in the ledger.
_IS_THERE = {
    # A message of the house's desk is recorded with the act that sent it.
    "post": "SELECT 1 FROM posts_post WHERE id = %s",
    # The entries of a remark are about the account that it speaks of.
    "note": "SELECT 1 FROM people_accountnote WHERE id = %s",
    "account": "SELECT 1 FROM people_account WHERE id = %s",
}


def parse(name: str) -> tuple[str, int]:
    """Kind and id. Raises Invalid for what names nothing here."""
    found = NAME.fullmatch(name)
    if found is None:
        raise Invalid(
            f"There is no record {name[:60]}. Name each as {', '.join(f'{kind}/123' for kind in KINDS)}.",
            field="objects",
        )
    return found[1], int(found[2])


def check_names(names: Iterable[str]) -> tuple[str, ...]:
    """The names, each once. Raises Invalid for one that the ledger knows nothing of, or for too many."""
    found = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    if len(found) > MAX_OBJECTS:
        raise Invalid(f"Name at most {MAX_OBJECTS} records at a time.", field="objects")
    for name in found:
        kind, number = parse(name)
        is_there = kind in _IS_THERE and sql.value(_IS_THERE[kind], (number,))
        if not is_there and (kind == "account" or not _was_there(name)):
            raise Invalid(f"There is no record {name}. Check the number.", field="objects")
    return found


def _was_there(name: str) -> bool:
    return bool(
        sql.value("SELECT 1 FROM ledger_entry WHERE object = %s LIMIT 1", (name,))
        or sql.value("SELECT 1 FROM records_preserved WHERE object = %s LIMIT 1", (name,))
    )


def owners(name: str) -> set[int]:
    """The accounts an object is about; of one that is gone, by what was kept of it or the ledger says of its author."""
    kind, number = parse(name)
    found = {row[0] for row in sql.rows(_OWNERS[kind], (number,))}
    if not found and kind == "note":
        return {account_id for remark in remarks_of(number) for account_id in remark}
    deleted = None if found else read_deleted(name)
    if deleted is not None:
        return {deleted.account_id}
    if not found and kind != "account":
        actors = sql.rows("SELECT DISTINCT actor FROM ledger_entry WHERE object = %s", (name,))
        found = {int(actor.removeprefix("account/")) for (actor,) in actors if actor.startswith("account/")}
    return found


def authors_of(name: str) -> set[int]:
    """Of the accounts an object is about, those whose words it is: not whom a report or a remark speaks of."""
    kind, number = parse(name)
    if kind == "report":
        return {row[0] for row in sql.rows("SELECT account_id FROM cases_report WHERE id = %s", (number,))}
    if kind == "note":
        return {each[0] for each in remarks_of(number)}
    return owners(name)


def remarks_of(note_id: int) -> set[tuple[int, int]]:
    """(author, about whom) of a private remark, as it stands or is preserved."""
    row = sql.row("SELECT account_id, target_id FROM people_accountnote WHERE id = %s", (note_id,))
    if row is not None:
        return {(row[0], row[1])}
    kept = sql.rows("SELECT account_id, content FROM records_preserved WHERE object = %s", (f"note/{note_id}",))
    return {(account_id, int(msgspec.json.decode(content)["target_id"])) for account_id, content in kept}
