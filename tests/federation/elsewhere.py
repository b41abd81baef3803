"""People on another server, made through the engine as if their server had told of them, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from coffeehouse.domain.context import SYSTEM, Actor
from coffeehouse.domain.federation import commands
from coffeehouse.domain.federation.queries import remote_actor
from coffeehouse.engine.act import Done, act
from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument

HOST = "elsewhere.example"


@dataclass(frozen=True)
class Stranger:
    """An account elsewhere."""

    name: str
    host: str
    account_id: int

    @property
    def uri(self) -> str:
        return f"https://{self.host}/users/{self.name}"

    @property
    def followers(self) -> str:
        return f"{self.uri}/followers"

    def actor(self) -> Actor:
        """As who they act here."""
        return remote_actor(self.account_id)

    def does(self, command: Any) -> Done:
        """Act here as this person."""
        return act(command, self.actor(), "federation")

    def note(self, number: int | str = 1, text: str = "Shwmae", **members: Any) -> ObjectDocument:
        """A document of theirs, as the codec gives it."""
        members = {
            "id": f"{self.uri}/statuses/{number}", "type": "Note", "attributed_to": self.uri, "visibility": "public",
            "content": f"<p>{text}</p>", "text": text, "url": f"https://{self.host}/@{self.name}/{number}",
            "published_at": clock.now_ms(), "may_quote": "public",
        } | members  # fmt: skip
        return msgspec.convert(members, ObjectDocument)

    def says(self, number: int | str = 1, text: str = "Shwmae", *, is_old: bool = False, **members: Any) -> int:
        """Deliver a post; its id here."""
        document = self.note(number, text, **members)
        return int(self.does(commands.ReceivePost(document=document, raw="{}", is_old=is_old)).result["id"])


def stranger(name: str = "dee", host: str = HOST, **members: Any) -> Stranger:
    """Somebody on another server."""
    uri = f"https://{host}/users/{name}"
    document = {
        "id": uri, "type": "Person", "username": name, "name": name.title(), "inbox": f"{uri}/inbox",
        "shared_inbox": f"https://{host}/inbox", "followers": f"{uri}/followers", "is_indexable": True,
    } | members  # fmt: skip
    command = commands.ReceiveActor(document=msgspec.convert(document, ActorDocument), host=host)
    return Stranger(name, host, int(act(command, SYSTEM, "federation").result))
