"""Polls: their id is their post's."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.commands import VoteInPoll


@anybody("read:statuses")
def read_poll(call: Call) -> Answer:
    """A poll as the caller may see it."""
    return spliced(posts.read_poll(call.viewer_id, call.id))


@user("write:statuses")
def vote(call: Call) -> Answer:
    """Choose one option, or several where the poll allows it."""
    choices = tuple(bodies.numbers(call.body, "choices"))
    call.act(VoteInPoll(post_id=call.id, choices=choices))
    return spliced(posts.read_poll(call.viewer_id, call.id))
