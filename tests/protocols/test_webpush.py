"""Web Push as bytes: the standard's own example, both encodings read by another implementation, the sender's token."""

from __future__ import annotations

import json

import http_ece
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from coffeehouse.protocols import webpush
from coffeehouse.protocols.webpush import BadKey, decode, encode, public_text, read_private_key

# RFC 8291 section 5 and appendix A.
TEXT = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
READER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
READER_POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
CLAIMS = webpush.claims_for("https://push.example.net", "mailto:it@example.org", 1_453_341_205_000)


def test_the_example_of_the_standard_comes_out_byte_for_byte() -> None:
    """RFC 8291 section 5: the same keys, salt and text give the same body."""
    once = read_private_key(SENDER)
    assert encode(webpush.encrypt_standard(TEXT, READER_POINT, AUTH, once, decode(SALT))) == BODY
    assert public_text(read_private_key(READER)) == READER_POINT


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=webpush.LONGEST_MESSAGE), st.booleans())
def test_the_subscriber_reads_what_was_sent(text: bytes, standard: bool) -> None:
    """Another implementation decrypts both encodings, each with what its headers say."""
    reader, auth = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef"
    message = webpush.message(
        text,
        p256dh=public_text(reader),
        auth=encode(auth),
        standard=standard,
        server_key=read_private_key(SENDER),
        claims=CLAIMS,
    )
    assert len(message.body) <= 4_096
    if standard:
        assert message.headers["Content-Encoding"] == "aes128gcm"
        read = http_ece.decrypt(message.body, private_key=reader, auth_secret=auth, version="aes128gcm")
    else:
        assert message.headers["Content-Encoding"] == "aesgcm"
        keys = dict(part.split("=", 1) for part in message.headers["Crypto-Key"].split(";"))
        assert keys["p256ecdsa"] == public_text(read_private_key(SENDER))
        salt = decode(message.headers["Encryption"].removeprefix("salt="))
        read = http_ece.decrypt(
            message.body, salt=salt, private_key=reader, dh=decode(keys["dh"]), auth_secret=auth, version="aesgcm"
        )
    assert read == text


def test_two_messages_share_no_secret() -> None:
    """The same text is never encrypted the same way twice."""
    key = read_private_key(SENDER)
    bodies = {
        webpush.message(TEXT, p256dh=READER_POINT, auth=AUTH, standard=True, server_key=key, claims=CLAIMS).body[:86]
        for _ in range(3)
    }
    assert len(bodies) == 3


@pytest.mark.parametrize("standard", [True, False])
def test_the_push_service_can_tell_who_sends(standard: bool) -> None:
    """RFC 8292: the token is signed by the key it is sent with, is for this service only, and ends within a day."""
    key = read_private_key(SENDER)
    message = webpush.message(TEXT, p256dh=READER_POINT, auth=AUTH, standard=standard, server_key=key, claims=CLAIMS)
    scheme, _, rest = message.headers["Authorization"].partition(" ")
    if standard:
        assert scheme == "vapid"
        token, _, public = rest.removeprefix("t=").partition(", k=")
        assert public == public_text(key)
    else:
        assert scheme == "WebPush"
        token = rest
    signed, _, signature = token.rpartition(".")
    raw = decode(signature)
    numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key.public_key().verify(numbers, signed.encode(), ec.ECDSA(hashes.SHA256()))
    with pytest.raises(InvalidSignature):
        key.public_key().verify(numbers, signed.encode() + b"x", ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(decode(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}
    assert claims == {
        "aud": "https://push.example.net",
        "exp": 1_453_341_205 + 12 * 3_600,
        "sub": "mailto:it@example.org",
    }


def test_a_long_message_is_refused() -> None:
    """What a push service would not take as one message is not encrypted."""
    with pytest.raises(ValueError, match="at most"):
        webpush.message(
            b"x" * (webpush.LONGEST_MESSAGE + 1),
            p256dh=READER_POINT,
            auth=AUTH,
            standard=True,
            server_key=read_private_key(SENDER),
            claims=CLAIMS,
        )


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", AUTH),
        ("AAAA", AUTH),
        (encode(b"\x04" + b"\1" * 64), AUTH),
        (encode(decode(READER_POINT)[:33]), AUTH),
        ("ŵ" * 87, AUTH),
        (READER_POINT + "\n!", AUTH),
        (READER_POINT, ""),
        (READER_POINT, "AAAA"),
        (READER_POINT, encode(b"x" * 17)),
        (READER_POINT, "é" * 22),
    ],
)
def test_keys_nothing_can_be_encrypted_for_are_refused(p256dh: str, auth: str) -> None:
    """Points off the curve, compressed ones, secrets of another length and text that is no base64."""
    with pytest.raises(BadKey):
        webpush.check_subscription_keys(p256dh, auth)


def test_keys_may_be_written_in_either_base64() -> None:
    """Apps send keys in base64url or base64, padded or not."""
    standard = READER_POINT.replace("-", "+").replace("_", "/") + "="
    webpush.check_subscription_keys(READER_POINT, AUTH)
    webpush.check_subscription_keys(standard, AUTH.replace("_", "/") + "==")


@pytest.mark.parametrize("text", ["", "AAAA", "!", encode(b"\xff" * 40)])
def test_no_private_key_is_read_from_other_text(text: str) -> None:
    """A damaged key file is noticed."""
    with pytest.raises(BadKey):
        read_private_key(text)
    assert read_private_key(webpush.new_private_key())
