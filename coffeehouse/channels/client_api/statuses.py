"""Posts: say, read, change, take back, and what others do with them."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.channels.client_api import bodies, held, scheduled
from coffeehouse.channels.client_api.answers import entity, listed, plain_list, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.drafting import edit_command, publish_command
from coffeehouse.channels.client_api.endpoints import Endpoint, anybody, user
from coffeehouse.domain.context import Command
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.federation.mentioning import meet_mentioned
from coffeehouse.kernel.errors import NotFound
from coffeehouse.policy.verdicts import Verdict
from coffeehouse.protocols.mastodon.entities import visibility_in


def show(call: Call, post_id: int) -> Answer:
    """The Status as the caller sees it."""
    status = posts.read_status(call.viewer_id, post_id)
    return held.show(call, post_id) if status is None else spliced(status)


@user("write:statuses")
def create_status(call: Call) -> Answer:
    """Publish, or with `scheduled_at` later. The same `Idempotency-Key` gives the same post again."""
    post = publish_command(call.body)
    scheduled_at = scheduled.time_of(call.body)
    meet_mentioned(post.text)
    command: Command = post if scheduled_at is None else SchedulePost(post=post, scheduled_at=scheduled_at)
    done = call.act(command, idempotency_key=call.header("Idempotency-Key") or None)
    if "held_id" in done.result and scheduled_at is None:
        return held.status_of(call, post, int(done.result["held_id"]), done.verdict)
    if "held_id" in done.result:
        # An app that asked for a time expects what is scheduled: a draft with a time is listed there.
        return scheduled.show(call, int(done.result["held_id"]))
    if scheduled_at is not None:
        return scheduled.show(call, int(done.result["scheduled_id"]))
    return routed(show(call, int(done.result["id"])), done.verdict)


def routed(answer: Answer, verdict: Verdict) -> Answer:
    """With `route`, of ours, in the answer to an official post: which way it took, and by what record of its author."""
    if verdict.route is None:
        return answer
    return Answer(msgspec.json.encode({**msgspec.json.decode(answer.body), "route": verdict.explain_route()}))


@anybody("read:statuses", is_hot=True)
def read_status(call: Call) -> Answer:
    """One post."""
    return show(call, call.id)


@anybody("read:statuses")
def read_statuses(call: Call) -> Answer:
    """Several posts by `id[]`; those that are not to be seen are left out."""
    found = posts.read_statuses(call.viewer_id, bodies.ids(call.query, "id")[:40])
    return plain_list([status for _, status in found])


@user("write:statuses")
def edit_status(call: Call) -> Answer:
    """Change one's post."""
    post_id = call.id
    source = posts.read_source(call.account_id, post_id)
    if source is None:
        return held.revise(call, post_id)
    command = edit_command(post_id, call.body, source)
    meet_mentioned(command.text)
    done = call.act(command, idempotency_key=call.header("Idempotency-Key") or None)
    if "held_id" in done.result:
        return held.edit_of(call, post_id, done.verdict)
    return show(call, post_id)


@user("write:statuses")
def delete_status(call: Call) -> Answer:
    """Take one's post back; the answer has its text, for a new draft."""
    post_id = call.id
    source = posts.read_source(call.account_id, post_id)
    status = posts.read_status(call.viewer_id, post_id)
    if source is None and held.find(call, post_id) is not None:
        return held.withdraw(call, post_id)
    keeps_media = not bodies.flag(call.body, "delete_media")
    call.act(commands.DeletePost(post_id=post_id, keeps_media=keeps_media))
    if status is None:
        raise NotFound()
    text = msgspec.json.encode(source["text"] if source else "").decode()
    return Answer(f'{status[:-1]},"text":{text}}}'.encode())


@anybody("read:statuses", is_hot=True)
def read_context(call: Call) -> Answer:
    """What a post answers, and what answers it."""
    found = posts.read_context(call.viewer_id, call.id)
    if found is None:
        raise NotFound()
    above, below = (",".join(statuses) for statuses in found)
    return Answer(f'{{"ancestors":[{above}],"descendants":[{below}]}}'.encode())


@anybody("read:statuses")
def read_history(call: Call) -> Answer:
    """Every version of a post."""
    found = posts.read_history(call.viewer_id, call.id)
    if found is None:
        raise NotFound()
    return entity(found)


@user("read:statuses")
def read_source(call: Call) -> Answer:
    """One's post as it was written."""
    found = posts.read_source(call.account_id, call.id) or held.source_of(call, call.id)
    if found is None:
        raise NotFound()
    return entity(found)


@anybody("read:accounts")
def read_reblogged_by(call: Call) -> Answer:
    """Who passed a post on."""
    page = call.page(40, 80)
    return listed(call, page, posts.boosted_by(call.viewer_id, call.id, page))


@anybody("read:accounts")
def read_favourited_by(call: Call) -> Answer:
    """Who likes a post."""
    page = call.page(40, 80)
    return listed(call, page, posts.favourited_by(call.viewer_id, call.id, page))


@user("write:statuses")
def reblog(call: Call) -> Answer:
    """Pass a post on; the answer is the boost."""
    visibility = visibility_in(bodies.text(call.body, "visibility", "public") or "public")
    done = call.act(commands.BoostPost(post_id=call.id, visibility=visibility))
    return show(call, int(done.result["id"]))


def _on_post(scope: str, make: Any, does: str) -> Endpoint:
    """An endpoint that does one thing with a post and shows it afterwards. `does`: in words, for the reference."""

    def perform(call: Call) -> Answer:
        command: Command = make(post_id=call.id)
        done = call.act(command)
        return show(call, int(done.result["id"]))

    perform.__doc__ = does
    return user(scope)(perform)


unreblog = _on_post("write:statuses", commands.UnboostPost, "Take a boost back.")
favourite = _on_post("write:favourites", commands.FavouritePost, "Like a post; its author is told.")
unfavourite = _on_post("write:favourites", commands.UnfavouritePost, "Take a favourite back.")
bookmark = _on_post("write:bookmarks", commands.BookmarkPost, "Keep a post for oneself.")
unbookmark = _on_post("write:bookmarks", commands.UnbookmarkPost, "Keep it no longer.")
pin = _on_post("write:accounts", commands.PinPost, "Show one's post at the top of one's profile.")
unpin = _on_post("write:accounts", commands.UnpinPost, "Show it there no longer.")
mute = _on_post("write:mutes", commands.MuteThread, "No more notifications from a conversation.")
unmute = _on_post("write:mutes", commands.UnmuteThread, "Notifications from it again.")
