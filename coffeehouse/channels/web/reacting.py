"""What one click on a post does: boost, favourite, bookmark, pin, and their opposites; a vote in its poll; putting an
announcement away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import require_account, signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.domain.posts import commands
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.announcing import DismissAnnouncement
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import Invalid, NotFound

ACTS: dict[str, tuple[type[Any], str]] = {
    "boost": (commands.BoostPost, ""),
    "unboost": (commands.UnboostPost, ""),
    "favourite": (commands.FavouritePost, ""),
    "unfavourite": (commands.UnfavouritePost, ""),
    "bookmark": (commands.BookmarkPost, ""),
    "unbookmark": (commands.UnbookmarkPost, ""),
    "pin": (commands.PinPost, "pinned"),
    "unpin": (commands.UnpinPost, ""),
}


def _require_visible(request: HttpRequest, post_id: int) -> None:
    require_account(request)
    if posts.visible_post_id(viewer_id(request), post_id) is None:
        raise NotFound


@signed_in("POST")
def do_to_post(request: HttpRequest, post_id: int, what: str) -> HttpResponse:
    """One act, then back to where the reader was, at the same post."""
    _require_visible(request, post_id)
    command, done = ACTS[what]
    act(command(post_id=post_id), actor_of(request), "web")
    return answers.onward(request, "/home", done=done, anchor=f"post-{post_id}")


@signed_in("POST")
def vote(request: HttpRequest, post_id: int) -> HttpResponse:
    """Choose in a poll."""
    _require_visible(request, post_id)
    written = request.POST.getlist("choice")
    choices = tuple(int(choice) for choice in written if choice.isascii() and choice.isdigit() and len(choice) < 4)
    if not choices:
        raise Invalid("Choose an answer first. Go back, pick one and press Vote.", field="choice")
    act(commands.VoteInPoll(post_id=post_id, choices=choices), actor_of(request), "web")
    return answers.onward(request, "/home", done="voted", anchor=f"post-{post_id}")


@signed_in("POST")
def dismiss_announcement(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Put an announcement away."""
    require_account(request)
    act(DismissAnnouncement(announcement_id=announcement_id), actor_of(request), "web")
    return answers.onward(request, "/home")
