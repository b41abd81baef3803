"""Questions of other servers, signed for real."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import PublicKey
from coffeehouse.protocols.signatures import cavage, keys
from tests.federation.elsewhere import HOST, Stranger, stranger

BASE = "http://localhost:8000"
AS2 = "application/activity+json"


@lru_cache(maxsize=8)
def key_pair(name: str) -> tuple[str, str]:
    """(private, public); made once, since it takes long."""
    assert name
    return keys.make("rsa")


def asker(name: str = "dee", host: str = HOST, **members: Any) -> Stranger:
    """Somebody elsewhere whose key is known here."""
    uri = f"https://{host}/users/{name}"
    key = PublicKey(id=f"{uri}#main-key", owner=uri, kind="rsa", public=key_pair(name.rstrip("0123456789"))[1])
    return stranger(name, host, keys=(key,), **members)


def ask(path: str, who: Stranger | None = None, accept: str = AS2, method: str = "GET", **query: Any) -> Any:
    """The answer to a question about one of our addresses, signed by `who`."""
    target = path.removeprefix(BASE)
    if query:
        target += f"?{urlencode(query)}"
    headers = {"Host": "localhost:8000", "Accept": accept}
    if who is not None:
        private = keys.read_private(key_pair(who.name.rstrip("0123456789"))[0])
        headers |= cavage.headers_for(method, BASE + target, None, f"{who.uri}#main-key", private, clock.now_ms())
    return Client().generic(method, target, headers=headers)


def told(path: str, who: Stranger | None = None, **query: Any) -> Any:
    """The document at an address; it must be given."""
    reply = ask(path, who, **query)
    assert reply.status_code == 200, reply.content
    assert reply.headers["Content-Type"].startswith(AS2)
    return json.loads(reply.content)
