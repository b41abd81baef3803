"""draft-cavage signatures: what proves who sent a request, and every way in which it does not."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coffeehouse.protocols.signatures import cavage as codec
from coffeehouse.protocols.signatures import keys
from coffeehouse.protocols.signatures.request import Incoming, Unproven
from tests.protocols.signatures.proving import HOUR, SECONDS, prove, reason
from tests.protocols.signatures.signed import (
    KEY_ID,
    NOW,
    Letter,
    cavage,
    ed25519_key,
    rsa_key,
    sha256,
)


def http_date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)


def test_a_request_signed_as_mastodon_signs_is_proven() -> None:
    """Target, host, date and digest, by RSA; the name of its key is what is proven."""
    assert prove(cavage()) == KEY_ID


@pytest.mark.parametrize("algorithm", ["hs2019", "RSA-SHA256", None, ""])
def test_the_names_of_the_one_good_algorithm_are_all_taken(algorithm: str | None) -> None:
    """hs2019, and none at all, leave it to the key."""
    assert prove(cavage(algorithm=algorithm)) == KEY_ID


def test_a_question_needs_no_digest() -> None:
    """A GET without a body signs target, host and date."""
    assert prove(cavage(letter=Letter(method="GET", body=b""))) == KEY_ID


def test_a_question_may_be_signed_without_its_query() -> None:
    """As some servers do; a delivery never (A7), nor without its path."""
    question = Letter(method="GET", target="/users/ada/outbox?page=2", body=b"")
    assert prove(cavage(letter=question, signed_target="get /users/ada/outbox")) == KEY_ID
    question = Letter(method="GET", target="/users/ada/outbox?page=2", body=b"")
    assert reason(cavage(letter=question, signed_target="get /users/ada")) == "signature"
    assert reason(cavage(signed_target="post /inbox")) == "signature"


@pytest.mark.parametrize("host", ["Town.Example", "town.example:443", "town.example"])
def test_a_host_is_ours_in_any_case(host: str) -> None:
    """The signed text is as it was sent; letters in another case, and the port that goes without saying, are the same
    host."""
    letter = Letter(authority=host)
    assert prove(cavage(letter=letter, host=host)) == KEY_ID


def test_an_ed25519_key_signs_as_well() -> None:
    """With hs2019, or by its own name; not under the name of RSA."""
    for algorithm in ("hs2019", "ed25519"):
        assert prove(cavage(ed25519_key(), algorithm=algorithm), ed25519_key()) == KEY_ID
    assert reason(cavage(ed25519_key(), algorithm="rsa-sha256"), ed25519_key()) == "algorithm"
    assert reason(cavage(algorithm="ed25519")) == "algorithm"


def test_created_may_stand_for_the_date() -> None:
    """With hs2019 only: an old reader of RSA signatures would skip it."""
    more = {"created": str(SECONDS), "expires": str(SECONDS + 60)}
    covered = "(request-target) (created) (expires) host digest"
    assert prove(cavage(covered=covered, more=more, algorithm="hs2019")) == KEY_ID
    assert reason(cavage(covered=covered, more=more, algorithm="rsa-sha256")) == "uncovered"
    assert reason(cavage(covered=covered, more={}, algorithm="hs2019")) == "uncovered"


def test_no_signature_proves_nothing() -> None:
    """A1."""
    assert reason(Letter().sent()) == "no_signature"


@pytest.mark.parametrize("missing", ["(request-target)", "host", "date", "digest"])
def test_every_part_must_be_signed(missing: str) -> None:
    """A5, A7: what is not signed could be changed on the way."""
    covered = " ".join(name for name in ("(request-target)", "host", "date", "digest") if name != missing)
    assert reason(cavage(covered=covered)) == "uncovered"


def test_a_body_on_a_question_is_covered_too() -> None:
    """A5: no way round the digest by the method."""
    assert reason(cavage(letter=Letter(method="GET"))) == "uncovered"


def test_without_the_parameter_only_the_date_is_signed() -> None:
    """A7: the draft's default covers too little."""
    raw = f'keyId="{KEY_ID}",signature="AAAA"'
    assert reason(cavage(raw=raw)) == "uncovered"


@pytest.mark.parametrize(
    "digest",
    [
        f"SHA-256={sha256(b'other')}",
        f"SHA-256={sha256(Letter().body)},SHA-256={sha256(b'other')}",
        f"SHA-256={sha256(Letter().body)},sha-256={sha256(Letter().body)}",
        f"SHA-256={sha256(Letter().body)},SHA-512={sha256(Letter().body)}",
        "SHA=thvDyvhfIqlvFe+A9MYgxAfm1q5=", "SHA-256", "SHA-256=***", "md5=AAAA",
    ],
)  # fmt: skip
def test_a_digest_of_something_else_proves_nothing(digest: str) -> None:
    """A6: another body, two values, SHA-1 only, nothing readable."""
    assert reason(cavage(digest=digest)) == "digest"


