"""Codes of an authenticator app (TOTP, RFC 6238) and recovery codes, as pure functions. The domain stores and judges.

Six digits, thirty seconds, SHA-1: the only form every authenticator app reads. The arithmetic is `cryptography`'s.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP = 30_000  # ms
# A phone's clock may be a step behind or ahead (RFC 6238 section 5.2).
DRIFT = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_GROUPS = 4
GROUP = 4
# Without letters and digits that are taken for each other: 0 O, 1 I L, 8 B.
RECOVERY_ALPHABET = "ACDEFGHJKMNPQRSTUVWXYZ2345679"


def new_secret() -> str:
    """160 random bits in Base32, as apps take them when they are typed in."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode("ascii")


def address(secret: str, account: str, house: str) -> str:
    """The `otpauth://` address that a QR code carries."""
    # Some apps show the form's plus sign instead of a blank.
    return _totp(secret).get_provisioning_uri(account, house).replace("+", "%20")


def matching_step(secret: str, code: str, now: int, after: int = 0) -> int | None:
    """The time step this code belongs to, or None. Steps up to `after` count as used (RFC 6238 section 5.2)."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    totp, current, found = _totp(secret), now // STEP, None
    for step in range(current - DRIFT, current + DRIFT + 1):
        # All are compared whatever the first says, so that time tells nothing.
        if _is_of(totp, digits, step) and step > after:
            found = step
    return found


def code_at(secret: str, now: int) -> str:
    """The code an app shows at this time (ms)."""
    return _totp(secret).generate(now // 1_000).decode("ascii")


def _totp(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP // 1_000)  # noqa: S303  # what apps know; HMAC-SHA-1 is sound


def _is_of(totp: TOTP, digits: str, step: int) -> bool:
    try:
        totp.verify(digits.encode("ascii"), step * STEP // 1_000)
    except InvalidToken:
        return False
    return True


def new_recovery_codes() -> list[str]:
    """Codes for the day the phone is gone: `XXXX-XXXX-XXXX-XXXX`, 77 random bits each."""
    return ["-".join(_group() for _ in range(RECOVERY_GROUPS)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(GROUP))


def plain_recovery_code(typed: str) -> str:
    """A recovery code as it is hashed: capitals only, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:64]
