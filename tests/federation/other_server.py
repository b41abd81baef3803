"""Another server on loopback: ActivityPub documents at paths, WebFinger for names; a real web server of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.delivery.web_server import Answer, Asked, WebServer, serving

ACTIVITY = "application/activity+json"


class OtherServer:
    """What it answers, by path; everything else is 404. `asked` is what was asked of it, in order."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.handles: dict[str, dict[str, Any]] = {}
        self.web: WebServer | None = None
        self.refuses_cavage = False

    @property
    def host(self) -> str:
        """Its host, with the port."""
        assert self.web is not None
        return f"127.0.0.1:{self.web.port}"

    @property
    def base(self) -> str:
        """What its addresses begin with."""
        return f"http://{self.host}"

    @property
    def asked(self) -> list[Asked]:
        """Every request that came."""
        assert self.web is not None
        return self.web.asked

    @property
    def paths(self) -> list[str]:
        """The paths that were asked."""
        return [asked.path for asked in self.asked]

    def gives(self, path: str, document: Any, kind: str = ACTIVITY, status: int = 200, **headers: str) -> str:
        """Answer this path with a document; its address."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answers[path] = Answer(status, body, Content_Type=kind, **headers)
        return f"{self.base}{path}"

    def leads(self, path: str, location: str, status: int = 302) -> str:
        """Answer this path with a redirect; its address."""
        self.answers[path] = Answer(status, b"", Location=location)
        return f"{self.base}{path}"

    def person(self, username: str, *, has_handle: bool = True, path: str = "", **changes: Any) -> str:
        """Have somebody here; their identity."""
        path = path or f"/users/{username}"
        uri = f"{self.base}{path}"
        self.gives(path, self.actor(username, uri) | changes)
        if has_handle:
            self.knows(username, uri)
        return uri

    def actor(self, name: str, uri: str) -> dict[str, Any]:
        """An actor's document."""
        return {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": uri, "type": "Person", "preferredUsername": name, "name": name.title(), "inbox": f"{uri}/inbox",
            "outbox": f"{uri}/outbox", "followers": f"{uri}/followers", "summary": f"<p>I am {name}</p>",
            "url": f"{self.base}/@{name}", "endpoints": {"sharedInbox": f"{self.base}/inbox"},
        }  # fmt: skip

    def knows(self, name: str, uri: str, subject: str = "") -> None:
        """Answer WebFinger for a name here."""
        self.handles[f"acct:{name}@{self.host}"] = self.jrd(subject or f"acct:{name}@{self.host}", uri)

    @staticmethod
    def jrd(subject: str, uri: str) -> dict[str, Any]:
        """A WebFinger document."""
        return {"subject": subject, "links": [{"rel": "self", "type": ACTIVITY, "href": uri}]}

    def respond(self, asked: Asked) -> Answer:
        """What `asked` is answered."""
        parts = urlsplit(asked.path)
        if parts.path == "/.well-known/webfinger":
            found = self.handles.get(parse_qs(parts.query).get("resource", [""])[0])
            if found is not None:
                return Answer(200, json.dumps(found).encode(), Content_Type="application/jrd+json")
        if self.refuses_cavage and "signature-input" not in asked.headers:
            return Answer(401, b"no", Content_Type="text/plain")
        return self.answers.get(asked.path, Answer(404, b"nothing here", Content_Type="text/plain"))


@contextmanager
def other_server(settings: Any) -> Iterator[OtherServer]:
    """One for the time of the block, which the house may ask."""
    settings.OUTBOUND_ALLOW = (ip_network("127.0.0.0/8"),)
    server = OtherServer()
    with serving(server.respond) as web:
        server.web = web
        yield server
