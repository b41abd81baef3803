"""Puts right what a voice said: a new version of the post, a notice under it, and everybody it concerns is told.

They are told by a `mention` of the notice. Mastodon's own `update` ("a post you boosted was edited") goes to boosters
as after any edit, but many apps show it silently or not at all, and it never reaches those who answered; every app
shows mentions, and pushes them unless told otherwise. `status` means "somebody you asked to hear of has posted".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people.handlers.acting import acting_account
from coffeehouse.domain.posts.commands import EditPost, PublishPost
from coffeehouse.domain.posts.handlers import changing, notifying, writing
from coffeehouse.domain.posts.handlers.finding import Found, find_own
from coffeehouse.domain.publishing.correcting import CorrectPost, DeliverCorrection
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from coffeehouse.kernel.text import normalise

# How many are told in one transaction; a post that thousands boosted must not stop the house meanwhile.
AT_ONCE = 200
# What the house itself says in a notice, by the language of the post.
OPENINGS = {
    ("en", False): "Correction. {what}\n\nThe corrected post: {link}",
    ("en", True): "Correction, and we are sorry. {what}\n\nThe corrected post: {link}",
    ("cy", False): "Cywiriad. {what}\n\nY neges wedi'i chywiro: {link}",
    ("cy", True): "Cywiriad, ac mae'n ddrwg gennym. {what}\n\nY neges wedi'i chywiro: {link}",
}
CONCERNED = """
SELECT DISTINCT q.account_id FROM (
    SELECT b.account_id FROM posts_post b WHERE b.boost_of_id = %s
    UNION ALL SELECT r.account_id FROM posts_post r WHERE r.in_reply_to_id = %s
    UNION ALL SELECT s.account_id FROM posts_quote k JOIN posts_post s ON s.id = k.id WHERE k.quoted_id = %s
) q WHERE q.account_id > %s AND q.account_id <> %s
AND NOT EXISTS (SELECT 1 FROM posts_notification n WHERE n.account_id = q.account_id AND n.post_id = %s
                AND n.type = 'mention')
ORDER BY q.account_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Both texts made ready, what is asked of post and notice, and what policy wants to know of it all."""

    edit: EditPost
    notice: PublishPost
    new_text: writing.Written
    notice_text: writing.Written
    facts: dict[str, Any]


class _Part:
    """The context of one half of a correction: the same act, with that half's text."""

    def __init__(self, outer: Context, prepared: writing.Written) -> None:
        self._outer = outer
        self.actor, self.channel, self.now = outer.actor, outer.channel, outer.now
        self.prepared = prepared

    def new_id(self) -> int:
        return self._outer.new_id()

    def later(self, job: Job) -> None:
        self._outer.later(job)


def prepare_correct(command: CorrectPost, actor: Actor) -> Prepared:
    """Write both texts down. Raises Forbidden for who speaks for nobody, NotFound, and Invalid for what is missing."""
    if actor.capacity != "voice":
        raise Forbidden("Only a voice corrects in public. Your own posts you can edit.", code="not_a_voice")
    what = normalise(command.what_was_wrong, field="what_was_wrong").strip()
    if not what:
        raise Invalid("Say what was wrong, so that people know what to forget.", field="what_was_wrong")
    if "[" in what and "]" in what.partition("[")[2]:
        raise Invalid("Fill in what stands between square brackets.", field="what_was_wrong")
    row = sql.row(
        "SELECT p.text, p.spoiler_text, p.visibility, p.language, a.username FROM posts_post p"
        " JOIN people_account a ON a.id = p.account_id WHERE p.id = %s AND p.account_id = %s",
        (command.post_id, actor.account_id),
    )
    if row is None:
        raise NotFound()
    before, warning, visibility, language, username = row
    if visibility == "direct":
        raise Invalid("A direct message is corrected by writing again to the same people.", field="text")
    if normalise(command.text, field="text").strip() == before:
        raise Invalid("This is what the post says already. Change what was wrong in it.", field="text")
    words = OPENINGS["cy" if language == "cy" else "en", command.is_apology]
    said = words.format(what=what, link=f"{settings.BASE_URL}/@{username}/{command.post_id}")
    now, author_id = clock.now_ms(), actor.account_id
    edit = EditPost(post_id=command.post_id, text=command.text, spoiler_text=warning)
    return Prepared(
        edit=edit,
        notice=PublishPost(text=said, visibility=visibility, language=language, in_reply_to_id=command.post_id),
        new_text=writing.write_down(command.text, warning, (), author_id, now),
        notice_text=_written_notice(said, author_id, now),
        facts=writing.write_down(f"{command.text}\n\n{what}", warning, (), author_id, now, is_limited=False).facts,
    )


