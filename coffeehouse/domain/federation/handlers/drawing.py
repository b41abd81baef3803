"""Custom emoji of other servers: met in posts, fetched once, encoded anew, and shown from here."""

from __future__ import annotations

import re

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.federation.commands import KeepEmoji
from coffeehouse.domain.federation.handlers.describing import host_of, rejects_media
from coffeehouse.domain.federation.queries.emoji import emojis_used
from coffeehouse.domain.people import fragments as accounts
from coffeehouse.domain.posts import fragments
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument
from coffeehouse.protocols.images import process_emoji
from coffeehouse.protocols.mastodon.fragments import with_emojis

SHORTCODE = re.compile(r"[A-Za-z0-9_]{2,40}")
MOST_IN_POST, MOST_OF_SERVER = 40, 5_000
# One that could not be had is asked for again after so long, when it is met.
ASK_AGAIN = clock.DAY


def meet(context: Context, document: ObjectDocument, post_id: int) -> tuple[Job, ...]:
    """Note the emoji a post brings; the jobs that fetch those that are not here."""
    return _meet(context, document, {"post_id": post_id})


def meet_in_profile(context: Context, document: ActorDocument, account_id: int) -> tuple[Job, ...]:
    """The same of a profile."""
    return _meet(context, document, {"account_id": account_id})


def _meet(context: Context, document: ObjectDocument | ActorDocument, where: dict[str, int]) -> tuple[Job, ...]:
    wanted = [emoji for emoji in document.emojis[:MOST_IN_POST] if SHORTCODE.fullmatch(emoji.shortcode)]
    host = host_of(document.id)
    if not wanted or rejects_media(host):
        return ()
    jobs = []
    for emoji in wanted:
        emoji_id = _note(context, host, emoji.shortcode, emoji.url)
        if emoji_id is not None:
            jobs.append(Job("fetch_emoji", {"emoji_id": emoji_id, **where}))
    return tuple(jobs)


def _note(context: Context, host: str, shortcode: str, url: str) -> int | None:
    """The id of an emoji that has to be fetched; None for one that is here, or was asked for lately."""
    row = sql.row(
        "SELECT id, file, asked_at FROM federation_remoteemoji WHERE host = %s AND shortcode = %s",
        (host, shortcode),
    )
    if row is None:
        if sql.value("SELECT COUNT(*) FROM federation_remoteemoji WHERE host = %s", (host,)) >= MOST_OF_SERVER:
            return None
        emoji_id = context.new_id()
        sql.execute(
            "INSERT INTO federation_remoteemoji (id, host, shortcode, url, asked_at) VALUES (%s, %s, %s, %s, %s)",
            (emoji_id, host, shortcode, url, context.now),
        )
        return emoji_id
    # One that is here stays as it is: posts that were said with it show that picture.
    if row[1] or row[2] > context.now - ASK_AGAIN:
        return None
    sql.execute("UPDATE federation_remoteemoji SET url = %s, asked_at = %s WHERE id = %s", (url, context.now, row[0]))
    return int(row[0])


def prepare_keep_emoji(command: KeepEmoji, _actor: Actor) -> tuple[str, str]:
    """(file, still) encoded anew and stored. Raises Invalid for what is no picture."""
    made = process_emoji(command.data)
    still = files.store(made.still, "png")
    return (files.store(made.data, made.format) if made.frames > 1 else still), still


def apply_keep_emoji(command: KeepEmoji, context: Context) -> Outcome:
    """Write it, and show it in the post or profile it was met in."""
    thing = f"account/{command.account_id}" if command.account_id else f"post/{command.post_id}"
    done = sql.execute(
        "UPDATE federation_remoteemoji SET file = %s, still = %s WHERE id = %s AND file = ''",
        (*context.prepared, command.emoji_id),
    )
    if not done:
        for key in context.prepared:
            files.remove(key)
        return Outcome(object=thing, unchanged=True)
    if command.account_id:
        accounts.render(command.account_id)
        return Outcome(object=thing, states=(accounts.vouch(command.account_id),))
    host = sql.value("SELECT host FROM federation_remoteemoji WHERE id = %s", (command.emoji_id,))
    try:
        columns = fragments.read_columns(command.post_id)
    except LookupError:
        raise NotFound() from None
    emojis = emojis_used(str(host), columns["spoiler_text"], columns["text"])
    columns["fragment"] = with_emojis(columns["fragment"], emojis)
    sql.execute("UPDATE posts_post SET fragment = %s WHERE id = %s", (columns["fragment"], command.post_id))
    return Outcome(object=thing, states=(fragments.vouch(command.post_id, columns),))
