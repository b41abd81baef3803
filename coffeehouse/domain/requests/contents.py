"""What an object of the house says, read where it stands: a post, a draft, a report, what is known of a member.

    an item of a request → read_content → shown to who decides → redacted (`releasing`) → the pack

Nothing is copied into a request. A post that its author deleted is read from the ledger's vault; what was erased there
is gone, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.records.deleted import command_of_draft
from coffeehouse.domain.records.preserved import preserved_of
from coffeehouse.domain.requests.versions import revisions_of, words_of_command, words_of_report, words_of_versions
from coffeehouse.ledger import queries as ledger

# Facts that name a person: released only where that person is.
PERSONAL_FACTS = frozenset({"About", "Written by", "A private remark about", "E-mail"})
# Facts for those who decide, never released.
INTERNAL_FACTS = frozenset({"Out of sight"})
OUT_OF_SIGHT = {
    "hold": "deleted while on hold",
    "restriction": "restricted at a person's request (UK GDPR Article 18): release it only with their consent, for"
    " legal claims, or for important public interest",
}
KINDS = ("post", "deleted", "edit", "draft", "scheduled", "decision", "report", "note", "profile", "member")


@dataclass(frozen=True, slots=True)
class File:
    """A picture, video or sound; source: the key under which the house keeps it. preview: of its small picture."""

    name: str
    media_type: str
    source: str
    description: str
    preview: str = ""
    sha256: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether parts of it can be covered."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Content:
    """One object. author: its name, with @handle; is_official: speaks for the body. gone: why nothing is left, or "".

    audience: public, unlisted, followers, direct; "" for what nobody else could read. sequence: of its first entry.
    """

    object: str
    kind: str
    at: int
    account_id: int | None = None
    author: str = ""
    is_official: bool = False
    audience: str = ""
    channel: str = ""
    language: str = ""
    url: str = ""
    warning: str = ""
    text: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    files: tuple[File, ...] = ()
    sequence: int | None = None
    gone: str = ""

    @property
    def is_private(self) -> bool:
        """Whether these are somebody's own words, or what is known of them, that not everybody can read."""
        is_read_by_all = self.audience in ("public", "unlisted") and self.kind != "deleted"
        return not (self.is_official or is_read_by_all or self.gone or self.kind == "decision")

    @property
    def text_hash(self) -> str:
        """Of all that somebody who decides has read: a decision counts for these words only."""
        said = [self.warning, self.text, self.gone, self.author, *(f"{name}: {value}" for name, value in self.facts)]
        said += [f"{file.name}\n{file.description}\n{file.sha256}" for file in self.files]
        return hashlib.sha256("\0".join(said).encode()).hexdigest()


def read_content(item: str, kind: str = "") -> Content:
    """What the object says now. kind: of the item, where the object alone does not tell (a deleted post)."""
    name, _, number = item.partition("/")
    reader = READERS.get(name)
    found = reader(int(number)) if reader and number.isdecimal() else None
    return found or Content(item, kind or name, 0, gone="It is no longer held.")


@dataclass(frozen=True, slots=True)
class Author:
    """Who said something: name and handle, and whether the account speaks for a body."""

    name: str
    is_official: bool


def author_of(account_id: int | None) -> Author:
    """The author behind an account, whether it is shown or hidden."""
    row = sql.row("SELECT display_name, acct, kind FROM people_account WHERE id = %s", (account_id or 0,))
    if row is None:
        return Author("", False)
    return Author(f"{row[0]} (@{row[1]})" if row[0] else f"@{row[1]}", row[2] != "persona")


def author_of_member(member_id: int | None) -> tuple[int | None, Author]:
    """The persona of a member, by which colleagues know them."""
    found = sql.value("SELECT MIN(id) FROM people_account WHERE member_id = %s AND kind = 'persona'", (member_id or 0,))
    return found, author_of(found)


def _recorded(item: str) -> tuple[int | None, str]:
    """(sequence, channel) of the first entry about an object."""
    row = sql.row("SELECT sequence, channel FROM ledger_entry WHERE object = %s ORDER BY sequence LIMIT 1", (item,))
    return (None, "") if row is None else (row[0], row[1])


