"""What can be asked about e-mail addresses, and what only a house opened for tests does (setting TEST_MODE)."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class RequestConfirmation(Command, frozen=True, kw_only=True):
    """Send the mail that confirms one's address again; with `email`, to another address that becomes one's own."""

    email: str = ""


class ConfirmEmail(Command, frozen=True, kw_only=True):
    """Somebody followed the link of that mail. `code` is signed by the house and holds the confirmation's id."""

    code: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code"})


class OpenForTests(Command, frozen=True, kw_only=True):
    """Say in the ledger that the house runs with TEST_MODE: from here on anybody may join, and nothing is limited."""

    base_url: str


class RegisterTestMember(Command, frozen=True, kw_only=True):
    """Join a house opened for tests: active at once, with a token of the app that asks."""

    username: str
    email: str
    password_hash: str
    language: str = "en"
    reason: str = ""
    display_name: str = ""
    token_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"password_hash", "token_hash"})


class IssuePasswordToken(Command, frozen=True, kw_only=True):
    """A token for a member who gave their password to the app (RFC 6749 §4.3); `username`: e-mail address or handle."""

    client_id: str
    client_secret: str
    username: str
    password: str
    scopes: str
    token_hash: str

    def secret_members(self) -> frozenset[str]:
        return frozenset({"client_secret", "username", "password", "token_hash"})
