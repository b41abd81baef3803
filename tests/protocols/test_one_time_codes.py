"""Codes of authenticator apps and recovery codes: the vectors of the RFC, and what counts as used."""

from __future__ import annotations

import base64

import pytest

from coffeehouse.protocols import one_time_codes as codes

# RFC 6238 appendix B, SHA-1: the last six of its eight digits.
SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
    (2_000_000_000, "279037"), (20_000_000_000, "353130"),
]  # fmt: skip


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    """The code, and the step it belongs to."""
    assert codes.code_at(SECRET, seconds * 1_000) == code
    assert codes.matching_step(SECRET, code, seconds * 1_000) == seconds // 30
    assert codes.matching_step(SECRET, f" {code[:3]} {code[3:]} ", seconds * 1_000) == seconds // 30


@pytest.mark.parametrize("drift", range(-3, 4))
def test_a_clock_may_be_one_step_off(drift: int) -> None:
    """Not two."""
    now = 1_763_772_000_000
    step = codes.matching_step(SECRET, codes.code_at(SECRET, now + drift * codes.STEP), now)
    assert step == (now // codes.STEP + drift if abs(drift) <= 1 else None)


def test_what_was_used_is_over() -> None:
    """And every step before it."""
    now = 1_763_772_000_000
    used = now // codes.STEP
    for drift, opens in ((-1, False), (0, False), (1, True)):
        code = codes.code_at(SECRET, now + drift * codes.STEP)
        assert (codes.matching_step(SECRET, code, now, used) is not None) == opens


def test_the_address_in_the_picture() -> None:
    """Names with blanks and other letters survive, in the way every app reads."""
    address = codes.address(SECRET, "ada@example.org", "Tŷ Coffi")
    assert address.startswith("otpauth://totp/T%C5%B7%20Coffi:ada%40example.org?")
    assert f"secret={SECRET}" in address
    assert "issuer=T%C5%B7%20Coffi" in address


def test_secrets_and_recovery_codes_are_long_and_differ() -> None:
    """160 bits; ten codes of sixteen letters and digits that nobody mixes up."""
    assert len({codes.new_secret() for _ in range(50)}) == 50
    assert len(base64.b32decode(codes.new_secret())) == 20
    made = codes.new_recovery_codes()
    assert len(set(made)) == 10
    assert all(len(codes.plain_recovery_code(code)) == 16 for code in made)
    assert not set("".join(made)) & set("01IOL8B")
    assert codes.plain_recovery_code(" abcd-efgh  jkmn-pqrs ") == "ABCDEFGHJKMNPQRS"
