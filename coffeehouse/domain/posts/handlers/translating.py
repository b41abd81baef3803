"""Translation of a public post: the words leave the house for the operator's translation server, so it is recorded.

What was translated lately is answered from memory, and then nothing leaves and nothing is recorded.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.core.cache import cache

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.posts import translator
from coffeehouse.domain.posts.handlers.finding import find_visible
from coffeehouse.domain.posts.writing_commands import TranslatePost
from coffeehouse.kernel.errors import Forbidden, NotFound
from coffeehouse.kernel.language import NAMES, check_language
from coffeehouse.protocols.mastodon.embedded import Translation
from coffeehouse.protocols.translation import Source

KEPT = 24 * 3600


class Prepared(msgspec.Struct, frozen=True):
    """What the answer is, and whether words left the house for it."""

    post_id: int
    translation: Translation
    was_sent: bool


def prepare_translation(command: TranslatePost, actor: Actor) -> Prepared:
    """Ask the server, before the transaction. Raises NotFound, Forbidden, or Unavailable's kin."""
    if not translator.is_configured():
        raise NotFound()
    target = check_language(command.language, field="lang")
    post = find_visible(command.post_id, actor.account_id)
    source, print_of = _source(post.id)
    if post.visibility not in ("public", "unlisted") or not source.content:
        raise Forbidden("This action is not allowed: only public words can be translated.")
    key = f"translation:{print_of}:{target}"
    kept = cache.get(key)
    if kept is not None:
        return Prepared(post.id, kept, was_sent=False)
    if not translator.can(source.language, target):
        raise Forbidden("This action is not allowed: the translation service does not know these two languages.")
    found = translator.translate(source, target)
    cache.set(key, found, KEPT)
    return Prepared(post.id, found, was_sent=True)


def _source(post_id: int) -> tuple[Source, str]:
    """The words of a post, and a hash of all that is translated."""
    row = sql.row("SELECT fragment, language, spoiler_text FROM posts_post WHERE id = %s", (post_id,))
    if row is None:
        raise NotFound()
    told: dict[str, Any] = msgspec.json.decode(row[0] + "}")
    options = sql.value("SELECT options FROM posts_poll WHERE id = %s", (post_id,))
    source = Source(
        content=told["content"],
        spoiler_text=row[2],
        language=row[1],
        media=tuple((item["id"], item["description"]) for item in told["media_attachments"] if item["description"]),
        poll_id=str(post_id),
        options=tuple(msgspec.json.decode(options)) if options else (),
    )
    return source, hashlib.sha256(msgspec.json.encode(source)).hexdigest()


def forget(post_id: int) -> None:
    """The words of a post are erased: so are translations of it that are still in memory."""
    _, print_of = _source(post_id)
    cache.delete_many([f"translation:{print_of}:{language}" for language in NAMES])


def apply_translate_post(_command: TranslatePost, context: Context) -> Outcome:
    """Record that the words of a post were sent away to be translated."""
    prepared: Prepared = context.prepared
    return Outcome(
        object=f"post/{prepared.post_id}",
        result=msgspec.to_builtins(prepared.translation),
        kept={"language": prepared.translation.language},
        unchanged=not prepared.was_sent,
    )
