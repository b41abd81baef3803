"""An account's Mastodon entity, rendered once beside its row (`people_account.fragment`)."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import State
from coffeehouse.domain.people import profile_fields
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import AccountRole, Field
from coffeehouse.protocols.mastodon.fragments import AccountFacts, account_uri, account_url, render_account_fragment

COLUMNS = (
    "id, username, domain, kind, display_name, note_html, fields, avatar, header, avatar_description,"
    " header_description, is_locked, is_bot, is_discoverable, is_indexable, hides_collections, created_at, shows_media,"
    " shows_media_replies, shows_featured"
)
# Apps show a role beside the name: that an account is official is the server's word, not the account's (attack X5).
OFFICIAL_ROLES = {
    "voice": (AccountRole(id="10", name="Official voice"),),
    "service": (AccountRole(id="11", name="Official service"),),
    "community": (AccountRole(id="12", name="Community"),),
}
VOUCHED = (
    "acct", "username", "domain", "kind", "display_name", "note", "note_html", "fields", "avatar", "header",
    "is_locked", "is_bot", "created_at", "hidden_at", "fragment",
)  # fmt: skip


def avatar_url(account_id: int, key: str) -> str:
    """The picture of an account; one without gets its initials drawn by the house."""
    return files.url(key) if key else f"{settings.BASE_URL}/avatars/{account_id}.png"


def header_url(key: str) -> str:
    """The banner of an account, or the house's own."""
    return files.url(key) if key else f"{settings.BASE_URL}/headers/default.png"


def facts_of(row: tuple[Any, ...]) -> AccountFacts:
    """What an Account entity needs, from a row of COLUMNS."""
    base = settings.BASE_URL
    return AccountFacts(
        emojis=emoji_in(row[4], row[5], row[6]),
        id=row[0],
        username=row[1],
        acct=row[1] if not row[2] else f"{row[1]}@{row[2]}",
        uri=account_uri(base, row[1]),
        url=account_url(base, row[1]),
        group=row[3] == "community",
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
        roles=OFFICIAL_ROLES.get(row[3], ()),
    )


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
