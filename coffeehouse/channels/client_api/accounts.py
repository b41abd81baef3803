"""Accounts: oneself, others, finding them."""

from __future__ import annotations

from typing import Any

from coffeehouse.channels.client_api import bodies
from coffeehouse.channels.client_api.answers import entity, listed, plain_list, spliced
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import anybody, user
from coffeehouse.channels.client_api.timelines import is_set
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.commands import UpdateProfile
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.pages import Page
from coffeehouse.protocols.mastodon.entities import visibility_in

MAX_FIELDS = 4


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
    return plain_list(people.read_accounts(call.viewer_id, bodies.ids(call.query, "id")[:40]))


@anybody("read:accounts")
def lookup(call: Call) -> Answer:
    """One by its handle."""
    return spliced(people.find_account(call.viewer_id, bodies.text(call.query, "acct")))


@user("read:accounts")
def search(call: Call) -> Answer:
    """Accounts whose handle or name starts with the words."""
    limit, offset = limits(call.query)
    words = bodies.text(call.query, "q")
    found = people.search_accounts(call.viewer_id, words, limit, offset, only_followed=is_set(call.query, "following"))
    return plain_list(found)


@user("read:follows")
def read_relationships(call: Call) -> Answer:
    """How one stands to accounts."""
    return entity(people.relationships(call.account_id, bodies.ids(call.query, "id")))


@user("read:follows")
def read_familiar_followers(call: Call) -> Answer:
    """Whom one follows among the latest followers of accounts."""
    answer = []
    for account_id in bodies.ids(call.query, "id")[:10]:
        followers = dict(_by_account(people.followers_of(call.viewer_id, account_id, Page(limit=80))))
        known = people.relationships(call.account_id, list(followers))
        accounts = people.read_accounts(call.viewer_id, [int(one["id"]) for one in known if one["following"]])
        answer.append(f'{{"id":"{account_id}","accounts":[{",".join(accounts)}]}}')
    return plain_list(answer)


def _by_account(found: list[tuple[int, str]]) -> list[tuple[int, str]]:
    # An Account fragment starts with its id: `{"id":"123",…`.
    return [(int(account[7 : account.index('"', 7)]), account) for _, account in found]


@anybody("read:accounts")
def read_followers(call: Call) -> Answer:
    """Who follows an account."""
    page = call.page(40, 80)
    _must_exist(call)
    return listed(call, page, people.followers_of(call.viewer_id, call.id, page))


@anybody("read:accounts")
def read_following(call: Call) -> Answer:
    """Whom an account follows."""
    page = call.page(40, 80)
    _must_exist(call)
    return listed(call, page, people.following_of(call.viewer_id, call.id, page))


@user("read:lists")
def read_lists_of(call: Call) -> Answer:
    """One's lists that an account is on."""
    _must_exist(call)
    return entity(people.lists_containing(call.account_id, call.id))


@anybody("read:accounts")
def read_nothing_of(call: Call) -> Answer:
    """Featured hashtags and endorsed accounts of an account: there are none in this house."""
    _must_exist(call)
    return Answer(b"[]")


def _must_exist(call: Call) -> None:
    if people.read_account(call.viewer_id, call.id) is None:
        raise NotFound()


@user("write:accounts")
def update_credentials(call: Call) -> Answer:
    """Change one's profile and defaults. Only what is named here can be changed (attack P5)."""
    body = call.body
    source = bodies.part(body, "source")
    visibility = bodies.text(source, "privacy")
    call.act(
        UpdateProfile(
            display_name=bodies.optional_text(body, "display_name"),
            note=bodies.optional_text(body, "note"),
            fields=_fields(body),
            avatar=bodies.file(body, "avatar"),
            header=bodies.file(body, "header"),
            avatar_description=bodies.optional_text(body, "avatar_description"),
            header_description=bodies.optional_text(body, "header_description"),
            is_locked=bodies.flag(body, "locked"),
            is_bot=bodies.flag(body, "bot"),
            is_discoverable=bodies.flag(body, "discoverable"),
            is_indexable=bodies.flag(body, "indexable"),
            hides_collections=bodies.flag(body, "hide_collections"),
            default_visibility=visibility_in(visibility) if visibility else None,
            default_sensitive=bodies.flag(source, "sensitive"),
            default_language=bodies.optional_text(source, "language"),
        )
    )
    return spliced(people.read_credential_account(call.account_id))


def _fields(body: dict[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """`fields_attributes`: a list, or an object with numbered members, of name and value."""
    given = bodies.items(body, "fields_attributes")
    if given is None:
        return None
    fields = []
    for item in given:
        if not isinstance(item, dict):
            raise Invalid("Validation failed: each field needs a name and a value", field="fields_attributes")
        fields.append((bodies.text(item, "name"), bodies.text(item, "value")))
    return tuple(fields)


@user("write:accounts")
def delete_avatar(call: Call) -> Answer:
    """Back to the picture the house draws."""
    call.act(UpdateProfile(avatar=b""))
    return spliced(people.read_credential_account(call.account_id))


@user("write:accounts")
def delete_header(call: Call) -> Answer:
    """Back to the house's banner."""
    call.act(UpdateProfile(header=b""))
    return spliced(people.read_credential_account(call.account_id))