def test_two_digest_headers_prove_nothing() -> None:
    """A6: the first good, the second bad, or the other way."""
    for extra in (sha256(b"other"), sha256(Letter().body)):
        letter = Letter(headers=[("digest", f"SHA-256={extra}")])
        assert reason(cavage(letter=letter)) == "digest"


def test_the_body_itself_is_compared() -> None:
    """A6: what was signed is right, what came is another body."""
    signed = cavage()
    changed = Incoming(**{**{name: getattr(signed, name) for name in signed.__struct_fields__}, "body": b"{}"})
    assert reason(changed) == "digest"


@pytest.mark.parametrize("target", ["get /inbox?a=1", "post /inbox", "post /users/ada/inbox"])
def test_a_request_signed_for_another_target_is_no_other_request(target: str) -> None:
    """A7: signed for GET, or for another path, and sent to the inbox."""
    assert reason(cavage(signed_target=target)) == "signature"


def test_a_request_to_another_server_is_not_one_to_us() -> None:
    """A8: taken from another server's inbox and sent here."""
    assert reason(cavage(host="other.example")) == "host"
    assert reason(cavage(letter=Letter(headers=[("host", "town.example")]))) == "host"


@pytest.mark.parametrize(
    ("date", "is_good"),
    [
        (http_date(SECONDS - 12 * HOUR + 60), True), (http_date(SECONDS - 13 * HOUR), False),
        (http_date(SECONDS + HOUR - 60), True), (http_date(SECONDS + 2 * HOUR), False),
        ("yesterday", False), ("Thu, 01 Jan 1970", False), ("Mon, 23 Nov 2026 10:00:00 -0000", False), ("99", False),
        ("Mon, 23 Nov 99999999999 10:00:00 GMT", False),
    ],
)  # fmt: skip
def test_an_old_request_is_no_request(date: str, is_good: bool) -> None:
    """A9: within twelve hours back and one ahead, as Mastodon; a date must be one."""
    if is_good:
        assert prove(cavage(date=date)) == KEY_ID
    else:
        assert reason(cavage(date=date)) == "date"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"created": str(SECONDS - 60), "expires": str(SECONDS - 1)}, "expired"),
        ({"expires": str(SECONDS)}, "expired"),
        ({"created": str(SECONDS + 50), "expires": str(SECONDS + 40)}, "expired"),
        ({"created": str(SECONDS - 13 * HOUR)}, "date"),
        ({"created": '"soon"'}, "date"),
        ({"expires": '"1234567890123456"'}, "date"),
    ],
)
def test_what_has_ended_proves_nothing(more: dict[str, str], why: str) -> None:
    """A9: expires past, created later than expires, created too old; signed or not, they only ever take away."""
    assert reason(cavage(more=more, algorithm="hs2019")) == why


@pytest.mark.parametrize("algorithm", ["none", "hmac-sha256", "rsa-sha1", "ecdsa-sha256", "rsa-sha256 "])
def test_only_good_algorithms_are_known(algorithm: str) -> None:
    """A11: none, a secret made of the public key, hashes that are broken."""
    assert reason(cavage(algorithm=algorithm)) == "algorithm"


def test_two_signature_headers_prove_nothing() -> None:
    """A12: one good, one bad, in either order; readers differ in which they take."""
    for first in (True, False):
        signed = cavage()
        extra = (("signature", 'keyId="https://evil.example/x",signature="AAAA"'),)
        headers = signed.headers + extra if first else extra + signed.headers
        assert reason(Letter(headers=list(headers)).sent()) == "two_signatures"


@pytest.mark.parametrize(
    "raw",
    [
        'WHOLE,keyId="https://evil.example/users/eve#main-key"', 'KEYID="https://evil.example/x",WHOLE',
        'WHOLE,signature="AAAA"', 'headers="date",WHOLE',
    ],
)  # fmt: skip
def test_a_parameter_that_stands_twice_proves_nothing(raw: str) -> None:
    """A12: in any case of letters."""
    assert reason(cavage(raw=raw)) == "duplicate"


def test_a_header_that_is_signed_twice_proves_nothing() -> None:
    """A12, and a list without end."""
    assert reason(cavage(covered="(request-target) host date digest date")) == "duplicate"
    many = " ".join(f"x-{number}" for number in range(50))
    assert reason(cavage(covered=f"(request-target) host date digest {many}")) == "duplicate"


