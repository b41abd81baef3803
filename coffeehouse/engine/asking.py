"""A vote in the house's poll about a draft, or a press on a mailed button, is that person's decision about the draft.

    VoteInPoll → this draft's poll? → the vote is counted → ReleaseHeld | AskForChange | RefuseHeld, in one transaction

The decision is about exactly the words that were shown, and every rule about decisions applies: what is refused there
refuses the vote, and nothing is counted.
"""

from __future__ import annotations

from typing import cast

from coffeehouse.domain.context import Command, Context, Job, Outcome
from coffeehouse.domain.posts.commands import PublishPost, VoteInPoll
from coffeehouse.domain.posts.handlers import polling
from coffeehouse.domain.publishing import asked, asking, commands
from coffeehouse.domain.publishing.handlers import asking as handlers
from coffeehouse.engine.act import ActContext, act_within
from coffeehouse.kernel.errors import Invalid


def apply_vote_in_poll(command: VoteInPoll, context: Context) -> Outcome:
    """Count the vote; where the poll asks about a draft, decide about it."""
    ask = asked.ask_of_post(command.post_id)
    if ask is None:
        return polling.apply_vote_in_poll(command, context)
    handlers.require_open(ask, context.actor, context.now)
    outcome = polling.apply_vote_in_poll(command, context)
    _decide(ask, asking.DECISIONS[command.choices[0]], ask.reason or asking.REASON_FOLLOWS, context)
    return outcome


def apply_decide_by_mail(command: asking.DecideByMail, context: Context) -> Outcome:
    """Decide, once: the link is of no use afterwards."""
    ask = asked.read_ask(command.ask_id)
    if ask is None or ask.content_hash != command.content_hash:
        raise Invalid("This link is not one of the house's. Open the review queue and decide there.")
    handlers.require_open(ask, context.actor, context.now)
    reason = command.reason.strip()
    if command.decision != "release" and not reason:
        raise Invalid("Give a reason: the author is told it.", field="reason")
    _decide(ask, command.decision, reason, context)
    states = handlers.close(ask, context.now)
    return Outcome(object=f"held/{ask.held_id}", result={"held_id": str(ask.held_id)}, states=states)


def _decide(ask: asked.Asked, decision: str, reason: str, context: Context) -> None:
    handlers.keep_decision(ask, decision, context.channel, context.now)
    command: Command
    if decision == "release":
        command = commands.ReleaseHeld(held_id=ask.held_id, content_hash=ask.content_hash)
    elif decision == "change":
        command = commands.AskForChange(held_id=ask.held_id, content_hash=ask.content_hash, reason=reason)
    else:
        command = commands.RefuseHeld(held_id=ask.held_id, content_hash=ask.content_hash, reason=reason)
    act_within(command, cast("ActContext", context))


def note_reply(command: PublishPost, outcome: Outcome, context: Context) -> None:
    """A reviewer's reply to the message that asked them is the reason of their decision: the worker notes it."""
    if command.in_reply_to_id is None:
        return
    ask = asked.ask_of_post(command.in_reply_to_id)
    if ask is not None and ask.member_id == context.actor.member_id:
        context.later(Job("review.reason", {"ask_id": ask.id, "post_id": int(outcome.result["id"])}))
