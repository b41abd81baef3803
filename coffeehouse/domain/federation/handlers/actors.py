"""Accounts elsewhere as rows of ours: taken in when they are first met, changed when their server says so, forgotten
when it says that they are no more.

What comes here was fetched from its own server, or signed by it; who it says it is was proven by WebFinger. Here it is
only made sure that no account takes the name, the identity or the key of another (O19).
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.handlers.drawing import meet_in_profile
from coffeehouse.domain.federation.queries.servers import standing_of
from coffeehouse.domain.people import fragments, profile_fields
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols.activitypub.documents import ActorDocument

TYPES = ("Person", "Service", "Application", "Group", "Organization")
BOTS = ("Service", "Application")
# Their servers tell of changes; who was away meanwhile finds out so.
STALE = 7 * clock.DAY
LONGEST_NAME, LONGEST_NOTE, MAX_FIELDS, MAX_KEYS, MAX_ALIASES, MAX_DOMAINS = 100, 20_000, 16, 10, 20, 10
_USERNAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.IGNORECASE | re.ASCII)
INSERT = (
    "INSERT INTO people_account (id, acct, username, domain, kind, display_name, note, note_html, fields, avatar,"
    " header, avatar_description, header_description, is_locked, is_bot, is_discoverable, is_indexable,"
    " hides_collections, default_visibility, default_sensitive, default_language, created_at, limited_at, fragment)"
    " VALUES (%s, %s, %s, %s, 'persona', '', '', '', '[]', '', '', '', '', FALSE, FALSE, FALSE, FALSE, FALSE,"
    " 'public', FALSE, '', %s, %s, '')"
)
PLACES = ("url", "inbox", "shared_inbox", "outbox", "followers", "following", "featured", "moved_to")


def apply_receive_actor(command: commands.ReceiveActor, context: Context) -> Outcome:
    """Insert the account, or change it where something changed; pictures are fetched afterwards."""
    document, host = command.document, command.host
    if document.type not in TYPES:
        raise Invalid("This is no account.", code="actor_type")
    if len(document.username) > 64 or not _USERNAME.fullmatch(document.username):
        raise Invalid("This account has a name the house cannot keep.", code="actor_name")
    acct = f"{document.username}@{host}".lower()
    found = sql.row(
        "SELECT r.id, r.avatar_url, r.header_url, r.gone_at FROM federation_remoteactor r WHERE r.uri = %s",
        (document.id,),
    )
    holder = sql.value("SELECT id FROM people_account WHERE acct = %s", (acct,))
    if holder is not None and (found is None or holder != found[0]):
        raise Conflict("This name belongs to another account.", code="actor_name_taken")
    if found is not None and found[3] is not None:
        raise Conflict("This account was deleted.", code="actor_gone")
    account_id = int(found[0]) if found is not None else _insert(context, acct, document, host)
    pictures = _pictures(document)
    is_changed = _update(account_id, _columns(document, acct, host), document)
    known = ("", "") if found is None else (found[1], found[2])
    is_changed |= _write_actor(account_id, document, pictures, is_new=found is None, now=context.now)
    is_changed |= _write_keys(account_id, document, context.now)
    jobs, removed = _picture_jobs(account_id, pictures, known)
    jobs += meet_in_profile(context, document, account_id)
    if not is_changed and not removed and not jobs:
        return Outcome(object=f"account/{account_id}", result=account_id, unchanged=True)
    fragments.render(account_id)
    return Outcome(
        object=f"account/{account_id}",
        result=account_id,
        kept={"uri": document.id},
        kind="actor.received" if found is None else "actor.changed",
        states=(fragments.vouch(account_id),),
        jobs=(*jobs, *removed),
    )


def then_heard(_command: commands.ReceivePost, _outcome: Outcome, context: Context) -> None:
    """After a post from elsewhere: its author is asked for anew when that was last a week ago, once."""
    found = sql.execute(
        "UPDATE federation_remoteactor SET fetched_at = %s WHERE id = %s AND fetched_at < %s",
        (context.now, context.actor.account_id, context.now - STALE),
    )
    if found:
        context.later(Job("refresh_actor", {"account_id": context.actor.account_id}))


def _insert(context: Context, acct: str, document: ActorDocument, host: str) -> int:
    account_id = context.new_id()
    created_at = min(document.published_at or context.now, context.now)
    is_limited = any(standing_of(name).is_limited for name in {host, _host(document.id)})
    limited_at = context.now if is_limited else None
    sql.execute(INSERT, (account_id, acct, document.username, host, max(created_at, 0), limited_at))
    sql.execute(
        "INSERT INTO people_accountcounts (account_id, followers_count, following_count, statuses_count)"
        " VALUES (%s, 0, 0, 0)",
        (account_id,),
    )
    return account_id


def _columns(document: ActorDocument, acct: str, host: str) -> dict[str, Any]:
    """What everybody sees of the account."""
    fields = [
        profile_fields.ProfileField(one_line(field.name)[: profile_fields.LONGEST], "", field.value)
        for field in document.fields[:MAX_FIELDS]
    ]
    return {
        "acct": acct,
        "username": document.username,
        "domain": host,
        "display_name": one_line(document.name)[:LONGEST_NAME],
        "note_html": document.summary if len(document.summary) <= LONGEST_NOTE else "",
        "fields": profile_fields.encode(fields),
        "avatar_description": one_line(document.icon.description)[:1_500] if document.icon else "",
        "header_description": one_line(document.image.description)[:1_500] if document.image else "",
        "is_locked": document.is_locked,
        "is_bot": document.type in BOTS,
        "is_discoverable": document.is_discoverable,
        "is_indexable": document.is_indexable,
        "attribution_domains": msgspec.json.encode(document.attribution_domains[:MAX_DOMAINS]).decode(),
    }


def _update(account_id: int, columns: dict[str, Any], document: ActorDocument) -> bool:
    """Write what differs from the row; whether anything did."""
    before = sql.row(f"SELECT {', '.join(columns)} FROM people_account WHERE id = %s", (account_id,))
    changes = {name: new for (name, new), old in zip(columns.items(), before or (), strict=True) if new != old}
    if not changes:
        return False
    assignments = ", ".join(f"{name} = %s" for name in changes)
    sql.execute(f"UPDATE people_account SET {assignments} WHERE id = %s", (*changes.values(), account_id))
    return True


def _pictures(document: ActorDocument) -> tuple[str, str]:
    return (document.icon.url if document.icon else "", document.image.url if document.image else "")


def _write_actor(
    account_id: int, document: ActorDocument, pictures: tuple[str, str], *, is_new: bool, now: int
) -> bool:
    """What only servers ask for; whether what people see of it changed (its page, its type, that it moved)."""
    values = {
        "type": document.type,
        **{name: getattr(document, name) for name in PLACES},
        "also_known_as": msgspec.json.encode(document.also_known_as[:MAX_ALIASES]).decode(),
        "avatar_url": pictures[0],
        "header_url": pictures[1],
        "fetched_at": now,
    }
    if is_new:
        names = ", ".join(("id", "uri", "host", *values))
        sql.execute(
            f"INSERT INTO federation_remoteactor ({names}) VALUES ({sql.marks(len(values) + 3)})",
            (account_id, document.id, _host(document.id), *values.values()),
        )
        return True
    before = sql.row("SELECT type, url, moved_to FROM federation_remoteactor WHERE id = %s", (account_id,))
    assignments = ", ".join(f"{name} = %s" for name in values)
    sql.execute(f"UPDATE federation_remoteactor SET {assignments} WHERE id = %s", (*values.values(), account_id))
    # Where its posts go follows its inbox.
    sql.execute(
        "UPDATE federation_remotefollower SET inbox = %s WHERE account_id = %s AND inbox <> %s",
        (document.shared_inbox or document.inbox, account_id, document.shared_inbox or document.inbox),
    )
    return before != (document.type, document.url, document.moved_to)


def _origin(uri: str) -> str:
    """Scheme and host of an identity."""
    scheme, _, rest = uri.partition("://")
    return f"{scheme}://{re.split(r'[/?#]', rest, maxsplit=1)[0]}"


def _host(uri: str) -> str:
    return _origin(uri).partition("://")[2]


def _write_keys(account_id: int, document: ActorDocument, now: int) -> bool:
    """The keys it has now, and no others; a key that is another account's stays that one's. Whether any changed."""
    origin = _origin(document.id)
    keys = {key.id: key for key in document.keys[:MAX_KEYS] if key.owner == document.id and _origin(key.id) == origin}
    before = {
        row[0]: (row[1], row[2])
        for row in sql.rows(
            "SELECT key_id, kind, public FROM federation_remotekey WHERE account_id = %s", (account_id,)
        )
    }
    for key_id in before.keys() - keys.keys():
        sql.execute("DELETE FROM federation_remotekey WHERE key_id = %s", (key_id,))
    for key in keys.values():
        sql.execute(
            "INSERT INTO federation_remotekey (key_id, account_id, kind, public, fetched_at)"
            " VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key_id) DO UPDATE SET kind = excluded.kind,"
            " public = excluded.public, fetched_at = excluded.fetched_at"
            " WHERE federation_remotekey.account_id = excluded.account_id",
            (key.id, account_id, key.kind, key.public, now),
        )
    return before != {key.id: (key.kind, key.public) for key in keys.values()}


def _picture_jobs(
    account_id: int, pictures: tuple[str, str], known: tuple[str, str]
) -> tuple[tuple[Job, ...], tuple[Job, ...]]:
    """(jobs that fetch pictures which are new, jobs that remove the files of those that are no more)."""
    fetched = [part for part, new, old in zip(("avatar", "header"), pictures, known, strict=True) if new and new != old]
    gone = [part for part, new, old in zip(("avatar", "header"), pictures, known, strict=True) if old and not new]
    keys = [_take_off(account_id, part) for part in gone]
    jobs = (Job("fetch_avatar", {"account_id": account_id, "parts": fetched}),) if fetched else ()
    kept = [key for key in keys if key]
    return jobs, (Job("remove_files", {"keys": kept}),) if kept else ()


def _take_off(account_id: int, part: str) -> str:
    """Take a picture off an account; the key of its file."""
    key = str(sql.value(f"SELECT {part} FROM people_account WHERE id = %s", (account_id,)) or "")
    sql.execute(f"UPDATE people_account SET {part} = '' WHERE id = %s", (account_id,))
    return key
