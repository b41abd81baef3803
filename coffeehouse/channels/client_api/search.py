"""Search over accounts, posts and hashtags; what another server has is asked for there, for members (`resolve`)."""

from __future__ import annotations

import re

import msgspec
from django.conf import settings

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.accounts import limits
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.posts import queries as posts
from coffeehouse.federation import searching

LONGEST = 500
OWN_PATH = re.compile(r"/@([A-Za-z0-9_.-]+)(?:/(\d{1,18}))?/?")


@anybody("read:search", is_hot=True)
def search(call: Call) -> Answer:
    """What starts with or holds the words. Without a token: no posts, and the first page only."""
    words = bodies.text(call.query, "q").strip()[:LONGEST]
    limit, offset = limits(call.query, 20, 40)
    if call.viewer_id is None:
        offset = 0
    if words.startswith(f"{settings.BASE_URL}/@"):
        return _by_address(call, words.removeprefix(settings.BASE_URL))
    kind = bodies.text(call.query, "type")
    named = searching.find(words, may_fetch=call.viewer_id is not None and is_set(call.query, "resolve"))
    if named is not None and offset == 0:
        return _named(call, named, kind)
    return _answer(
        _accounts(call, words, limit, offset) if kind in ("", "accounts") else [],
        _statuses(call, words, limit, offset) if kind in ("", "statuses") else [],
        _tags(call, words, limit, offset) if kind in ("", "hashtags") else "[]",
    )


def _answer(accounts: list[str], statuses: list[str], hashtags: str = "[]") -> Answer:
    return Answer(
        f'{{"accounts":[{",".join(accounts)}],"statuses":[{",".join(statuses)}],"hashtags":{hashtags},'
        '"collections":[]}'.encode()
    )


def _named(call: Call, named: searching.Found, kind: str) -> Answer:
    """The one thing that a handle or address of another server names, if this is what is looked for."""
    if named.kind == "account":
        account = people.read_account(call.viewer_id, named.id) if kind in ("", "accounts") else None
        return _answer([account] if account else [], [])
    status = posts.read_status(call.viewer_id, named.id) if kind in ("", "statuses") else None
    return _answer([], [status] if status else [])


def _accounts(call: Call, words: str, limit: int, offset: int) -> list[str]:
    if words.startswith("#"):
        return []
    return people.search_accounts(call.viewer_id, words, limit, offset, only_followed=is_set(call.query, "following"))


def _tags(call: Call, words: str, limit: int, offset: int) -> str:
    return msgspec.json.encode(posts.search_tags(words, limit, offset, call.viewer_id)).decode()


def _statuses(call: Call, words: str, limit: int, offset: int) -> list[str]:
    if call.viewer_id is None:
        return []
    account_ids = bodies.ids(call.query, "account_id")
    return posts.search_posts(
        call.viewer_id,
        words,
        limit,
        offset,
        account_id=account_ids[0] if account_ids else None,
        max_id=call.page().max_id,
    )


def _by_address(call: Call, path: str) -> Answer:
    """The address of a page of ours pasted into the search field: what it shows."""
    match = OWN_PATH.fullmatch(path)
    if match is None:
        return _answer([], [])
    if match[2] is None:
        account = people.find_account(call.viewer_id, match[1])
        return _answer([account] if account else [], [])
    status = posts.read_status(call.viewer_id, int(match[2]))
    return _answer([], [status] if status else [])
