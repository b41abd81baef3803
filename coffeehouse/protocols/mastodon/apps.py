"""What an app is told of itself: its registration and its token. Part of `entities`, which gathers all of them."""

from __future__ import annotations

from msgspec import Struct


class Application(Struct, kw_only=True):
    """A registered app. `redirect_uri` is the same list with line ends, for old apps."""

    id: str
    name: str
    website: str | None
    scopes: list[str]
    redirect_uri: str
    redirect_uris: list[str]
    vapid_key: str = ""


class CredentialApplication(Application, kw_only=True):
    """The answer to registering: the only time the secret is shown. 0 means it does not expire."""

    client_id: str
    client_secret: str
    client_secret_expires_at: int = 0


class Token(Struct, kw_only=True):
    """An access token, shown once. `created_at` is in seconds, as OAuth has it."""

    access_token: str
    scope: str
    created_at: int
    token_type: str = "Bearer"  # noqa: S105  the scheme's name
