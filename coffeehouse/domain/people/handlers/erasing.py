"""Erasing who somebody was: the account stays as a nameless row, so that what others said to it keeps its place."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, State
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.people import fragments
from coffeehouse.domain.people.handlers.ending import end_sessions_of_member, end_tokens_of_member
from coffeehouse.domain.people.handlers.members import keep_one_admin, vouch_member

PROFILE = (
    "UPDATE people_account SET acct = %s, username = %s, display_name = '', note = '', note_html = '', fields = '[]',"
    " avatar = '', header = '', avatar_description = '', header_description = '', attribution_domains = '[]',"
    " default_language = '', is_discoverable = FALSE, is_indexable = FALSE, hidden_at = COALESCE(hidden_at, %s)"
    " WHERE id = %s RETURNING id"
)
# Rows of an account's own that name or describe others, or say what it wants.
OWN_ROWS = (
    "people_endorsement", "people_domainblock", "people_dismissedsuggestion", "people_marker",
    "people_pushsubscription",
)  # fmt: skip
# Rows of the human behind it. What the ledger vouches for is said to be gone.
MEMBER_ROWS = ("people_recoverycode", "people_emailconfirmation", "people_seat", "people_bodyadmin")
VOUCHED_ROWS = ("people_authenticator", "people_directoryidentity")


def erase_person(account_id: int, context: Context, spared: frozenset[str] = frozenset()) -> Erased:
    """Take name, picture, description, address and keys away, from the account and the member whose persona it is.

    spared: objects that stay.
    """
    row = sql.row("SELECT member_id, avatar, header FROM people_account WHERE id = %s", (account_id,))
    if row is None:
        return Erased()
    member_id, avatar, header = row
    name = f"erased_{account_id}"
    sql.execute(PROFILE, (name, name, context.now, account_id))
    fragments.render(account_id)
    done = Erased(names=[f"account/{account_id}"], keys=[avatar, header], states=[fragments.vouch(account_id)])
    for table in OWN_ROWS:
        sql.execute(f"DELETE FROM {table} WHERE account_id = %s", (account_id,))
    done.add(_erase_notes(account_id, spared))
    sql.execute(
        "DELETE FROM people_listmember WHERE list_id IN (SELECT id FROM people_list WHERE account_id = %s)",
        (account_id,),
    )
    sql.execute("DELETE FROM people_list WHERE account_id = %s", (account_id,))
    if member_id is not None and not _is_other_personas(member_id, account_id):
        done.add(_erase_member(member_id, context))
    return done


def erase_note(note_id: int) -> Erased:
    """Remove a private remark."""
    gone = sql.rows("DELETE FROM people_accountnote WHERE id = %s RETURNING account_id, target_id", (note_id,))
    return Erased(remarks=list(gone))


def _erase_notes(account_id: int, spared: frozenset[str]) -> Erased:
    """Remove the remarks by an account and about it."""
    done = Erased()
    for (note_id,) in sql.rows(
        "SELECT id FROM people_accountnote WHERE account_id = %s OR target_id = %s ORDER BY id",
        (account_id, account_id),
    ):
        if f"note/{note_id}" not in spared:
            done.add(erase_note(note_id))
    return done


def _is_other_personas(member_id: int, account_id: int) -> bool:
    """Whether the human has another persona here that is not erased: then they stay a member."""
    return bool(
        sql.value(
            "SELECT 1 FROM people_account WHERE member_id = %s AND id <> %s AND kind = 'persona'"
            " AND NOT (hidden_at IS NOT NULL AND display_name = '' AND avatar = '')",
            (member_id, account_id),
        )
    )


def _erase_member(member_id: int, context: Context) -> Erased:
    row = sql.row("SELECT role, state FROM people_member WHERE id = %s", (member_id,))
    if row == ("admin", "active"):
        keep_one_admin(member_id)
    done = Erased(names=[f"member/{member_id}"])
    end_tokens_of_member(member_id, context.now)
    end_sessions_of_member(member_id, context.now)
    sql.execute("UPDATE people_token SET label = '' WHERE member_id = %s", (member_id,))
    for table in VOUCHED_ROWS:
        gone = sql.rows(f"DELETE FROM {table} WHERE member_id = %s RETURNING id", (member_id,))
        done.states += [State(table, row[0], None) for row in gone]
    for table in MEMBER_ROWS:
        sql.execute(f"DELETE FROM {table} WHERE member_id = %s", (member_id,))
    sql.execute(
        "UPDATE people_member SET email = %s, password = '!', reason = '', state = 'left', role = 'member',"
        " confirmed_at = NULL WHERE id = %s",
        (f"erased-{member_id}@erased.invalid", member_id),
    )
    done.states.append(vouch_member(member_id))
    return done
