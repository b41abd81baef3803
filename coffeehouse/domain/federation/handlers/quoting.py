"""Quotes between servers (FEP-044f): a post quotes one of another server only with its author's stamp.

Of our posts the house itself decides, by what their authors set. Of others their servers do: for a post of ours we ask
(QuoteRequest) and are answered with a stamp; of a post from elsewhere that quotes a third the stamp is looked at.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Job, Outcome, State
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.queries.documents import stamp_uri
from coffeehouse.domain.federation.queries.identities import account_identity, post_identity
from coffeehouse.domain.federation.queries.resolving import is_ours, post_of_uri
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts import fragments
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.posts.handlers import quoting
from coffeehouse.domain.posts.handlers.finding import Found, find_own, find_visible
from coffeehouse.domain.posts.handlers.quoting import insert as insert
from coffeehouse.domain.posts.writing_commands import RevokeQuote
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.activitypub.documents import ObjectDocument
from coffeehouse.protocols.activitypub.writing_activities import write_delete, write_quote_accept, write_quote_reject
from coffeehouse.protocols.activitypub.writing_objects import write_tombstone
from coffeehouse.protocols.mastodon.fragments import QUOTES, with_quote

FETCH = "fetch_post"
SEND = "federate"


class Quoted(NamedTuple):
    """What a post quotes, and whether that may be shown."""

    post: Found
    state: str


def quoted_in(uri: str, author_id: int, *, is_allowed: bool = False) -> Quoted | None:
    """What a post from elsewhere quotes; None while that is not here, and where its author may not see it (P4)."""
    quoted_id = post_of_uri(uri) if uri else None
    if quoted_id is None:
        return None
    try:
        post = find_visible(quoted_id, author_id)
    except NotFound:
        return None
    if post.account_id == author_id:
        return Quoted(post, "accepted")
    if sql.value(quoting.ELSEWHERE, (post.account_id,)) is None:
        return Quoted(post, "accepted" if quoting.may_quote(post, author_id) else "rejected")
    return Quoted(post, "accepted" if is_allowed else "pending")


def jobs_for(post_id: int, uri: str, quoted: Quoted | None) -> tuple[Job, ...]:
    """The job that fetches what a post quotes, or looks at the stamp."""
    if not uri or is_ours(uri) or (quoted is not None and quoted.state != "pending"):
        return ()
    return (Job(FETCH, {"quoted_by": post_id}),)


def note_quote(post_id: int, document: ObjectDocument) -> tuple[Job, ...]:
    """Keep what a new version says of a quote: the stamp comes only when its author was asked."""
    told = (document.quote, document.quote_authorization)
    row = sql.row("SELECT quote, quote_stamp, account_id FROM federation_remoteobject WHERE id = %s", (post_id,))
    if row is None or not document.quote or row[:2] == told:
        return ()
    if row[0] and row[0] != document.quote:
        return ()  # an edit never changes what is quoted
    sql.execute("UPDATE federation_remoteobject SET quote = %s, quote_stamp = %s WHERE id = %s", (*told, post_id))
    return (Job(FETCH, {"quoted_by": post_id}),)


def apply_settle_quote(command: commands.SettleQuote, context: Context) -> Outcome:
    """Show the quote of a post from elsewhere, as far as it may be shown."""
    row = sql.row("SELECT quote, account_id FROM federation_remoteobject WHERE id = %s", (command.post_id,))
    if row is None:
        raise NotFound()
    quoted = quoted_in(row[0], row[1], is_allowed=command.is_allowed)
    if quoted is None:
        return Outcome(object=f"post/{command.post_id}", unchanged=True)
    states = _show(context, command.post_id, row[1], quoted)
    return Outcome(object=f"post/{command.post_id}", states=states, unchanged=not states)


def _show(context: Context, post_id: int, author_id: int, quoted: Quoted) -> tuple[State, ...]:
    """Write the quote in this state, and name it in the post where that did not know it yet."""
    if quoting.quoted_by(post_id) is not None:
        changed = quoting.change(context, post_id, quoted.state, author_id)
        return () if changed is None else (changed,)
    columns = fragments.read_columns(post_id)
    columns.update(fragment=with_quote(columns["fragment"], quoted.post.id), traits=columns["traits"] | QUOTES)
    sql.execute(
        "UPDATE posts_post SET fragment = %s, traits = %s WHERE id = %s",
        (columns["fragment"], columns["traits"], post_id),
    )
    made = quoting.insert(context, post_id, quoted.post, author_id, quoted.state)
    return (fragments.vouch(post_id, columns), made)


def apply_request_quote(command: commands.RequestQuote, context: Context) -> Outcome:
    """Decide by what the author of the quoted post set, and answer."""
    account_id = acting_account(context)
    post, quoted = find_own(command.post_id, account_id), find_visible(command.quoted_id, account_id)
    if sql.value(quoting.ELSEWHERE, (quoted.account_id,)) is not None:
        raise NotFound()
    before = sql.row("SELECT quoted_id, state FROM posts_quote WHERE id = %s", (post.id,))
    if before is not None and before[0] != quoted.id:
        raise NotFound()
    # What was taken back stays so, however often it is asked for again.
    is_revoked = before is not None and before[1] == "revoked"
    is_allowed = quoting.may_quote(quoted, account_id) and not is_revoked
    state = "revoked" if is_revoked else "accepted" if is_allowed else "rejected"
    states = _show(context, post.id, account_id, Quoted(quoted, state))
    return Outcome(
        object=f"post/{post.id}",
        result=state,
        kept={"quoted": str(quoted.id), "state": state},
        states=states,
        jobs=_answer(context, post.id, quoted, account_id, is_allowed=is_allowed),
    )


def _answer(context: Context, post_id: int, quoted: Found, asker_id: int, *, is_allowed: bool) -> tuple[Job, ...]:
    """Accept or Reject, to the one who asked."""
    author, asker = account_identity(quoted.account_id), account_identity(asker_id)
    quoting_post, quoted_post = post_identity(post_id), post_identity(quoted.id)
    if author is None or asker is None or quoting_post is None or quoted_post is None or not context.actor.activity:
        return ()
    request: dict[str, Any] = {
        "id": context.actor.activity, "type": "QuoteRequest", "actor": asker.uri, "object": quoted_post.uri,
        "instrument": quoting_post.uri,
    }  # fmt: skip
    identity = f"{author.uri}#quote_answers/{post_id}/{context.now}"
    if is_allowed:
        document = write_quote_accept(identity, author.uri, request, stamp_uri(author.uri, post_id), asker.uri)
    else:
        document = write_quote_reject(identity, author.uri, request, asker.uri)
    return (_send(quoted.account_id, asker_id, f"{document['type']} post/{post_id}", document),)


def _send(by: int, to: int, about: str, document: dict[str, Any]) -> Job:
    return Job(SEND, {"verb": "send", "by": by, "to": [to], "about": about, "document": document})


def apply_answer_quote(command: commands.AnswerQuote, context: Context) -> Outcome:
    """Take what an author elsewhere says of a quote of theirs in a post of ours; servers that have it are told."""
    account_id = acting_account(context)
    row = sql.row(
        "SELECT z.state, p.account_id FROM posts_quote z JOIN posts_post p ON p.id = z.id"
        " JOIN people_account a ON a.id = p.account_id AND a.domain = ''"
        " WHERE z.id = %s AND z.quoted_account_id = %s",
        (command.post_id, account_id),
    )
    if row is None:
        raise NotFound()
    state = "accepted" if command.is_accepted else "rejected" if row[0] == "pending" else "revoked"
    changed = quoting.change(context, command.post_id, state, row[1], command.stamp if command.is_accepted else "")
    told = f"post/{command.post_id}"
    if changed is None:
        return Outcome(object=told, unchanged=True)
    job = Job(SEND, {"verb": "update", "by": row[1], "post": command.post_id, "counted_at": context.now})
    return Outcome(object=told, kept={"state": state}, states=(changed,), jobs=(job,))


def then_publish(_command: PublishPost, outcome: Outcome, context: Context) -> None:
    """After a post that quotes one elsewhere: its author is asked."""
    if settings.FEDERATION == "closed" or _command.quoted_id is None:
        return
    post_id = int(outcome.result["id"])
    if sql.value("SELECT 1 FROM posts_quote WHERE id = %s AND state = 'pending'", (post_id,)):
        context.later(Job(SEND, {"verb": "quote_request", "by": context.actor.account_id, "post": post_id}))


def then_revoke(command: RevokeQuote, _outcome: Outcome, context: Context) -> None:
    """After a quote was taken back: the server of the post that quoted hears that the stamp is no more."""
    by = context.actor.account_id
    author_id = sql.value("SELECT account_id FROM federation_remoteobject WHERE id = %s", (command.quoting_id,))
    author = None if by is None else account_identity(by)
    if author_id is None or author is None or by is None or settings.FEDERATION == "closed":
        return
    document = write_delete(write_tombstone(stamp_uri(author.uri, command.quoting_id)), author.uri)
    context.later(_send(by, int(author_id), f"Delete quote/{command.quoting_id}", document))
