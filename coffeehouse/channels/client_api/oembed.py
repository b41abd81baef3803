"""oEmbed (https://oembed.com): how to show one of our public posts on another site."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.conf import settings

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity
from coffeehouse.channels.client_api.calls import Answer, Call, as_id
from coffeehouse.channels.client_api.endpoints import unlocked
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import NotFound

WIDTH, LEAST, MOST = 400, 200, 1_200
ADDRESS = re.compile(r"/@([A-Za-z0-9_]{1,64})/([0-9]{1,19})(?:/embed)?/?")


@unlocked
def read_oembed(call: Call) -> Answer:
    """The frame that shows a public post (`url`). Others are 404, as is what is not there."""
    post_id = post_of(bodies.text(call.query, "url"))
    found = posts.read_status(None, post_id)
    if found is None:
        raise NotFound()
    status: dict[str, Any] = msgspec.json.decode(found)
    if status["reblog"] is not None or not status["url"].endswith(f"/{post_id}"):
        raise NotFound()
    return entity(describe(status, _size(call, "maxwidth") or WIDTH, _size(call, "maxheight")))


def post_of(url: str) -> int:
    """The post whose page has this address. Raises NotFound for an address that is not of a page of ours."""
    parts = urlsplit(url[:2_000]) if "\x00" not in url and "[" not in url else None
    own = urlsplit(settings.BASE_URL)
    if parts is None or (parts.scheme, parts.netloc.lower()) != (own.scheme, own.netloc.lower()):
        raise NotFound()
    match = ADDRESS.fullmatch(parts.path)
    if match is None:
        raise NotFound()
    return as_id(match[2])


def _size(call: Call, name: str) -> int | None:
    written = call.query.get(name)
    if not isinstance(written, str) or not written.isascii() or not written.isdigit() or len(written) > 6:
        return None
    return max(LEAST, min(int(written), MOST))


def describe(status: dict[str, Any], width: int, height: int | None) -> dict[str, Any]:
    """The oEmbed answer of a post."""
    author = status["account"]
    name = author["display_name"] or author["username"]
    size = f'width="{width}"' + ("" if height is None else f' height="{height}"')
    frame = (
        f'<iframe src="{escape(status["url"])}/embed" class="coffeehouse-embed" style="max-width: 100%; border: 0"'
        f' {size} title="{escape(f"Post by {name}")}" allowfullscreen="allowfullscreen"></iframe>'
    )
    return {
        "type": "rich",
        "version": "1.0",
        "title": f"New post by {name}",
        "author_name": name,
        "author_url": author["url"],
        "provider_name": settings.BODY_NAME,
        "provider_url": f"{settings.BASE_URL}/",
        "cache_age": 86_400,
        "html": frame,
        "width": width,
        "height": height,
    }
