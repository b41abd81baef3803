"""People elsewhere, taken in as servers tell of them."""

from __future__ import annotations

from typing import Any

from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.domain.federation.queries import remote_actor
from coffeehouse.domain.people import commands as people
from coffeehouse.protocols.activitypub.documents import ActorDocument, PublicKey
from tests.commands.house import House


def arrives(house: House, name: str, host: str, **members: Any) -> int:
    """Somebody of another server becomes known; the account's id."""
    uri = f"https://{host}/users/{name}"
    document: dict[str, Any] = {
        "id": uri, "type": "Person", "username": name, "name": name.title(), "inbox": f"{uri}/inbox",
        "shared_inbox": f"https://{host}/inbox", "followers": f"{uri}/followers",
        "keys": (PublicKey(id=f"{uri}#main-key", owner=uri, kind="rsa", public="PEM"),),
    }  # fmt: skip
    return int(house.act("system", ReceiveActor(document=ActorDocument(**(document | members)), host=host)).result)


def follows(house: House, who: str, account_id: int) -> None:
    """Somebody here follows an account elsewhere, and it agreed."""
    if house.act(who, people.FollowAccount(target_id=account_id)).result == "requested":
        house.act(remote_actor(account_id), people.AuthorizeFollow(account_id=house.id(who)))


def is_followed(house: House, by: int, who: str) -> None:
    """An account elsewhere follows somebody here."""
    house.act(remote_actor(by), people.FollowAccount(target_id=house.id(who)))
