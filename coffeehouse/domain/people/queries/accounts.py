"""Accounts as Mastodon entities."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.people import fragments, profile_fields
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import visibility_out
from coffeehouse.protocols.mastodon.fragments import ACCOUNT_SEAMS, account_uri, account_url


def whole_account(account: str, counts: str) -> sql.Joined:
    """The whole Account entity, from the aliases of its row and of its counts."""
    first, second, third, last, end = ACCOUNT_SEAMS
    day = f"COALESCE('\"' || {counts}.last_status_on || '\"', 'null')"
    numbers = (f"{counts}.followers_count", f"{counts}.following_count", f"{counts}.statuses_count")
    return sql.Joined(f"%s{first}%s{second}%s{third}%s{last}%s{end}", (f"{account}.fragment", *numbers, day))


def account_json(account: str, counts: str) -> str:
    """SQL that gives the whole Account entity as text."""
    return whole_account(account, counts).statement


# `a` is people_account and `c` people_accountcounts.
ACCOUNT_JSON = account_json("a", "c")
ACCOUNT_TABLES = "people_account a JOIN people_accountcounts c ON c.account_id = a.id"
SHOWN = "a.hidden_at IS NULL"
# To those who do not follow it, without their asking for it by name.
OFFERED = f"{SHOWN} AND a.limited_at IS NULL AND a.is_discoverable"

# How far a search of accounts looks.
FOUND_BY_EACH, MOST_FOLLOWED, FOLLOWS_LOOKED_AT = 100, 500, 5_000

ROLE_NAMES = {"admin": ("3", "Administrator"), "moderator": ("2", "Moderator"), "records": ("4", "Records manager")}


def account_join(condition: str) -> str:
    """JOINs that bring `a` and its counts `c` to a query; the condition says which account."""
    return f"JOIN people_account a ON {condition} JOIN people_accountcounts c ON c.account_id = a.id"


def read_account(viewer_id: int | None, account_id: int) -> str | None:
    """The Account entity, or None when there is none to show. `viewer_id` sees their own hidden account."""
    row = sql.row(
        f"SELECT {ACCOUNT_JSON} FROM {ACCOUNT_TABLES} WHERE a.id = %s AND ({SHOWN} OR a.id = %s)",
        (account_id, viewer_id or 0),
    )
    return None if row is None else str(row[0])


def read_accounts(viewer_id: int | None, account_ids: list[int]) -> list[str]:
    """Account entities of those ids that are shown, in the order asked; at most 80."""
    wanted = account_ids[:80]
    if not wanted:
        return []
    found = sql.rows(
        f"SELECT a.id, {ACCOUNT_JSON} FROM {ACCOUNT_TABLES}"
        f" WHERE a.id IN ({sql.marks(len(wanted))}) AND ({SHOWN} OR a.id = %s)",
        (*wanted, viewer_id or 0),
    )
    by_id: dict[int, str] = dict(found)
    return [by_id[account_id] for account_id in wanted if account_id in by_id]


def account_id_of(acct: str) -> int | None:
    """The id of a shown account by `name`, `name@this.host` or `name@other.host`, in any case; None without one."""
    name, _, host = acct.strip().lstrip("@").lower().partition("@")
    handle = name if host in ("", settings.DOMAIN) else f"{name}@{host}"
    found = sql.value(f"SELECT a.id FROM people_account a WHERE a.acct = %s AND {SHOWN}", (handle,))
    return None if found is None else int(found)


def find_account(viewer_id: int | None, acct: str) -> str | None:
    """The Account entity by handle."""
    account_id = account_id_of(acct)
    return None if account_id is None else read_account(viewer_id, account_id)


def search_accounts(
    viewer_id: int | None, words: str, limit: int, offset: int = 0, only_followed: bool = False
) -> list[str]:
    """Account entities whose handle or name starts with the words; the very handle, then those followed come first."""
    term = words.strip().lstrip("@").lower().removesuffix(f"@{settings.DOMAIN}")
    if not term:
        return []
    followed = (
        "EXISTS (SELECT 1 FROM people_follow f WHERE f.account_id = %s AND f.target_id = a.id AND NOT f.is_pending)"
    )
    distant = (
        "EXISTS (SELECT 1 FROM people_block b WHERE b.account_id = a.id AND b.target_id = %s) OR (a.domain <> '' AND"
        " EXISTS (SELECT 1 FROM people_domainblock d WHERE d.account_id = %s AND d.domain = a.domain))"
    )
    viewer = viewer_id or 0
    candidates, candidate_params = _candidates(viewer, term, only_followed=only_followed)
    found = sql.rows(
        f"SELECT {ACCOUNT_JSON}, {followed} AS is_followed, a.acct = %s AS is_named FROM {ACCOUNT_TABLES}"
        f" WHERE a.id IN ({candidates}) AND {SHOWN} AND NOT ({distant})"
        " ORDER BY is_named DESC, is_followed DESC, c.followers_count DESC, a.id LIMIT %s OFFSET %s",
        (viewer, term, *candidate_params, viewer, viewer, limit, offset),
    )
    return [row[0] for row in found]


def _candidates(viewer_id: int, term: str, *, only_followed: bool) -> tuple[str, tuple[Any, ...]]:
    """SQL for the ids of accounts whose handle or name starts with the term, so many that ranking them costs little.

    Of one letter there may be a hundred thousand: the first by handle and by name, those followed, and those among
    the most followed of all.
    """
    # Ranges over indexes instead of LIKE: user text never becomes a pattern.
    top = term + "\U0010ffff"
    starts = "((z.acct >= %s AND z.acct < %s) OR (LOWER(z.display_name) >= %s AND LOWER(z.display_name) < %s))"
    edges = (term, top, term, top)
    followed = (
        "SELECT z.id FROM (SELECT target_id FROM people_follow WHERE account_id = %s AND is_pending = FALSE"
        f" ORDER BY id DESC LIMIT {FOLLOWS_LOOKED_AT}) y CROSS JOIN people_account z"
        f" WHERE z.id = y.target_id AND {starts}"
    )
    if only_followed:
        return followed, (viewer_id, *edges)
    return (
        "SELECT id FROM (SELECT id FROM people_account WHERE acct >= %s AND acct < %s"
        f" ORDER BY acct LIMIT {FOUND_BY_EACH}) w UNION SELECT id FROM (SELECT id FROM people_account"
        " WHERE LOWER(display_name) >= %s AND LOWER(display_name) < %s"
        f" ORDER BY LOWER(display_name) LIMIT {FOUND_BY_EACH}) x UNION SELECT z.id FROM (SELECT account_id"
        " FROM people_accountcounts WHERE followers_count > 0 ORDER BY followers_count DESC"
        f" LIMIT {MOST_FOLLOWED}) y CROSS JOIN people_account z WHERE z.id = y.account_id AND {starts}"
        f" UNION {followed}",
        (*edges, *edges, viewer_id, *edges),
    )


def read_profile_source(account_id: int) -> dict[str, Any]:
    """The `source` member of CredentialAccount and what a settings form shows: what was written, not rendered."""
    row = sql.row(
        "SELECT note, fields, default_visibility, default_sensitive, default_language, is_discoverable, is_indexable,"
        " hides_collections, (SELECT COUNT(*) FROM people_follow f WHERE f.target_id = a.id AND f.is_pending),"
        " default_quote_policy, attribution_domains FROM people_account a WHERE id = %s",
        (account_id,),
    )
    if row is None:
        return {}
    return {
        "privacy": visibility_out(row[2]),
        "sensitive": bool(row[3]),
        "language": row[4] or None,
        "note": row[0],
        "fields": written_fields(row[1]),
        "follow_requests_count": row[8],
        "indexable": bool(row[6]),
        "discoverable": bool(row[5]),
        "hide_collections": bool(row[7]),
        "quote_policy": row[9],
        "attribution_domains": msgspec.json.decode(row[10]),
    }


def written_fields(stored: str) -> list[dict[str, Any]]:
    """Field entities as they were written."""
    return [
        {
            "name": field.name,
            "value": field.value,
            "verified_at": None if field.verified_at is None else clock.iso(field.verified_at),
        }
        for field in profile_fields.decode(stored)
    ]


def read_credential_account(account_id: int) -> str | None:
    """CredentialAccount (`verify_credentials`): the account with its source and the role of its member."""
    row = sql.row(
        f"SELECT {ACCOUNT_JSON}, m.role FROM {ACCOUNT_TABLES}"
        " LEFT JOIN people_member m ON m.id = a.member_id WHERE a.id = %s",
        (account_id,),
    )
    if row is None:
        return None
    number, name = ROLE_NAMES.get(row[1] or "", ("1", ""))
    role = {
        "id": number, "name": name, "permissions": "1048575" if number == "3" else "0", "color": "",
        "highlighted": bool(name), "collection_limit": None,
    }  # fmt: skip
    source = msgspec.json.encode(read_profile_source(account_id)).decode()
    return f'{row[0][:-1]},"source":{source},"role":{msgspec.json.encode(role).decode()}}}'


def read_profile(account_id: int) -> dict[str, Any] | None:
    """The Profile entity, its featured hashtags apart: what was written, and null for pictures of the house's own."""
    row = sql.row(
        "SELECT id, display_name, note, fields, avatar, header, avatar_description, header_description, is_locked,"
        " is_bot, hides_collections, is_discoverable, is_indexable, shows_media, shows_media_replies, shows_featured,"
        " attribution_domains FROM people_account WHERE id = %s",
        (account_id,),
    )
    if row is None:
        return None
    avatar = fragments.avatar_url(account_id, row[4]) if row[4] else None
    header = fragments.header_url(row[5]) if row[5] else None
    return {
        "id": str(row[0]), "display_name": row[1], "note": row[2], "fields": written_fields(row[3]), "avatar": avatar,
        "avatar_static": avatar, "avatar_description": row[6], "header": header, "header_static": header,
        "header_description": row[7], "locked": bool(row[8]), "bot": bool(row[9]), "hide_collections": bool(row[10]),
        "discoverable": bool(row[11]), "indexable": bool(row[12]), "show_media": bool(row[13]),
        "show_media_replies": bool(row[14]), "show_featured": bool(row[15]),
        "attribution_domains": msgspec.json.decode(row[16]),
    }  # fmt: skip


