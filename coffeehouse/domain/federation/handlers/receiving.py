"""A post from elsewhere comes in: the same rows as a post of ours, and beside them where it has its identity.

What answers a post that is not here keeps 0 for its parent, so that it stands in no public timeline, and `awaits`; when
that post comes, it takes its place above (`threading`).
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome
from coffeehouse.domain.federation.commands import ReceivePost
from coffeehouse.domain.federation.handlers import describing, drawing, quoting, threading
from coffeehouse.domain.federation.queries.addressing import Addressed, addressed_by
from coffeehouse.domain.federation.queries.resolving import is_gone
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import fragments, searching
from coffeehouse.domain.posts.handlers import conversing, feeding, notifying, sketching
from coffeehouse.domain.posts.handlers.finding import Found
from coffeehouse.domain.posts.handlers.linking import card_jobs
from coffeehouse.domain.posts.handlers.polling import vouch_poll
from coffeehouse.domain.posts.handlers.writing import LOOKS_BACK, MAX_TAGS, link_tags
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Forbidden, NotFound
from coffeehouse.policy.facts import text_hash, text_sketch
from coffeehouse.protocols.activitypub.documents import ObjectDocument
from coffeehouse.protocols.addresses import origin_of
from coffeehouse.protocols.mastodon.text import parse

# Of a post that names more, only those are told who follow its author (attack D13).
TELLS = 25
# The house looks for the page of a link a little later: many houses that got the post at once do not ask it at once.
CARD_WITHIN = 60_000
FETCH = "fetch_post"
FRESH = clock.HOUR


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote it, as known here."""

    id: int
    username: str
    uri: str
    host: str
    is_indexable: bool


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """A document made ready: its author and the people it names found, and what policy wants to know of it."""

    author: Author
    people: tuple[Addressed, ...]
    text_hash: str
    sketch: int | None
    links: tuple[str, ...]
    facts: dict[str, Any]

    @property
    def strangers(self) -> int:
        """How many people are named who do not follow the author."""
        return sum(1 for account in self.people if account.is_named and not account.follows_author)


def author_of(account_id: int | None) -> Author:
    """The account elsewhere. Raises NotFound when it is none."""
    row = sql.row(
        "SELECT a.username, r.uri, r.host, a.is_indexable FROM federation_remoteactor r"
        " JOIN people_account a ON a.id = r.id WHERE r.id = %s AND a.hidden_at IS NULL",
        (account_id,),
    )
    if row is None or account_id is None:
        raise NotFound()
    return Author(id=account_id, username=row[0], uri=row[1], host=row[2], is_indexable=bool(row[3]))


def check_author(document: ObjectDocument, author: Author) -> None:
    """Raise Forbidden unless this account may say this document (attacks O1 and O2)."""
    if document.attributed_to != author.uri:
        raise Forbidden("This was written by somebody else.", code="author_elsewhere")
    if origin_of(document.id) != origin_of(author.uri):
        raise Forbidden("This is not kept where its author is.", code="id_elsewhere")


def prepare_receive(command: ReceivePost, actor: Actor) -> Received:
    """All that needs no lock. Raises Forbidden for what its author may not say."""
    author = author_of(actor.account_id)
    check_author(command.document, author)
    return make_ready(command.document, author, clock.now_ms())


def make_ready(document: ObjectDocument, author: Author, now: int) -> Received:
    """Who is in it, and the facts."""
    people = addressed_by(document, author.id)
    text = document.text
    same_text = text_hash(text) if text else ""
    same = sql.value(
        "SELECT COUNT(*) FROM (SELECT text_hash FROM posts_post WHERE account_id = %s AND id > %s"
        f" ORDER BY id DESC LIMIT {LOOKS_BACK}) q WHERE text_hash = %s AND text_hash <> ''",
        (author.id, (now - clock.HOUR) << 16, same_text),
    )
    sketch = text_sketch(text)
    links = parse(text).links
    followers = sum(1 for account in people if account.is_named and account.follows_author)
    return Received(
        author=author,
        people=people,
        text_hash=same_text,
        sketch=sketch,
        links=links,
        facts={
            "visibility": document.visibility,
            "is_reply": bool(document.in_reply_to),
            "mention_count": len(document.mentions),
            "stranger_mention_count": len(document.mentions) - followers,
            "link_count": len(links),
            "tag_count": len(document.tags),
            "text_length": len(text),
            "media_count": len(document.attachments),
            "same_text_count": same,
            "same_text_account_count": sketching.count_accounts(sketch, text, author.id, now),
        },
    )


