"""HTTP Message Signatures (RFC 9421): what proves who sent a request, and every way in which it does not."""

from __future__ import annotations

from email.utils import formatdate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coffeehouse.protocols.signatures import rfc9421 as codec
from coffeehouse.protocols.signatures.request import Incoming
from tests.protocols.signatures.proving import HOUR, SECONDS, prove, reason
from tests.protocols.signatures.signed import (
    BODY,
    KEY_ID,
    NOW,
    Letter,
    cavage,
    ed25519_key,
    rfc9421,
    rsa_key,
    sha256,
)


def with_parameters(text: str) -> Incoming:
    """Signed with these parameters after the key's name."""
    return rfc9421(parameters=f';created={SECONDS};keyid="{KEY_ID}"{text}')


@pytest.mark.parametrize(
    "covered",
    [
        ("@method", "@target-uri", "content-digest"),
        ("@method", "@authority", "@path", "@query", "content-digest"),
        ("@method", "@authority", "@request-target", "content-digest"),
        ("@method", "@target-uri", "@authority", "@scheme", "host", "content-digest"),
    ],
)
def test_method_address_and_body_are_signed(covered: tuple[str, ...]) -> None:
    """In any of the ways the RFC has of saying it."""
    assert prove(rfc9421(covered=covered, letter=Letter(headers=[("host", "town.example")]))) == KEY_ID


def test_a_question_needs_no_digest() -> None:
    """A GET has no body; a path without a query needs no query."""
    letter = Letter(method="GET", target="/users/ada", body=b"")
    assert prove(rfc9421(letter=letter, covered=("@method", "@authority", "@path"), digest="")) == KEY_ID
    letter = Letter(method="GET", body=b"")
    assert reason(rfc9421(letter=letter, covered=("@method", "@authority", "@path"), digest="")) == "uncovered"


def test_the_name_of_the_algorithm_must_be_that_of_the_key() -> None:
    """A13: or it is left out; never does it choose how a key is used."""
    assert prove(with_parameters(';alg="rsa-v1_5-sha256"')) == KEY_ID
    good = f';created={SECONDS};keyid="{KEY_ID}";alg="ed25519"'
    assert prove(rfc9421(ed25519_key(), parameters=good), ed25519_key()) == KEY_ID
    assert reason(rfc9421(ed25519_key(), parameters=good), rsa_key()) == "algorithm"
    for name in ("hmac-sha256", "rsa-pss-sha512", "none", "RSA-V1_5-SHA256"):
        assert reason(with_parameters(f';alg="{name}"')) == "algorithm"
    assert reason(with_parameters(";alg=1")) == "algorithm"
    assert reason(with_parameters(';alg="ed25519"')) == "algorithm"


def test_a_signature_for_another_application_is_none_for_us() -> None:
    """A13: a tag says for what it was made."""
    assert reason(with_parameters(';tag="web-bot-auth"')) == "algorithm"


@pytest.mark.parametrize(
    "covered",
    [
        ("@method", "@path", "@query", "content-digest"), ("@target-uri", "content-digest"), ("@method", "@target-uri"),
        ("@method", "@authority", "@path", "content-digest"), ("@method", "@authority", "content-digest"), (),
    ],
)  # fmt: skip
def test_what_is_not_signed_could_be_changed(covered: tuple[str, ...]) -> None:
    """A13, A5, A7, A8: host, method, digest, query or everything missing."""
    assert reason(rfc9421(covered=covered)) == "uncovered"


def test_a_component_that_stands_twice_proves_nothing() -> None:
    """A13; and a list without end."""
    assert reason(rfc9421(covered=("@method", "@target-uri", "content-digest", "@method"))) == "duplicate"
    many = tuple(f"x-{number}" for number in range(50))
    assert reason(rfc9421(covered=("@method", "@target-uri", "content-digest", *many))) == "duplicate"


@pytest.mark.parametrize(
    "components",
    [
        '("@method" "@target-uri" "content-digest" "@query-param";name="a")', '("@method";req "@target-uri")',
        '("@method" "@target-uri" "content-digest";sf)', '("@Method" "@target-uri" "content-digest")', "(1 2)",
        "(@method)", "(method)",
    ],
)  # fmt: skip
def test_parts_of_components_are_not_guessed_at(components: str) -> None:
    """A13: of another message, of a field, in another spelling."""
    assert reason(rfc9421(components=components)) == "malformed"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"@method": "GET"}, "signature"), ({"@target-uri": "https://town.example/users/ada/inbox"}, "signature"),
        ({"@target-uri": "https://other.example/inbox?a=1"}, "signature"),
        ({"@target-uri": "http://town.example/inbox?a=1"}, "signature"),
    ],
)  # fmt: skip
def test_a_request_for_elsewhere_is_not_one_to_us(values: dict[str, str], why: str) -> None:
    """A7, A8: signed for another method, path, host or scheme."""
    assert reason(rfc9421(values=values)) == why


def test_our_name_has_one_form() -> None:
    """RFC 9421 §2.2.3: lower case, without the port that goes without saying."""
    values = {"@target-uri": "https://town.example/inbox?a=1"}
    assert prove(rfc9421(values=values, letter=Letter(authority="Town.example:443"))) == KEY_ID


@pytest.mark.parametrize(
    "digest",
    [
        f"sha-256=:{sha256(b'other')}:", f"sha-256=:{sha256(BODY[:5])}:", f"sha-512=:{sha256(BODY)}:",
        f"sha-256=:{sha256(BODY)}:, sha-512=:{sha256(BODY)}:", "sha=:AAAA:", "sha-256=1", "sha-256", "???",
        f"sha-256={sha256(BODY)}", "sha-256=:\u0142:",
    ],
)  # fmt: skip
def test_a_digest_of_something_else_proves_nothing(digest: str) -> None:
    """A6, A13: another body, its first part only, no good algorithm, no structured field."""
    assert reason(rfc9421(digest=digest)) == "digest"