# ---- Posts


def _post(post_id: int) -> Content | None:
    row = sql.row(
        "SELECT p.account_id, p.visibility, p.text, p.spoiler_text, p.language, p.created_at, p.in_reply_to_id, a.acct,"
        " q.options FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " LEFT JOIN posts_poll q ON q.id = p.id WHERE p.id = %s AND p.boost_of_id IS NULL",
        (post_id,),
    )
    if row is None:
        return _preserved_post(post_id) or _deleted_post(post_id)
    account_id, visibility, text, warning, language, at, parent_id, acct, options = row
    author = author_of(account_id)
    sequence, channel = _recorded(f"post/{post_id}")
    is_public = visibility in ("public", "unlisted")
    return Content(
        f"post/{post_id}", "post", at, account_id, author.name, author.is_official, visibility, channel, language,
        f"{settings.BASE_URL}/@{acct}/{post_id}" if is_public else "", warning,
        text + "".join(f"\n◦ {option}" for option in msgspec.json.decode(options or "[]")),
        (("Answers", f"post/{parent_id}"),) if parent_id else (), files_of(post_id), sequence,
    )  # fmt: skip


def files_of(post_id: int) -> tuple[File, ...]:
    """What is attached to a post, in order. The house keeps no names of files: they are numbered."""
    return _files("post_id = %s", post_id)


def _files(condition: str, number: int) -> tuple[File, ...]:
    found = sql.rows(
        f"SELECT file, content_type, description, preview, sha256 FROM posts_media WHERE {condition}"
        " AND state = 'ready' ORDER BY position, id",
        (number,),
    )
    return tuple(
        File(f"{number}.{key.rpartition('.')[2]}", media_type, key, description, preview, sha256)
        for number, (key, media_type, description, preview, sha256) in enumerate(found, 1)
    )


def _kept_files(was: dict[str, Any]) -> tuple[File, ...]:
    """The files of something that is preserved."""
    return tuple(
        File(f"{number}.{each['file'].rpartition('.')[2]}", each["content_type"], each["file"], each["description"])
        for number, each in enumerate(was.get("media") or (), 1)
    )


def _preserved_post(post_id: int) -> Content | None:
    """As it was when it was taken out of everybody's sight, with its files."""
    kept = preserved_of(f"post/{post_id}")
    if not kept:
        return None
    was = kept[-1].value()
    author = author_of(kept[-1].account_id)
    sequence, channel = _recorded(f"post/{post_id}")
    files = _kept_files(was)
    return Content(
        f"post/{post_id}", "deleted", int(was["created_at"]), kept[-1].account_id, author.name, author.is_official,
        was["visibility"], channel, was["language"] or "", "", was["spoiler_text"], was["text"],
        (("Out of sight", OUT_OF_SIGHT[kept[-1].reason]),), files, sequence,
    )  # fmt: skip


def _preserved_draft(held_id: int) -> Content | None:
    kept = preserved_of(f"held/{held_id}")
    versions = kept[-1].value().get("versions") if kept else None
    if not versions:
        return None
    author = author_of(kept[-1].account_id)
    commands = [each["command"] for each in versions]
    warning, text, earlier = words_of_versions(commands[-1], commands[:-1])
    sequence, channel = _recorded(f"held/{held_id}")
    return Content(
        f"held/{held_id}", "draft", int(versions[0]["at"]), kept[-1].account_id, author.name, author.is_official, "",
        channel, "", "", warning, text + earlier, (("Out of sight", OUT_OF_SIGHT[kept[-1].reason]),), (), sequence,
    )  # fmt: skip