def facts_of_receive(_command: object, _actor: Actor, received: Received, _now: int) -> dict[str, Any]:
    """What policy is told of a post from elsewhere."""
    return received.facts


def apply_receive_post(command: ReceivePost, context: Context) -> Outcome:
    """Insert a post from elsewhere with all that belongs to it; unless it is old, fill feeds and tell people."""
    received: Received = context.prepared
    document, account_id = command.document, acting_account(context)
    is_old = command.is_old and not _is_fresh(document, context.now)
    known = _known(document.id)
    if known is not None:
        return Outcome(object=f"post/{known}", result={"id": str(known)}, unchanged=True)
    place = threading.place_of(document, account_id)
    said_at = describing.said_at(document.published_at, context.now)
    post_id = threading.dated_id(document.id, said_at) if is_old else context.new_id()
    columns = _columns(document, received, said_at, place)
    columns["conversation_id"] = place.conversation_id or post_id
    media = describing.insert_media(context, document, account_id, post_id)
    columns["has_media"] = bool(media)
    quoted = quoting.quoted_in(document.quote, account_id)
    describing.render(
        columns, post_id, document, received.author.username, received.people, media,
        quoted_id=quoted.post.id if quoted else None,
    )  # fmt: skip
    fragments.insert(post_id, columns, is_remote=True)
    _insert_identity(document, post_id, account_id, place, context.now)
    if document.poll is not None:
        describing.insert_poll(post_id, document.poll)
    link_words(context, post_id, document, received)
    states = (
        fragments.vouch(post_id, columns),
        *((vouch_poll(post_id),) if document.poll else ()),
        *((quoting.insert(context, post_id, quoted.post, account_id, quoted.state),) if quoted else ()),
        *threading.adopt(document.id, post_id, account_id, columns["conversation_id"]),
    )
    _count(context, account_id, columns, place.parent)
    if not is_old:
        _tell(context, post_id, columns, received, has_tags=bool(document.tags))
    jobs = _jobs(command, post_id, columns, received, place, context.now)
    return Outcome(
        object=f"post/{post_id}",
        result={"id": str(post_id)},
        kept={"media": [item.id for item in media]} if media else {},
        states=states,
        jobs=(
            *jobs,
            *describing.media_jobs(media),
            *quoting.jobs_for(post_id, document.quote, quoted),
            *drawing.meet(context, document, post_id),
        ),
    )


def _known(uri: str) -> int | None:
    """The post with this identity that is here. Raises Conflict when it is no more."""
    known = sql.row(
        "SELECT o.id, p.id FROM federation_remoteobject o LEFT JOIN posts_post p ON p.id = o.id WHERE o.uri = %s",
        (uri,),
    )
    if known is not None and known[1] is not None:
        return int(known[0])
    # What was removed here, by whomever, does not come back by being told again.
    if known is not None or is_gone(uri):
        raise Conflict("This was deleted before it came.", code="gone")
    return None


def _is_fresh(document: ObjectDocument, now: int) -> bool:
    """Whether it was said a moment ago: then it is as good as delivered, and its delivery may come after."""
    return document.published_at is not None and document.published_at > now - FRESH


def _columns(document: ObjectDocument, received: Received, said_at: int, place: threading.Place) -> dict[str, Any]:
    """What the row of the post holds, apart from what is known later."""
    return {
        "account_id": received.author.id,
        "visibility": document.visibility,
        "text": document.text,
        "text_hash": received.text_hash,
        "spoiler_text": document.spoiler,
        "is_sensitive": bool(document.is_sensitive or document.spoiler),
        "language": describing.language_of(document),
        "in_reply_to_id": place.parent_id,
        "in_reply_to_account_id": place.parent_account_id,
        "boost_of_id": None,
        "application_id": None,
        "created_at": said_at,
        "edited_at": None if document.updated_at is None else max(said_at, document.updated_at),
        "quote_policy": document.may_quote,
    }


