"""A public post as another site shows it in a frame: the only page that other sites may frame.

It is the same for everybody, whoever is signed in: it has nothing to press, so a click stolen by the other site is a
click on a link. oEmbed (`client_api.oembed`) tells other sites its address.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from coffeehouse.channels.web import answers, showing
from coffeehouse.channels.web.access import public
from coffeehouse.channels.web.environment import plain
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.text import excerpt


@public("GET")
def show_embed(request: HttpRequest, acct: str, post_id: int) -> HttpResponse:
    """A public or unlisted post in a frame; any other is not there."""
    text = posts.read_status(None, post_id)
    if text is None:
        raise NotFound
    post = showing.status(text, None)
    if post["reblog"] or post["account"]["acct"].lower() != acct.lower():
        raise NotFound
    words = excerpt(post["spoiler_text"] or plain(post["content"]))
    response: Any = answers.page(request, "posts/embed.html", post=post, excerpt=words)
    response._csp_replace = {"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]}
    found: HttpResponse = response
    return found
