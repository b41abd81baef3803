"""Who sent a request is proven, or nothing of it is believed: keys are their actors' own, fetched sparingly, anew when
they were changed. Against another server on loopback, and at the inbox.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from coffeehouse.database import sql
from coffeehouse.federation import actors, remembering, waiting
from coffeehouse.federation.proving import MustWait, Signer, Unproven, prove, prove_document
from coffeehouse.federation.signing import proven, signed_headers
from coffeehouse.kernel import clock
from coffeehouse.protocols.signatures import proofs
from coffeehouse.protocols.signatures.request import Incoming
from tests.commands.house import House
from tests.federation.other_server import OtherServer, other_server
from tests.protocols.signatures.signed import NOW, Letter, cavage, ed25519_key, public, rfc9421, rsa_key, sha256

AUTHORITY = "localhost:8000"


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


def somebody(server: OtherServer, name: str = "ann", number: int = 0, **changes: Any) -> str:
    """A person there with a key; their identity."""
    uri = f"{server.base}/users/{name}"
    key = {"id": f"{uri}#main-key", "owner": uri, "publicKeyPem": public(rsa_key(number))[1]}
    method = {
        "id": f"{uri}#ed25519-key", "type": "Multikey", "controller": uri,
        "publicKeyMultibase": public(ed25519_key(number))[1],
    }  # fmt: skip
    return server.person(name, **({"publicKey": key, "assertionMethod": [method]} | changes))


def like(uri: str, **changes: Any) -> bytes:
    """An activity of theirs that names the house."""
    members = {
        "@context": "https://www.w3.org/ns/activitystreams", "id": f"{uri}#likes/1", "type": "Like", "actor": uri,
        "object": f"http://{AUTHORITY}/users/ada/statuses/1",
    }  # fmt: skip
    return json.dumps(members | changes).encode()


def letter(uri: str, body: bytes | None = None, **changes: Any) -> Letter:
    """A delivery that is not signed yet."""
    headers = [("host", AUTHORITY), ("content-type", "application/activity+json")]
    members = {"target": "/inbox", "authority": AUTHORITY, "scheme": "http", "body": body or like(uri)} | changes
    made = Letter(**members)
    made.headers = [header for header in headers if header[0] != "host"]
    return made


def delivery(uri: str, body: bytes | None = None, number: int = 0, **how: Any) -> Incoming:
    """A delivery signed with a key of theirs."""
    parts: dict[str, Any] = {"key_id": f"{uri}#main-key", "host": AUTHORITY, "letter": letter(uri, body)}
    return cavage(rsa_key(number), **(parts | how))


def status(incoming: Incoming) -> int:
    """What the inbox answers to it."""
    headers = {name: value for name, value in incoming.headers if name != "content-type"}
    kind = dict(incoming.headers)["content-type"]
    return int(Client().post(incoming.target, incoming.body, content_type=kind, headers=headers).status_code)


def reason(incoming: Incoming, *, may_wait: bool = True) -> str:
    """Why it proves nothing."""
    with pytest.raises(Unproven) as refused:
        prove(incoming, may_wait=may_wait)
    return refused.value.reason


def documents_asked(server: OtherServer) -> list[str]:
    """What was asked of it, but for names."""
    return [path for path in server.paths if not path.startswith("/.well-known")]


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


def proved(uri: str, number: int = 0, **changes: Any) -> dict[str, Any]:
    """A document with a proof of its own."""
    document = json.loads(like(uri, **changes))
    return proofs.with_proof(document, f"{uri}#ed25519-key", ed25519_key(number), NOW)


def test_a_document_proves_itself(there: OtherServer) -> None:
    """FEP-8b32: whoever hands it over; the key comes from its author's own server."""
    uri = somebody(there)
    signer = prove_document(proved(uri), may_wait=True)
    assert signer is not None
    assert signer.uri == uri
    assert prove_document({"type": "Like", "actor": uri}, may_wait=True) is None


