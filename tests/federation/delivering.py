"""People on another server who deliver to the inbox as their server would: signed with a key of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.test import Client

from coffeehouse.kernel import clock
from coffeehouse.protocols.activitypub.documents import PublicKey
from coffeehouse.protocols.signatures import cavage, keys, rfc9421
from tests.federation.elsewhere import HOST, Stranger, stranger

ACTIVITY = "application/activity+json"
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FORMS = {"cavage": cavage.headers_for, "rfc9421": rfc9421.headers_for}


@cache
def pair(number: int) -> tuple[str, str]:
    """A key pair (private PEM, public PEM): made once, since it takes a while."""
    return keys.make("rsa")


@cache
def private(number: int) -> keys.Private:
    """Its private half, ready for use."""
    return keys.read_private(pair(number)[0])


@dataclass(frozen=True)
class Sender:
    """Somebody elsewhere with a key, and how what they do is delivered."""

    person: Stranger
    key: int = 0

    @property
    def uri(self) -> str:
        return self.person.uri

    @property
    def id(self) -> int:
        return self.person.account_id

    @property
    def key_id(self) -> str:
        return f"{self.uri}#main-key"

    def activity(self, kind: str, about: Any, number: int | str = 1, **members: Any) -> dict[str, Any]:
        """An activity of theirs."""
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "id": f"{self.uri}#{kind.lower()}s/{number}",
            "type": kind, "actor": self.uri, "object": about,
        } | members  # fmt: skip

    def note(self, number: int | str = 1, text: str = "Shwmae", **members: Any) -> dict[str, Any]:
        """A Note of theirs."""
        return {
            "id": f"{self.uri}/statuses/{number}", "type": "Note", "attributedTo": self.uri, "to": [PUBLIC],
            "cc": [self.person.followers], "content": f"<p>{text}</p>", "published": clock.iso(clock.now_ms()),
        } | members  # fmt: skip

    def delivers(
        self,
        document: Any,
        *,
        path: str = "/inbox",
        form: str = "cavage",
        key_id: str = "",
        peer: str = "127.0.0.1",
        **headers: str,
    ) -> Any:
        """Deliver it, from the address `peer`; the house's answer."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        made = FORMS[form]("POST", f"{settings.BASE_URL}{path}", body, key_id or self.key_id, private(self.key),
                           clock.now_ms())  # fmt: skip
        return Client().post(path, body, content_type=ACTIVITY, headers=made | headers, REMOTE_ADDR=peer)

    def does(self, kind: str, about: Any, number: int | str = 1, **members: Any) -> int:
        """Deliver an activity; the status answered."""
        return int(self.delivers(self.activity(kind, about, number, **members)).status_code)

    def undoes(self, kind: str, about: Any, number: int | str = 1) -> int:
        """Deliver an Undo of an earlier activity, embedded as most servers do."""
        return self.does("Undo", self.activity(kind, about, number), f"{kind}{number}")


def sender(name: str = "dee", host: str = HOST, key: int = 0, **members: Any) -> Sender:
    """Somebody elsewhere whom the house knows, with their key."""
    uri = f"https://{host}/users/{name}"
    public = PublicKey(id=f"{uri}#main-key", owner=uri, kind="rsa", public=pair(key)[1])
    return Sender(stranger(name, host, keys=(public,), **members), key)
