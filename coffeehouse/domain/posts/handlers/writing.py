"""Publishing a post: what is worked out before the transaction, and the rows it becomes."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import commands, fragments, searching
from coffeehouse.domain.posts.handlers import conversing, feeding, notifying, quoting, scheduling, sketching
from coffeehouse.domain.posts.handlers.attaching import attach_media
from coffeehouse.domain.posts.handlers.finding import Found, find_visible
from coffeehouse.domain.posts.handlers.linking import card_jobs
from coffeehouse.domain.posts.handlers.polling import check_poll, insert_poll, vouch_poll
from coffeehouse.domain.posts.handlers.signing import sign
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.language import check_language
from coffeehouse.kernel.text import characters, fold_tag, normalise, one_line, post_length
from coffeehouse.policy.facts import media_facts, text_facts, text_hash, text_sketch
from coffeehouse.protocols.mastodon.entities import StatusMention
from coffeehouse.protocols.mastodon.text import Mention, parse, render_html

VISIBILITIES = ("public", "unlisted", "followers", "direct")
MAX_MEDIA = 4
MAX_TAGS = 60
# How many of the author's latest posts are compared with a new one.
LOOKS_BACK = 60


class Mentioned(msgspec.Struct, frozen=True):
    """An account, here or elsewhere, that a text names. url: its page."""

    id: int
    acct: str
    username: str
    follows_author: bool
    url: str


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A text made ready: normalised, rendered, its mentions resolved, and what policy wants to know of it."""

    text: str
    spoiler_text: str
    html: str
    text_hash: str
    sketch: int | None = None
    mentions: tuple[Mentioned, ...]
    tags: tuple[str, ...]
    links: tuple[str, ...] = ()
    facts: dict[str, Any]


def write_down(
    text: str, spoiler_text: str, options: tuple[str, ...], author_id: int | None, now: int, *, is_limited: bool = True
) -> Written:
    """Normalise and render a text; policy also looks at its warning and poll. Raises Invalid when it is too long.

    is_limited: False for messages of the house that carry the words of others.
    """
    text = normalise(text, field="status")
    spoiler_text = one_line(spoiler_text, field="spoiler_text")
    length = post_length(text) + characters(spoiler_text)
    if is_limited and length > settings.MAX_POST_CHARACTERS:
        raise Invalid(
            f"Validation failed: Text character limit of {settings.MAX_POST_CHARACTERS} exceeded", field="status"
        )
    parsed = parse(text)
    mentions = _resolve(parsed.mentions, author_id)
    # Whether this account just sent the same words (copy-paste campaigns); who is named in them does not matter.
    same_text = text_hash(text) if text else ""
    same = sql.value(
        "SELECT COUNT(*) FROM (SELECT text_hash FROM posts_post WHERE account_id = %s AND id > %s"
        f" ORDER BY id DESC LIMIT {LOOKS_BACK}) q WHERE text_hash = %s AND text_hash <> ''",
        (author_id or 0, (now - clock.HOUR) << 16, same_text),
    )
    sketch = text_sketch(text)
    facts = text_facts("\n".join(part for part in (spoiler_text, text, *options) if part))
    facts.update(
        mention_count=len(parsed.mentions),
        stranger_mention_count=sum(1 for mention in mentions if not mention.follows_author)
        + (len(parsed.mentions) - len(mentions)),
        link_count=len(parsed.links),
        tag_count=len(parsed.tags),
        text_length=length,
        same_text_count=same,
        same_text_account_count=sketching.count_accounts(sketch, text, author_id, now),
    )
    return Written(
        text=text,
        spoiler_text=spoiler_text,
        html=render_html(text, _links(mentions), settings.BASE_URL),
        text_hash=same_text,
        sketch=sketch,
        mentions=mentions,
        tags=parsed.tags[:MAX_TAGS],
        links=parsed.links,
        facts=facts,
    )


def _links(mentions: tuple[Mentioned, ...]) -> dict[str, Mention]:
    """Where the names in a text lead, with and without the house's own domain."""
    known: dict[str, Mention] = {}
    for mention in mentions:
        link = Mention(mention.acct, mention.url, mention.username)
        known[mention.acct] = known[f"{mention.acct}@{settings.DOMAIN}"] = link
    return known


def _resolve(accts: tuple[str, ...], author_id: int | None) -> tuple[Mentioned, ...]:
    """The shown accounts among these handles, each once, in the order named."""
    here = f"@{settings.DOMAIN}"
    names = list(dict.fromkeys(acct.removesuffix(here) for acct in accts))[:100]
    if not names:
        return ()
    found = sql.rows(
        "SELECT a.id, a.acct, a.username, f.id, r.url, r.uri FROM people_account a"
        " LEFT JOIN federation_remoteactor r ON r.id = a.id AND a.domain <> ''"
        " LEFT JOIN people_follow f ON f.account_id = a.id AND f.target_id = %s AND NOT f.is_pending"
        f" WHERE a.acct IN ({sql.marks(len(names))}) AND a.hidden_at IS NULL",
        (author_id or 0, *names),
    )
    by_acct = {
        row[1]: Mentioned(row[0], row[1], row[2], row[3] is not None, row[4] or row[5] or _page_of(row[2]))
        for row in found
    }
    return tuple(by_acct[name] for name in names if name in by_acct)


