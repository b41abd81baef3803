"""What can be asked about proving who one is: second steps, recovery codes, the way in through a body's directory."""

from __future__ import annotations

from coffeehouse.domain.context import Command

KINDS = ("passkey", "totp")


class EnrolAuthenticator(Command, frozen=True, kw_only=True):
    """Add a passkey or an authenticator app of one's own.

    An app (kind totp): its `secret` in Base32 and a `code` it shows, which proves that it has it. A passkey: the
    browser's `answer` to the question whose `state` was kept.
    """

    kind: str
    name: str
    secret: str = ""
    code: str = ""
    state: str = ""
    answer: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"secret", "code", "state", "answer"})


class RemoveAuthenticator(Command, frozen=True, kw_only=True):
    """Take a passkey or an authenticator app of one's own away."""

    authenticator_id: int


class MakeRecoveryCodes(Command, frozen=True, kw_only=True):
    """Have new recovery codes; earlier ones end. `code_hashes` are their SHA-256 (hex)."""

    code_hashes: tuple[str, ...]

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code_hashes"})


class UseOneTimeCode(Command, frozen=True, kw_only=True):
    """Type a code of one's authenticator app: the second step at sign-in, or a confirmation by who is signed in.

    first: how the member proved the first step (password, directory); "" when they are signed in already.
    """

    member_id: int
    code: str
    first: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code"})


class UseRecoveryCode(Command, frozen=True, kw_only=True):
    """Type a recovery code instead of an authenticator's."""

    member_id: int
    code: str
    first: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code"})


class UsePasskey(Command, frozen=True, kw_only=True):
    """Prove who one is with a passkey: to sign in with nothing else, as the second step, or to confirm.

    member_id: whose passkey it must be; None when anybody's will do, and the passkey says whose it is.
    """

    state: str
    answer: str
    member_id: int | None = None
    first: str = ""

    def secret_members(self) -> frozenset[str]:
        return frozenset({"state", "answer"})


class ConfirmPassword(Command, frozen=True, kw_only=True):
    """Type one's password again before changing how one signs in. Only for who has no second step yet."""

    password: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"password"})


class ResetSecondSteps(Command, frozen=True, kw_only=True):
    """Take every authenticator and recovery code of a member away, who has lost them all. The reason is recorded."""

    member_id: int
    reason: str
