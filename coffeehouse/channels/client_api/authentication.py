"""Who holds the token of a request, and whether it allows what is asked. Asked before anything is looked up."""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import queries as people
from coffeehouse.kernel.errors import Forbidden, Unauthenticated
from coffeehouse.protocols.oauth_scopes import grants

NO_TOKEN = "The access token is invalid"  # noqa: S105  # a message
TOO_NARROW = "This action is outside the authorized scopes"
NO_USER = "This method requires an authenticated user"
LONGEST = 512


@dataclass(frozen=True, slots=True)
class Auth:
    """Who may call an endpoint.

    who: "user" (a token of an account), "app" (any token), "anybody" (a token is not needed, but must be good if it is
    sent), "open" (no token is looked at). scopes: one of them suffices; none means any token will do.
    """

    who: str
    scopes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.who} {' or '.join(self.scopes)}".strip()

    def admit(self, authorization: str, address: str) -> Actor:
        """The actor. Raises Unauthenticated (401), or Forbidden (403): too few scopes, or an app instead of a user.

        Mastodon answers an app with 422; it is known and may not, which is what 403 says (docs/decisions).
        """
        if self.who == "open" or (self.who == "anybody" and not authorization):
            return Actor(address=address)
        actor = read_actor(authorization, address)
        if actor is None:
            raise Unauthenticated(NO_TOKEN)
        if self.scopes and not any(grants(actor.scopes, scope) for scope in self.scopes):
            raise Forbidden(TOO_NARROW, code="scope")
        if self.who == "user" and actor.account_id is None:
            raise Forbidden(NO_USER, code="no_account")
        return actor


def read_actor(authorization: str, address: str) -> Actor | None:
    """The actor behind `Authorization: Bearer <token>`, or None. A token in the address is never read."""
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > LONGEST:
        return None
    return people.read_actor_by_token(token, address)
