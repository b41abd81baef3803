"""Keys of accounts elsewhere: whose they are, fetched sparingly, anew when they were changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.federation import remembering, waiting
from coffeehouse.federation.proving import MustWait, prove
from coffeehouse.kernel import clock
from tests.commands.house import House
from tests.federation.other_server import OtherServer, other_server
from tests.federation.signed_there import delivery, documents_asked, reason, somebody, status
from tests.protocols.signatures.signed import NOW, public, rsa_key


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


def test_a_key_of_another_owner_is_no_key(there: OtherServer, evil: OtherServer) -> None:
    """A3: the document says that the key is another's; or the actor lists another key, or one at another server."""
    ann = somebody(there)
    pem = public(rsa_key(1))[1]
    for number, (owner, key_id) in enumerate(
        ((ann, "{uri}#main-key"), ("{uri}", "{uri}#other-key"), ("{uri}", f"{ann}#main-key"))
    ):
        uri = f"{evil.base}/users/eve{number}"
        key = {"id": key_id.format(uri=uri), "owner": owner.format(uri=uri), "publicKeyPem": pem}
        somebody(evil, f"eve{number}", 1, publicKey=key)
        assert reason(delivery(uri, number=1)) == "key"
    # And the last of them did not take ann's key away.
    assert prove(delivery(ann), may_wait=True).uri == ann


def test_a_key_in_a_document_of_its_own(there: OtherServer, evil: OtherServer) -> None:
    """It leads to its owner on the same server, who must list it."""
    uri = f"{there.base}/users/gus"
    key_id = f"{uri}/main-key"
    key = {"id": key_id, "owner": uri, "publicKeyPem": public(rsa_key())[1]}
    there.person("gus", publicKey=key)
    there.gives("/users/gus/main-key", {"@context": "https://w3id.org/security/v1", "type": "Key"} | key)
    assert prove(delivery(uri, key_id=key_id), may_wait=True).uri == uri
    # One that is said to be of somebody elsewhere is not asked for there; nor is one without an owner anybody's.
    asked = len(there.asked)
    for number, members in enumerate(({"owner": uri}, {})):
        stolen = f"{evil.base}/keys/{number}"
        evil.gives(f"/keys/{number}", {"id": stolen, "publicKeyPem": public(rsa_key(1))[1]} | members)
        assert reason(delivery(uri, key_id=stolen, number=1)) == "key"
    assert len(there.asked) == asked


def test_a_key_that_another_server_names_its_own_is_no_key(there: OtherServer) -> None:
    """A3: however it came into the table, a key counts only where it lies with its actor."""
    uri = somebody(there)
    signer = prove(delivery(uri), may_wait=True)
    sql.execute("UPDATE federation_remoteactor SET uri = %s", ("https://evil.example/users/eve",))
    assert reason(delivery(uri)) == "key"
    assert signer.uri == uri


def test_a_document_that_says_it_lies_elsewhere_is_not_kept(there: OtherServer, evil: OtherServer) -> None:
    """A4: fetched at evil, it says that it is ann's; what counts is what ann's server says."""
    ann = somebody(there)
    forged = {
        **evil.actor("ann", ann),
        "publicKey": {"id": f"{evil.base}/users/ann#main-key", "owner": ann, "publicKeyPem": public(rsa_key(1))[1]},
    }
    evil.gives("/users/ann", forged)
    assert reason(delivery(f"{evil.base}/users/ann", number=1)) == "key"
    assert sql.rows("SELECT key_id FROM federation_remotekey WHERE key_id LIKE %s", (f"{evil.base}%",)) == []
    assert prove(delivery(ann), may_wait=True).uri == ann


def test_many_keys_on_one_dead_host_are_asked_for_once(house: House, settings: Any) -> None:
    """A15: after the first one nobody waits for that host for a minute."""
    with other_server(settings) as gone:
        base = gone.base
    assert reason(delivery(f"{base}/users/0")) == "key"
    until = sql.rows("SELECT key, until FROM federation_unfetchable")
    for number in range(1, 1_000):
        assert reason(delivery(f"{base}/users/{number}"), may_wait=False) == "key"
    assert sql.rows("SELECT key, until FROM federation_unfetchable") == until
    assert until == [(base.partition("://")[2], NOW + clock.MINUTE)]


def test_many_made_up_keys_of_somebody_known_are_not_asked_for(there: OtherServer) -> None:
    """A15: their document was just read; it has no such key."""
    uri = somebody(there)
    for number in range(50):
        assert reason(delivery(uri, key_id=f"{uri}#key-{number}")) == "key"
    assert documents_asked(there) == ["/users/ann"]


def test_a_server_is_not_asked_for_names_without_end(there: OtherServer) -> None:
    """A15: of keys that are not to be had, thirty in a minute; then they wait, and nobody here asks."""
    uri = f"{there.base}/users/"
    for number in range(30):
        assert reason(delivery(f"{uri}{number}")) == "key"
    for _ in range(2):
        with pytest.raises(MustWait):
            prove(delivery(f"{uri}more"), may_wait=True)
    assert len(documents_asked(there)) == 30
    known = somebody(there)
    with clock.at(NOW + clock.MINUTE):
        assert prove(delivery(known), may_wait=True).uri == known


