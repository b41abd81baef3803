"""Accounts: oneself, others, finding them."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity, listed, plain_list, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.people import queries as people
from coffeehouse.federation import searching
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.pages import Page


def limits(query: dict[str, Any], default: int = 40, maximum: int = 80) -> tuple[int, int]:
    """(limit, offset) of a list that is not paged by ids."""
    given = {name: value for name, value in query.items() if isinstance(value, str)}
    page = Page.parse(given, default=default, maximum=maximum)
    offset = given.get("offset", "")
    return page.limit, min(int(offset), 10_000) if offset.isascii() and offset.isdigit() and len(offset) < 10 else 0


@user("profile")
def verify_credentials(call: Call) -> Answer:
    """Oneself, with what one may edit."""
    return spliced(people.read_credential_account(call.account_id))


@user("read:accounts")
def read_preferences(call: Call) -> Answer:
    """Defaults for posting and reading."""
    return entity(people.read_preferences(call.account_id))


@anybody("read:accounts")
def read_account(call: Call) -> Answer:
    """One account."""
    return spliced(people.read_account(call.viewer_id, call.id))


@anybody("read:accounts")
def read_accounts(call: Call) -> Answer:
    """Several by `id[]`."""
    wanted = list(dict.fromkeys(bodies.ids(call.query, "id")))
    return plain_list(people.read_accounts(call.viewer_id, wanted[:40]))


@anybody("read:accounts")
def lookup(call: Call) -> Answer:
    """One by its handle."""
    return spliced(people.find_account(call.viewer_id, bodies.text(call.query, "acct")))


@user("read:accounts")
def search(call: Call) -> Answer:
    """Accounts whose handle or name starts with the words; with `resolve` a handle is asked for at its own server."""
    limit, offset = limits(call.query)
    words = bodies.text(call.query, "q")
    if is_set(call.query, "resolve") and not offset:
        searching.find(words, may_fetch=True)
    found = people.search_accounts(call.viewer_id, words, limit, offset, only_followed=is_set(call.query, "following"))
    return plain_list(found)


@user("read:follows")
def read_relationships(call: Call) -> Answer:
    """How one stands to accounts."""
    with_hidden = is_set(call.query, "with_suspended")
    return entity(people.relationships(call.account_id, bodies.ids(call.query, "id"), with_hidden=with_hidden))


@anybody("read:accounts")
def read_followers(call: Call) -> Answer:
    """Who follows an account."""
    page = call.page(40, 80)
    must_exist(call)
    return listed(call, page, people.followers_of(call.viewer_id, call.id, page))


@anybody("read:accounts")
def read_following(call: Call) -> Answer:
    """Whom an account follows."""
    page = call.page(40, 80)
    must_exist(call)
    return listed(call, page, people.following_of(call.viewer_id, call.id, page))


@user("read:lists")
def read_lists_of(call: Call) -> Answer:
    """One's lists that an account is on."""
    must_exist(call)
    return entity(people.lists_containing(call.account_id, call.id))


@user("read:accounts")
def read_identity_proofs(call: Call) -> Answer:
    """Proofs of an account elsewhere: always none, since the service that gave them has ended."""
    must_exist(call)
    return Answer(b"[]")


def must_exist(call: Call) -> None:
    """Raise NotFound unless the account in the path is there to be seen."""
    if people.read_account(call.viewer_id, call.id) is None:
        raise NotFound()
