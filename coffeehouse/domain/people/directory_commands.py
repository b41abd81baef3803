"""What can be asked about the way in through a body's directory (OpenID Connect)."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class DirectoryAnswer(Command, frozen=True, kw_only=True):
    """What came back from a directory, and what had been asked. directory: its key in the settings.

    named_issuer: who the answer says it comes from (RFC 9207); None when it says nothing.
    """

    directory: str
    code: str
    state: str
    nonce: str
    verifier: str
    redirect_uri: str
    named_issuer: str | None = None

    def secret_members(self) -> frozenset[str]:
        return frozenset({"code", "state", "nonce", "verifier"})


class SignInThroughDirectory(DirectoryAnswer, frozen=True, kw_only=True):
    """Somebody comes from a body's directory. Who they are is its issuer and their subject there, never an address.

    Where the operator wants it, somebody the house does not know joins, as a member and nothing more.
    """

    language: str = "en"


class LinkDirectoryIdentity(DirectoryAnswer, frozen=True, kw_only=True):
    """A member who is signed in says: this is I, in that directory."""


class UnlinkDirectoryIdentity(Command, frozen=True, kw_only=True):
    """A member takes a directory's way in away from themselves."""

    identity_id: int
