"""HTTP signatures as draft-cavage-http-signatures-12, the form nearly every server of the fediverse speaks.

`read` checks all that needs no key; `headers_for` signs a request of ours.
"""

from __future__ import annotations

import base64
import binascii
import re
from email.utils import formatdate
from urllib.parse import urlsplit

from coffeehouse.protocols.signatures import keys
from coffeehouse.protocols.signatures.claims import (
    BODILESS,
    MOST_COMPONENTS,
    Claim,
    check_created,
    check_date,
    check_expires,
    check_key_id,
    plain_authority,
    require_digest,
    the_only,
)
from coffeehouse.protocols.signatures.digests import check_digest, digest
from coffeehouse.protocols.signatures.request import Incoming, Unproven

PARAMETER = re.compile(r'\s*([A-Za-z]+)=(?:"([^"\\]*)"|([0-9]{1,15}))\s*(?:,|$)')
# hs2019 says nothing: the key decides. Nobody in the fediverse means RSASSA-PSS by it, as the draft does.
ALGORITHMS = {"": "", "hs2019": "", "rsa-sha256": "rsa", "ed25519": "ed25519"}
SINGLE = frozenset({"host", "date", "digest"})


def read(incoming: Incoming, now: int) -> Claim:
    """The claim of the one `Signature` header. now: ms. Raises Unproven."""
    given = _parameters(the_only(incoming, "signature", "two_signatures"))
    algorithm = given.get("algorithm", "").lower()
    if algorithm not in ALGORITHMS:
        raise Unproven("algorithm")
    covered = given.get("headers", "date").lower().split()
    _check_covered(covered, incoming)
    _check_times(covered, given, incoming, now)
    if "digest" in covered:
        check_digest(incoming)
    targets = [incoming.target]
    if incoming.method in BODILESS and "?" in incoming.target:
        # Some sign questions without the query. It changes what is read, never what is done.
        targets.append(incoming.target.partition("?")[0])
    return Claim(
        form="cavage",
        key_id=check_key_id(given.get("keyid", "")),
        algorithm=ALGORITHMS[algorithm],
        bases=tuple(_base(covered, given, incoming, target) for target in targets),
        signature=_signature(given.get("signature", "")),
    )


def headers_for(method: str, url: str, body: bytes | None, key_id: str, key: keys.Private, now: int) -> dict[str, str]:
    """Host, Date, Digest (of a request with a body) and Signature. now: ms."""
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Host": parts.netloc.rpartition("@")[2], "Date": formatdate(now // 1_000, usegmt=True)}
    if body is not None:
        headers["Digest"] = digest(body)
    lines = [f"(request-target): {method.lower()} {target}"]
    lines += [f"{name.lower()}: {value}" for name, value in headers.items()]
    signature = base64.b64encode(keys.sign(key, "\n".join(lines).encode("ascii"))).decode("ascii")
    covered = " ".join(line.partition(": ")[0] for line in lines)
    algorithm = "rsa-sha256" if keys.kind_of(key) == "rsa" else "hs2019"
    headers["Signature"] = f'keyId="{key_id}",algorithm="{algorithm}",headers="{covered}",signature="{signature}"'
    return headers


def _parameters(header: str) -> dict[str, str]:
    """The parameters by lower-case name, each once. Raises Unproven for anything else in the header (attack A12)."""
    found: dict[str, str] = {}
    place = 0
    while place < len(header):
        match = PARAMETER.match(header, place)
        if match is None:
            raise Unproven("malformed")
        name, quoted, number = match.groups()
        if name.lower() in found:
            raise Unproven("duplicate")
        found[name.lower()] = number if quoted is None else quoted
        place = match.end()
    return found


def _check_covered(covered: list[str], incoming: Incoming) -> None:
    if len(covered) > MOST_COMPONENTS or len(set(covered)) != len(covered):
        raise Unproven("duplicate")
    needed = {"(request-target)", "host"} | ({"digest"} if require_digest(incoming) else set())
    if not needed <= set(covered) or not {"date", "(created)"} & set(covered):
        raise Unproven("uncovered")


def _check_times(covered: list[str], given: dict[str, str], incoming: Incoming, now: int) -> None:
    """Date, created and expires, wherever they are signed; an unsigned `expires` is believed as well: it only ends."""
    created, expires = _seconds(given, "created"), _seconds(given, "expires")
    if "date" in covered:
        check_date(the_only(incoming, "date", "date"), now)
    if created is not None:
        check_created(created, now)
    if expires is not None:
        check_expires(expires, created, now)


def _seconds(given: dict[str, str], name: str) -> int | None:
    if name not in given:
        return None
    if not given[name].isdigit() or len(given[name]) > 15:
        raise Unproven("date")
    return int(given[name])


def _base(covered: list[str], given: dict[str, str], incoming: Incoming, target: str) -> bytes:
    """The signed text (§2.3)."""
    return "\n".join(f"{name}: {_value(name, given, incoming, target)}" for name in covered).encode("utf-8")


def _value(name: str, given: dict[str, str], incoming: Incoming, target: str) -> str:
    """What stands behind the name in it."""
    if name == "(request-target)":
        return f"{incoming.method.lower()} {target}"
    if name in ("(created)", "(expires)"):
        return _pseudo(name[1:-1], given)
    if name == "host":
        host = the_only(incoming, "host", "host")
        if host.lower() not in (incoming.authority.lower(), plain_authority(incoming)):
            raise Unproven("host")
        return host
    values = incoming.all(name)
    if not values or (name in SINGLE and len(values) != 1):
        raise Unproven("uncovered")
    return ", ".join(value.strip() for value in values)


def _pseudo(name: str, given: dict[str, str]) -> str:
    # The draft forbids them with algorithms named for RSA, HMAC or ECDSA: an old reader would skip them.
    if name not in given or given.get("algorithm", "").lower().startswith("rsa"):
        raise Unproven("uncovered")
    return given[name]


def _signature(text: str) -> bytes:
    try:
        read = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Unproven("malformed") from None
    if not read:
        raise Unproven("malformed")
    return read