def _deleted_post(post_id: int) -> Content | None:
    """From the vault: its latest words. Erased there, only when it was and that it is gone."""
    entries = [entry for entry in ledger.entries_of(f"post/{post_id}") if entry.kind.startswith(("post.", "held."))]
    if not entries:
        return None
    first, last = entries[0], entries[-1]
    account_id = int(first.actor.removeprefix("account/")) if first.actor.startswith("account/") else None
    author = author_of(account_id)
    said: dict[str, Any] = {}
    for entry in entries:
        payload = ledger.payload_of(entry.sequence)
        command = payload.get("command") or {}
        if "held" in (payload.get("kept") or {}):
            command = command_of_draft(int(payload["kept"]["held"]))
        said |= {name: command[name] for name in ("text", "spoiler_text", "visibility", "language") if name in command}
    gone = "" if "text" in said else "Its words have been erased."
    facts = (("Deleted by its author or the house", last.entry.time),) if last.kind == "post.deleted" else ()
    return Content(
        f"post/{post_id}", "deleted", first.time_at, account_id, author.name, author.is_official,
        str(said.get("visibility") or ""), first.channel, str(said.get("language") or ""), "",
        str(said.get("spoiler_text") or ""), str(said.get("text") or ""), facts, (), first.sequence, gone,
    )  # fmt: skip


def _edit(edit_id: int) -> Content | None:
    row = sql.row(
        "SELECT e.post_id, e.text, e.spoiler_text, e.created_at, p.account_id, p.visibility, p.language"
        " FROM posts_postedit e JOIN posts_post p ON p.id = e.post_id WHERE e.id = %s",
        (edit_id,),
    )
    if row is None:
        return None
    author = author_of(row[4])
    sequence, channel = _recorded(f"post/{row[0]}")
    return Content(
        f"edit/{edit_id}", "edit", row[3], row[4], author.name, author.is_official, row[5], channel, row[6], "",
        row[2], row[1], (("An earlier version of", f"post/{row[0]}"),), (), sequence,
    )  # fmt: skip


# ---- Official words before they are out


def _draft(held_id: int) -> Content | None:
    row = sql.row(
        "SELECT command, account_id, voice_id, member_id, channel, state, created_at, decision_reason, result_object"
        " FROM publishing_heldcommand WHERE id = %s",
        (held_id,),
    )
    if row is None:
        return _preserved_draft(held_id)
    command, account_id, voice_id, member_id, channel, state, at, reason, result = row
    warning, text, earlier = words_of_versions(command, revisions_of(held_id))
    author = author_of(account_id)
    writer = author_of_member(member_id)[1].name if voice_id else ""
    facts = [("State", state), ("Written by", writer), ("Became", result)]
    text += (f"\n\nDecided: {reason}" if reason else "") + earlier
    return Content(
        f"held/{held_id}", "draft", at, account_id, author.name, author.is_official, "", channel, "", "", warning, text,
        tuple((name, value) for name, value in facts if value), (), _recorded(f"held/{held_id}")[0],
    )  # fmt: skip


def _scheduled(scheduled_id: int) -> Content | None:
    row = sql.row("SELECT account_id, command, created_at FROM posts_scheduled WHERE id = %s", (scheduled_id,))
    facts: tuple[tuple[str, str], ...] = ()
    files = _files("scheduled_id = %s", scheduled_id) if row is not None else ()
    if row is None:
        kept = preserved_of(f"scheduled/{scheduled_id}")
        if not kept:
            return None
        was = kept[-1].value()
        row, files = (kept[-1].account_id, was["command"], int(was["created_at"])), _kept_files(was)
        published = was.get("published")
        facts = (("Became", published),) if published else (("Out of sight", OUT_OF_SIGHT[kept[-1].reason]),)
    warning, text = words_of_command(msgspec.json.decode(row[1]))
    author = author_of(row[0])
    sequence, channel = _recorded(f"scheduled/{scheduled_id}")
    return Content(
        f"scheduled/{scheduled_id}", "scheduled", row[2], row[0], author.name, author.is_official, "", channel, "", "",
        warning, text, facts, files, sequence,
    )  # fmt: skip


