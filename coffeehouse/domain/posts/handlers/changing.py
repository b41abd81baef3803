"""Editing with history, and deletion."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import commands, fragments, searching
from coffeehouse.domain.posts.handlers import conversing, feeding, filtering, linking, marking, notifying, quoting
from coffeehouse.domain.posts.handlers.attaching import attach_media, clean_description, clean_focus
from coffeehouse.domain.posts.handlers.finding import Found, find_own
from coffeehouse.domain.posts.handlers.polling import check_poll, clean_options, insert_poll, vouch_poll
from coffeehouse.domain.posts.handlers.recalling import recall
from coffeehouse.domain.posts.handlers.signing import sign
from coffeehouse.domain.posts.handlers.writing import (
    MAX_MEDIA,
    Written,
    application_of,
    link_words,
    mention_entities,
    write_down,
)
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.language import check_language, known
from coffeehouse.policy.facts import media_facts
from coffeehouse.protocols.mastodon.entities import MediaAttachment
from coffeehouse.protocols.mastodon.fragments import HAS_CARD, LOCAL_ONLY, REBLOGGED, card_of


def prepare_edit(command: commands.EditPost, actor: Actor) -> Written:
    """Make the new text ready. Raises Invalid for what can be seen to be wrong."""
    if command.language:
        check_language(command.language)
    if command.media_ids is not None and len(command.media_ids) > MAX_MEDIA:
        raise Invalid(f"Cannot attach more than {MAX_MEDIA} files", field="media_ids")
    if command.media_ids and command.poll is not None:
        raise Invalid("Cannot attach files to a post with a poll. Leave one of them out.", field="media_ids")
    if command.poll is not None:
        check_poll(command.poll)
    quoting.check_policy(command.quote_policy)
    options = command.poll.options if command.poll else ()
    return write_down(command.text, command.spoiler_text, options, actor.account_id, clock.now_ms())


def facts_of_edit(command: commands.EditPost, actor: Actor, written: Written, _now: int) -> dict[str, Any]:
    """What policy is told of the new version besides its text."""
    post = sql.row(
        "SELECT visibility, in_reply_to_id FROM posts_post WHERE id = %s AND account_id = %s",
        (command.post_id, actor.account_id),
    )
    return (
        written.facts
        | media_facts(_descriptions_after(command, actor))
        | {
            "visibility": post[0] if post else "public",
            "is_reply": bool(post and post[1]),
            "incident_stop": settings.INCIDENT_STOP,
            "same_text_count": 0,
        }
    )


def _descriptions_after(command: commands.EditPost, actor: Actor) -> list[str]:
    """The descriptions the pictures of the post will have."""
    if command.media_ids is None:
        found = sql.rows("SELECT id, description FROM posts_media WHERE post_id = %s", (command.post_id,))
    else:
        kept = command.media_ids or (0,)
        found = sql.rows(
            f"SELECT id, description FROM posts_media WHERE id IN ({sql.marks(len(kept))}) AND account_id = %s",
            (*kept, actor.account_id),
        )
    changed: dict[int, str] = {
        change.media_id: change.description for change in command.media_changes if change.description is not None
    }
    return [str(changed.get(media_id, description)) for media_id, description in found]


def apply_edit_post(command: commands.EditPost, context: Context) -> Outcome:
    """Keep the version there was, write the new one, tell those who boosted it."""
    written: Written = context.prepared
    account_id = acting_account(context)
    post = find_own(command.post_id, account_id)
    if post.boost_of_id is not None:
        raise Invalid("A boost cannot be edited. Take it back instead.")
    columns = fragments.read_columns(post.id)
    before = dict(columns)
    _change_words(columns, command, written)
    if columns == before and _leaves_rest(command, post.id):
        return Outcome(object=f"post/{post.id}", result={"id": str(post.id)}, unchanged=True)
    keep_version(post.id, before, context)
    changed = {
        "media_changed": _change_media(command, account_id, post.id),
        "poll_changed": _change_poll(command, post.id, context),
    }
    media = fragments.media_of(post.id)
    if not written.text and not media and not sql.value("SELECT 1 FROM posts_poll WHERE id = %s", (post.id,)):
        raise Invalid("Validation failed: Text can't be blank", field="status")
    columns.update(has_media=bool(media), edited_at=context.now)
    _relink(context, post.id, written)
    _render(columns, before, post.id, written, media, sign(context, post.id, "edited"))
    write_changes(post.id, columns)
    tell_passers(context, post)
    return Outcome(
        object=f"post/{post.id}",
        result={"id": str(post.id)},
        kept=changed,
        states=(fragments.vouch(post.id, columns), *((vouch_poll(post.id),) if changed["poll_changed"] else ())),
        jobs=(
            *(_closing(command, post.id, context) if changed["poll_changed"] else ()),
            *_card_jobs(columns, post.id, written),
        ),
    )


def _render(
    columns: dict[str, Any],
    before: dict[str, Any],
    post_id: int,
    written: Written,
    media: tuple[MediaAttachment, ...],
    signed: str,
) -> None:
    """Write the fragment anew. A card stays while the link it is of stands first."""
    fragments.render(
        columns,
        post_id=post_id,
        username=sql.value("SELECT username FROM people_account WHERE id = %s", (columns["account_id"],)),
        html=written.html + signed,
        media=media,
        mentions=mention_entities(written),
        tags=written.tags,
        application=application_of(columns["application_id"]),
        quoted_id=quoting.quoted_by(post_id),
        is_local_only=bool(before["traits"] & LOCAL_ONLY),
    )
    card = card_of(before["fragment"])
    if card is not None and written.links[:1] == (card.url,):
        fragments.change_tail(columns, card)
    elif card is not None:
        linking.forget(post_id)


def _card_jobs(columns: dict[str, Any], post_id: int, written: Written) -> tuple[Job, ...]:
    return () if columns["traits"] & HAS_CARD else linking.card_jobs(post_id, columns["visibility"], written.links)


def tell_passers(context: Context, post: Found) -> None:
    """Those who passed the post on, and those who quote it, are told that it says something else now."""
    for (booster_id,) in sql.rows("SELECT account_id FROM posts_post WHERE boost_of_id = %s LIMIT 1000", (post.id,)):
        notifying.notify(context, booster_id, "update", post.account_id, post.id, post.conversation_id)
    quoting.tell_quoters(context, post.id, post.account_id)


def _change_words(columns: dict[str, Any], command: commands.EditPost, written: Written) -> None:
    sensitive = columns["is_sensitive"] if command.is_sensitive is None else command.is_sensitive
    columns.update(
        text=written.text,
        text_hash=written.text_hash,
        spoiler_text=written.spoiler_text,
        is_sensitive=bool(sensitive or written.spoiler_text),
        language=columns["language"] if command.language is None else known(command.language) or "",
        quote_policy=command.quote_policy or columns["quote_policy"],
    )


def _leaves_rest(command: commands.EditPost, post_id: int) -> bool:
    """Whether the edit asks for nothing about pictures or poll beyond what is there."""
    pictures = sql.rows("SELECT id FROM posts_media WHERE post_id = %s ORDER BY position, id", (post_id,))
    same = command.media_ids is None or command.media_ids == tuple(row[0] for row in pictures)
    had_poll = command.removes_poll and sql.value("SELECT 1 FROM posts_poll WHERE id = %s", (post_id,))
    return same and not command.media_changes and command.poll is None and not had_poll


def _closing(command: commands.EditPost, post_id: int, context: Context) -> tuple[Job, ...]:
    if command.poll is None or command.poll.expires_in is None:
        return ()
    return (Job("close_poll", {"post_id": post_id}, run_at=context.now + command.poll.expires_in * 1_000),)


CHANGING = (
    "text", "text_hash", "spoiler_text", "is_sensitive", "language", "has_media", "edited_at", "quote_policy", "traits",
    "fragment",
)  # fmt: skip
UPDATE = f"UPDATE posts_post SET {', '.join(f'{name} = %s' for name in CHANGING)} WHERE id = %s"


def write_changes(post_id: int, columns: dict[str, Any]) -> None:
    """Write what an edit changes of a post's row."""
    sql.execute(UPDATE, (*(columns[name] for name in CHANGING), post_id))


