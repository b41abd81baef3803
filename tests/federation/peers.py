"""A person on another server, as the walk needs one: does what it is told, and says what reached them.

`Program` is one on somebody else's library: it answers from what its inbox was told. `Neighbour` is one in a second
house of ours: it answers from what its client API shows.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from tests.federation.servers import OtherServer, TalkingHouse

Json = dict[str, Any]


class Peer(Protocol):
    """What a walk asks of the other side. `about` is the identity of an actor or object."""

    uri: str
    handle: str

    def does(self, verb: str, whom: str, /, **members: Any) -> Json: ...

    def heard(self, kind: str, about: str, words: str = "") -> bool:
        """Whether an activity of this type about this thing (and with these words) reached them."""
        ...


class Program:
    """One on somebody else's library."""

    def __init__(self, server: OtherServer) -> None:
        self.server, self.uri, self.handle = server, server.uri, server.handle

    def does(self, verb: str, whom: str, /, **members: Any) -> Json:
        return self.server.does(verb, whom, **members)

    def heard(self, kind: str, about: str, words: str = "") -> bool:
        return any(words in str(one["json"]) for one in self.server.told(kind, about))


class Neighbour:
    """One in another house of ours."""

    def __init__(self, house: TalkingHouse, name: str) -> None:
        self.house, self.name = house, name
        self.uri, self.handle = house.uri(name), house.handle(name)

    def _ask(self, method: str, path: str, **members: Any) -> Any:
        return self.house.as_(self.name, method, path, **members)

    def _account(self, uri: str) -> str:
        return str(self.house.finds(self.name, uri)["id"])

    def _post(self, uri: str) -> Json:
        found = self.house.finds_post(self.name, uri)
        assert found is not None, f"{uri} is not found"
        return found

    def does(self, verb: str, whom: str, /, **members: Any) -> Json:
        done: Json = getattr(self, f"do_{verb}")(whom, **members) or {}
        return {"id": done.get("uri", ""), "object": done.get("uri", "")}

    def do_post(self, whom: str, /, content: str, inReplyTo: str = "", options: Any = (), **_: Any) -> Json:  # noqa: N803
        members: Json = {"status": re.sub("<[^>]+>", "", content)}
        if inReplyTo:
            members["in_reply_to_id"] = self._post(inReplyTo)["id"]
            members["status"] = f"@{whom.rpartition('/')[2]}@{whom.split('/')[2]} {members['status']}"
        if options:
            members["poll"] = {"options": options, "expires_in": 3600}
        done: Json = self._ask("POST", "/api/v1/statuses", **members)
        return done

    def do_edit(self, _whom: str, /, object: str, content: str) -> None:
        self._ask("PUT", f"/api/v1/statuses/{self._post(object)['id']}", status=re.sub("<[^>]+>", "", content))

    def do_delete(self, _whom: str, /, object: str) -> None:
        self._ask("DELETE", f"/api/v1/statuses/{self._post(object)['id']}")

    def _on_post(self, verb: str, object: str) -> None:
        self._ask("POST", f"/api/v1/statuses/{self._post(object)['id']}/{verb}")

    def do_like(self, _whom: str, /, object: str) -> None:
        self._on_post("favourite", object)

    def do_unlike(self, _whom: str, /, object: str, **_: Any) -> None:
        self._on_post("unfavourite", object)

    def do_boost(self, _whom: str, /, object: str) -> None:
        self._on_post("reblog", object)

    def do_unboost(self, _whom: str, /, object: str, **_: Any) -> None:
        self._on_post("unreblog", object)

    def do_vote(self, _whom: str, /, object: str, choice: str, **_: Any) -> None:
        poll = self._post(object)["poll"]
        at = [option["title"] for option in poll["options"]].index(choice)
        self._ask("POST", f"/api/v1/polls/{poll['id']}/votes", choices=[at])

    def _on_account(self, verb: str, object: str) -> None:
        self._ask("POST", f"/api/v1/accounts/{self._account(object)}/{verb}")

    def do_follow(self, _whom: str, /, object: str) -> None:
        self._on_account("follow", object)

    def do_unfollow(self, _whom: str, /, object: str, **_: Any) -> None:
        self._on_account("unfollow", object)

    def do_block(self, _whom: str, /, object: str) -> None:
        self._on_account("block", object)

    def do_alias(self, _whom: str, /, object: str) -> None:
        self.house.alias(self.name, f"{object.rpartition('/')[2]}@{object.split('/')[2]}")

    def do_move(self, _whom: str, /, target: str) -> None:
        self.house.moves(self.name, f"{target.rpartition('/')[2]}@{target.split('/')[2]}")

    def do_flag(self, _whom: str, /, objects: list[str], content: str) -> None:
        self._ask(
            "POST", "/api/v1/reports", account_id=self._account(objects[0]), comment=content, forward=True,
            status_ids=[self._post(uri)["id"] for uri in objects[1:]],
        )  # fmt: skip

    def heard(self, kind: str, about: str, words: str = "") -> bool:
        return bool(getattr(self, f"heard_{kind.lower()}")(about, words))

    def _relationship(self, uri: str) -> Json:
        return self.house.relationship(self.name, self._account(uri))

    def heard_follow(self, about: str, _words: str) -> bool:
        """`about` is the neighbour themself: somebody follows them."""
        return bool(self._ask("GET", f"/api/v1/accounts/{self.house.ids[self.name]}/followers"))

    def heard_accept(self, about: str, _words: str) -> bool:
        return bool(self._relationship(about)["following"])

    def heard_reject(self, about: str, _words: str) -> bool:
        standing = self._relationship(about)
        return not standing["following"] and not standing["requested"]

    def heard_create(self, about: str, words: str) -> bool:
        found = self.house.finds_post(self.name, about)
        return found is not None and words in found["content"]

    heard_update = heard_create

    def heard_delete(self, about: str, _words: str) -> bool:
        return self.house.finds_post(self.name, about) is None

    def heard_like(self, about: str, _words: str) -> bool:
        return bool(self._post(about)["favourites_count"])

    def heard_announce(self, about: str, _words: str) -> bool:
        return bool(self._post(about)["reblogs_count"])

    def heard_undo(self, about: str, _words: str) -> bool:
        if about == self.uri:
            return not self.heard_follow(about, "")
        found = self._post(about)
        return not found["favourites_count"] and not found["reblogs_count"]

    def heard_vote(self, about: str, _words: str) -> bool:
        return bool(self._post(about)["poll"]["votes_count"])

    def heard_flag(self, _about: str, _words: str) -> bool:
        """Its moderators are shown the report."""
        return "Is this allowed?" in self.house.reports()

    def heard_move(self, about: str, _words: str) -> bool:
        """Who moved is shown with where they moved to."""
        return bool(self.house.finds(self.name, about).get("moved"))

    def heard_block(self, about: str, _words: str) -> bool:
        return bool(self._relationship(about)["blocked_by"])
