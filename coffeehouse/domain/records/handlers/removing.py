"""Erasing or restricting one object, of whatever kind. Each domain erases its own tables; this says in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.cases.handlers.erasing import blank_report, erase_report, read_whole
from coffeehouse.domain.context import Context
from coffeehouse.domain.erased import Erased
from coffeehouse.domain.federation.handlers.telling import before_erasing
from coffeehouse.domain.people.handlers.erasing import erase_note, erase_person
from coffeehouse.domain.posts.handlers.erasing import erase_post, erase_scheduled, erase_traces
from coffeehouse.domain.publishing.handlers.erasing import erase_draft, forget_route
from coffeehouse.domain.publishing.waited import drafts_from, scheduled_of
from coffeehouse.domain.records.deleted import as_it_was, lost_uploads, read_deleted
from coffeehouse.domain.records.holds import is_on_hold
from coffeehouse.domain.records.objects import owners, parse, remarks_of
from coffeehouse.domain.records.preserved import preserved_files, preserved_of
from coffeehouse.domain.records.proposing import Placed
from coffeehouse.kernel.errors import Invalid

_POST = ("account_id", "visibility", "text", "spoiler_text", "language", "in_reply_to_id", "created_at", "edited_at")


class Above(NamedTuple):
    """How a domain above this one erases an object of its own, and reads all of it."""

    erase: Callable[[int, Context], Erased]
    read: Callable[[int], dict[str, Any]]


ABOVE: dict[str, Above] = {}
"""By kind of object; the domains are named by the engine."""
_MEDIA = ("id", "file", "preview", "description", "content_type")


def remove(name: str, context: Context, spared: frozenset[str] = frozenset()) -> Erased:
    """Erase an object; what was preserved of it goes too. spared: objects that stay where a person goes."""
    kind, number = parse(name)
    before_erasing(kind, number, context)
    remarks = remarks_of(number) if kind == "note" else ()
    done = Erased(names=[name, *(f"media/{upload}" for upload in lost_uploads(name))], keys=end_preserved(name))
    _end_deleted(name)
    if kind == "post":
        done.add(erase_post(number))
        done.states += forget_route(number)
    elif kind == "held":
        done.add(_remove_draft(number))
    elif kind == "scheduled":
        done.add(erase_scheduled(number, with_uploads=not drafts_from(number)))
    elif kind == "report":
        done.add(erase_report(number))
    elif kind == "note":
        done.remarks += remarks
        done.add(erase_note(number))
    elif kind in ABOVE:
        done.add(ABOVE[kind].erase(number, context))
    elif kind == "erasure":
        _blank_erasure(number)
    else:
        done.add(erase_traces(number, spared))
        done.add(erase_person(number, context, spared))
    return done


def _end_deleted(name: str) -> None:
    """The vault has its words no more, or they are kept as what is restricted."""
    sql.execute("DELETE FROM records_deleted WHERE object = %s", (name,))


def _blank_erasure(erasure_id: int) -> None:
    """Take away what somebody wrote when they asked to be forgotten; that they asked, and what was done, stays."""
    sql.execute("UPDATE records_erasure SET words = '' WHERE id = %s", (erasure_id,))


def _remove_draft(held_id: int) -> Erased:
    """A draft, and the scheduled post that it was, which says the same; not where a hold names that."""
    waited = scheduled_of(held_id)
    done = erase_draft(held_id)
    if waited is not None and not is_on_hold(f"scheduled/{waited}"):
        done.add(erase_scheduled(waited))
    return done


def restrict(placed: Placed, context: Context) -> Erased:
    """Take an object out of everybody's sight and keep what it was for those who keep the records (article 18)."""
    kind, number = parse(placed.name)
    if (deleted := read_deleted(placed.name)) is not None:
        content, account_id = as_it_was(placed.name, deleted), deleted.account_id
        preserve(placed.name, context, placed.record_class.id, "restriction", content, (), account_id=account_id)
        _end_deleted(placed.name)
        return Erased()
    if kind == "account":
        raise Invalid("Who somebody is can be erased or kept, not restricted.", field="outcome")
    if kind == "post":
        keep_post(number, context, placed.record_class.id, "restriction")
        before_erasing(kind, number, context)
        gone = erase_post(number)
    elif kind == "held":
        _keep_draft(number, context, placed.record_class.id)
        gone = erase_draft(number)
    elif kind == "scheduled":
        keep_scheduled(number, context, placed.record_class.id, "restriction")
        gone = erase_scheduled(number, with_uploads=not drafts_from(number))
    elif kind == "note":
        keep_note(number, context, placed.record_class.id, "restriction")
        gone = erase_note(number)
    elif kind in ABOVE or kind == "erasure":
        gone = _restrict_request(placed, context)
    else:
        gone = _restrict_report(placed, context)
    kept = preserved_files(gone.keys)
    # The ledger's payloads stay as well: they are kept out of sight there.
    keys = [key for key in gone.keys if key not in kept]
    return replace(gone, keys=keys, names=[], remarks=[])


def _restrict_report(placed: Placed, context: Context) -> Erased:
    """Keep what was said, and blank it. Restricted a second time, its row says nothing any more: it is kept already."""
    _, number = parse(placed.name)
    if not preserved_of(placed.name):
        preserve(placed.name, context, placed.record_class.id, "restriction", read_whole(number), ())
    return blank_report(number)


