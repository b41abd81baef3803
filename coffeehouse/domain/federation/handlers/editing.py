"""A post from elsewhere in a new version: what it said before is kept, and those who passed it on are told.

A Question whose words are the same only counts: that is no edit. Who may see a post never changes by one.
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.federation.commands import ReceiveEdit
from coffeehouse.domain.federation.handlers import describing, drawing, quoting
from coffeehouse.domain.federation.handlers.receiving import (
    Received,
    author_of,
    check_author,
    link_words,
    make_ready,
    tell_named,
)
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import fragments, searching
from coffeehouse.domain.posts.handlers import feeding
from coffeehouse.domain.posts.handlers.attaching import MAX_DESCRIPTION
from coffeehouse.domain.posts.handlers.changing import keep_version, tell_passers, write_changes
from coffeehouse.domain.posts.handlers.finding import find_own
from coffeehouse.domain.posts.handlers.polling import vouch_poll
from coffeehouse.domain.posts.handlers.quoting import quoted_by
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ObjectDocument, PollDocument
from coffeehouse.protocols.addresses import authority_of

WORDS = ("text", "spoiler_text", "is_sensitive", "language", "quote_policy")


def prepare_edit(command: ReceiveEdit, actor: Actor) -> Received:
    """All that needs no lock. Raises Forbidden for what its author may not say."""
    author = author_of(actor.account_id)
    check_author(command.document, author)
    return make_ready(command.document, author, clock.now_ms())


def apply_receive_edit(command: ReceiveEdit, context: Context) -> Outcome:
    """Write the new version; nothing for one that is older than what is here."""
    received: Received = context.prepared
    document, account_id = command.document, acting_account(context)
    row = sql.row(
        "SELECT id, updated_at FROM federation_remoteobject WHERE uri = %s AND account_id = %s",
        (document.id, account_id),
    )
    if row is None:
        raise NotFound()
    post_id, told = int(row[0]), Outcome(object=f"post/{row[0]}", result={"id": str(row[0])}, unchanged=True)
    if row[1] is not None and document.updated_at is not None and document.updated_at < row[1]:
        return told
    before = fragments.read_columns(post_id)
    columns = before | _words(document, received)
    polls = _change_poll(post_id, document.poll)
    old_media = _addresses(post_id)
    new_media = [attachment.url for attachment in document.attachments[: describing.MOST_MEDIA]]
    is_same = _says(before, post_id) == _says(columns, post_id, document.content) and old_media == new_media
    asked = quoting.note_quote(post_id, document)
    if is_same and not polls.is_new:
        return _counted(told, post_id, asked) if polls.is_counted or asked else told
    keep_version(post_id, before, context)
    sql.execute(
        "UPDATE federation_remoteobject SET updated_at = %s, url = %s WHERE id = %s",
        (document.updated_at, document.url, post_id),
    )
    _change_media(context, document, account_id, post_id, old_media)
    media = describing.media_of(post_id)
    columns.update(
        has_media=bool(media),
        edited_at=max(columns["created_at"], min(document.updated_at or context.now, context.now)),
    )
    _relink(context, post_id, columns, document, received)
    describing.render(
        columns, post_id, document, received.author.username, received.people, media,
        quoted_id=quoted_by(post_id),
    )  # fmt: skip
    write_changes(post_id, columns)
    tell_passers(context, find_own(post_id, account_id))
    states: tuple[State, ...] = (fragments.vouch(post_id, columns),)
    if polls.is_new or polls.is_counted:
        states += (vouch_poll(post_id),)
    jobs = (*describing.media_jobs(media), *asked, *drawing.meet(context, document, post_id))
    return Outcome(object=f"post/{post_id}", result=told.result, states=states, jobs=jobs)


def _words(document: ObjectDocument, received: Received) -> dict[str, Any]:
    return {
        "text": document.text,
        "text_hash": received.text_hash,
        "spoiler_text": document.spoiler,
        "is_sensitive": bool(document.is_sensitive or document.spoiler),
        "language": describing.language_of(document),
        "quote_policy": document.may_quote,
    }


def _says(columns: dict[str, Any], post_id: int, html: str | None = None) -> tuple[Any, ...]:
    """What readers see of the words."""
    shown = fragments.content_of(columns["fragment"]) if html is None else html
    return (*(columns[name] for name in WORDS), shown)


class Polls(msgspec.Struct, frozen=True):
    """What became of a poll: another question, or other counts."""

    is_new: bool = False
    is_counted: bool = False


def _change_poll(post_id: int, poll: PollDocument | None) -> Polls:
    """Other options begin anew; the same ones have the counts of their own server."""
    row = sql.row(
        "SELECT options, votes, voters_count, expires_at, closed_at FROM posts_poll WHERE id = %s", (post_id,)
    )
    if poll is None and row is None:
        return Polls()
    if poll is None or row is None or msgspec.json.decode(row[0]) != [title for title, _ in poll.options]:
        sql.execute("DELETE FROM posts_pollvote WHERE post_id = %s", (post_id,))
        sql.execute("DELETE FROM posts_poll WHERE id = %s", (post_id,))
        if poll is not None:
            describing.insert_poll(post_id, poll)
        return Polls(is_new=True)
    return Polls(is_counted=describing.count_poll(post_id, poll, row[1:]))


def _counted(told: Outcome, post_id: int, jobs: tuple[Job, ...]) -> Outcome:
    """Its counts are new, or what it says of a quote."""
    has_poll = sql.value("SELECT 1 FROM posts_poll WHERE id = %s", (post_id,)) is not None
    states = (vouch_poll(post_id),) if has_poll else ()
    return Outcome(object=told.object, result=told.result, states=states, kind="poll.counted", jobs=jobs)


def _addresses(post_id: int) -> list[str]:
    """Where the pictures of a post come from, in order."""
    found = sql.rows(
        "SELECT r.url FROM posts_media m JOIN federation_remotemedia r ON r.id = m.id WHERE m.post_id = %s"
        " ORDER BY m.position, m.id",
        (post_id,),
    )
    return [row[0] for row in found]


def _change_media(context: Context, document: ObjectDocument, account_id: int, post_id: int, before: list[str]) -> None:
    """Take off what is no more, put on what is new, describe what stays as it is described now."""
    wanted = document.attachments[: describing.MOST_MEDIA]
    is_rejected = bool(wanted) and describing.rejects_media(authority_of(document.id))
    urls = [attachment.url for attachment in wanted]
    for media_id, url in sql.rows(
        "SELECT m.id, r.url FROM posts_media m JOIN federation_remotemedia r ON r.id = m.id WHERE m.post_id = %s",
        (post_id,),
    ):
        if url not in urls:
            sql.execute("UPDATE posts_media SET post_id = NULL WHERE id = %s", (media_id,))
    for position, attachment in enumerate(wanted):
        if attachment.url not in before:
            describing.insert_one(context, attachment, account_id, post_id, position, is_rejected=is_rejected)
            continue
        sql.execute(
            "UPDATE posts_media SET position = %s, description = %s WHERE post_id = %s AND id IN"
            " (SELECT id FROM federation_remotemedia WHERE url = %s)",
            (position, attachment.description[:MAX_DESCRIPTION], post_id, attachment.url),
        )


def _relink(
    context: Context, post_id: int, columns: dict[str, Any], document: ObjectDocument, received: Received
) -> None:
    """Who was addressed may still see the post; hashtags and words follow the new text, and who is new is told."""
    before = frozenset(
        row[0] for row in sql.rows("SELECT account_id FROM posts_mention WHERE post_id = %s", (post_id,))
    )
    sql.execute("DELETE FROM posts_posttag WHERE post_id = %s", (post_id,))
    searching.forget_post(post_id)
    link_words(context, post_id, document, received)
    if document.tags and columns["visibility"] == "public":
        feeding.feed_tags(context, post_id, columns["account_id"])
    tell_named(context, post_id, columns, received, before)
