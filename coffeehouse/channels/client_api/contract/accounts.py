"""Accounts and how one stands to them."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import FLAG, ID, NUMBER, SWITCH, TEXT, Error, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import List, Preferences, Relationship, Token
from coffeehouse.protocols.mastodon.shapes import Account, CredentialAccount, MutedAccount


class Pending(msgspec.Struct, kw_only=True):
    """Asked to join; somebody decides."""

    state: str
    message: str


SIGN_UP = members(
    "username email password agreement", username=TEXT, email=TEXT, password=TEXT, agreement=FLAG, locale=TEXT,
    reason=TEXT,
)  # fmt: skip
STANDS = does(Relationship)
CREDENTIALS = does(CredentialAccount)

OPERATIONS = {
    "GET api/v1/accounts": does(list[Account], query={"id": several(ID)}),
    "POST api/v1/emails/confirmations": does(Nothing, body=members(email=TEXT)),
    "GET api/v1/emails/check_confirmation": does(bool),
    "POST api/v1/accounts": does(Pending, status=202, also={200: Token, 422: Error}, body=SIGN_UP),
    "GET api/v1/accounts/verify_credentials": CREDENTIALS,
    "GET api/v1/accounts/relationships": does(list[Relationship], query={"id": several(ID), "with_suspended": SWITCH}),
    "GET api/v1/accounts/lookup": does(Account, query={"acct": TEXT}, may_lack=True),
    "GET api/v1/accounts/search": does(
        list[Account], query={"q": TEXT, "following": SWITCH, "resolve": SWITCH}, offset=80
    ),
    "GET api/v1/accounts/<id>": does(Account),
    "GET api/v1/accounts/<id>/followers": does(list[Account], paged=80),
    "GET api/v1/accounts/<id>/following": does(list[Account], paged=80),
    "GET api/v1/accounts/<id>/lists": does(list[List]),
    "GET api/v1/accounts/<id>/identity_proofs": does(list[Nothing]),
    "POST api/v1/accounts/<id>/follow": does(
        Relationship, body=members(reblogs=FLAG, notify=FLAG, languages=several(TEXT))
    ),
    "POST api/v1/accounts/<id>/unfollow": STANDS,
    "POST api/v1/accounts/<id>/block": STANDS,
    "POST api/v1/accounts/<id>/unblock": STANDS,
    "POST api/v1/accounts/<id>/mute": does(Relationship, body=members(notifications=FLAG, duration=NUMBER)),
    "POST api/v1/accounts/<id>/unmute": STANDS,
    "POST api/v1/accounts/<id>/note": does(Relationship, body=members(comment=TEXT)),
    "POST api/v1/accounts/<id>/remove_from_followers": STANDS,
    "GET api/v1/preferences": does(Preferences),
    "GET api/v1/follow_requests": does(list[Account], paged=80),
    "POST api/v1/follow_requests/<id>/authorize": STANDS,
    "POST api/v1/follow_requests/<id>/reject": STANDS,
    "GET api/v1/blocks": does(list[Account], paged=80),
    "GET api/v1/mutes": does(list[MutedAccount], paged=80),
}