def _page_of(username: str) -> str:
    return f"{settings.BASE_URL}/@{username}"


def prepare_publish(command: commands.PublishPost, actor: Actor) -> Written:
    """All that needs no lock: text, mentions, detectors. Raises Invalid for what can be seen to be wrong."""
    if command.visibility is not None and command.visibility not in VISIBILITIES:
        raise Invalid(f"Visibility is one of: {', '.join(VISIBILITIES)}.", field="visibility")
    if command.language:
        check_language(command.language)
    if len(command.media_ids) > MAX_MEDIA:
        raise Invalid(f"Cannot attach more than {MAX_MEDIA} files", field="media_ids")
    if command.media_ids and command.poll is not None:
        raise Invalid("Cannot attach files to a post with a poll. Leave one of them out.", field="media_ids")
    if command.poll is not None:
        check_poll(command.poll)
    quoting.check_policy(command.quote_policy)
    options = command.poll.options if command.poll else ()
    written = write_down(command.text, command.spoiler_text, options, actor.account_id, clock.now_ms())
    if not written.text and not command.media_ids and command.poll is None:
        raise Invalid("Validation failed: Text can't be blank", field="status")
    return written


def facts_of_publish(command: commands.PublishPost, actor: Actor, written: Written, _now: int) -> dict[str, Any]:
    """What policy is told of a post besides its text."""
    visibility = command.visibility or sql.value(
        "SELECT default_visibility FROM people_account WHERE id = %s", (actor.account_id,)
    )
    return (
        written.facts
        | media_facts(descriptions_of(command.media_ids, actor.account_id))
        | {
            "visibility": visibility or "public",
            "is_reply": command.in_reply_to_id is not None,
            "incident_stop": settings.INCIDENT_STOP,
        }
    )


def descriptions_of(media_ids: tuple[int, ...], account_id: int | None) -> list[str]:
    """The descriptions of pictures of an account."""
    if not media_ids:
        return []
    found = sql.rows(
        f"SELECT description FROM posts_media WHERE id IN ({sql.marks(len(media_ids))}) AND account_id = %s",
        (*media_ids, account_id),
    )
    return [row[0] for row in found]


def _author(account_id: int) -> tuple[str, str, bool, str, str]:
    """(username, default visibility, default sensitive, default language, default quote policy) of the author."""
    row = sql.row(
        "SELECT username, default_visibility, default_sensitive, default_language, default_quote_policy"
        " FROM people_account WHERE id = %s",
        (account_id,),
    )
    assert row is not None  # noqa: S101  # the token's account: a foreign key says that it exists
    return row[0], row[1], bool(row[2]), row[3], row[4]


def _answered(command: commands.PublishPost, account_id: int) -> Found | None:
    if command.in_reply_to_id is None:
        return None
    try:
        return find_visible(command.in_reply_to_id, account_id)
    except NotFound:
        raise NotFound("The post you are trying to reply to does not appear to exist.") from None


def apply_publish_post(command: commands.PublishPost, context: Context) -> Outcome:
    """Insert a post with all that belongs to it, fill feeds, and tell those it names."""
    written: Written = context.prepared
    account_id = acting_account(context)
    if command.scheduled_id is not None:
        scheduling.take(command.scheduled_id, account_id)
    answered = _answered(command, account_id)
    quoted = quoting.find_quotable(command.quoted_id, account_id)
    post_id = context.new_id()
    media = attach_media(command.media_ids, account_id, post_id)
    columns, username = _columns(command, written, context, answered, quoted)
    columns.update(conversation_id=answered.conversation_id if answered else post_id, has_media=bool(media))
    fragments.render(
        columns,
        post_id=post_id,
        username=username,
        html=written.html + sign(context, post_id, "wrote"),
        media=media,
        mentions=mention_entities(written),
        tags=written.tags,
        application=application_of(context.actor.application_id),
        quoted_id=quoted.id if quoted else None,
        is_local_only=command.is_local_only or any(post.is_local_only for post in (answered, quoted) if post),
    )
    fragments.insert(post_id, columns)
    sketching.keep_sketch(post_id, written.sketch, columns["account_id"], columns["visibility"], context.now)
    if command.poll is not None:
        insert_poll(post_id, command.poll, context.now)
    link_words(context, post_id, written)
    _count_and_tell(context, post_id, columns, written, answered)
    states = (fragments.vouch(post_id, columns), *((vouch_poll(post_id),) if command.poll else ()))
    if quoted is not None:
        states += (quoting.quote(context, post_id, quoted, account_id),)
    return Outcome(
        object=f"post/{post_id}",
        result={"id": str(post_id)},
        kept={"media": [str(picture.id) for picture in media]} if media else {},
        states=states,
        jobs=(*_closing(command.poll, post_id, context), *card_jobs(post_id, columns["visibility"], written.links)),
    )