def keep_version(post_id: int, before: dict[str, Any], context: Context) -> None:
    """Keep what a post said before it is changed."""
    fragment: dict[str, Any] = msgspec.json.decode(before["fragment"] + "}")
    options = sql.value("SELECT options FROM posts_poll WHERE id = %s", (post_id,))
    sql.execute(
        "INSERT INTO posts_postedit (id, post_id, text, html, spoiler_text, is_sensitive, media, poll_options,"
        " created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            context.new_id(), post_id, before["text"], fragment["content"], before["spoiler_text"],
            before["is_sensitive"], msgspec.json.encode(fragment["media_attachments"]).decode(), options or "",
            before["edited_at"] or before["created_at"],
        ),
    )  # fmt: skip


def _change_media(command: commands.EditPost, account_id: int, post_id: int) -> bool:
    """Attach, detach and describe pictures as the edit says; whether anything was asked."""
    if command.media_ids is not None:
        attach_media(command.media_ids, account_id, post_id)
        kept = command.media_ids or (0,)
        sql.execute(
            f"UPDATE posts_media SET post_id = NULL WHERE post_id = %s AND id NOT IN ({sql.marks(len(kept))})",
            (post_id, *kept),
        )
    for change in command.media_changes:
        if change.description is not None:
            sql.execute(
                "UPDATE posts_media SET description = %s WHERE id = %s AND post_id = %s",
                (clean_description(change.description), change.media_id, post_id),
            )
        if change.focus is not None:
            sql.execute(
                "UPDATE posts_media SET focus_x = %s, focus_y = %s WHERE id = %s AND post_id = %s",
                (*clean_focus(change.focus), change.media_id, post_id),
            )
    return command.media_ids is not None or bool(command.media_changes)