def test_a_proof_speaks_for_its_author_only(there: OtherServer, evil: OtherServer) -> None:
    """By a key of the same actor; not of a neighbour, not of another server, not of nobody; not changed since."""
    ann, ben, eve = somebody(there), somebody(there, "ben", 1), somebody(evil, "eve", 1)
    changed = {**proved(ann), "type": "Block"}
    nobody = proved(ann)
    del nobody["actor"]
    of_ben = proofs.with_proof(json.loads(like(ann)), f"{ben}#ed25519-key", ed25519_key(1), NOW)
    of_eve = proofs.with_proof(json.loads(like(ann)), f"{eve}#ed25519-key", ed25519_key(1), NOW)
    by_rsa = proofs.with_proof(json.loads(like(ann)), f"{ann}#main-key", ed25519_key(), NOW)
    for document in (changed, nobody, of_ben, of_eve, by_rsa):
        with pytest.raises(Unproven):
            prove_document(document, may_wait=True)
    assert evil.asked == []


def test_linked_data_signatures_are_not_read(there: OtherServer) -> None:
    """A16, A17: whatever is rearranged in it or added to it, the document counts as unsigned."""
    uri = somebody(there)
    signature = {"type": "RsaSignature2017", "creator": f"{uri}#main-key", "created": "x", "signatureValue": "AAAA"}
    document = json.loads(like(uri, signature=signature, attributionDomains=["evil.example"]))
    for changed in (document, {**document, "@graph": [document]}, {**document, "@included": [document]}):
        assert prove_document(changed, may_wait=True) is None
    assert there.asked == []


@pytest.mark.parametrize("form", ["cavage", "rfc9421"])
def test_what_the_house_sends_is_proven(house: House, form: str) -> None:
    """The headers of our own requests, checked with the key our documents give."""
    from coffeehouse.federation.keys import public_keys
    from coffeehouse.protocols.signatures.verifying import check, read_claim

    for account_id, name in ((house.id("ada"), "/users/ada#main-key"), (0, "/actor#main-key")):
        for method, body in (("POST", b"{}"), ("GET", b"")):
            headers = signed_headers(method, "https://dee.example/inbox?x=1", body, account_id, form)
            incoming = Incoming(
                method=method, target="/inbox?x=1", authority="dee.example", scheme="https", body=body,
                headers=tuple((name.lower(), value) for name, value in headers.items()),
            )  # fmt: skip
            claim = read_claim(incoming, clock.now_ms())
            check(claim, "rsa", public_keys(account_id)["rsa"])
            assert claim.key_id == f"http://{AUTHORITY}{name}"


def test_our_public_documents_carry_a_proof(house: House) -> None:
    """By the Ed25519 key of the account, in the context that names its terms."""
    from coffeehouse.federation.keys import public_keys
    from coffeehouse.protocols.signatures.claims import Claim
    from coffeehouse.protocols.signatures.verifying import check

    ada = house.id("ada")
    for context in ("https://www.w3.org/ns/activitystreams", ["https://www.w3.org/ns/activitystreams", {"x": "y:z"}]):
        document = proven({"@context": context, "type": "Note", "content": "Shwmae"}, ada)
        assert document["@context"][1] == "https://w3id.org/security/data-integrity/v1"
        assert proven(document, ada)["@context"] == document["@context"]
        proof = proofs.read_proof(document)
        assert proof is not None
        assert proof.method == f"http://{AUTHORITY}/users/ada#ed25519-key"
        claim = Claim(form="proof", key_id="", algorithm="ed25519", bases=proof.bases, signature=proof.signature)
        check(claim, "ed25519", public_keys(ada)["ed25519"])


def test_what_is_remembered_is_for_a_while_only(house: House) -> None:
    """The pause of a key ends."""
    remembering.note_unfetchable("keys/1", "fetched anew", 5 * clock.MINUTE)
    assert remembering.why_unfetchable("", "keys/1") == "fetched anew"
    with clock.at(NOW + 5 * clock.MINUTE + 1):
        assert remembering.why_unfetchable("", "keys/1") is None
