"""Timelines: home, public, by hashtag, of a list; bookmarks and favourites."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import listed
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.kernel.errors import NotFound


def is_set(query: dict[str, Any], name: str) -> bool:
    """Whether a switch in the query is on; nonsense counts as off."""
    value = query.get(name)
    return isinstance(value, str) and value.strip().lower() in bodies.TRUE


@user("read:statuses")
def read_home(call: Call) -> Answer:
    """What the reader follows."""
    page = call.page()
    return listed(call, page, posts.home_timeline(call.account_id, page))


@anybody("read:statuses", is_hot=True)
def read_public(call: Call) -> Answer:
    """Public posts known here; with `local` of this house, with `remote` of others."""
    page, query = call.page(), call.query
    found = posts.public_timeline(call.viewer_id, page, only_media=is_set(query, "only_media"), origin=_origin(query))
    return listed(call, page, found)


@anybody("read:statuses", is_hot=True)
def read_tag(call: Call) -> Answer:
    """Public posts with a hashtag, or with any, all or none of others."""
    page, query = call.page(), call.query
    found = posts.tag_timeline(
        call.viewer_id,
        call.parts["hashtag"],
        page,
        any_of=tuple(bodies.texts(query, "any")),
        all_of=tuple(bodies.texts(query, "all")),
        none_of=tuple(bodies.texts(query, "none")),
        only_media=is_set(query, "only_media"),
        origin=_origin(query),
    )
    return listed(call, page, found)


def _origin(query: dict[str, Any]) -> str:
    """Of which servers. Who asks for both kinds gets both."""
    local, remote = is_set(query, "local"), is_set(query, "remote")
    return posts.EVERYWHERE if local == remote else posts.HERE if local else posts.ELSEWHERE


@user("read:lists")
def read_list(call: Call) -> Answer:
    """What the accounts of one of the reader's lists say."""
    page = call.page()
    return listed(call, page, posts.list_timeline(call.account_id, call.id, page))


@user("read:bookmarks")
def read_bookmarks(call: Call) -> Answer:
    """What the reader keeps."""
    page = call.page()
    return listed(call, page, posts.bookmarks(call.account_id, page))


@user("read:favourites")
def read_favourites(call: Call) -> Answer:
    """What the reader liked."""
    page = call.page()
    return listed(call, page, posts.favourites(call.account_id, page))


@anybody("read:statuses", is_hot=True)
def read_account_statuses(call: Call) -> Answer:
    """What an account said that the reader may see."""
    page, query, account_id = call.page(), call.query, call.id
    if is_set(query, "pinned"):
        found = posts.pinned_statuses(call.viewer_id, account_id, page)
    else:
        found = posts.account_statuses(
            call.viewer_id,
            account_id,
            page,
            only_media=is_set(query, "only_media"),
            excludes_replies=is_set(query, "exclude_replies"),
            excludes_boosts=is_set(query, "exclude_reblogs"),
            tag=bodies.text(query, "tagged"),
        )
    if not found and people.read_account(call.viewer_id, account_id) is None:
        raise NotFound()
    return listed(call, page, found)
