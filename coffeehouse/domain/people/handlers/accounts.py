"""Accounts, bodies and seats."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.people import commands, fragments
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.kernel.language import check_language
from coffeehouse.kernel.text import check_length, check_username, confusable, normalise, one_line
from coffeehouse.protocols.images import process_image
from coffeehouse.protocols.mastodon.text import render_html

OFFICIAL_KINDS = ("voice", "service", "community")
POWERS = ("suggest", "draft", "review", "release", "emergency")
VISIBILITIES = ("public", "unlisted", "followers", "direct")
RESERVED = frozenset(
    "about accessibility account accounts admin administrator api auth avatars body coffeehouse explore favicon headers"
    " health help home host house ledger lists media mod moderator nodeinfo notifications oauth policy privacy public"
    " register report root search security settings sign static support system tags terms theme users web webmaster"
    " welcome www".split()
)
MAX_FIELDS = 4


def insert_account(
    context: Context,
    *,
    username: str,
    kind: str,
    display_name: str = "",
    note: str = "",
    body_id: int | None = None,
    member_id: int | None = None,
    hidden_at: int | None = None,
) -> int:
    """Insert a local account with its counts and fragment. Raises Invalid when the name cannot be had."""
    name = check_username(username)
    acct = name.lower()
    taken = "This user name cannot be used. Choose another."
    if acct in RESERVED or sql.value("SELECT 1 FROM people_account WHERE acct = %s", (acct,)):
        raise Invalid(taken, field="username")
    if kind == "persona":
        _no_look_alike(display_name)
        if confusable(acct, _official_names()):
            raise Invalid(taken, field="username")
    account_id = context.new_id()
    sql.execute(
        "INSERT INTO people_account (id, acct, username, domain, kind, body_id, member_id, display_name, note,"
        " note_html, fields, avatar, header, avatar_description, header_description, is_locked, is_bot,"
        " is_discoverable, is_indexable, hides_collections, default_visibility, default_sensitive, default_language,"
        " created_at, hidden_at, fragment) VALUES"
        " (%s, %s, %s, '', %s, %s, %s, %s, %s, %s, '[]', '', '', '', '', %s, %s, %s, %s, %s, 'public', %s, '',"
        " %s, %s, '')",
        (
            account_id, acct, name, kind, body_id, member_id, one_line(display_name)[:100], note,
            render_html(note, {}, settings.BASE_URL), False, kind == "service", True, True, False, False,
            context.now, hidden_at,
        ),
    )  # fmt: skip
    sql.execute(
        "INSERT INTO people_accountcounts (account_id, followers_count, following_count, statuses_count)"
        " VALUES (%s, 0, 0, 0)",
        (account_id,),
    )
    fragments.render(account_id)
    return account_id


def _official_names() -> list[str]:
    found = sql.rows("SELECT acct, display_name FROM people_account WHERE kind <> 'persona' AND domain = ''")
    return [name for row in found for name in row if name]


def _no_look_alike(display_name: str) -> None:
    """Raise Invalid when a person's name reads like that of an official account (attack X5)."""
    if display_name and confusable(display_name, _official_names()):
        raise Invalid("This name is too much like that of an official account. Choose another.", field="display_name")


def apply_create_body(command: commands.CreateBody, context: Context) -> Outcome:
    """Insert an organisation."""
    if sql.value("SELECT 1 FROM people_body WHERE slug = %s", (command.slug,)):
        raise Invalid("There is a body with this short name already. Choose another.", field="slug")
    body_id = context.new_id()
    sql.execute(
        "INSERT INTO people_body (id, slug, name, about, created_at) VALUES (%s, %s, %s, %s, %s)",
        (body_id, command.slug, normalise(command.name), normalise(command.about), context.now),
    )
    return Outcome(object=f"body/{body_id}", result=str(body_id))


def apply_create_account(command: commands.CreateAccount, context: Context) -> Outcome:
    """Insert a voice, service or community of a body, or a further persona of the member who asks."""
    if command.kind not in (*OFFICIAL_KINDS, "persona"):
        raise Invalid("An account is a persona, voice, service or community.", field="kind")
    if command.kind != "persona" and command.body_id is None:
        raise Invalid("A voice or service speaks for a body: say for which.", field="body_id")
    if command.kind == "persona" and command.body_id is not None:
        raise Invalid("A persona speaks for nobody but its member: leave the body out.", field="body_id")
    if command.body_id is not None and not sql.value("SELECT 1 FROM people_body WHERE id = %s", (command.body_id,)):
        raise Invalid("There is no such body. Create it first.", field="body_id")
    account_id = insert_account(
        context,
        username=command.username,
        kind=command.kind,
        display_name=command.display_name,
        note=command.note,
        body_id=command.body_id,
        member_id=context.actor.member_id if command.kind == "persona" else None,
    )
    return Outcome(object=f"account/{account_id}", result=str(account_id), states=(fragments.vouch(account_id),))


