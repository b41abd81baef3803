"""One post with its conversation and its earlier versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.acting import actor_of, viewer_id
from coffeehouse.channels.web.environment import plain
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries.authorship import authors_of
from coffeehouse.domain.publishing.corrections import corrections_of_post
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.text import excerpt

DEEPEST = 6
"""How many steps of nesting a page shows before answers stand side by side."""


def find(request: HttpRequest, acct: str, post_id: int) -> dict[str, Any]:
    """The post, if this viewer may see it under this address. Raises NotFound."""
    viewer = viewer_id(request)
    text = posts.read_status(viewer, post_id)
    if text is None:
        raise NotFound
    return _named(showing.status(text, viewer), acct)


def _named(post: dict[str, Any], acct: str) -> dict[str, Any]:
    """The post, if it is under its author's name. Raises NotFound."""
    if post["account"]["acct"].lower() != acct.lower():
        raise NotFound
    return post


@public("GET")
def show_thread(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """A post, what it answers and what answers it. A boost leads to what it boosts."""
    viewer = viewer_id(request)
    text = posts.read_status(viewer, post_id)
    context = None if text is None else posts.read_context(viewer, post_id)
    if text is None or context is None:
        raise NotFound

    def make() -> HttpResponse:
        # A correction changes the post, so its text alone says whether this page is still the same.
        return _thread(request, _named(showing.status(text, viewer), acct), context)

    return answers.remembered(request, (text, *context[0], "", *context[1]), make)


def _thread(request: HttpRequest, post: dict[str, Any], context: tuple[list[str], list[str]]) -> HttpResponse:
    if post["reblog"]:
        return answers.to(post["reblog"]["path"])
    above, below = ([showing.status(text, viewer_id(request)) for text in part] for part in context)
    return answers.page(
        request,
        "posts/thread.html",
        post=post,
        ancestors=above,
        replies=nest(post["id"], below),
        replies_count=len(below),
        authors=authors_of(actor_of(request).member_id, int(post["account"]["id"]), int(post["id"])),
        corrections=corrections_of_post(int(post["id"])) if post["edited_at"] else [],
        excerpt=excerpt(post["spoiler_text"] or plain(post["content"])),
    )


def nest(root: str, below: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers as a tree of {"post", "replies"}. One whose parent is hidden stands at the top level."""
    top: list[dict[str, Any]] = []
    known: dict[str, tuple[int, list[dict[str, Any]]]] = {root: (0, top)}
    for post in below:
        depth, siblings = known.get(post["in_reply_to_id"] or "", (0, top))
        node: dict[str, Any] = {"post": post, "replies": []}
        siblings.append(node)
        known[post["id"]] = (depth + 1, node["replies"] if depth + 1 < DEEPEST else siblings)
    return top


@public("GET")
def show_history(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """Every version of a post."""
    post = find(request, acct, post_id)
    versions = posts.read_history(viewer_id(request), post_id)
    return answers.page(request, "posts/history.html", post=post, versions=list(reversed(versions or [])))