def _columns(
    command: commands.PublishPost, written: Written, context: Context, answered: Found | None, quoted: Found | None
) -> tuple[dict[str, Any], str]:
    """What the row of a new post holds, apart from what is known later; and its author's name."""
    account_id = acting_account(context)
    username, default_visibility, default_sensitive, default_language, default_policy = _author(account_id)
    sensitive = default_sensitive if command.is_sensitive is None else command.is_sensitive
    columns = {
        "account_id": account_id,
        "visibility": quoting.narrowed(command.visibility or default_visibility, quoted),
        "text": written.text,
        "text_hash": written.text_hash,
        "spoiler_text": written.spoiler_text,
        "is_sensitive": bool(sensitive or written.spoiler_text),
        "language": check_language(command.language) if command.language else default_language,
        "in_reply_to_id": answered.id if answered else None,
        "in_reply_to_account_id": answered.account_id if answered else None,
        "boost_of_id": None,
        "application_id": context.actor.application_id,
        "created_at": context.now,
        "edited_at": None,
        "quote_policy": command.quote_policy or default_policy,
    }
    return columns, username


def _closing(poll: commands.PollDraft | None, post_id: int, context: Context) -> tuple[Job, ...]:
    if poll is None or poll.expires_in is None:
        return ()
    return (Job("close_poll", {"post_id": post_id}, run_at=context.now + poll.expires_in * 1_000),)


def mention_entities(written: Written) -> tuple[StatusMention, ...]:
    """The mentions as apps are shown them."""
    return tuple(
        StatusMention(
            id=str(mention.id),
            username=mention.username,
            acct=mention.acct,
            url=mention.url,
        )
        for mention in written.mentions
    )


def application_of(application_id: int | None) -> tuple[str, str] | None:
    """(name, website) of the app a post was written with."""
    if application_id is None:
        return None
    row = sql.row("SELECT name, website FROM people_application WHERE id = %s", (application_id,))
    return None if row is None else (row[0], row[1])


def link_words(context: Context, post_id: int, written: Written) -> None:
    """Insert a post's mentions and hashtags, and make its words findable."""
    for mention in written.mentions:
        sql.execute(
            "INSERT INTO posts_mention (post_id, account_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (post_id, mention.id),
        )
    link_tags(context, post_id, written.tags)
    searching.index_post(post_id, f"{written.spoiler_text}\n{written.text}" if written.spoiler_text else written.text)


def link_tags(context: Context, post_id: int, tags: tuple[str, ...]) -> None:
    """Insert a post's hashtags."""
    for tag in tags:
        name = fold_tag(tag)
        tag_id = sql.value("SELECT id FROM posts_tag WHERE name = %s", (name,))
        if tag_id is None:
            tag_id = context.new_id()
            sql.execute(
                "INSERT INTO posts_tag (id, name, display_name, created_at) VALUES (%s, %s, %s, %s)",
                (tag_id, name, tag, context.now),
            )
        sql.execute(
            "INSERT INTO posts_posttag (tag_id, post_id) VALUES (%s, %s) ON CONFLICT DO NOTHING", (tag_id, post_id)
        )


def _count_and_tell(
    context: Context, post_id: int, columns: dict[str, Any], written: Written, answered: Found | None
) -> None:
    account_id, visibility = columns["account_id"], columns["visibility"]
    sql.execute(
        "UPDATE people_accountcounts SET statuses_count = statuses_count + 1, last_status_at = %s,"
        " last_status_on = %s WHERE account_id = %s",
        (context.now, clock.day_text(context.now), account_id),
    )
    if answered is not None and visibility in ("public", "unlisted"):
        sql.execute("UPDATE posts_postcounts SET replies_count = replies_count + 1 WHERE post_id = %s", (answered.id,))
    answered_id = answered.account_id if answered else None
    feeding.feed_post(
        context, post_id, account_id, visibility, columns["language"], answered_id, has_tags=bool(written.tags)
    )
    told = [
        mention.id
        for mention in written.mentions
        if notifying.notify(context, mention.id, "mention", account_id, post_id, columns["conversation_id"])
    ]
    if visibility == "direct":
        for reader_id in (account_id, *told):
            conversing.keep(context, reader_id, post_id)
    if visibility != "direct" and (answered is None or answered_id == account_id):
        notifying.notify_followers_who_asked(context, account_id, post_id)