@pytest.mark.parametrize(
    "raw", ["", "Signature WHOLE", "WHOLE,", "WHOLE;x=1", 'keyId="a\\"b",WHOLE', "nonsense", "a=1 b=2", "keyId=abc"]
)
def test_what_is_no_signature_header_is_not_guessed_at(raw: str) -> None:
    """A12: the whole header is understood, or nothing of it."""
    if raw == "WHOLE,":
        assert prove(cavage(raw=raw)) == KEY_ID
    else:
        assert reason(cavage(raw=raw)) in ("malformed", "uncovered")


@pytest.mark.parametrize("signature", ["", "***", "AAA"])
def test_a_signature_is_base64(signature: str) -> None:
    """Strictly."""
    raw = f'keyId="{KEY_ID}",headers="(request-target) host date digest",signature="{signature}"'
    assert reason(cavage(raw=raw)) == "malformed"


def test_a_header_without_end_is_not_read() -> None:
    """8 kB are plenty."""
    assert reason(cavage(raw="WHOLE," + "x" * 9_000)) == "two_signatures"


def test_a_signed_header_must_be_there() -> None:
    """One that is named but missing is not taken for an empty one; one that comes twice is joined."""
    assert reason(cavage(covered="(request-target) host date digest x-more")) == "uncovered"
    letter = Letter(headers=[("date", http_date(SECONDS))])
    assert reason(cavage(letter=letter)) == "date"
    twice = Letter(headers=[("x-more", "1"), ("x-more", " 2 ")])
    assert reason(cavage(letter=twice, covered="(request-target) host date digest x-more")) == "signature"


@pytest.mark.parametrize(
    "key_id",
    [
        "file:///etc/passwd", "data:text/plain,x", "", "acct:dee@dee.example", "ftp://dee.example/key",
        "https://dee.example/\u0142", "https://dee.example/a b", "https://dee.example/" + "x" * 2_000,
    ],
)  # fmt: skip
def test_a_key_is_named_by_a_web_address(key_id: str) -> None:
    """A14: nothing else is ever asked for."""
    assert reason(cavage(key_id=key_id)) == "key_id"


def test_another_key_did_not_sign_this() -> None:
    """A2: by kind or by value."""
    assert reason(cavage(rsa_key(1)), rsa_key(0)) == "signature"
    assert reason(cavage(algorithm="hs2019"), ed25519_key()) == "signature"


@settings(max_examples=60, deadline=None)
@given(place=st.integers(0, 10_000), letter=st.sampled_from('aZ9 ,;"=:\n'))
def test_no_change_of_one_sign_is_overlooked(place: int, letter: str) -> None:
    """Whatever is changed of what was sent, it is proven to be the same, or it proves nothing."""
    signed = cavage()
    headers = list(signed.headers)
    number = place % len(headers)
    name, value = headers[number]
    at = place % len(value)
    changed = value[:at] + letter + value[at + 1 :]
    headers[number] = (name, changed)
    sent = Letter(headers=headers).sent()
    if changed == value:
        assert prove(sent) == KEY_ID
        return
    try:
        proven = prove(sent)
    except Unproven:
        return
    # Either it names another key, which is another matter; or only what says nothing was changed: how the name of a
    # parameter or of the algorithm is written.
    assert name == "signature"
    assert proven != KEY_ID or at < changed.index('headers="')


@settings(max_examples=200, deadline=None)
@given(raw=st.text(max_size=200))
def test_no_header_is_an_error(raw: str) -> None:
    """Whatever stands there, the answer is a reason."""
    assert reason(cavage(raw=raw))


@settings(max_examples=20, deadline=None)
@given(
    path=st.from_regex(r"/[a-z0-9/_~@-]{0,30}(\?[a-z0-9=&]{1,20})?", fullmatch=True),
    body=st.one_of(st.none(), st.binary(max_size=100)),
    is_rsa=st.booleans(),
)
def test_what_the_house_signs_is_proven(path: str, body: bytes | None, is_rsa: bool) -> None:
    """To the same reader, for every path and body, by either kind of key."""
    key = rsa_key() if is_rsa else ed25519_key()
    method = "GET" if body is None else "POST"
    headers = codec.headers_for(method, f"https://town.example{path}", body, KEY_ID, key, NOW)
    letter = Letter(method=method, target=path, body=body or b"")
    letter.headers = [(name.lower(), value) for name, value in headers.items()]
    assert prove(letter.sent(), key) == KEY_ID
    assert headers["Host"] == "town.example"
    assert ("Digest" in headers) == (body is not None)


def test_an_address_without_a_path_is_asked_for_its_root() -> None:
    """As the request line then says."""
    key = keys.read_private(keys.make("ed25519")[0])
    headers = codec.headers_for("GET", "https://town.example", None, KEY_ID, key, NOW)
    assert 'headers="(request-target) host date"' in headers["Signature"]