def _restrict_request(placed: Placed, context: Context) -> Erased:
    """Keep what was asked and answered, and blank it where it stands."""
    kind, number = parse(placed.name)
    asked = sql.value("SELECT words FROM records_erasure WHERE id = %s", (number,)) if kind == "erasure" else ""
    content = ABOVE[kind].read(number) if kind in ABOVE else {"words": asked}
    account_id = min(owners(placed.name), default=None)
    preserve(placed.name, context, placed.record_class.id, "restriction", content, (), account_id=account_id)
    if kind in ABOVE:
        return ABOVE[kind].erase(number, context)
    _blank_erasure(number)
    return Erased()


def keep_post(post_id: int, context: Context, class_id: str, reason: str) -> None:
    """Preserve a post with its earlier versions and files, before its rows go."""
    row = sql.row(f"SELECT {', '.join(_POST)} FROM posts_post WHERE id = %s", (post_id,))
    if row is None:
        return
    content = {name: _plain(value) for name, value in zip(_POST, row, strict=True)}
    media = sql.rows(f"SELECT {', '.join(_MEDIA)} FROM posts_media WHERE post_id = %s ORDER BY position", (post_id,))
    content["media"] = [{name: _plain(value) for name, value in zip(_MEDIA, each, strict=True)} for each in media]
    edits = sql.rows("SELECT text, created_at FROM posts_postedit WHERE post_id = %s ORDER BY id", (post_id,))
    content["versions"] = [{"text": text, "at": str(at)} for text, at in edits]
    named = sql.rows("SELECT account_id FROM posts_mention WHERE post_id = %s", (post_id,))
    content["to"] = [str(each[0]) for each in named]
    keys = [key for each in media for key in each[1:3]]
    preserve(f"post/{post_id}", context, class_id, reason, content, keys, account_id=row[0])


def _keep_draft(held_id: int, context: Context, class_id: str) -> None:
    versions = sql.rows(
        "SELECT command, created_at FROM publishing_revision WHERE held_id = %s ORDER BY revision", (held_id,)
    )
    content = {"versions": [{"command": command, "at": str(at)} for command, at in versions]}
    account_id = sql.value("SELECT account_id FROM publishing_heldcommand WHERE id = %s", (held_id,))
    uploads = {int(each) for command, _ in versions for each in msgspec.json.decode(command).get("media_ids") or ()}
    keys: list[str] = []
    for media_id in sorted(uploads):
        keys += sql.row("SELECT file, preview FROM posts_media WHERE id = %s", (media_id,)) or ()
    preserve(f"held/{held_id}", context, class_id, "restriction", content, keys, account_id=account_id)


def keep_scheduled(scheduled_id: int, context: Context, class_id: str, reason: str) -> None:
    """Preserve what a scheduled post said, with its files, before its row goes."""
    found = read_scheduled(scheduled_id)
    if found is None:
        return
    account_id, content = found
    media = sql.rows(
        f"SELECT {', '.join(_MEDIA)} FROM posts_media WHERE account_id = %s AND scheduled_id = %s ORDER BY id",
        (account_id, scheduled_id),
    )
    content["media"] = [{name: _plain(value) for name, value in zip(_MEDIA, each, strict=True)} for each in media]
    keys = [key for each in media for key in each[1:3]]
    preserve(f"scheduled/{scheduled_id}", context, class_id, reason, content, keys, account_id=account_id)


def read_scheduled(scheduled_id: int) -> tuple[int, dict[str, Any]] | None:
    """(account, what is kept) of a scheduled post; None when it is not there any more."""
    row = sql.row(
        "SELECT account_id, command, scheduled_at, created_at FROM posts_scheduled WHERE id = %s", (scheduled_id,)
    )
    if row is None:
        return None
    return row[0], {"command": row[1], "scheduled_at": str(row[2]), "created_at": str(row[3])}


def keep_note(note_id: int, context: Context, class_id: str, reason: str) -> None:
    """Preserve a private remark as it is, before it is changed or removed."""
    row = sql.row("SELECT account_id, target_id, comment FROM people_accountnote WHERE id = %s", (note_id,))
    if row is None:
        return
    account_id, target_id, comment = row
    content = {"target_id": str(target_id), "comment": comment}
    preserve(f"note/{note_id}", context, class_id, reason, content, (), account_id=account_id)


def preserve(
    name: str,
    context: Context,
    class_id: str,
    reason: str,
    content: dict[str, Any],
    keys: Iterable[str],
    account_id: int | None = None,
) -> None:
    """Keep what an object was. Its files are named, so that nothing removes them."""
    preserved_id = context.new_id()
    sql.execute(
        "INSERT INTO records_preserved (id, object, account_id, class_id, reason, content, created_at)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (preserved_id, name, account_id, class_id, reason, msgspec.json.encode(content).decode(), context.now),
    )
    for key in dict.fromkeys(key for key in keys if key):
        sql.execute(
            "INSERT INTO records_preservedfile (file, preserved_id) VALUES (%s, %s)"
            " ON CONFLICT (file, preserved_id) DO NOTHING",
            (key, preserved_id),
        )


def end_preserved(name: str) -> list[str]:
    """Forget what was preserved of an object; the files that nothing else preserved has, to be removed."""
    keys: list[str] = []
    for (preserved_id,) in sql.rows("DELETE FROM records_preserved WHERE object = %s RETURNING id", (name,)):
        found = sql.rows("DELETE FROM records_preservedfile WHERE preserved_id = %s RETURNING file", (preserved_id,))
        keys += (row[0] for row in found)
    kept = preserved_files(keys)
    return [key for key in keys if key not in kept]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)
