"""Custom emoji of other servers: met in posts, fetched once, encoded anew, and shown from here."""

from __future__ import annotations

import re

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.federation.commands import KeepEmoji
from coffeehouse.domain.federation.handlers.describing import rejects_media
from coffeehouse.domain.federation.queries.emoji import emojis_used
from coffeehouse.domain.people import fragments as accounts
from coffeehouse.domain.posts import fragments
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument
from coffeehouse.protocols.addresses import authority_of
from coffeehouse.protocols.images import process_emoji
from coffeehouse.protocols.mastodon.fragments import with_emojis

SHORTCODE = re.compile(r"[A-Za-z0-9_]{2,40}")
MOST_IN_POST, MOST_OF_SERVER = 40, 5_000
# One that could not be had is asked for again after so long, when it is met.
ASK_AGAIN = clock.DAY
# What else it is met in while it is being fetched shows it so much later, if it came.
ON_ITS_WAY, LOOK_AGAIN = 10 * clock.MINUTE, clock.MINUTE


def meet(context: Context, document: ObjectDocument, post_id: int) -> tuple[Job, ...]:
    """Note the emoji a post brings; the jobs that fetch those that are not here."""
    return _meet(context, document, {"post_id": post_id})


def meet_in_profile(context: Context, document: ActorDocument, account_id: int) -> tuple[Job, ...]:
    """The same of a profile."""
    return _meet(context, document, {"account_id": account_id})


def _meet(context: Context, document: ObjectDocument | ActorDocument, where: dict[str, int]) -> tuple[Job, ...]:
    wanted = [emoji for emoji in document.emojis[:MOST_IN_POST] if SHORTCODE.fullmatch(emoji.shortcode)]
    host = authority_of(document.id)
    if not wanted or rejects_media(host):
        return ()
    jobs = []
    for emoji in wanted:
        noted = _note(context, host, emoji.shortcode, emoji.url)
        if noted is None:
            continue
        emoji_id, is_asked = noted
        if is_asked:
            payload = {"emoji_id": emoji_id, **where, "is_asked": True}
            jobs.append(Job("fetch_emoji", payload, run_at=context.now + LOOK_AGAIN))
        else:
            jobs.append(Job("fetch_emoji", {"emoji_id": emoji_id, **where}))
    return tuple(jobs)


def _note(context: Context, host: str, shortcode: str, url: str) -> tuple[int, bool] | None:
    """(an emoji that is not here, whether it is being fetched); None for one that is here, or was not to be had."""
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
        return emoji_id, False
    # One that is here stays as it is: posts that were said with it show that picture.
    if row[1] or row[2] > context.now - ASK_AGAIN:
        return None if row[1] or row[2] < context.now - ON_ITS_WAY else (int(row[0]), True)
    sql.execute("UPDATE federation_remoteemoji SET url = %s, asked_at = %s WHERE id = %s", (url, context.now, row[0]))
    return int(row[0]), False


def prepare_keep_emoji(command: KeepEmoji, _actor: Actor) -> tuple[str, str] | None:
    """(file, still) encoded anew and stored; None where it is only shown. Raises Invalid for what is no picture."""
    if not command.data:
        return None
    made = process_emoji(command.data)
    still = files.store(made.still, "png")
    return (files.store(made.data, made.format) if made.frames > 1 else still), still


def apply_keep_emoji(command: KeepEmoji, context: Context) -> Outcome:
    """Write it, and show it in the post or profile it was met in."""
    thing = f"account/{command.account_id}" if command.account_id else f"post/{command.post_id}"
    if context.prepared is not None and not _keep(command.emoji_id, context.prepared):
        return Outcome(object=thing, unchanged=True)
    return _show(command, thing)


def _keep(emoji_id: int, made: tuple[str, str]) -> bool:
    """Write it; False where it is here by now: then what was made goes."""
    done = sql.execute(
        "UPDATE federation_remoteemoji SET file = %s, still = %s WHERE id = %s AND file = ''", (*made, emoji_id)
    )
    for key in () if done else made:
        files.remove(key)
    return bool(done)


def _show(command: KeepEmoji, thing: str) -> Outcome:
    """Show it where it was met."""
    if command.account_id:
        accounts.render(command.account_id)
        return Outcome(object=thing, states=(accounts.vouch(command.account_id),))
    host = sql.value("SELECT host FROM federation_remoteemoji WHERE id = %s", (command.emoji_id,))
    try:
        columns = fragments.read_columns(command.post_id)
    except LookupError:
        raise NotFound() from None
    emojis = emojis_used(str(host), columns["spoiler_text"], columns["text"])
    fragment = with_emojis(columns["fragment"], emojis)
    if fragment == columns["fragment"]:
        return Outcome(object=thing, unchanged=True)
    columns["fragment"] = fragment
    sql.execute("UPDATE posts_post SET fragment = %s WHERE id = %s", (columns["fragment"], command.post_id))
    return Outcome(object=thing, states=(fragments.vouch(command.post_id, columns),))
