"""Another server, on bovine: one actor who does what it is told, and keeps what it is sent.

    python app.py PORT NAME

GET /told: what arrived, each proven by bovine: [{type, id, actor, object, json}, ...]. GET /failed: what went wrong.
POST /do {verb, object, inboxes, ...}: say or do something; answers {id, object, answered} with the statuses it got.

Runs with the packages of its own lock file, apart from those of the house.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web
from bovine import BovineActor
from bovine.activitystreams.activity_factory import ActivityFactory
from bovine.activitystreams.object_factory import ObjectFactory
from bovine.crypto import build_validate_http_signature_raw, generate_rsa_public_private_key
from bovine.crypto.types import CryptographicIdentifier

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTIVITY_JSON = "application/activity+json"
Json = dict[str, Any]


def now() -> str:
    """As bovine writes times."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Server:
    """The actor, its followers, what it wrote and what it was told."""

    def __init__(self, port: int, name: str) -> None:
        self.base = f"http://localhost:{port}"
        self.name = name
        self.me = f"{self.base}/users/{name}"
        self.public, self.secret = generate_rsa_public_private_key()
        self.told: list[Json] = []
        self.failed: list[str] = []
        self.objects: dict[str, Json] = {}
        self.followers: dict[str, str] = {}
        self.aliases: list[str] = []
        self.moved_to = ""
        self.count = 0
        self.client = BovineActor(actor_id=self.me, public_key_url=f"{self.me}#main-key", secret=self.secret)
        information = {"id": self.me, "followers": f"{self.me}/followers"}
        self.activities, self.notes = ActivityFactory(information), ObjectFactory(actor_information=information)
        self.proven = build_validate_http_signature_raw(self.key)

    async def key(self, key_id: str) -> CryptographicIdentifier | None:
        """The key that somebody signs with; asked for as this actor."""
        document = await self.fetch(key_id.partition("#")[0])
        key = document["publicKey"]
        return CryptographicIdentifier.from_pem(key["publicKeyPem"], key["owner"])

    async def fetch(self, url: str) -> Json:
        """A document, asked for with a signature."""
        answer = await self.client.get(url)
        found: Json = answer if isinstance(answer, dict) else json.loads(await answer.text())
        return found

    def next(self, kind: str) -> str:
        """A new identity."""
        self.count += 1
        return f"{self.base}/{kind}/{self.count}"

    def actor(self) -> Json:
        """The actor's document."""
        document: Json = {
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
            "id": self.me,
            "type": "Person",
            "preferredUsername": self.name,
            "name": f"{self.name} of bovine",
            "inbox": f"{self.me}/inbox",
            "outbox": f"{self.me}/outbox",
            "followers": f"{self.me}/followers",
            "alsoKnownAs": self.aliases,
            "publicKey": {"id": f"{self.me}#main-key", "owner": self.me, "publicKeyPem": self.public},
        }
        return document | ({"movedTo": self.moved_to} if self.moved_to else {})

    def write(self, asked: Json) -> Json:
        """A Note or Question, and where it will be found."""
        note = self.notes.note(content=asked["content"])
        note = note.add_to(asked["to"]) if asked.get("direct") else note.as_public()
        document = note.build() | {"id": self.next("objects"), "published": now(), "attributedTo": self.me}
        if asked.get("to"):
            document["tag"] = [{"type": "Mention", "href": asked["to"], "name": asked.get("mention", "")}]
            document["cc"] = [*document.get("cc", []), asked["to"]]
        if asked.get("inReplyTo"):
            document["inReplyTo"] = asked["inReplyTo"]
        if asked.get("options"):
            none = {"type": "Collection", "totalItems": 0}
            document |= {
                "type": "Question",
                "oneOf": [{"type": "Note", "name": option, "replies": none} for option in asked["options"]],
                "endTime": (datetime.now(UTC) + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ"),
            }
        self.objects[document["id"]] = document
        return document

    def activity(self, asked: Json) -> Json:
        """The activity that a verb means."""
        make: Callable[[Json], Json] = getattr(self, f"do_{asked['verb']}")
        made = make(asked)
        return {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": self.next("activities"),
            "actor": self.me,
        } | made

    def do_post(self, asked: Json) -> Json:
        document = self.write(asked)
        return self.activities.create(document).build() | {"to": document["to"], "cc": document.get("cc", [])}

    def do_edit(self, asked: Json) -> Json:
        document = self.objects[asked["object"]]
        document |= {"content": asked["content"], "updated": now()}
        return self.activities.update(document).build() | {"to": [PUBLIC]}

    def do_delete(self, asked: Json) -> Json:
        self.objects.pop(asked["object"], None)
        return {"type": "Delete", "object": {"type": "Tombstone", "id": asked["object"]}, "to": [PUBLIC]}

    def do_follow(self, asked: Json) -> Json:
        return self.activities.follow(asked["object"]).build()

    def do_like(self, asked: Json) -> Json:
        return self.activities.like(asked["object"]).build()

    def do_boost(self, asked: Json) -> Json:
        return self.activities.announce(asked["object"]).as_public().build()

    def do_block(self, asked: Json) -> Json:
        return self.activities.block(asked["object"]).build()

    def undo(self, kind: str, asked: Json) -> Json:
        return {
            "type": "Undo",
            "object": {"type": kind, "id": asked["activity"], "actor": self.me, "object": asked["object"]},
            "to": [PUBLIC],
        }

    def do_unfollow(self, asked: Json) -> Json:
        return self.undo("Follow", asked)

    def do_unlike(self, asked: Json) -> Json:
        return self.undo("Like", asked)

    def do_unboost(self, asked: Json) -> Json:
        return self.undo("Announce", asked)

    def do_vote(self, asked: Json) -> Json:
        choice = {"id": self.next("objects"), "type": "Note", "attributedTo": self.me, "name": asked["choice"]}
        return {
            "type": "Create",
            "to": [asked["to"]],
            "object": choice | {"inReplyTo": asked["object"], "to": [asked["to"]]},
        }

    def do_flag(self, asked: Json) -> Json:
        return {"type": "Flag", "object": asked["objects"], "content": asked["content"]}

    def do_move(self, asked: Json) -> Json:
        self.moved_to = asked["target"]
        return {"type": "Move", "object": self.me, "target": asked["target"], "to": [f"{self.me}/followers"]}

    async def deliver(self, activity: Json, inboxes: list[str]) -> list[int]:
        """The statuses that the inboxes answered."""
        answered = []
        for inbox in inboxes:
            try:
                answered.append((await self.client.post(inbox, activity)).status)
            except aiohttp.ClientResponseError as refused:
                self.failed.append(f"{activity['type']} was answered {refused.status}")
                answered.append(refused.status)
        return answered

    async def take(self, request: web.Request) -> web.Response:
        """The inbox: 401 for what bovine does not find proven."""
        body = await request.read()

        async def again() -> bytes:
            return body

        headers = {name.lower(): value for name, value in request.headers.items()}
        owner = await self.proven(request.method.lower(), f"{self.base}{request.path_qs}", headers, again)
        activity = json.loads(body)
        if owner is None or owner != activity["actor"]:
            self.failed.append(f"not proven: {activity.get('type')} of {activity.get('actor')}, by {owner}")
            return web.Response(status=401)
        about = activity.get("object")
        self.told.append(
            {
                "type": activity["type"],
                "id": activity["id"],
                "actor": activity["actor"],
                "object": about.get("id") if isinstance(about, dict) else about,
                "json": activity,
            }
        )
        if activity["type"] == "Follow":
            self.accepting = asyncio.create_task(self.accept(activity))
        return web.Response(status=202)

    async def accept(self, follow: Json) -> None:
        """Say yes to whoever wants to follow."""
        follower = await self.fetch(follow["actor"])
        self.followers[follow["actor"]] = follower["inbox"]
        accept = self.activities.accept(follow).build() | {"id": self.next("activities"), "to": [follow["actor"]]}
        await self.deliver(accept, [follower["inbox"]])

    async def do(self, request: web.Request) -> web.Response:
        """What the test wants done."""
        asked = await request.json()
        if asked["verb"] == "alias":
            self.aliases = [asked["object"]]
            return web.json_response({})
        activity = self.activity(asked)
        answered = await self.deliver(activity, [one["inbox"] for one in asked.get("inboxes", [])])
        about = activity["object"]
        return web.json_response(
            {"id": activity["id"], "object": about["id"] if isinstance(about, dict) else about, "answered": answered}
        )

    def webfinger(self) -> Json:
        """Whom the handle names."""
        links = [{"rel": "self", "type": ACTIVITY_JSON, "href": self.me}]
        return {"subject": f"acct:{self.name}@{self.base.partition('//')[2]}", "links": links}

    def application(self) -> web.Application:
        """The addresses."""

        def give(make: Callable[[web.Request], Any], kind: str = ACTIVITY_JSON) -> Callable[[web.Request], Any]:
            async def answer(request: web.Request) -> web.Response:
                found = make(request)
                return web.Response(status=404) if found is None else web.json_response(found, content_type=kind)

            return answer

        collection = {"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection"}
        path = f"/users/{self.name}"
        application = web.Application()
        application.add_routes(
            [
                web.get(path, give(lambda _: self.actor())),
                web.get(f"{path}/outbox", give(lambda _: collection | {"id": f"{self.me}/outbox", "orderedItems": []})),
                web.get(
                    f"{path}/followers",
                    give(
                        lambda _: collection | {"id": f"{self.me}/followers", "orderedItems": [*self.followers]},
                    ),
                ),
                web.get("/objects/{id}", give(lambda request: self.objects.get(f"{self.base}{request.path}"))),
                web.get("/.well-known/webfinger", give(lambda _: self.webfinger(), "application/jrd+json")),
                web.get("/told", give(lambda _: self.told, "application/json")),
                web.get("/failed", give(lambda _: self.failed, "application/json")),
                web.post("/do", self.do),
                web.post(f"{path}/inbox", self.take),
            ]
        )
        return application


async def main(port: int, name: str) -> None:
    """Open, and stay open."""
    server = Server(port, name)
    async with aiohttp.ClientSession() as session:
        await server.client.init(session=session)
        runner = web.AppRunner(server.application())
        await runner.setup()
        await web.TCPSite(runner, "localhost", port).start()
        print(f"open {server.base}", flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
