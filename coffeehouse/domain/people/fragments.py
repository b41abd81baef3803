"""An account's Mastodon entity, rendered once beside its row (`people_account.fragment`)."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import State
from coffeehouse.domain.people import profile_fields
from coffeehouse.domain.people.queries.emoji import emoji_elsewhere, emoji_in
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import AccountRole, Field
from coffeehouse.protocols.mastodon.fragments import (
    ACCOUNT_SEAMS,
    AccountFacts,
    account_uri,
    account_url,
    render_account_fragment,
)

COLUMNS = (
    "id, username, domain, kind, display_name, note_html, fields, avatar, header, avatar_description,"
    " header_description, is_locked, is_bot, is_discoverable, is_indexable, hides_collections, created_at, shows_media,"
    " shows_media_replies, shows_featured, limited_at"
)
# Apps show a role beside the name: that an account is official is the server's word, not the account's (attack X5).
OFFICIAL_ROLES = {
    "voice": (AccountRole(id="10", name="Official voice"),),
    "service": (AccountRole(id="11", name="Official service"),),
    "community": (AccountRole(id="12", name="Community"),),
}
MOVED = '"moved":'
VOUCHED = (
    "acct", "username", "domain", "kind", "display_name", "note", "note_html", "fields", "avatar", "header",
    "is_locked", "is_bot", "created_at", "hidden_at", "limited_at", "fragment",
)  # fmt: skip


def avatar_url(account_id: int, key: str) -> str:
    """The picture of an account; one without gets its initials drawn by the house."""
    return files.url(key) if key else f"{settings.BASE_URL}/avatars/{account_id}.png"


def header_url(key: str) -> str:
    """The banner of an account, or the house's own."""
    return files.url(key) if key else f"{settings.BASE_URL}/headers/default.png"


def facts_of(row: tuple[Any, ...]) -> AccountFacts:
    """What an Account entity needs, from a row of COLUMNS."""
    place = _elsewhere(row[0]) if row[2] else _here(row[1])
    return AccountFacts(
        emojis=emoji_elsewhere(place.host, *row[4:7]) if row[2] else emoji_in(*row[4:7]),
        id=row[0],
        username=row[1],
        acct=row[1] if not row[2] else f"{row[1]}@{row[2]}",
        uri=place.uri,
        url=place.url,
        group=row[3] == "community" or place.is_group,
        display_name=row[4],
        note=row[5],
        fields=tuple(
            Field(
                name=field.name,
                value=field.html,
                verified_at=None if field.verified_at is None else clock.iso(field.verified_at),
            )
            for field in profile_fields.decode(row[6])
        ),
        avatar_url=avatar_url(row[0], row[7]),
        header_url=header_url(row[8]),
        avatar_description=row[9],
        header_description=row[10],
        locked=bool(row[11]),
        bot=bool(row[12]),
        discoverable=bool(row[13]),
        indexable=bool(row[14]),
        hide_collections=bool(row[15]),
        created_at=row[16],
        shows_media=bool(row[17]),
        shows_media_replies=bool(row[18]),
        shows_featured=bool(row[19]),
        limited=row[20] is not None,
        roles=() if row[2] else OFFICIAL_ROLES.get(row[3], ()),
        moved=_entity(place.moved_to or _moved_away(row[0])),
    )


class _Place(NamedTuple):
    """Where an account is at home. moved_to: our id of the account it says it moved to, 0 without one."""

    uri: str
    url: str
    is_group: bool = False
    moved_to: int = 0
    host: str = ""


def _here(username: str) -> _Place:
    return _Place(account_uri(settings.BASE_URL, username), account_url(settings.BASE_URL, username))


def _elsewhere(account_id: int) -> _Place:
    found = sql.row("SELECT uri, url, type, moved_to, host FROM federation_remoteactor WHERE id = %s", (account_id,))
    if found is None:
        return _Place("", "")
    uri, url, kind, moved_to, host = found
    return _Place(uri, url or uri, kind == "Group", _known_as(moved_to) if moved_to else 0, host)


def _known_as(uri: str) -> int:
    """Our id of the account with this identity; 0 when it is not known."""
    name = uri.removeprefix(account_uri(settings.BASE_URL, ""))
    if name != uri:
        return int(sql.value("SELECT id FROM people_account WHERE acct = %s AND domain = ''", (name.lower(),)) or 0)
    return int(sql.value("SELECT id FROM federation_remoteactor WHERE uri = %s", (uri,)) or 0)


def _moved_away(account_id: int) -> int:
    return int(sql.value("SELECT target_id FROM federation_moved WHERE account_id = %s", (account_id,)) or 0)


def _entity(account_id: int) -> str:
    """The whole Account entity as it is now, itself moved nowhere; empty for 0 and for one that is not shown."""
    row = account_id and sql.row(
        "SELECT a.fragment, c.followers_count, c.following_count, c.statuses_count, c.last_status_on"
        " FROM people_account a JOIN people_accountcounts c ON c.account_id = a.id"
        " WHERE a.id = %s AND a.hidden_at IS NULL",
        (account_id,),
    )
    # One that moved on itself is not told: two that name each other would grow without end.
    if not row or not row[0].partition(MOVED)[2].startswith("null"):
        return ""
    texts = (row[0], *(str(count) for count in row[1:4]), f'"{row[4]}"' if row[4] else "null")
    return "".join(text + seam for text, seam in zip(texts, ACCOUNT_SEAMS, strict=True))


def render(account_id: int) -> None:
    """Write the account's fragment anew. Its posts need no change: they splice it in when read."""
    row = sql.row(f"SELECT {COLUMNS} FROM people_account WHERE id = %s", (account_id,))
    if row is not None:
        fragment = render_account_fragment(facts_of(row))
        sql.execute("UPDATE people_account SET fragment = %s WHERE id = %s", (fragment, account_id))


def vouch(account_id: int) -> State:
    """The columns of an account that the ledger vouches for, as they now are."""
    row = sql.row(f"SELECT {', '.join(VOUCHED)} FROM people_account WHERE id = %s", (account_id,))
    if row is None:
        return State("people_account", account_id, None)
    return State("people_account", account_id, dict(zip(VOUCHED, (_plain(value) for value in row), strict=True)))


def _plain(value: Any) -> Any:
    # SQLite gives 0 and 1 for booleans of some drivers, PostgreSQL True and False: the ledger keeps one form.
    return int(value) if isinstance(value, bool) else value