def read_preferences(account_id: int) -> dict[str, Any]:
    """The Preferences entity."""
    row = sql.row(
        "SELECT default_visibility, default_sensitive, default_language, default_quote_policy, expands_media,"
        " expands_warnings, plays_animations FROM people_account WHERE id = %s",
        (account_id,),
    )
    if row is None:
        return {}
    return {
        "posting:default:visibility": visibility_out(row[0]),
        "posting:default:sensitive": bool(row[1]),
        "posting:default:language": row[2] or None,
        "posting:default:quote_policy": row[3],
        "reading:expand:media": row[4],
        "reading:expand:spoilers": bool(row[5]),
        "reading:autoplay:gifs": bool(row[6]),
    }


def profile_addresses(account_id: int) -> tuple[str, ...]:
    """Every address a shown profile of ours has: what a page must link to that says it is the same person's."""
    username = sql.value(
        "SELECT username FROM people_account WHERE id = %s AND domain = '' AND hidden_at IS NULL", (account_id,)
    )
    if username is None:
        return ()
    return (account_url(settings.BASE_URL, username), account_uri(settings.BASE_URL, username))


def read_links(account_id: int) -> list[str]:
    """The links on a shown profile of ours that are not verified yet."""
    stored = sql.value(
        "SELECT fields FROM people_account WHERE id = %s AND domain = '' AND hidden_at IS NULL", (account_id,)
    )
    if stored is None:
        return []
    return [field.value for field in profile_fields.decode(stored) if field.is_link and field.verified_at is None]