def test_two_digests_prove_nothing() -> None:
    """A6: two headers, or one algorithm twice; two algorithms that are both right are fine."""
    good = f"sha-256=:{sha256(BODY)}:"
    assert reason(rfc9421(letter=Letter(headers=[("content-digest", good)]))) == "digest"
    assert reason(rfc9421(digest=f"{good}, {good}")) == "duplicate"
    assert prove(rfc9421(digest=f"{good}, unixsum=:AAAA:")) == KEY_ID


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        (f';keyid="{KEY_ID}"', "date"),
        (f';created={SECONDS - 13 * HOUR};keyid="{KEY_ID}"', "date"),
        (f';created={SECONDS + 2 * HOUR};keyid="{KEY_ID}"', "date"),
        (f';created={SECONDS}.5;keyid="{KEY_ID}"', "date"),
        (f';created;keyid="{KEY_ID}"', "date"),
        (f';created={SECONDS};expires={SECONDS};keyid="{KEY_ID}"', "expired"),
        (f';created={SECONDS + 60};expires={SECONDS + 50};keyid="{KEY_ID}"', "expired"),
        (f';created={SECONDS};expires="soon";keyid="{KEY_ID}"', "date"),
        (f';created={SECONDS};created={SECONDS};keyid="{KEY_ID}"', "duplicate"),
        (f";created={SECONDS}", "key_id"),
        (f';created={SECONDS};keyid="urn:x"', "key_id"),
        (f";created={SECONDS};keyid=1", "key_id"),
    ],
)
def test_time_and_key_must_be_said(parameters: str, why: str) -> None:
    """A9, A12, A14: created within bounds, expires later than now and than created, once each; a key at an address."""
    assert reason(rfc9421(parameters=parameters)) == why


def test_expires_and_a_signed_date_are_looked_at() -> None:
    """A9."""
    assert prove(rfc9421(parameters=f';created={SECONDS};expires={SECONDS + 9};keyid="{KEY_ID}";nonce="x"')) == KEY_ID
    for seconds, is_good in ((SECONDS, True), (SECONDS - 13 * HOUR, False)):
        letter = Letter(headers=[("date", formatdate(seconds, usegmt=True))])
        sent = rfc9421(letter=letter, covered=("@method", "@target-uri", "content-digest", "date"))
        assert (prove(sent) if is_good else reason(sent)) == (KEY_ID if is_good else "date")


def test_two_signatures_prove_nothing() -> None:
    """A12: two headers, two labels, labels that differ."""
    signed = rfc9421()
    for name in ("signature", "signature-input"):
        extra = ((name, dict(signed.headers)[name]),)
        assert reason(Letter(headers=[*signed.headers, *extra]).sent()) == "two_signatures"
    for name in ("signature", "signature-input"):
        headers = [(n, v.replace("sig1=", "sig2=") if n == name else v) for n, v in signed.headers]
        assert reason(Letter(headers=headers).sent()) == "two_signatures"
    headers = [(n, f"{v}, {v.replace('sig1=', 'sig2=', 1)}" if n.startswith("sig") else v) for n, v in signed.headers]
    assert reason(Letter(headers=headers).sent()) == "two_signatures"
    headers = [(n, f"{v}, {v}" if n.startswith("sig") else v) for n, v in signed.headers]
    assert reason(Letter(headers=headers).sent()) == "duplicate"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("signature", "sig1=AAAA"), ("signature", "sig1=::"), ("signature", "sig1"), ("signature", "\u0142"),
        ("signature-input", "sig1=1"), ("signature-input", "sig1"), ("signature-input", "((("),
        ("signature", "sig1=(1 2)"),
    ],
)  # fmt: skip
def test_what_is_no_structured_field_is_not_guessed_at(name: str, value: str) -> None:
    """A12."""
    headers = [(n, value if n == name else v) for n, v in rfc9421().headers]
    assert reason(Letter(headers=headers).sent()) == "malformed"


def test_the_form_is_never_chosen_by_what_fits() -> None:
    """A12: a draft-cavage signature beside a Signature-Input is read as RFC 9421, and is none."""
    signed = cavage()
    extra = ("signature-input", dict(rfc9421().headers)["signature-input"])
    assert reason(Letter(headers=[*signed.headers, extra]).sent()) == "malformed"


def test_a_component_must_be_there() -> None:
    """Unknown derived ones, and fields that are missing."""
    for name in ("@status", "@nothing", "x-missing"):
        assert reason(rfc9421(covered=("@method", "@target-uri", "content-digest", name))) == "uncovered"


def test_a_field_that_comes_twice_is_joined() -> None:
    """§2.1: with a comma and a space."""
    letter = Letter(headers=[("x-more", "1"), ("x-more", " 2 ")])
    covered = ("@method", "@target-uri", "content-digest", "x-more")
    assert prove(rfc9421(letter=letter, covered=covered, values={"x-more": "1, 2"})) == KEY_ID


@settings(max_examples=200, deadline=None)
@given(given_input=st.text(max_size=100), signature=st.text(max_size=100))
def test_no_header_is_an_error(given_input: str, signature: str) -> None:
    """Whatever stands there, the answer is a reason."""
    assert reason(Letter(headers=[("signature-input", given_input), ("signature", signature)]).sent())


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
    assert ("Content-Digest" in headers) == (body is not None)
