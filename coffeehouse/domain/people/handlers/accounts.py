"""Accounts and bodies."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people import commands, fragments, profile_fields
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.people.handlers.domains import clean_domain
from coffeehouse.domain.people.relation_commands import VerifyLinks
from coffeehouse.kernel.errors import Conflict, Invalid
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
QUOTE_POLICIES = ("public", "followers", "nobody")
MAX_ATTRIBUTION_DOMAINS = 10


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
    name = claim_name(username, kind, display_name, by_house=context.actor.role == "system")
    acct = name.lower()
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


def claim_name(username: str, kind: str, display_name: str, *, by_house: bool = False) -> str:
    """The name as it is kept. Raises Invalid when it is no name, taken, reserved, or like an official one."""
    name = check_username(username)
    acct = name.lower()
    taken = "This user name cannot be used. Choose another."
    if acct in RESERVED and not by_house:
        raise Invalid(taken, field="username")
    if sql.value(
        "SELECT 1 FROM people_account WHERE acct = %s UNION ALL SELECT 1 FROM people_heldname WHERE acct = %s",
        (acct, acct),
    ):
        raise Invalid(taken, field="username")
    if kind == "persona":
        _no_look_alike(display_name)
        if confusable(acct, _official_names()):
            raise Invalid(taken, field="username")
    return name


def _official_names() -> list[str]:
    found = sql.rows(
        "SELECT acct, display_name FROM people_account WHERE kind IN ('voice', 'service', 'community') AND domain = ''"
    )
    return [name for row in found for name in row if name]


def _no_look_alike(display_name: str) -> None:
    """Raise Invalid when a person's name reads like that of an official account (attack X5)."""
    if display_name and confusable(display_name, _official_names()):
        raise Invalid("This name is too much like that of an official account. Choose another.", field="display_name")


def apply_create_body(command: commands.CreateBody, context: Context) -> Outcome:
    """Insert an organisation, or a team of one."""
    if sql.value("SELECT 1 FROM people_body WHERE slug = %s", (command.slug,)):
        raise Invalid("There is a body with this short name already. Choose another.", field="slug")
    if command.parent_id is not None:
        _check_parent(command.parent_id)
    body_id = context.new_id()
    sql.execute(
        "INSERT INTO people_body (id, slug, name, about, created_at, parent_id) VALUES (%s, %s, %s, %s, %s, %s)",
        (body_id, command.slug, normalise(command.name), normalise(command.about), context.now, command.parent_id),
    )
    return Outcome(object=f"body/{body_id}", result=str(body_id))


def _check_parent(parent_id: int) -> None:
    found = sql.row("SELECT parent_id FROM people_body WHERE id = %s", (parent_id,))
    if found is None:
        raise Invalid("There is no such body. Create it first.", field="parent_id")
    if found[0] is not None:
        raise Invalid("A team belongs to a body, not to another team.", field="parent_id")


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
    "is_locked", "is_bot", "is_discoverable", "is_indexable", "hides_collections", "default_sensitive", "shows_media",
    "shows_media_replies", "shows_featured", "expands_warnings", "plays_animations",
)  # fmt: skip
# Columns that hold one word of a few.
CHOICES = {
    "default_visibility": ("Visibility", VISIBILITIES),
    "default_quote_policy": ("The quote policy", QUOTE_POLICIES),
    "expands_media": ("How media are shown", ("default", "show_all", "hide_all")),
}


def _profile_changes(command: commands.UpdateProfile) -> dict[str, Any]:
    """Column → new value for everything the command changes, fields apart."""
    changes: dict[str, Any] = {}
    if command.display_name is not None:
        changes["display_name"] = check_length(
            one_line(command.display_name, field="display_name"), 100, field="display_name", name="The display name"
        )
    if command.note is not None:
        note = check_length(normalise(command.note, field="note"), 2_000, field="note", name="The bio")
        changes |= {"note": note, "note_html": render_html(note, {}, settings.BASE_URL)}
    for name in ("avatar_description", "header_description"):
        if getattr(command, name) is not None:
            changes[name] = normalise(getattr(command, name))[:1_500]
    if command.attribution_domains is not None:
        changes["attribution_domains"] = _domains(command.attribution_domains)
    changes |= {name: getattr(command, name) for name in SWITCHES if getattr(command, name) is not None}
    return changes | _chosen(command)


