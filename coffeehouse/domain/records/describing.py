"""What an object is, in a line, for those who decide about it: whose, when, and the beginning of what all may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from coffeehouse.database import sql
from coffeehouse.domain.records.objects import parse
from coffeehouse.kernel.text import excerpt

LONGEST = 120
# For a kind, how it is shown, and (account, time) of an object of it.
OTHERS = {
    "held": (
        "draft",
        "SELECT COALESCE(a.acct, ''), h.created_at FROM publishing_heldcommand h"
        " LEFT JOIN people_account a ON a.id = h.account_id WHERE h.id = %s",
    ),
    "scheduled": (
        "scheduled",
        "SELECT a.acct, s.created_at FROM posts_scheduled s JOIN people_account a ON a.id = s.account_id"
        " WHERE s.id = %s",
    ),
    "report": (
        "report",
        "SELECT a.acct, r.created_at FROM cases_report r JOIN people_account a ON a.id = r.target_id WHERE r.id = %s",
    ),
    "request": (
        "request",
        "SELECT COALESCE(a.acct, ''), r.received_at FROM requests_request r"
        " LEFT JOIN people_account a ON a.id = r.asker_account_id WHERE r.id = %s",
    ),
    "erasure": (
        "erasure",
        "SELECT a.acct, e.received_at FROM records_erasure e JOIN people_account a ON a.id = e.account_id"
        " WHERE e.id = %s",
    ),
    # Remarks carry no time.
    "note": (
        "note",
        "SELECT a.acct, NULL FROM people_accountnote n JOIN people_account a ON a.id = n.account_id WHERE n.id = %s",
    ),
}


class Described(NamedTuple):
    """name: `post/77`. kind: post, message, draft, scheduled, report, note, request, erasure, person.

    text: only of what is public. link: "" if there is none.
    """

    name: str
    kind: str
    author: str
    at: int | None
    text: str = ""
    link: str = ""


def describe(names: Iterable[str]) -> dict[str, Described]:
    """Each object in a line; one that is gone has only its name."""
    return {name: _describe(name) for name in names}


def _describe(name: str) -> Described:
    kind, number = parse(name)
    if kind == "post":
        row = sql.row(
            "SELECT a.acct, p.visibility, p.text, p.created_at FROM posts_post p"
            " JOIN people_account a ON a.id = p.account_id WHERE p.id = %s",
            (number,),
        )
        if row is None:
            return _gone(name, "post")
        if row[1] in ("public", "unlisted"):
            return Described(name, "post", row[0], row[3], excerpt(row[2], LONGEST), f"/@{row[0]}/{number}")
        return Described(name, "message" if row[1] == "direct" else "post", row[0], row[3])
    if kind in OTHERS:
        shown, statement = OTHERS[kind]
        row = sql.row(statement, (number,))
        return _gone(name, shown) if row is None else Described(name, shown, *row)
    row = sql.row("SELECT acct, created_at FROM people_account WHERE id = %s", (number,))
    return _gone(name, "person") if row is None else Described(name, "person", row[0], row[1], "", f"/@{row[0]}")


def _gone(name: str, kind: str) -> Described:
    """An object whose row is no more; what was preserved or noted of it says whose and when."""
    row = sql.row(
        "SELECT COALESCE(a.acct, ''), x.created_at FROM records_preserved x"
        " LEFT JOIN people_account a ON a.id = x.account_id WHERE x.object = %s",
        (name,),
    ) or sql.row(
        "SELECT COALESCE(a.acct, ''), d.trigger_at FROM records_deleted d"
        " LEFT JOIN people_account a ON a.id = d.account_id WHERE d.object = %s",
        (name,),
    )
    return Described(name, kind, "", None) if row is None else Described(name, kind, *row)


def name_of_account(account_id: int | None) -> str:
    """The handle of an account, "" for none."""
    return str(sql.value("SELECT acct FROM people_account WHERE id = %s", (account_id or 0,)) or "")


def account_called(handle: str) -> int | None:
    """The account of this house with this handle."""
    found = sql.value("SELECT id FROM people_account WHERE acct = %s", (handle.strip().removeprefix("@").lower(),))
    return None if found is None else int(found)


def name_of_member(member_id: int | None) -> str:
    """The handle by which colleagues know a member; "" for the house itself."""
    found = sql.value(
        "SELECT acct FROM people_account WHERE member_id = %s AND kind = 'persona' ORDER BY id LIMIT 1",
        (member_id or 0,),
    )
    return str(found or "")
