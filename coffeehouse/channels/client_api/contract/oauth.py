"""Apps and tokens."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.apps import Application, CredentialApplication, Token


class Userinfo(msgspec.Struct, kw_only=True):
    """Who has signed in, in OpenID Connect's words."""

    iss: str
    sub: str
    name: str
    preferred_username: str
    profile: str
    picture: str


CLIENT = {"client_id": TEXT, "client_secret": TEXT}

OPERATIONS = {
    "POST api/v1/apps": does(
        CredentialApplication,
        body=members(
            "client_name redirect_uris", client_name=TEXT, redirect_uris=several(TEXT), scopes=TEXT, website=TEXT
        ),
    ),
    "GET api/v1/apps/verify_credentials": does(Application, may_lack=True),
    "POST oauth/token": does(
        Token,
        body=members(
            "grant_type",
            grant_type=TEXT,
            code=TEXT,
            redirect_uri=TEXT,
            code_verifier=TEXT,
            scope=TEXT,
            username=TEXT,
            password=TEXT,
            **CLIENT,
        ),
    ),
    "POST oauth/revoke": does(Nothing, body=members("token", token=TEXT, **CLIENT)),
    "GET oauth/userinfo": does(Userinfo, may_lack=True),
    "POST oauth/userinfo": does(Userinfo, may_lack=True),
}