def _decision(decision_id: int) -> Content | None:
    row = sql.row(
        "SELECT held_id, member_id, decision, reason, channel, created_at FROM publishing_decision WHERE id = %s",
        (decision_id,),
    )
    if row is None:
        return None
    account_id, author = author_of_member(row[1])
    return Content(
        f"decision/{decision_id}", "decision", row[5], account_id, author.name, False, "", row[4], "", "", "", row[3],
        (("Decision", row[2]), ("About", f"held/{row[0]}")),
    )  # fmt: skip


# ---- What people said of each other, and what is known of a member


def _report(report_id: int) -> Content | None:
    row = sql.row(
        "SELECT account_id, target_id, category, comment, state, reason, created_at FROM cases_report WHERE id = %s",
        (report_id,),
    )
    if row is None:
        return None
    author = author_of(row[0])
    # What was restricted stands no more in the row, which keeps how it was decided.
    kept = preserved_of(f"report/{report_id}")
    said = words_of_report(kept[-1].content) if kept else row[3]
    facts = [("Out of sight", OUT_OF_SIGHT[kept[-1].reason])] if kept else []
    facts += [("About", author_of(row[1]).name), ("Category", row[2]), ("State", row[4])]
    text = f"{said}\n\nDecided: {row[5]}" if row[5] else said
    sequence, channel = _recorded(f"report/{report_id}")
    return Content(
        f"report/{report_id}", "report", row[6], row[0], author.name, author.is_official, "", channel, "", "", "", text,
        tuple((name, value) for name, value in facts if value), (), sequence,
    )  # fmt: skip


def _note(note_id: int) -> Content | None:
    """As it is; with it what it was, as far as that is preserved."""
    row = sql.row("SELECT account_id, target_id, comment FROM people_accountnote WHERE id = %s", (note_id,))
    kept = preserved_of(f"note/{note_id}")
    earlier = [each.value()["comment"] for each in kept]
    facts: list[tuple[str, str]] = []
    if row is None:
        if not kept:
            return None
        row = (kept[-1].account_id, int(kept[-1].value()["target_id"]), earlier.pop())
        facts.append(("Out of sight", OUT_OF_SIGHT[kept[-1].reason]))
    author = author_of(row[0])
    facts.append(("A private remark about", author_of(row[1]).name))
    text = "\n\n".join([row[2], *(f"Earlier: {comment}" for comment in reversed(earlier))])
    # Notes carry no time of their own; ids grow with time, so they stand after the account they are about.
    return Content(
        f"note/{note_id}", "note", 0, row[0], author.name, author.is_official, "", "", "", "", "", text, tuple(facts)
    )


def _profile(account_id: int) -> Content | None:
    row = sql.row("SELECT display_name, note, fields, created_at FROM people_account WHERE id = %s", (account_id,))
    if row is None:
        return None
    author = author_of(account_id)
    lines = [f"{each.get('name', '')}: {each.get('value', '')}" for each in msgspec.json.decode(row[2] or "[]")]
    sequence, channel = _recorded(f"account/{account_id}")
    return Content(
        f"account/{account_id}", "profile", row[3], account_id, author.name, author.is_official, "public", channel, "",
        "", "", "\n".join([row[1], *lines] if row[1] else lines), (), (), sequence,
    )  # fmt: skip


def _member(member_id: int) -> Content | None:
    row = sql.row(
        "SELECT email, role, state, reason, language, created_at FROM people_member WHERE id = %s", (member_id,)
    )
    if row is None:
        return None
    account_id, author = author_of_member(member_id)
    facts = [("E-mail", row[0]), ("Part", row[1]), ("State", row[2]), ("Language", row[4])]
    sequence, channel = _recorded(f"member/{member_id}")
    return Content(
        f"member/{member_id}", "member", row[5], account_id, author.name, False, "", channel, "", "", "", row[3],
        tuple(facts), (), sequence,
    )  # fmt: skip


READERS: dict[str, Callable[[int], Content | None]] = {
    "post": _post, "edit": _edit, "held": _draft, "scheduled": _scheduled, "decision": _decision, "report": _report,
    "note": _note, "account": _profile, "member": _member,
}  # fmt: skip
