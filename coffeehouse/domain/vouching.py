"""For which tables the ledger vouches row by row, how, and for which it does not and why.

    handler writes → sql.NOTED → act → states_written → payload → verify compares them with the tables

Some handlers say themselves how they left a row (`State`); these tables stand in BY_HANDLERS. Of those in KEYS the
engine notes what an act wrote, and says how it left those rows. Every table is in one of the three lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import State
from coffeehouse.kernel.secrets import hash_secret

# Table → the column by which its rows are told: "id" for each row by itself, another for all rows that share its value
# (those with no number of their own), "" for all rows of a small table.
KEYS = {
    "cases_reportedpost": "report_id",
    "people_bodyadmin": "id",
    "people_follow": "id",
    "people_seat": "id",
    "people_token": "id",
    "posts_media": "id",
    "posts_mention": "post_id",
    "posts_postedit": "id",
    "publishing_decision": "id",
    "publishing_heldcommand": "id",
    "publishing_mode": "",
    "publishing_revision": "id",
    "records_disposal": "id",
    "records_disposalitem": "disposal_id",
    "records_erasure": "id",
    "records_erasureitem": "id",
    "records_holdobject": "hold_id",
    "requests_item": "id",
    "requests_redaction": "id",
}
# Bookkeeping that no act writes, and that decides nothing.
LEFT_OUT = {
    "posts_media": {"loose_at"},
    # What somebody wrote is in the entry of their asking, and goes with that: in no other, not even as a hash.
    "records_erasure": {"words"},
}
# Whose handlers say themselves how they left a row.
BY_HANDLERS = frozenset(
    {
        "cases_report", "federation_localkey", "federation_relay", "federation_serverdecision", "ledger_evidence",
        "ledger_keystatement", "ledger_trustedlog", "ledger_witness", "packs_pack", "people_account",
        "people_authenticator", "people_customemoji", "people_directoryidentity", "people_houserule",
        "people_housetext", "people_member", "policies_acknowledgement", "policies_version", "posts_announcement",
        "posts_poll", "posts_post", "posts_quote", "publishing_correction", "records_hold", "requests_request",
    }
)  # fmt: skip
LEDGER, MADE, ELSEWHERE = "is or proves the ledger", "made from rows that are", "follows what other servers say"
QUEUE, PRIVATE = "waits or is forgotten soon", "one person's own view"
NOT_YET = "each change is an entry, but the row is not compared with it"
# Table → why nobody vouches for its rows. What an administrator changes in these is not found. `records_preserved` is
# written by acts of authors, whose entries must not tell them that there is a hold.
NOT_VOUCHED = {
    **dict.fromkeys(
        (
            "ledger_checkpoint", "ledger_cosignature", "ledger_entry", "ledger_head", "ledger_mldsasignature",
            "ledger_notice", "ledger_submission", "ledger_tile", "ledger_vault", "ledger_witnessed",
        ),
        LEDGER,
    ),
    **dict.fromkeys(
        (
            "federation_reached", "federation_remotefollower", "people_accountcounts", "posts_conversation",
            "posts_directpost", "posts_feed", "posts_mark", "posts_notification", "posts_postcounts", "posts_posttag",
            "posts_tag", "posts_textsketch", "posts_trend", "publishing_desk",
        ),
        MADE,
    ),
    **dict.fromkeys(
        (
            "federation_alias", "federation_deed", "federation_gone", "federation_moved", "federation_remoteactor",
            "federation_remoteemoji", "federation_remotekey", "federation_remotemedia", "federation_remoteobject",
            "federation_server", "federation_unfetchable", "posts_card", "posts_postcard",
        ),
        ELSEWHERE,
    ),
    **dict.fromkeys(
        (
            "auth_group", "auth_group_permissions", "auth_permission", "django_content_type", "django_session",
            "engine_idempotency", "engine_limit", "engine_outbox", "federation_arrival", "federation_delivery",
            "federation_outgoing", "people_authorizationcode", "people_emailconfirmation", "people_invitation",
            "posts_scheduled", "publishing_ask", "records_recall",
        ),
        QUEUE,
    ),
    **dict.fromkeys(
        (
            "people_accountnote", "people_block", "people_dismissedsuggestion", "people_domainblock",
            "people_endorsement", "people_list", "people_listmember", "people_marker", "people_mute",
            "people_pushsubscription", "posts_announcementreaction", "posts_announcementread", "posts_bookmark",
            "posts_featuredtag", "posts_filter", "posts_filterkeyword", "posts_filterstatus",
            "posts_notificationpermission", "posts_notificationpolicy", "posts_notificationrequest", "posts_pin",
            "posts_tagfollow", "posts_threadmute",
        ),
        PRIVATE,
    ),
    **dict.fromkeys(
        (
            "packs_packedobject", "people_application", "people_body", "people_heldname", "people_recoverycode",
            "people_voice", "posts_authorship", "posts_favourite", "posts_pollvote",
            "publishing_directrelease", "publishing_move", "records_deleted", "records_erasureasked",
            "records_preserved", "records_preservedfile", "requests_dismissal", "requests_pause", "requests_search",
        ),
        NOT_YET,
    ),
}  # fmt: skip
# Texts that are a word of the house's own, and say more than their hash.
CODES = frozenset({"act", "class_id", "decision", "ground", "kind", "outcome", "powers", "state"})
AT_ONCE = 500

sql.NOTED.update(KEYS)


def name_of(table: str) -> str:
    """How states name a table: with the column that holds its rows together, where they are not told one by one."""
    return table if KEYS[table] == "id" else f"{table}/{KEYS[table]}"


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that are told: its key stands apart."""
    from django.apps import apps

    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    left_out = LEFT_OUT.get(table, set()) | {KEYS[table]}
    names = [field.column for field in model._meta.local_concrete_fields]
    return tuple(name for name in names if name and name not in left_out)


