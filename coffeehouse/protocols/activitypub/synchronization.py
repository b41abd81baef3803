"""Whether two servers agree on who follows whom (FEP-8fcf): one header that goes with posts for followers.

    Collection-Synchronization: collectionId="…/followers", url="…", digest="64 hex digits"

The digest is over the followers at the server that is asked; `url` is where that server finds them listed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

HEADER = "Collection-Synchronization"
LONGEST = 6_000
# The form of draft-cavage's signatures, as the proposal says.
_PARAMETER = re.compile(r'\s*([A-Za-z]+)="([^"\\]*)"\s*(?:,|$)')
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Agreement(NamedTuple):
    """What a server says of the followers of one of its accounts that live here. digest: lower-case hex."""

    collection: str
    url: str
    digest: str


def digest_of(identities: Iterable[str]) -> str:
    """The hashes of the identities, one over the other (XOR), in hex: the same in whatever order they come."""
    total = 0
    for identity in identities:
        total ^= int.from_bytes(hashlib.sha256(identity.encode()).digest(), "big")
    return f"{total:064x}"


def write_header(said: Agreement) -> str:
    """The value of the header."""
    return f'collectionId="{said.collection}", url="{said.url}", digest="{said.digest}"'


def read_header(value: str) -> Agreement | None:
    """What the header says; None where it can be read in two ways, or not at all."""
    found: dict[str, str] = {}
    position = 0
    while position < len(value) <= LONGEST:
        parameter = _PARAMETER.match(value, position)
        if parameter is None or parameter[1] in found:
            return None
        found[parameter[1]] = parameter[2]
        position = parameter.end()
    digest = found.get("digest", "").lower()
    if not found.get("collectionId") or not found.get("url") or not _DIGEST.fullmatch(digest):
        return None
    return Agreement(found["collectionId"], found["url"], digest)