def _insert_identity(document: ObjectDocument, post_id: int, account_id: int, place: threading.Place, now: int) -> None:
    sql.execute(
        "INSERT INTO federation_remoteobject (id, uri, url, type, account_id, context, replies, awaits, quote,"
        " quote_stamp, fetched_at, updated_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            post_id, document.id, document.url, document.type[:20], account_id, document.context, document.replies,
            place.awaits, document.quote, document.quote_authorization, now, document.updated_at,
        ),
    )  # fmt: skip


def link_words(context: Context, post_id: int, document: ObjectDocument, received: Received) -> None:
    """Insert whom a post reaches and its hashtags, and make its words findable where their author wants that."""
    for account in received.people:
        sql.execute(
            "INSERT INTO posts_mention (post_id, account_id) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            (post_id, account.id),
        )
    link_tags(context, post_id, document.tags[:MAX_TAGS])
    # FEP-5feb: what was said in public is found by its words only if its author agrees. Those a post was written to
    # find it anyhow.
    if received.author.is_indexable or document.visibility != "public":
        words = (document.spoiler, document.title, document.text)
        searching.index_post(post_id, "\n".join(part for part in words if part))


def _count(context: Context, account_id: int, columns: dict[str, Any], parent: Found | None) -> None:
    sql.execute(
        "UPDATE people_accountcounts SET statuses_count = statuses_count + 1,"
        " last_status_at = CASE WHEN COALESCE(last_status_at, 0) < %s THEN %s ELSE last_status_at END,"
        " last_status_on = CASE WHEN COALESCE(last_status_at, 0) < %s THEN %s ELSE last_status_on END"
        " WHERE account_id = %s",
        (
            columns["created_at"], columns["created_at"], columns["created_at"], clock.day_text(columns["created_at"]),
            account_id,
        ),
    )  # fmt: skip
    if parent is not None and columns["visibility"] in ("public", "unlisted"):
        sql.execute("UPDATE posts_postcounts SET replies_count = replies_count + 1 WHERE post_id = %s", (parent.id,))


def _tell(context: Context, post_id: int, columns: dict[str, Any], received: Received, *, has_tags: bool) -> None:
    """Fill feeds, tell those it names, and those who want to hear of all its author says."""
    account_id, visibility = columns["account_id"], columns["visibility"]
    sketching.keep_sketch(post_id, received.sketch, account_id, visibility, context.now)
    answered_id = columns["in_reply_to_account_id"]
    feeding.feed_post(context, post_id, account_id, visibility, columns["language"], answered_id, has_tags=has_tags)
    told = tell_named(context, post_id, columns, received, frozenset())
    if visibility == "direct":
        for reader_id in told:
            conversing.keep(context, reader_id, post_id)
    elif answered_id is None or answered_id == account_id:
        notifying.notify_followers_who_asked(context, account_id, post_id)


def tell_named(
    context: Context, post_id: int, columns: dict[str, Any], received: Received, before: frozenset[int]
) -> list[int]:
    """Tell people of ours that a post names them; those who were told. before: who it named already."""
    is_direct, is_crowd = columns["visibility"] == "direct", received.strangers > TELLS
    return [
        account.id
        for account in received.people
        if account.is_ours
        and account.id not in before
        # What is addressed to one in private is told although it does not name one.
        and (account.is_named or is_direct)
        and (account.follows_author or not is_crowd)
        and notifying.notify(context, account.id, "mention", columns["account_id"], post_id, columns["conversation_id"])
    ]


def _jobs(
    command: ReceivePost,
    post_id: int,
    columns: dict[str, Any],
    received: Received,
    place: threading.Place,
    now: int,
) -> list[Job]:
    """What is asked for later: what it answers, the page of its link, the end of its poll."""
    jobs: list[Job] = []
    if place.awaits and (command.reads_thread or not command.is_old):
        jobs.append(Job(FETCH, {"uri": place.awaits}))
    if command.reads_thread and command.document.replies:
        jobs.append(Job(FETCH, {"replies_of": post_id}))
    if not command.is_old and not columns["has_media"]:
        jobs += (
            Job(job.kind, job.payload, run_at=now + post_id % CARD_WITHIN)
            for job in card_jobs(post_id, columns["visibility"], received.links)
        )
    poll = command.document.poll
    if poll is not None and poll.ends_at is not None and poll.ends_at > now:
        jobs.append(Job("close_poll", {"post_id": post_id}, run_at=poll.ends_at))
    return jobs