def _written_notice(said: str, author_id: int | None, now: int) -> writing.Written:
    try:
        return writing.write_down(said, "", (), author_id, now)
    except Invalid as problem:
        said_too_much = "This is too long for one post. Say in two sentences what was wrong."
        raise Invalid(said_too_much, field="what_was_wrong") from problem


def facts_of_correction(command: CorrectPost, actor: Actor, prepared: Prepared, now: int) -> dict[str, Any]:
    """What policy is told: of the new version, and of both texts together."""
    return changing.facts_of_edit(prepared.edit, actor, prepared.new_text, now) | prepared.facts


def apply_correct_post(command: CorrectPost, context: Context) -> Outcome:
    """Change the post, publish the notice under it, and queue the telling."""
    prepared: Prepared = context.prepared
    account_id = acting_account(context)
    post = find_own(command.post_id, account_id)
    edited = changing.apply_edit_post(prepared.edit, _Part(context, prepared.new_text))
    published = writing.apply_publish_post(prepared.notice, _Part(context, prepared.notice_text))
    notice_id = int(published.result["id"])
    corrected = _keep(command, post, notice_id, prepared, context)
    return Outcome(
        object=f"post/{post.id}",
        result={"id": str(post.id), "notice_id": str(notice_id)},
        kept={"notice": str(notice_id), **edited.kept},
        states=(*edited.states, *published.states, corrected),
        jobs=(*edited.jobs, *published.jobs, _telling(notice_id, 0)),
    )


def _keep(command: CorrectPost, post: Found, notice_id: int, prepared: Prepared, context: Context) -> State:
    columns = {
        "post_id": post.id,
        "account_id": post.account_id,
        "visibility": post.visibility,
        "language": prepared.notice.language,
        "what_was_wrong": normalise(command.what_was_wrong, field="what_was_wrong").strip(),
        "is_apology": command.is_apology,
        "created_at": context.now,
    }
    sql.execute(
        f"INSERT INTO publishing_correction (id, {', '.join(columns)}) VALUES (%s, {sql.marks(len(columns))})",
        (notice_id, *columns.values()),
    )
    return State("publishing_correction", notice_id, columns)


def _telling(correction_id: int, after_id: int) -> Job:
    """The job that reaches those a correction concerns: whatever else can carry words is added to its delivery."""
    return Job("correction.published", {"correction_id": str(correction_id), "after_id": str(after_id)})


def apply_deliver_correction(command: DeliverCorrection, context: Context) -> Outcome:
    """Tell some; ask for the next when there may be more. Doing it twice tells nobody twice."""
    row = sql.row(
        "SELECT c.post_id, c.account_id FROM publishing_correction c JOIN posts_post p ON p.id = c.id WHERE c.id = %s",
        (command.correction_id,),
    )
    if row is None:
        raise NotFound()
    post_id, author_id = row
    params = (post_id, post_id, post_id, command.after_id, author_id, command.correction_id, AT_ONCE)
    concerned = [found[0] for found in sql.rows(CONCERNED, params)]
    for account_id in concerned:
        # A muted conversation is muted for chatter; that one passed on what is wrong is no chatter.
        notifying.notify(context, account_id, "mention", author_id, command.correction_id)
    more = (_telling(command.correction_id, concerned[-1]),) if len(concerned) == AT_ONCE else ()
    return Outcome(object=f"post/{post_id}", kept={"told": len(concerned)}, jobs=more, unchanged=not concerned)