def _change_poll(command: commands.EditPost, post_id: int, context: Context) -> bool:
    """A poll whose options stay keeps its votes; changed options start again (as Mastodon's)."""
    if command.poll is None:
        return command.removes_poll and _remove_poll(post_id)
    options = sql.value("SELECT options FROM posts_poll WHERE id = %s", (post_id,))
    if options is not None and msgspec.json.decode(options) == clean_options(command.poll):
        return False
    _remove_poll(post_id)
    insert_poll(post_id, command.poll, context.now)
    return True


def _remove_poll(post_id: int) -> bool:
    sql.execute("DELETE FROM posts_pollvote WHERE post_id = %s", (post_id,))
    return bool(sql.execute("DELETE FROM posts_poll WHERE id = %s", (post_id,)))


def _relink(context: Context, post_id: int, written: Written) -> None:
    """Mentions stay (who was addressed may still see the post); hashtags and words follow the new text."""
    named = {row[0] for row in sql.rows("SELECT account_id FROM posts_mention WHERE post_id = %s", (post_id,))}
    sql.execute("DELETE FROM posts_posttag WHERE post_id = %s", (post_id,))
    searching.forget_post(post_id)
    link_words(context, post_id, written)
    row = sql.row("SELECT account_id, conversation_id, visibility FROM posts_post WHERE id = %s", (post_id,))
    if row is not None:
        if written.tags and row[2] == "public":
            feeding.feed_tags(context, post_id, row[0])
        for mention in written.mentions:
            if mention.id not in named:
                notifying.notify(context, mention.id, "mention", row[0], post_id, row[1])


