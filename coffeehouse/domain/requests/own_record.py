"""What the house holds about a member, for themselves: as numbers for the page, and whole for the download.

Other people's data stay out: who muted or reported somebody, and what colleagues wrote about them, is decided about by
a person, in a subject access request. What was erased is not here: everything is read where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.cases.looks import looks_not_told
from coffeehouse.domain.requests.contents import files_of
from coffeehouse.domain.requests.versions import words_of_command
from coffeehouse.kernel import clock
from coffeehouse.ledger import queries as ledger

FORMAT = "coffeehouse-own-record/1"


class Part(NamedTuple):
    """A kind of data: its name in the download, and a statement that counts it or gives its rows.

    times: columns that hold a time; the download writes them as people read them. `{a}` are the member's accounts,
    `{m}` the member.
    """

    name: str
    columns: tuple[str, ...]
    source: str
    times: tuple[str, ...] = ()


PARTS: tuple[Part, ...] = (
    Part("profiles", ("username", "display_name", "note", "fields", "created_at"), "people_account t WHERE t.id IN {a}",
         ("created_at",)),
    Part("follows", ("account", "since"),
         "(SELECT f.id AS id, o.acct AS account, f.created_at AS since FROM people_follow f"
         " JOIN people_account o ON o.id = f.target_id WHERE f.account_id IN {a}) t", ("since",)),
    Part("followers", ("account", "since"),
         "(SELECT f.id AS id, o.acct AS account, f.created_at AS since FROM people_follow f"
         " JOIN people_account o ON o.id = f.account_id WHERE f.target_id IN {a}) t", ("since",)),
    Part("blocks", ("account", "since"),
         "(SELECT f.id AS id, o.acct AS account, f.created_at AS since FROM people_block f"
         " JOIN people_account o ON o.id = f.target_id WHERE f.account_id IN {a}) t", ("since",)),
    Part("mutes", ("account", "since"),
         "(SELECT f.id AS id, o.acct AS account, f.created_at AS since FROM people_mute f"
         " JOIN people_account o ON o.id = f.target_id WHERE f.account_id IN {a}) t", ("since",)),
    Part("remarks", ("account", "comment"),
         "(SELECT f.id AS id, o.acct AS account, f.comment AS comment FROM people_accountnote f"
         " JOIN people_account o ON o.id = f.target_id WHERE f.account_id IN {a}) t"),
    Part("lists", ("title", "created_at"), "people_list t WHERE t.account_id IN {a}", ("created_at",)),
    Part("filters", ("title", "context", "action", "created_at"), "posts_filter t WHERE t.account_id IN {a}",
         ("created_at",)),
    Part("favourites", ("post_id",), "posts_favourite t WHERE t.account_id IN {a}"),
    Part("bookmarks", ("post_id",), "posts_bookmark t WHERE t.account_id IN {a}"),
    Part("votes", ("post_id", "choice"),
         "(SELECT v.post_id AS id, v.post_id AS post_id, v.choice AS choice FROM posts_pollvote v"
         " WHERE v.account_id IN {a}) t"),
    Part("reports", ("category", "comment", "state", "created_at"), "cases_report t WHERE t.account_id IN {a}"
         " AND t.account_id <> t.target_id", ("created_at",)),
    Part("apps", ("label", "scopes", "created_at", "revoked_at"), "people_token t WHERE t.member_id = {m}",
         ("created_at", "revoked_at")),
    Part("list_members", ("list", "account"),
         "(SELECT l.id AS id, l.title AS list, o.acct AS account FROM people_list l"
         " JOIN people_listmember x ON x.list_id = l.id JOIN people_account o ON o.id = x.account_id"
         " WHERE l.account_id IN {a}) t"),
    Part("filter_words", ("filter", "keyword"),
         "(SELECT k.id AS id, x.title AS filter, k.keyword AS keyword FROM posts_filterkeyword k"
         " JOIN posts_filter x ON x.id = k.filter_id WHERE x.account_id IN {a}) t"),
    Part("followed_tags", ("tag",),
         "(SELECT f.id AS id, g.name AS tag FROM posts_tagfollow f JOIN posts_tag g ON g.id = f.tag_id"
         " WHERE f.account_id IN {a}) t"),
    Part("featured_tags", ("tag",),
         "(SELECT f.id AS id, g.name AS tag FROM posts_featuredtag f JOIN posts_tag g ON g.id = f.tag_id"
         " WHERE f.account_id IN {a}) t"),
    Part("endorsed", ("account",),
         "(SELECT e.id AS id, o.acct AS account FROM people_endorsement e JOIN people_account o ON o.id = e.target_id"
         " WHERE e.account_id IN {a}) t"),
    Part("blocked_servers", ("domain",), "people_domainblock t WHERE t.account_id IN {a}"),
    Part("announcement_reactions", ("announcement_id", "name"),
         "posts_announcementreaction t WHERE t.account_id IN {a}"),
    Part("sign_in_steps", ("kind", "name", "created_at", "used_at"), "people_authenticator t WHERE t.member_id = {m}",
         ("created_at", "used_at")),
    Part("staff_directory", ("issuer", "subject", "created_at"), "people_directoryidentity t WHERE t.member_id = {m}",
         ("created_at",)),
    Part("push", ("endpoint", "alerts", "created_at"), "people_pushsubscription t WHERE t.account_id IN {a}",
         ("created_at",)),
    Part("requests", ("reference", "kind", "words", "contact", "state", "received_at", "answer"),
         "(SELECT r.id AS id, r.reference AS reference, r.kind AS kind, r.words AS words, r.asker_contact AS contact,"
         " r.state AS state, r.received_at AS received_at, CASE WHEN r.state = 'answered' THEN r.letter ELSE '' END"
         " AS answer FROM requests_request r WHERE r.asker_account_id IN {a}) t", ("received_at",)),
    Part("erasures", ("ground", "words", "state", "received_at", "carried_out_at"),
         "records_erasure t WHERE t.account_id IN {a}", ("received_at", "carried_out_at")),
    Part("seats", ("voice", "powers", "created_at", "expires_at"),
         "(SELECT s.id AS id, o.acct AS voice, s.powers AS powers, s.created_at AS created_at,"
         " s.expires_at AS expires_at FROM people_seat s JOIN people_account o ON o.id = s.account_id"
         " WHERE s.member_id = {m}) t", ("created_at", "expires_at")),
)  # fmt: skip


def accounts_of(member_id: int) -> tuple[int, ...]:
    """The member's own accounts; a voice is the body's."""
    found = sql.rows(
        "SELECT id FROM people_account WHERE member_id = %s AND kind = 'persona' ORDER BY id", (member_id,)
    )
    return tuple(row[0] for row in found)


def _source(part: Part, member_id: int, account_ids: tuple[int, ...]) -> str:
    # Numbers of our own: ids of the member and of their accounts.
    accounts = f"({', '.join(str(int(one)) for one in account_ids or (0,))})"
    return part.source.replace("{a}", accounts).replace("{m}", str(int(member_id)))


def count_parts(member_id: int) -> dict[str, int]:
    """How much of each kind there is; posts and drafts among them."""
    account_ids = accounts_of(member_id)
    marks = sql.marks(len(account_ids) or 1)
    wanted = account_ids or (0,)
    counts = {
        "posts": sql.value(
            f"SELECT COUNT(*) FROM posts_post WHERE boost_of_id IS NULL AND account_id IN ({marks})", wanted
        ),
        "boosts": sql.value(
            f"SELECT COUNT(*) FROM posts_post WHERE boost_of_id IS NOT NULL AND account_id IN ({marks})", wanted
        ),
        "drafts": sql.value("SELECT COUNT(*) FROM publishing_heldcommand WHERE member_id = %s", (member_id,)),
        "scheduled": sql.value(f"SELECT COUNT(*) FROM posts_scheduled WHERE account_id IN ({marks})", wanted),
    }
    for part in PARTS:
        counts[part.name] = sql.value(f"SELECT COUNT(*) FROM {_source(part, member_id, account_ids)}")
    return {name: int(count) for name, count in counts.items()}


def own_record(member_id: int) -> dict[str, Any]:
    """All of it, as the download has it: times in RFC 3339, ids as text."""
    account_ids = accounts_of(member_id)
    return {
        "format": FORMAT,
        "made_at": clock.iso(clock.now_ms()),
        "member": _member(member_id),
        "posts": list(_posts(account_ids)),
        "drafts": list(_drafts(member_id)),
        "scheduled": list(_scheduled(account_ids)),
        **{part.name: _rows(part, member_id, account_ids) for part in PARTS},
        "recorded": list(_recorded(member_id, account_ids)),
    }


def _member(member_id: int) -> dict[str, Any]:
    row: Any = sql.row(
        "SELECT email, role, state, language, created_at, confirmed_at, reason FROM people_member WHERE id = %s",
        (member_id,),
    )
    names = ("email", "part", "state", "language", "created_at", "confirmed_at", "asked_to_join_because")
    return {"id": str(member_id), **_readable(dict(zip(names, row, strict=True)), ("created_at", "confirmed_at"))}


def _rows(part: Part, member_id: int, account_ids: tuple[int, ...]) -> list[dict[str, Any]]:
    columns = ", ".join(f"t.{name}" for name in part.columns)
    found = sql.rows(f"SELECT {columns} FROM {_source(part, member_id, account_ids)} ORDER BY t.id")
    return [_readable(dict(zip(part.columns, row, strict=True)), part.times) for row in found]


def _readable(row: dict[str, Any], times: tuple[str, ...]) -> dict[str, Any]:
    return {
        name: clock.iso(value) if name in times and value else str(value) if name.endswith("_id") else value
        for name, value in row.items()
    }


def _posts(account_ids: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Everything said, boosts by what was boosted; with earlier versions, pictures and polls."""
    wanted = account_ids or (0,)
    marks = sql.marks(len(wanted))
    edits: dict[int, list[dict[str, Any]]] = {}
    for post_id, text, warning, at in sql.rows(
        "SELECT e.post_id, e.text, e.spoiler_text, e.created_at FROM posts_postedit e"
        f" JOIN posts_post p ON p.id = e.post_id WHERE p.account_id IN ({marks}) ORDER BY e.id",
        wanted,
    ):
        edits.setdefault(post_id, []).append({"text": text, "warning": warning, "at": clock.iso(at)})
    rows = sql.rows(
        "SELECT p.id, p.visibility, p.text, p.spoiler_text, p.language, p.in_reply_to_id, p.boost_of_id, p.created_at,"
        f" p.edited_at, p.has_media, q.options FROM posts_post p LEFT JOIN posts_poll q ON q.id = p.id"
        f" WHERE p.account_id IN ({marks}) ORDER BY p.id",
        wanted,
    )
    for post_id, visibility, text, warning, language, parent_id, boosted_id, at, edited_at, has_media, options in rows:
        files = files_of(post_id) if has_media else ()
        yield {
            "id": str(post_id),
            "visibility": visibility,
            "text": text,
            "warning": warning,
            "language": language,
            "answers": str(parent_id) if parent_id else None,
            "boosts": str(boosted_id) if boosted_id else None,
            "at": clock.iso(at),
            "edited_at": clock.iso(edited_at) if edited_at else None,
            "poll": msgspec.json.decode(options) if options else None,
            "files": [{"file": f"media/{post_id}-{file.name}", "description": file.description} for file in files],
            "earlier": edits.get(post_id, []),
        }