def test_who_makes_up_names_of_a_server_waits_alone(there: OtherServer) -> None:
    """A15: what others sign with new keys of that server is looked at as before."""
    for number in range(30):
        assert reason(delivery(f"{there.base}/users/{number}")) == "key"
    known = somebody(there)
    with pytest.raises(MustWait):
        prove(delivery(known), may_wait=True)
    assert prove(msgspec.structs.replace(delivery(known), peer="198.51.100.7"), may_wait=True).uri == known


def test_what_is_made_up_behind_a_name_is_counted_as_well(there: OtherServer) -> None:
    """A15: whatever stands behind an address, its server gives the same document, in which there is no such key."""
    uri = somebody(there)
    for number in range(40):
        there.answers[f"/users/ann?x={number}"] = there.answers["/users/ann"]
    for number in range(30):
        assert reason(delivery(uri, key_id=f"{uri}?x={number}#main-key")) == "key"
    asked = len(documents_asked(there))
    with pytest.raises(MustWait):
        prove(delivery(uri, key_id=f"{uri}?x=30#main-key"), may_wait=True)
    assert len(documents_asked(there)) == asked
    assert prove(delivery(uri), may_wait=True).uri == uri


def test_a_key_under_a_new_name_is_looked_for(there: OtherServer) -> None:
    """A18: somebody known signs with another key than before, and lists it."""
    uri = somebody(there)
    prove(delivery(uri), may_wait=True)
    new = {"id": f"{uri}#key-2", "owner": uri, "publicKeyPem": public(rsa_key(1))[1]}
    somebody(there, publicKey=new)
    assert reason(delivery(uri, number=1, key_id=new["id"])) == "key"
    with clock.at(NOW + 6 * clock.MINUTE):
        assert prove(delivery(uri, number=1, key_id=new["id"]), may_wait=True).uri == uri
        # The one it no longer lists was withdrawn.
        assert reason(delivery(uri)) == "key"


def test_a_key_that_was_changed_is_fetched_once_more(there: OtherServer) -> None:
    """A18: the new one is believed at once; the old one no longer."""
    uri = somebody(there)
    prove(delivery(uri), may_wait=True)
    somebody(there, number=1)
    with clock.at(NOW + 6 * clock.MINUTE):
        assert prove(delivery(uri, number=1), may_wait=True).uri == uri
        assert status(delivery(uri)) == 401
    assert documents_asked(there) == ["/users/ann", "/users/ann"]


def test_forged_signatures_cost_one_fetch_in_five_minutes(there: OtherServer) -> None:
    """A18: whoever forges makes the house ask no more often, with or without success."""
    uri = somebody(there)
    prove(delivery(uri), may_wait=True)
    for minute, asked in ((1, 1), (6, 2), (7, 2), (10, 2), (12, 3)):
        with clock.at(NOW + minute * clock.MINUTE):
            assert reason(delivery(uri, number=1)) == "signature"
        assert len(documents_asked(there)) == asked, minute


def test_a_server_that_forgot_its_actor_is_not_asked_for_ever(there: OtherServer) -> None:
    """A18: when the document is not to be had, the known key stays, and the pause as well."""
    uri = somebody(there)
    prove(delivery(uri), may_wait=True)
    del there.answers["/users/ann"]
    with clock.at(NOW + 6 * clock.MINUTE):
        for _ in range(3):
            assert reason(delivery(uri, number=1)) == "signature"
        assert prove(delivery(uri), may_wait=True).uri == uri
    assert len(documents_asked(there)) == 2


def test_an_account_that_is_gone_proves_nothing(there: OtherServer) -> None:
    """Its key was withdrawn with it, and is not asked for."""
    uri = somebody(there)
    signer = prove(delivery(uri), may_wait=True)
    sql.execute("UPDATE federation_remoteactor SET gone_at = %s WHERE id = %s", (NOW, signer.account_id))
    with clock.at(NOW + clock.DAY // 4):
        assert reason(delivery(uri)) in ("key", "date")
    assert documents_asked(there) == ["/users/ann"]


def test_a_server_nobody_talks_to_is_not_asked(there: OtherServer, settings: Any) -> None:
    """Not even for a key."""
    uri = somebody(there)
    settings.FEDERATION = "allowlist"
    assert reason(delivery(uri)) == "not_admitted"
    assert there.asked == []


def test_what_is_remembered_is_for_a_while_only(house: House) -> None:
    """The pause of a key ends."""
    remembering.note_unfetchable("keys/1", "fetched anew", 5 * clock.MINUTE)
    assert remembering.why_unfetchable("", "keys/1") == "fetched anew"
    with clock.at(NOW + 5 * clock.MINUTE + 1):
        assert remembering.why_unfetchable("", "keys/1") is None
