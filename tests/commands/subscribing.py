"""An app of Ada's that may be pushed to, for the tests of push subscriptions."""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.domain.context import Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.push_commands import SubscribeToPush
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House

# RFC 8291 section 5.
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
ENDPOINT = "https://push.example.net/device/abc"


def app_of(house: House, name: str = "ada", scopes: str = "push", token: str = "t") -> Actor:
    """An app of theirs, signed in."""
    issue = people.IssueToken(
        account_id=house.id(name), scopes=scopes, label="app", token_hash=hash_secret(f"{name}{token}")
    )
    house.act("mair", issue)
    actor = read_actor_by_token(f"{name}{token}")
    assert actor is not None
    return actor


def subscribe(**more: Any) -> SubscribeToPush:
    """Ask to be woken for mentions, except for what `more` says."""
    plain = SubscribeToPush(
        endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH, is_standard=True, alerts=("poll", "mention", "unknown")
    )
    return msgspec.structs.replace(plain, **more)