def own_files(member_id: int) -> Iterator[tuple[str, str]]:
    """(name in the archive, key) of every picture, video and sound in the member's posts, and on their profiles."""
    wanted = accounts_of(member_id) or (0,)
    pictures = sql.rows(
        f"SELECT acct, avatar, header FROM people_account WHERE id IN ({sql.marks(len(wanted))}) ORDER BY id", wanted
    )
    for acct, *keys in pictures:
        for name, key in zip(("avatar", "header"), keys, strict=True):
            if key:
                yield f"profile/{acct}-{name}.{key.rpartition('.')[2]}", key
    rows = sql.rows(
        f"SELECT p.id FROM posts_post p WHERE p.account_id IN ({sql.marks(len(wanted))}) AND p.has_media ORDER BY p.id",
        wanted,
    )
    for (post_id,) in rows:
        for file in files_of(post_id):
            yield f"media/{post_id}-{file.name}", file.source


def _drafts(member_id: int) -> Iterator[dict[str, Any]]:
    """Words of theirs that a rule held, for themselves or for a voice."""
    rows = sql.rows(
        "SELECT id, command, state, decision_reason, created_at FROM publishing_heldcommand WHERE member_id = %s"
        " ORDER BY id",
        (member_id,),
    )
    for held_id, command, state, reason, at in rows:
        warning, text = words_of_command(msgspec.json.decode(command)) if command else ("", "")
        yield {
            "id": str(held_id), "text": text, "warning": warning, "state": state, "reason": reason,
            "at": clock.iso(at),
        }  # fmt: skip


def _scheduled(account_ids: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """Posts that wait for their time."""
    wanted = account_ids or (0,)
    rows = sql.rows(
        "SELECT id, command, scheduled_at, created_at FROM posts_scheduled"
        f" WHERE account_id IN ({sql.marks(len(wanted))}) ORDER BY id",
        wanted,
    )
    for scheduled_id, command, scheduled_at, at in rows:
        warning, text = words_of_command(msgspec.json.decode(command))
        yield {
            "id": str(scheduled_id), "text": text, "warning": warning, "scheduled_at": clock.iso(scheduled_at),
            "at": clock.iso(at),
        }  # fmt: skip


def _recorded(member_id: int, account_ids: tuple[int, ...]) -> Iterator[dict[str, Any]]:
    """What the ledger records about them: what happened, when, by which door. Who of the staff did it is not said."""
    hidden = looks_not_told(member_id)
    for name in (f"member/{member_id}", *(f"account/{account_id}" for account_id in account_ids)):
        for entry in ledger.entries_of(name):
            if entry.sequence in hidden:
                continue
            yield {
                "entry": str(entry.sequence), "about": name, "kind": entry.kind, "channel": entry.channel,
                "at": clock.iso(entry.time_at),
            }  # fmt: skip
