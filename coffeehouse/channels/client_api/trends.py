"""What many talk of at the moment, and who links to a page. docs/reference/trends.md says how it is worked out."""

from __future__ import annotations

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity, listed, plain_list
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody
from coffeehouse.domain.posts.queries import linking, trending
from coffeehouse.kernel.pages import MAX_ID


def _part(call: Call, default: int, most: int) -> tuple[int, int]:
    """`limit` and `offset` of the query; nonsense counts as absent."""
    numbers = {}
    for name in ("limit", "offset"):
        given = call.query.get(name)
        written = given if isinstance(given, str) else ""
        numbers[name] = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None
    limit = default if numbers["limit"] is None else max(1, min(numbers["limit"], most))
    return limit, min(numbers["offset"] or 0, MAX_ID)


@anybody()
def read_tags(call: Call) -> Answer:
    """Hashtags that many use at the moment."""
    return entity(trending.trending_tags(call.viewer_id, *_part(call, 10, 20)))


@anybody()
def read_statuses(call: Call) -> Answer:
    """Public posts that many like or pass on at the moment."""
    return plain_list(trending.trending_statuses(call.viewer_id, *_part(call, 20, 40)))


@anybody()
def read_links(call: Call) -> Answer:
    """Pages that many link to at the moment."""
    return entity(trending.trending_links(*_part(call, 10, 20)))


@anybody("read:statuses")
def read_link_timeline(call: Call) -> Answer:
    """Public posts that link to a page (`url`)."""
    page = call.page()
    return listed(call, page, linking.link_timeline(call.viewer_id, bodies.text(call.query, "url"), page))
