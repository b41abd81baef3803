"""Who sent a request is proven, or nothing of it is believed: at another server on loopback, and at the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from coffeehouse.database import sql
from coffeehouse.federation import actors, waiting
from coffeehouse.federation.proving import MustWait, Signer, prove
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures.request import Incoming
from tests.commands.house import House
from tests.federation.other_server import OtherServer, other_server
from tests.federation.signed_there import AUTHORITY, delivery, documents_asked, letter, like, reason, somebody, status
from tests.protocols.signatures.signed import NOW, cavage, ed25519_key, rfc9421, sha256


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    # With time to wait, whatever else this machine does.
    with clock.at(NOW), waiting.patiently():
        yield


@pytest.fixture
def there(house: House, settings: Any) -> Iterator[OtherServer]:
    """Another server."""
    with other_server(settings) as server:
        yield server


@pytest.fixture
def evil(house: House, settings: Any) -> Iterator[OtherServer]:
    """A third one, which means ill."""
    with other_server(settings) as server:
        yield server


def test_a_stranger_is_proven_by_the_key_they_publish(there: OtherServer) -> None:
    """Their document is fetched once; from then on they are known."""
    uri = somebody(there)
    signer = prove(delivery(uri), may_wait=True)
    assert signer == Signer(signer.account_id, uri, there.host, f"{uri}#main-key")
    assert sql.value("SELECT uri FROM federation_remoteactor WHERE id = %s", (signer.account_id,)) == uri
    assert prove(delivery(uri), may_wait=False) == signer
    assert documents_asked(there) == ["/users/ann"]


def test_both_forms_and_both_kinds_of_key(there: OtherServer) -> None:
    """RFC 9421 by RSA; draft-cavage by Ed25519."""
    uri = somebody(there)
    parameters = f';created={NOW // 1_000};keyid="{uri}#main-key"'
    first = prove(rfc9421(letter=letter(uri), parameters=parameters), may_wait=True)
    second = prove(
        cavage(ed25519_key(), letter=letter(uri), host=AUTHORITY, key_id=f"{uri}#ed25519-key", algorithm="hs2019"),
        may_wait=True,
    )
    assert first.uri == second.uri == uri


def test_nobody_waits_where_there_is_no_time(there: OtherServer) -> None:
    """An unknown key, and a known one that does not fit, are left to the worker."""
    uri = somebody(there)
    for incoming in (delivery(uri), delivery(uri, number=1)):
        with pytest.raises(MustWait):
            prove(incoming, may_wait=False)
        prove(delivery(uri), may_wait=True)
        sql.execute("DELETE FROM federation_unfetchable")
    assert documents_asked(there) == ["/users/ann"]


def test_unsigned_deliveries_are_refused(there: OtherServer) -> None:
    """A1: 401, nothing stored and nothing fetched; the reason alone is recorded."""
    uri = somebody(there)
    assert status(letter(uri).sent()) == 401
    assert there.asked == []
    assert sql.value("SELECT count(*) FROM federation_remoteactor") == 0


def forgeries(uri: str) -> dict[str, Incoming]:
    """A delivery that is good but for one thing, by the attack it is."""
    now, covered = NOW // 1_000, "(request-target) host date"
    other = like(uri, type="Follow")
    return {
        "A5 no digest": delivery(uri, covered=covered),
        "A6 another body": delivery(uri, digest=f"SHA-256={sha256(other)}"),
        "A6 two digests": delivery(uri, digest=f"SHA-256={sha256(like(uri))},SHA-256={sha256(other)}"),
        "A6 SHA-1": delivery(uri, digest="SHA=thvDyvhfIqlvFe+A9MYgxAfm1q5="),
        "A7 no target": delivery(uri, covered="host date digest"),
        "A7 for GET /": delivery(uri, signed_target="get /"),
        "A8 to another host": delivery(uri, host="other.example"),
        "A9 old": delivery(uri, date="Sun, 01 Nov 2026 10:00:00 GMT"),
        "A9 ended": delivery(uri, more={"expires": str(now - 1)}, algorithm="hs2019"),
        "A9 upside down": delivery(uri, more={"created": str(now), "expires": str(now - 9)}, algorithm="hs2019"),
        "A11 none": delivery(uri, algorithm="none"),
        "A11 hmac": delivery(uri, algorithm="hmac-sha256"),
        "A12 twice": delivery(uri, raw='WHOLE,keyId="https://evil.example/x",signature="AAAA"'),
        "A13 no host": rfc9421(letter=letter(uri), covered=("@method", "@path", "content-digest")),
    }


def test_forged_deliveries_are_refused_before_anybody_is_asked(there: OtherServer) -> None:
    """A5, A6, A7, A8, A9, A11, A12, A13: 401; no key is fetched for them, no account is made."""
    uri = somebody(there)
    for name, incoming in forgeries(uri).items():
        if name == "A7 for GET /":
            continue  # well made, but not by this key: that needs the key
        assert status(incoming) == 401, name
    assert there.asked == []
    prove(delivery(uri), may_wait=True)
    before = sql.value("SELECT count(*) FROM federation_deed")
    for name, incoming in forgeries(uri).items():
        assert status(incoming) == 401, name
    assert sql.value("SELECT count(*) FROM federation_deed") == before
    assert status(delivery(uri)) == 202


def test_a_request_to_another_of_our_names_is_none(there: OtherServer) -> None:
    """A8: signed for exactly the name the house goes by."""
    uri = somebody(there)
    made = letter(uri, authority="127.0.0.1:8000")
    assert reason(cavage(letter=made, host="127.0.0.1:8000", key_id=f"{uri}#main-key")) == "host"


def test_nobody_speaks_for_somebody_elsewhere(there: OtherServer, evil: OtherServer) -> None:
    """A2: eve signs well, as eve, what is said to be ann's: nothing of it is done."""
    ann, eve = somebody(there), somebody(evil, "eve", 1)
    assert actors.actor_of(ann) is not None
    for kind in ("Like", "Follow", "Undo"):
        body = like(ann, type=kind, object=f"http://{AUTHORITY}/users/ada")
        assert status(delivery(eve, body, number=1)) == 401, kind
    assert sql.rows("SELECT 1 FROM people_follow UNION ALL SELECT 1 FROM federation_deed") == []
    # With ann's name on eve's key.
    assert status(delivery(ann, number=1)) == 401


@pytest.mark.parametrize(
    "key_id",
    [
        "file:///etc/passwd", "data:application/json,{}", "ftp://dee.example/x", "http://10.0.0.1/users/x#main-key",
        "http://169.254.169.254/latest#main-key", "http://[::1]:1/x#main-key", "javascript:1", "https://",
        "https://DEE.example/x#main-key", "http://localhost:8000/users/ada#main-key",
    ],
)  # fmt: skip
def test_keys_at_places_nobody_asks_are_no_keys(there: OtherServer, key_id: str) -> None:
    """A14: other schemes, machines inside, ourselves: 401, and nobody is asked."""
    uri = somebody(there)
    assert status(delivery(uri, key_id=key_id)) == 401
    assert there.asked == []


def test_loopback_is_nowhere(there: OtherServer, settings: Any) -> None:
    """A14: without the setting for trying things out, this machine is not asked either, and http is no scheme."""
    uri = somebody(there)
    settings.OUTBOUND_ALLOW = ()
    assert reason(delivery(uri)) == "key_id"
    assert there.asked == []