def apply_grant_seat(command: commands.GrantSeat, context: Context) -> Outcome:
    """Insert or change a seat."""
    if not command.powers or set(command.powers) - set(POWERS):
        raise Invalid(f"Choose powers from: {', '.join(POWERS)}.", field="powers")
    kind = sql.value("SELECT kind FROM people_account WHERE id = %s AND domain = ''", (command.account_id,))
    if kind not in OFFICIAL_KINDS:
        raise NotFound("There is no such voice.")
    if not sql.value("SELECT 1 FROM people_member WHERE id = %s AND state = 'active'", (command.member_id,)):
        raise NotFound("There is no such member.")
    sql.execute(
        "INSERT INTO people_seat (id, member_id, account_id, powers, created_at, expires_at)"
        " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (member_id, account_id)"
        " DO UPDATE SET powers = excluded.powers, expires_at = excluded.expires_at",
        (
            context.new_id(), command.member_id, command.account_id, " ".join(command.powers), context.now,
            command.expires_at,
        ),
    )  # fmt: skip
    return Outcome(object=f"account/{command.account_id}", kept={"member": str(command.member_id)})


def apply_revoke_seat(command: commands.RevokeSeat, context: Context) -> Outcome:
    """Remove a seat, and with it the member's tokens for that voice."""
    key = (command.member_id, command.account_id)
    if not sql.execute("DELETE FROM people_seat WHERE member_id = %s AND account_id = %s", key):
        raise NotFound()
    sql.execute(
        "UPDATE people_token SET revoked_at = %s WHERE member_id = %s AND account_id = %s AND revoked_at IS NULL",
        (context.now, *key),
    )
    return Outcome(object=f"account/{command.account_id}", kept={"member": str(command.member_id)})


def prepare_update_profile(command: commands.UpdateProfile, _actor: Actor) -> dict[str, str]:
    """Decode, re-encode and store the pictures, before the transaction: column → file key."""
    stored: dict[str, str] = {}
    for column, data in (("avatar", command.avatar), ("header", command.header)):
        if data:
            picture = process_image(data, max_bytes=settings.MEDIA_MAX_BYTES, max_pixels=settings.MEDIA_MAX_PIXELS)
            stored[column] = files.store(picture.preview_data, picture.preview_format)
        elif data == b"":
            stored[column] = ""
    return stored


SWITCHES = (
    "is_locked", "is_bot", "is_discoverable", "is_indexable", "hides_collections", "default_sensitive",
)  # fmt: skip


def _profile_changes(command: commands.UpdateProfile) -> dict[str, Any]:
    """Column → new value for everything the command changes."""
    changes: dict[str, Any] = {}
    if command.display_name is not None:
        changes["display_name"] = check_length(
            one_line(command.display_name, field="display_name"), 100, field="display_name", name="The display name"
        )
    if command.note is not None:
        note = check_length(normalise(command.note, field="note"), 2_000, field="note", name="The bio")
        changes |= {"note": note, "note_html": render_html(note, {}, settings.BASE_URL)}
    if command.fields is not None:
        changes["fields"] = _fields(command.fields)
    for name in ("avatar_description", "header_description"):
        if getattr(command, name) is not None:
            changes[name] = normalise(getattr(command, name))[:1_500]
    changes |= {name: getattr(command, name) for name in SWITCHES if getattr(command, name) is not None}
    return changes | _posting_defaults(command)


def _fields(fields: tuple[tuple[str, str], ...]) -> str:
    """The profile's fields as stored: JSON of (name, value as written, value as HTML)."""
    kept = [(one_line(name)[:255], one_line(value)[:255]) for name, value in fields if name or value]
    if len(kept) > MAX_FIELDS:
        raise Invalid(f"A profile has at most {MAX_FIELDS} fields.", field="fields")
    return msgspec.json.encode([(name, value, _one_paragraph(value)) for name, value in kept]).decode()


def _one_paragraph(text: str) -> str:
    return render_html(text, {}, settings.BASE_URL).removeprefix("<p>").removesuffix("</p>")


def _posting_defaults(command: commands.UpdateProfile) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if command.default_visibility is not None:
        if command.default_visibility not in VISIBILITIES:
            raise Invalid(f"Visibility is one of: {', '.join(VISIBILITIES)}.", field="default_visibility")
        changes["default_visibility"] = command.default_visibility
    if command.default_language is not None:
        changes["default_language"] = check_language(command.default_language) if command.default_language else ""
    return changes


def apply_update_profile(command: commands.UpdateProfile, context: Context) -> Outcome:
    """Change the account's row and render it anew."""
    account_id = acting_account(context)
    if command.display_name and context.actor.account_kind == "persona":
        _no_look_alike(command.display_name)
    changes = _profile_changes(command) | context.prepared
    if changes:
        before = sql.row(f"SELECT {', '.join(changes)} FROM people_account WHERE id = %s", (account_id,))
        if before is None:
            raise Conflict("This account is no longer here.")
        changes = {name: new for (name, new), old in zip(changes.items(), before, strict=True) if new != old}
    if not changes:
        return Outcome(object=f"account/{account_id}", unchanged=True)
    columns = ", ".join(f"{column} = %s" for column in changes)
    sql.execute(f"UPDATE people_account SET {columns} WHERE id = %s", (*changes.values(), account_id))
    fragments.render(account_id)
    return Outcome(
        object=f"account/{account_id}", kept={"changed": sorted(changes)}, states=(fragments.vouch(account_id),)
    )
