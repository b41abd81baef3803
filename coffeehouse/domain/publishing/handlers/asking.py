"""Keeps who was asked about which words, and sends the messages of the house's desk. Called by the engine only."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Job, Outcome, State
from coffeehouse.domain.people.fragments import vouch
from coffeehouse.domain.people.handlers.accounts import insert_account
from coffeehouse.domain.posts.commands import PollDraft, PublishPost
from coffeehouse.domain.posts.handlers import polling, writing
from coffeehouse.domain.publishing import asked, asking
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound

OPEN_DAYS = 7
DESK_NAMES = ("review", "review_desk", "house_review")


class DeskContext:
    """The context of a message by the desk, within an act of the house."""

    def __init__(self, outer: Context, desk_id: int) -> None:
        self._outer = outer
        self.actor = Actor(account_id=desk_id, capacity="system", role="system", account_kind="service")
        self.channel = outer.channel
        self.now = outer.now
        self.prepared: writing.Written | None = None

    def new_id(self) -> int:
        return self._outer.new_id()

    def later(self, job: Job) -> None:
        self._outer.later(job)


def _desk(context: Context) -> int:
    """The account that asks; made when it is needed for the first time."""
    found = asked.desk_account()
    if found is not None:
        return found
    for name in DESK_NAMES:
        if sql.value("SELECT 1 FROM people_account WHERE acct = %s", (name,)):
            continue
        note = "I show drafts to those who may decide about them, and tell their authors what was decided."
        desk_id = insert_account(context, username=name, kind="service", display_name="Review desk", note=note)
        sql.execute("INSERT INTO publishing_desk (id, account_id) VALUES (1, %s)", (desk_id,))
        return desk_id
    raise Conflict(f"None of these names is free for the account that asks reviewers: {', '.join(DESK_NAMES)}.")


def send_by_desk(context: Context, member_id: int, text: str, poll: PollDraft | None) -> Outcome | None:
    """A direct message to a member's persona; None for somebody without one.

    Whoever else the words name is not told of them: they are those of a draft. Nor is the text cut to the length of
    posts, for the one who decides must see all of it.
    """
    acct = sql.value(
        "SELECT acct FROM people_account WHERE member_id = %s AND kind = 'persona' AND hidden_at IS NULL"
        " ORDER BY id LIMIT 1",
        (member_id,),
    )
    if acct is None:
        return None
    desk_id = _desk(context)
    inner = DeskContext(context, desk_id)
    options = poll.options if poll else ()
    written = writing.write_down(f"@{acct} {text}", "", options, desk_id, context.now, is_limited=False)
    mentions = tuple(mention for mention in written.mentions if mention.acct == acct)
    inner.prepared = msgspec.structs.replace(written, mentions=mentions, tags=(), links=())
    sent = writing.apply_publish_post(PublishPost(text=written.text, visibility="direct", poll=poll), inner)
    return replace(sent, states=(vouch(desk_id), *sent.states))


def apply_ask_reviewer(command: asking.AskReviewer, context: Context) -> Outcome:
    """Send the poll and keep that it was sent. Words that no longer wait, and somebody asked before: nothing to do."""
    held = f"held/{command.held_id}"
    state = sql.row("SELECT state, content_hash FROM publishing_heldcommand WHERE id = %s", (command.held_id,))
    is_asked = sql.value(
        "SELECT 1 FROM publishing_ask WHERE held_id = %s AND content_hash = %s AND member_id = %s"
        " AND closed_at IS NULL",
        (command.held_id, command.content_hash, command.member_id),
    )
    if state != ("held", command.content_hash) or is_asked:
        return Outcome(object=held, unchanged=True)
    poll = PollDraft(options=command.options, expires_in=OPEN_DAYS * 86_400, hides_totals=True)
    sent = send_by_desk(context, command.member_id, command.text, poll)
    if sent is None:
        return Outcome(object=held, unchanged=True)
    ask_id = context.new_id()
    sql.execute(
        "INSERT INTO publishing_ask (id, held_id, content_hash, member_id, post_id, reason, decision, channel,"
        " created_at, expires_at) VALUES (%s, %s, %s, %s, %s, '', '', '', %s, %s)",
        (
            ask_id, command.held_id, command.content_hash, command.member_id, int(sent.result["id"]), context.now,
            context.now + OPEN_DAYS * clock.DAY,
        ),
    )  # fmt: skip
    return Outcome(
        object=held,
        result={"ask_id": str(ask_id), "post_id": sent.result["id"]},
        states=sent.states,
        jobs=(*sent.jobs, Job("review.mail", {"ask_id": ask_id})),
    )


def apply_close_asks(command: asking.CloseAsks, context: Context) -> Outcome:
    """End the polls about words that no longer wait."""
    held = f"held/{command.held_id}"
    row = sql.row("SELECT state, content_hash FROM publishing_heldcommand WHERE id = %s", (command.held_id,))
    state, content_hash = row or ("", "")
    states: list[State] = []
    for ask in asked.asks_about(command.held_id):
        if ask.closed_at is None and (state != "held" or ask.content_hash != content_hash):
            states += close(ask, context.now)
    if not states:
        return Outcome(object=held, unchanged=True)
    return Outcome(object=held, states=tuple(states))


def close(ask: asked.Asked, now: int) -> tuple[State, ...]:
    """No answer to this ask is taken from now on; its poll says so."""
    sql.execute("UPDATE publishing_ask SET closed_at = %s WHERE id = %s", (now, ask.id))
    done = sql.execute(
        "UPDATE posts_poll SET expires_at = %s, closed_at = %s WHERE id = %s"
        " AND (expires_at IS NULL OR expires_at > %s)",
        (now, now, ask.post_id, now),
    )
    return (polling.vouch_poll(ask.post_id),) if done else ()


def apply_tell_author(command: asking.TellAuthor, context: Context) -> Outcome:
    """Send it."""
    sent = send_by_desk(context, command.member_id, command.text, None)
    held = f"held/{command.held_id}"
    if sent is None:
        return Outcome(object=held, unchanged=True)
    return Outcome(object=held, result=sent.result, states=sent.states, jobs=sent.jobs)


def require_open(ask: asked.Asked, actor: Actor, now: int) -> None:
    """Raise NotFound for somebody else, Conflict saying what happened when this can no longer be answered."""
    if ask.member_id != actor.member_id:
        raise NotFound()
    row = sql.row("SELECT state, content_hash FROM publishing_heldcommand WHERE id = %s", (ask.held_id,))
    if row is None:
        raise NotFound()
    state, content_hash = row
    if ask.decision:
        raise Conflict("You have decided about this already.")
    if state != "held":
        raise Conflict(WHAT_HAPPENED.get(state, "This draft no longer waits for a decision, so yours is not needed."))
    if ask.content_hash != content_hash:
        raise Conflict("This draft has been revised since you were asked. Decide on the new words: they were sent to"
                       " you in a newer message.")  # fmt: skip
    if ask.closed_at is not None or ask.expires_at <= now:
        raise Conflict("The time to answer here is over. Decide in the review queue of the house.")


WHAT_HAPPENED = {
    "released": "Somebody was faster: this draft has been released already.",
    "approved": "This draft has been approved already and waits for its time.",
    "refused": "Somebody was faster: this draft has been refused already.",
    "withdrawn": "The author has taken this draft back. There is nothing to decide any more.",
    "changes_asked": "Somebody has asked for a change already. You are asked again when the draft is revised.",
}


def keep_decision(ask: asked.Asked, decision: str, channel: str, now: int) -> None:
    """Note that the person has answered, and how. Raises Invalid for an answer there is not."""
    if decision not in asking.DECISIONS:
        raise Invalid("Choose one of: release, change, refuse.", field="decision")
    sql.execute(
        "UPDATE publishing_ask SET decision = %s, channel = %s, closed_at = %s WHERE id = %s AND decision = ''",
        (decision, channel, now, ask.id),
    )


def apply_give_reason(command: asking.GiveReason, context: Context) -> Outcome:
    """Keep a reply as the reason; a decision that was made without one gets it, and its author is told."""
    ask = asked.read_ask(command.ask_id)
    reason = command.reason.strip()
    if ask is None or not reason or ask.reason == reason:
        return Outcome(object="held/0" if ask is None else f"held/{ask.held_id}", unchanged=True)
    sql.execute("UPDATE publishing_ask SET reason = %s WHERE id = %s", (reason, ask.id))
    decided = sql.rows(
        "UPDATE publishing_decision SET reason = %s WHERE held_id = %s AND content_hash = %s AND member_id = %s"
        " AND reason = %s RETURNING id",
        (reason, ask.held_id, ask.content_hash, ask.member_id, asking.REASON_FOLLOWS),
    )
    sql.execute(
        "UPDATE publishing_heldcommand SET decision_reason = %s WHERE id = %s AND decision_reason = %s"
        " AND decided_by_id = %s",
        (reason, ask.held_id, asking.REASON_FOLLOWS, ask.member_id),
    )
    jobs = tuple(Job("review.tell", {"held_id": ask.held_id, "decision_id": decision_id}) for (decision_id,) in decided)
    return Outcome(object=f"held/{ask.held_id}", jobs=jobs)
