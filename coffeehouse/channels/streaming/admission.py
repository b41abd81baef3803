"""Who asks for a stream, and whether they may have it. Runs in a thread of its own: it asks the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl

from django.db import connection

from coffeehouse.channels.streaming.names import HASHTAG, LIST, PERSONAL, PUBLIC, Refused, Stream, Wish
from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import queries as people
from coffeehouse.protocols.oauth_scopes import grants

Scope = Mapping[str, Any]
Result = TypeVar("Result")

LONGEST_TOKEN = 512
MOST_FIELDS = 50
NO_TOKEN, BAD_TOKEN = "Missing access token", "Invalid access token"
TOO_NARROW = "Access token does not have the required scopes"
NO_ACCOUNT = "This method requires an authenticated user"
NOT_YOURS = "Not authorized to stream this list"

# Few threads: what is asked here takes less than a millisecond.
threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="admission")


class Shown(NamedTuple):
    """What somebody shows at the door: a token, and the subprotocol to echo where it stood there."""

    token: str
    subprotocol: str | None


def query_of(scope: Scope) -> dict[str, str]:
    """The query; of a name given twice, the last. Raises Refused (400) for more fields than anybody needs."""
    try:
        return dict(parse_qsl(scope["query_string"].decode("latin-1"), max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Refused(400, f"The query has more than {MOST_FIELDS} fields. Send fewer.") from None


def header_of(scope: Scope, name: bytes) -> str:
    """A header, or nothing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def shown(scope: Scope, query: Mapping[str, str]) -> Shown:
    """The token of a request: in `Authorization`, in `access_token`, or as the subprotocol of a WebSocket.

    Nowhere else is a token read from the address: a browser can send no header with a WebSocket or an EventSource.
    """
    offered = next(iter(scope.get("subprotocols") or ()), None)
    scheme, _, token = header_of(scope, b"authorization").partition(" ")
    if scheme.lower() != "bearer":
        token = query.get("access_token", "")
    return Shown((token or offered or "").strip(), offered)


def read_holder(token: str, address: str) -> Actor:
    """The actor behind a token; without one, anybody. Raises Refused (401)."""
    if not token:
        return Actor(address=address)
    found = people.read_actor_by_token(token, address) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        raise Refused(401, BAD_TOKEN)
    return found


def admit(actor: Actor, wish: Wish) -> Stream:
    """The stream that fulfils a wish. Raises Refused: 401 without a token, 403 where it does not reach."""
    if actor.token_id is None and wish.is_personal:
        raise Refused(401, NO_TOKEN)
    if actor.token_id is not None and not grants(actor.scopes, wish.scope):
        raise Refused(403, TOO_NARROW)
    if wish.is_personal and actor.account_id is None:
        raise Refused(403, NO_ACCOUNT)
    return _stream(actor.account_id or 0, wish)


def _stream(account_id: int, wish: Wish) -> Stream:
    if wish.name in PUBLIC:
        return Stream(wish.name, "")
    if wish.name in HASHTAG:
        return Stream(wish.name, wish.tag)
    if wish.name == LIST:
        if people.read_list(account_id, wish.list_id) is None:
            raise Refused(404, NOT_YOURS)
        return Stream(LIST, wish.list_id)
    assert wish.name in PERSONAL  # noqa: S101  # `names.wish` knows no other
    return Stream(wish.name, account_id)


def asked(work: Callable[..., Result], *given: Any) -> Result:
    """Do work that asks the database; a connection that broke does not stay. For the threads of this module."""
    try:
        return work(*given)
    except Refused:
        raise
    except Exception:
        connection.close()
        raise