def apply_delete_post(command: commands.DeletePost, context: Context) -> Outcome:
    """Remove a post, its boosts and all that hangs on it. Replies stay and lose their parent."""
    post = find_own(command.post_id, acting_account(context))
    keys = [] if command.keeps_media else _media_keys(post.id)
    recalled, states = take_out(post)
    return Outcome(
        object=f"post/{post.id}",
        result={"id": str(post.id)},
        kept=recalled,
        states=states,
        jobs=(Job("remove_files", {"keys": keys}),) if keys else (),
    )


def take_out(post: Found) -> tuple[dict[str, Any], tuple[State, ...]]:
    """Remove the rows of a post, whoever asks; what streams must tell of it, and the rows that are gone."""
    account_id = post.account_id
    boosts = sql.rows("SELECT id, account_id FROM posts_post WHERE boost_of_id = %s", (post.id,))
    gone = [post.id, *(row[0] for row in boosts)]
    authors = sorted({account_id, *(row[1] for row in boosts)})
    recalled = recall(post, boosts)
    had_poll = bool(sql.execute("DELETE FROM posts_poll WHERE id = %s", (post.id,)))
    quotes = quoting.forget(post.id)
    linking.forget(post.id)
    _remove_rows(post.id, gone, authors)
    if post.boost_of_id is not None:
        _count_boost_out(post.boost_of_id, account_id)
        marking.unmark(account_id, post.boost_of_id, REBLOGGED)
    if post.in_reply_to_id is not None and post.visibility in ("public", "unlisted"):
        sql.execute(
            "UPDATE posts_postcounts SET replies_count = replies_count - 1 WHERE post_id = %s", (post.in_reply_to_id,)
        )
    for author_id in (account_id, *(row[1] for row in boosts)):
        sql.execute(
            "UPDATE people_accountcounts SET statuses_count = statuses_count - 1 WHERE account_id = %s", (author_id,)
        )
    return recalled, (
        *(State("posts_post", post_id, None) for post_id in gone),
        *((State("posts_poll", post.id, None),) if had_poll else ()),
        *quotes,
    )


def _count_boost_out(boosted_id: int, account_id: int) -> None:
    """A deleted boost no longer counts, and is no longer news to the author of what it passed on."""
    author_id = sql.value("SELECT account_id FROM posts_post WHERE id = %s", (boosted_id,))
    sql.execute("UPDATE posts_postcounts SET boosts_count = boosts_count - 1 WHERE post_id = %s", (boosted_id,))
    notifying.forget(author_id, "reblog", account_id, boosted_id)


def _media_keys(post_id: int) -> list[str]:
    found = sql.rows("DELETE FROM posts_media WHERE post_id = %s RETURNING file, preview", (post_id,))
    return [key for row in found for key in row]


def _remove_rows(post_id: int, gone: list[int], authors: list[int]) -> None:
    marks = sql.marks(len(gone))
    feeding.forget_posts(gone, authors)
    notifying.forget_post(gone)
    conversing.forget_posts(gone)
    filtering.forget_posts(gone)
    searching.forget_post(post_id)
    marking.forget(post_id)
    for table in ("posts_favourite", "posts_bookmark", "posts_pin", "posts_mention", "posts_posttag", "posts_pollvote"):
        sql.execute(f"DELETE FROM {table} WHERE post_id = %s", (post_id,))
    for table in ("posts_postedit", "posts_authorship"):
        sql.execute(f"DELETE FROM {table} WHERE post_id = %s", (post_id,))
    # Pictures that are kept wait for a new draft, as after Mastodon's "delete and re-draft".
    sql.execute("UPDATE posts_media SET post_id = NULL WHERE post_id = %s", (post_id,))
    sql.execute(f"DELETE FROM posts_postcounts WHERE post_id IN ({marks})", gone)
    sql.execute(f"DELETE FROM posts_post WHERE id IN ({marks})", gone)
