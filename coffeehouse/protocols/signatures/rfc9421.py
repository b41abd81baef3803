"""HTTP Message Signatures (RFC 9421), as the fediverse uses them: one signature, whole components, RSA or Ed25519.

What the fediverse does not use is refused and not guessed at: several signatures, parts of fields, tags of other
applications (attack A13).
"""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlsplit

import http_sf
from http_sf.innerlist import ser_innerlist

from coffeehouse.protocols.signatures import keys
from coffeehouse.protocols.signatures.claims import (
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
from coffeehouse.protocols.signatures.digests import check_content_digest, content_digest, refuse_duplicate
from coffeehouse.protocols.signatures.request import Incoming, Unproven

ALGORITHMS = {"": "", "rsa-v1_5-sha256": "rsa", "ed25519": "ed25519"}
LABEL = "sig1"


def read(incoming: Incoming, now: int) -> Claim:
    """The claim of the one signature in `Signature-Input` and `Signature`. now: ms. Raises Unproven."""
    inputs = _dictionary(the_only(incoming, "signature-input", "two_signatures"))
    signatures = _dictionary(the_only(incoming, "signature", "two_signatures"))
    if len(inputs) != 1 or list(inputs) != list(signatures):
        raise Unproven("two_signatures")
    ((components, given),) = inputs.values()
    ((signature, _),) = signatures.values()
    if not isinstance(components, list) or not isinstance(signature, bytes) or not signature:
        raise Unproven("malformed")
    covered = _covered(components)
    _check_covered(set(covered), incoming)
    _check_times(covered, given, incoming, now)
    if "content-digest" in covered:
        check_content_digest(incoming)
    algorithm = given.get("alg", "")
    if not isinstance(algorithm, str) or algorithm not in ALGORITHMS or "tag" in given:
        raise Unproven("algorithm")
    lines = [f'"{name}": {_value(name, incoming)}' for name in covered]
    lines.append(f'"@signature-params": {ser_innerlist((components, given))}')
    return Claim(
        form="rfc9421",
        key_id=check_key_id(str(given.get("keyid", ""))),
        algorithm=ALGORITHMS[algorithm],
        bases=("\n".join(lines).encode("utf-8"),),
        signature=signature,
    )


def headers_for(method: str, url: str, body: bytes | None, key_id: str, key: keys.Private, now: int) -> dict[str, str]:
    """Host, Content-Digest (of a request with a body), Signature-Input and Signature. now: ms."""
    authority = urlsplit(url).netloc.rpartition("@")[2].lower()
    headers = {"Host": authority}
    values = {"@method": method, "@target-uri": url.partition("#")[0], "@authority": authority}
    if body is not None:
        values["content-digest"] = headers["Content-Digest"] = content_digest(body)
    algorithm = "rsa-v1_5-sha256" if keys.kind_of(key) == "rsa" else "ed25519"
    parameters = ser_innerlist(
        ([(name, {}) for name in values], {"created": now // 1_000, "keyid": key_id, "alg": algorithm})
    )
    lines = [f'"{name}": {value}' for name, value in values.items()]
    lines.append(f'"@signature-params": {parameters}')
    signature = base64.b64encode(keys.sign(key, "\n".join(lines).encode("ascii"))).decode("ascii")
    headers["Signature-Input"] = f"{LABEL}={parameters}"
    headers["Signature"] = f"{LABEL}=:{signature}:"
    return headers


def _dictionary(header: str) -> dict[str, Any]:
    try:
        parsed = http_sf.parse(header.encode("ascii"), tltype="dictionary", on_duplicate_key=refuse_duplicate)
    except (http_sf.StructuredFieldError, UnicodeEncodeError):
        raise Unproven("malformed") from None
    return dict(parsed)  # type: ignore[arg-type]


def _covered(components: list[Any]) -> list[str]:
    """The names of the components. One that means a part of a field, or another message, is not taken."""
    names = []
    for name, parameters in components:
        if type(name) is not str or name != name.lower() or parameters:
            raise Unproven("malformed")
        names.append(name)
    if len(names) > MOST_COMPONENTS or len(set(names)) != len(names):
        raise Unproven("duplicate")
    return names


def _check_covered(covered: set[str], incoming: Incoming) -> None:
    """Method, whole address and body are signed: what is not could be changed on the way."""
    path = (
        "@request-target" in covered
        or {"@path", "@query"} <= covered
        or ("@path" in covered and "?" not in incoming.target)
    )
    whole = "@target-uri" in covered or ("@authority" in covered and path)
    digested = "content-digest" in covered or not require_digest(incoming)
    if "@method" not in covered or not whole or not digested:
        raise Unproven("uncovered")


def _check_times(covered: list[str], given: dict[str, Any], incoming: Incoming, now: int) -> None:
    created = _seconds(given, "created")
    if created is None:
        raise Unproven("date")
    check_created(created, now)
    expires = _seconds(given, "expires")
    if expires is not None:
        check_expires(expires, created, now)
    if "date" in covered:
        check_date(the_only(incoming, "date", "date"), now)


def _seconds(given: dict[str, Any], name: str) -> int | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unproven("date")
    return value


def _value(name: str, incoming: Incoming) -> str:
    """What a component is of this request (§2.1, §2.2)."""
    path, _mark, query = incoming.target.partition("?")
    authority = plain_authority(incoming)
    derived = {
        "@method": incoming.method,
        "@target-uri": f"{incoming.scheme}://{authority}{incoming.target}",
        "@authority": authority,
        "@scheme": incoming.scheme,
        "@request-target": incoming.target,
        "@path": path,
        "@query": f"?{query}",
    }
    if name in derived:
        return derived[name]
    values = incoming.all(name)
    if name.startswith("@") or not values:
        raise Unproven("uncovered")
    return ", ".join(value.strip() for value in values)