def _domains(written: tuple[str, ...]) -> str:
    """Web sites as stored: JSON of their host names, each once. People paste addresses, so those are taken too."""
    hosts = [re.sub(r"^https?://([^/?#]*).*$", r"\1", domain.strip(), flags=re.IGNORECASE) for domain in written]
    kept = list(dict.fromkeys(clean_domain(host.removeprefix("*."), "attribution_domains") for host in hosts if host))
    if len(kept) > MAX_ATTRIBUTION_DOMAINS:
        raise Invalid(f"Name at most {MAX_ATTRIBUTION_DOMAINS} web sites.", field="attribution_domains")
    return msgspec.json.encode(kept).decode()


def _chosen(command: commands.UpdateProfile) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for name, (said, words) in CHOICES.items():
        word = getattr(command, name)
        if word is not None and word not in words:
            raise Invalid(f"{said} is one of: {', '.join(words)}.", field=name)
        if word is not None:
            changes[name] = word
    if command.default_language is not None:
        changes["default_language"] = check_language(command.default_language) if command.default_language else ""
    return changes


def apply_update_profile(command: commands.UpdateProfile, context: Context) -> Outcome:
    """Change the account's row and render it anew; links not yet verified are looked at after the commit."""
    account_id = acting_account(context)
    if command.display_name and context.actor.account_kind == "persona":
        _no_look_alike(command.display_name)
    changes = _profile_changes(command) | context.prepared
    stored = sql.value("SELECT fields FROM people_account WHERE id = %s", (account_id,))
    if stored is None:
        raise Conflict("This account is no longer here.")
    fields = profile_fields.decode(stored)
    if command.fields is not None:
        verified = {field.value: field.verified_at for field in fields if field.verified_at is not None}
        fields = profile_fields.write_down(command.fields, verified, settings.BASE_URL)
        changes["fields"] = profile_fields.encode(fields)
    changes = _differing(account_id, changes)
    if not changes:
        return Outcome(object=f"account/{account_id}", unchanged=True)
    _store(account_id, changes)
    unverified = any(field.is_link and field.verified_at is None for field in fields)
    return Outcome(
        object=f"account/{account_id}",
        kept={"changed": sorted(changes)},
        states=(fragments.vouch(account_id),),
        jobs=(Job("verify_links", {"account_id": account_id}),) if unverified else (),
    )


def _differing(account_id: int, changes: dict[str, Any]) -> dict[str, Any]:
    """Those of the changes that change anything."""
    if not changes:
        return {}
    before = sql.row(f"SELECT {', '.join(changes)} FROM people_account WHERE id = %s", (account_id,))
    return {name: new for (name, new), old in zip(changes.items(), before or (), strict=True) if new != old}


def _store(account_id: int, changes: dict[str, Any]) -> None:
    columns = ", ".join(f"{column} = %s" for column in changes)
    sql.execute(f"UPDATE people_account SET {columns} WHERE id = %s", (*changes.values(), account_id))
    fragments.render(account_id)


def apply_verify_links(command: VerifyLinks, context: Context) -> Outcome:
    """Note on a profile's links when they were seen to link back. Links that are no longer there are left out."""
    thing = f"account/{command.account_id}"
    stored = sql.value("SELECT fields FROM people_account WHERE id = %s", (command.account_id,))
    fields = [] if stored is None else profile_fields.decode(stored)
    fresh = {field.value for field in fields if field.value in command.links and field.verified_at is None}
    if not fresh:
        return Outcome(object=thing, unchanged=True)
    seen = [
        msgspec.structs.replace(field, verified_at=context.now) if field.value in fresh else field for field in fields
    ]
    _store(command.account_id, {"fields": profile_fields.encode(seen)})
    return Outcome(object=thing, kept={"links": sorted(fresh)}, states=(fragments.vouch(command.account_id),))