def keys_after(table: str, after: int, most: int) -> list[int]:
    """Up to so many keys of a table, in order, greater than `after`."""
    key = KEYS[table]
    if not key:
        return [0][:most]
    found = sql.rows(
        f"SELECT DISTINCT {key} FROM {table} WHERE {key} > %s ORDER BY {key} LIMIT %s",  # names of ours
        (after, most),
    )
    return [row[0] for row in found]


def states_written() -> list[State]:
    """How the rows are that this act wrote, of the tables in KEYS."""
    written: dict[str, list[int]] = {}
    for table, key in sql.take_written():
        written.setdefault(table, []).append(key)
    return [state for table, keys in written.items() for state in states_of(table, keys)]


def states_of(table: str, keys: Iterable[int]) -> Iterator[State]:
    """How the rows of a table under these keys are now; with `row` None where there are none."""
    wanted = list(keys)
    key, columns = KEYS[table] or "0", columns_of(table)
    listed = ", ".join(f'"{column}"' for column in columns)
    for start in range(0, len(wanted), AT_ONCE):
        part = wanted[start : start + AT_ONCE]
        where = f"WHERE {key} IN ({sql.marks(len(part))})" if KEYS[table] else ""
        found: dict[int, list[sql.Row]] = {}
        for number, *values in sql.rows(
            f"SELECT {key}, {listed} FROM {table} {where}",  # names of our own tables
            part if where else (),
        ):
            found.setdefault(number, []).append(tuple(values))
        for number in part:
            yield State(name_of(table), number, _row(table, columns, found.get(number, [])))


def _row(table: str, columns: tuple[str, ...], rows: list[sql.Row]) -> dict[str, Any] | None:
    if not rows:
        return None
    if KEYS[table] == "id":
        return dict(_member(name, value) for name, value in zip(columns, rows[0], strict=True))
    return {f"rows:{','.join(columns)}#sha256": hash_of(rows)}


def _member(name: str, value: Any) -> tuple[str, Any]:
    if isinstance(value, str) and value and name not in CODES:
        return f"{name}#sha256", hash_secret(value)
    return name, int(value) if isinstance(value, bool) else value


def hash_of(rows: Iterable[sql.Row]) -> str:
    """The hash of rows that are told together: a line of JSON for each, in order, numbers as text."""
    return hash_secret("\n".join(sorted(json.dumps([_plain(value) for value in row]) for row in rows)))


def _plain(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, bool) else str(value)
