"""Identities as other servers write them: one spelling each, so that two readers never understand two things (O14).

An identity is an address in its canonical form: the host lower case, in its ASCII form, without a final full stop, with
a port only where it is not the scheme's own. One that is spelled in another way is none: nobody's own server writes it
so, and everybody else means something by it. What follows the host is compared as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings

from coffeehouse.domain.federation.queries.resolving import is_ours as is_ours
from coffeehouse.protocols.addresses import BadAddress, Target, read_url

LONGEST = 2_000
# As servers write names; the first and last sign is never a dot or hyphen.
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.IGNORECASE | re.ASCII)


def read_identity(uri: str) -> Target | None:
    """An identity taken apart, without its fragment; None for what is no identity."""
    # Bytes: an index of PostgreSQL takes no more than 2,704 of them.
    if not uri or len(uri) > LONGEST or len(uri.encode("utf-8", "replace")) > LONGEST:
        return None
    target = _read(uri)
    return None if target is None or not may_use(target.scheme) else target


# One delivery asks about the same few identities many times.
@lru_cache(maxsize=2_048)
def _read(uri: str) -> Target | None:
    try:
        target = read_url(uri)
    except BadAddress:
        return None
    written = uri.partition("://")[2]
    authority = written[: len(target.authority)]
    if authority != target.authority or written[len(target.authority) :][:1] not in ("", "/", "?", "#"):
        return None
    return target if uri.startswith(f"{target.scheme}://") else None


def may_use(scheme: str) -> bool:
    """https; http only where the house may ask machines that are not public, which is where it is tried out."""
    return scheme == "https" or (scheme == "http" and bool(settings.OUTBOUND_ALLOW))


def canonical(uri: str) -> str | None:
    """An identity in the spelling it is compared in; None for what is none."""
    target = read_identity(uri)
    if target is None:
        return None
    _, hash_sign, fragment = uri.partition("#")
    return f"{target.url}{hash_sign}{fragment}"


def is_same(one: str, other: str) -> bool:
    """Whether two identities are the same; what is no identity is like nothing, not even itself."""
    found = canonical(one)
    return found is not None and found == canonical(other)


def host_of(uri: str) -> str:
    """The host of an identity, with the port where it is not the scheme's own; empty for what is none."""
    target = read_identity(uri)
    return "" if target is None else target.authority


def is_same_origin(one: str, other: str) -> bool:
    """Whether two identities are of one server: scheme, host and port (FEP-fe34)."""
    first, second = read_identity(one), read_identity(other)
    return first is not None and second is not None and first.origin == second.origin


def origin_of(uri: str) -> str:
    """Scheme and host of an identity; empty for what is none."""
    target = read_identity(uri)
    return "" if target is None else target.origin


def without_fragment(uri: str) -> str:
    """The address an identity is fetched from."""
    return uri.partition("#")[0]


def read_handle(handle: str) -> tuple[str, str] | None:
    """(name, host) of `name@host`, `@name@host` or `acct:name@host`; None for what is none. The host is canonical."""
    name, _, host = handle.strip().removeprefix("acct:").removeprefix("@").partition("@")
    if len(name) > 64 or not _NAME.fullmatch(name) or not host:
        return None
    try:
        target = read_url(f"{scheme()}://{host}/")
    except BadAddress:
        return None
    # `host` may be typed in any case; but nothing beside it, as in `good.example/evil` or `good.example%2fevil`.
    if target.path != "/" or any(sign in host for sign in "/?#@%\\"):
        return None
    return name, target.authority


def scheme() -> str:
    """By which hosts of handles are asked: https, except by a house that is itself only tried out."""
    return "http" if may_use("http") and settings.BASE_URL.startswith("http://") else "https"
