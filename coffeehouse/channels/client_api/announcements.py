"""Announcements of the house: read, put away, answered with emoji."""

from __future__ import annotations

from coffeehouse.channels.client_api.answers import EMPTY, entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import user
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.posts import announcing as commands
from coffeehouse.domain.posts.queries import announcements as posts


@user()
def read_announcements(call: Call) -> Answer:
    """What the house tells everybody at present; `with_dismissed` brings those one has put away, too."""
    return entity(posts.read_announcements(call.account_id, with_dismissed=is_set(call.query, "with_dismissed")))


@user("write:accounts")
def dismiss(call: Call) -> Answer:
    """Put one away."""
    call.act(commands.DismissAnnouncement(announcement_id=call.id))
    return Answer(EMPTY)


@user("write:favourites")
def add_reaction(call: Call) -> Answer:
    """Answer with an emoji: a character, or the shortcode of one of the house's."""
    call.act(commands.AddReaction(announcement_id=call.id, name=call.parts["name"]))
    return Answer(EMPTY)


@user("write:favourites")
def remove_reaction(call: Call) -> Answer:
    """Take the answer back."""
    call.act(commands.RemoveReaction(announcement_id=call.id, name=call.parts["name"]))
    return Answer(EMPTY)
