"""What a house and another server do to each other, verb by verb, both ways, and what was seen of each.

A step fails by AssertionError; then the walk goes on, so that one fault does not hide the next. `python -m
tests.federation.walk` writes what was seen to docs/reference/federation-interop.md, which the tests compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.federation.peers import Peer
from tests.federation.servers import TalkingHouse, until

Step = tuple[str, str, Callable[["Walk"], None]]
STEPS: list[Step] = []
OUT, IN = "from us", "to us"


def step(verb: str, direction: str) -> Callable[[Callable[[Walk], None]], Callable[[Walk], None]]:
    """Name a step of the walk; they run in the order they are written in."""

    def keep(run: Callable[[Walk], None]) -> Callable[[Walk], None]:
        STEPS.append((verb, direction, run))
        return run

    return keep


class Walk:
    """Ada of our house (and Bevan, whose account is locked, and Cade), and one person elsewhere."""

    def __init__(self, house: TalkingHouse, peer: Peer) -> None:
        self.house, self.peer = house, peer
        self.ada = house.uri("ada")
        self.kept: dict[str, Any] = {}
        self._id = ""

    @property
    def peer_id(self) -> str:
        """The peer as an account of our house."""
        if not self._id:
            self._id = str(self.house.finds("ada", self.peer.uri)["id"])
        return self._id

    def api(self, method: str, path: str, name: str = "ada", **members: Any) -> Any:
        return self.house.as_(name, method, path, **members)

    def status(self, uri: str) -> Any:
        """A post as Ada sees it, once it is here."""
        return until(lambda: self.house.finds_post("ada", uri), f"{uri} is here")

    def heard(self, kind: str, about: str, words: str = "") -> None:
        until(lambda: self.peer.heard(kind, about, words), f"{kind} of {about} reached the other side")

    def run(self) -> Iterator[tuple[str, str, str]]:
        """(verb, direction, "" or what went wrong) of each step."""
        for verb, direction, go in STEPS:
            try:
                go(self)
            except (AssertionError, KeyError, IndexError) as wrong:
                yield verb, direction, f"{type(wrong).__name__}: {wrong}"
            else:
                yield verb, direction, ""


@step("Find by handle", OUT)
def _find(walk: Walk) -> None:
    assert walk.house.finds("ada", f"@{walk.peer.handle}")["acct"] == walk.peer.handle


@step("Follow, Accept", OUT)
def _follow_out(walk: Walk) -> None:
    walk.api("POST", f"/api/v1/accounts/{walk.peer_id}/follow")
    walk.heard("Follow", walk.peer.uri)
    until(lambda: walk.house.relationship("ada", walk.peer_id)["following"], "the follow was accepted")


@step("Follow, Accept", IN)
def _follow_in(walk: Walk) -> None:
    walk.kept["follow"] = walk.peer.does("follow", walk.ada, object=walk.ada)["id"]
    until(lambda: walk.house.relationship("ada", walk.peer_id)["followed_by"], "they follow Ada")
    walk.heard("Accept", walk.ada)


@step("Follow request, Reject", IN)
def _reject(walk: Walk) -> None:
    bevan = walk.house.uri("bevan")
    walk.peer.does("follow", bevan, object=bevan)
    asked = until(lambda: walk.api("GET", "/api/v1/follow_requests", "bevan"), "Bevan is asked")
    walk.api("POST", f"/api/v1/follow_requests/{asked[0]['id']}/reject", "bevan")
    walk.heard("Reject", bevan)


@step("Post", OUT)
def _post_out(walk: Walk) -> None:
    said = walk.kept["post"] = walk.house.says("ada", "The library is open #Leedon")
    walk.heard("Create", said["uri"], "library is open")


@step("Post", IN)
def _post_in(walk: Walk) -> None:
    uri = walk.kept["theirs"] = walk.peer.does("post", walk.ada, content="<p>Good morning from far</p>")["object"]
    seen = until(lambda: [one for one in walk.house.home("ada") if one["uri"] == uri], "it is in Ada's home timeline")
    assert "Good morning from far" in seen[0]["content"]
    assert seen[0]["account"]["acct"] == walk.peer.handle


@step("Followers-only post", OUT)
def _private_out(walk: Walk) -> None:
    said = walk.house.says("ada", "For those who follow me", visibility="private")
    walk.heard("Create", said["uri"], "who follow me")


@step("Direct message", OUT)
def _direct_out(walk: Walk) -> None:
    said = walk.house.says("ada", f"@{walk.peer.handle} between us", visibility="direct")
    walk.heard("Create", said["uri"], "between us")


@step("Reply", OUT)
def _reply_out(walk: Walk) -> None:
    status = walk.status(walk.kept["theirs"])
    said = walk.house.says("ada", f"@{walk.peer.handle} and to you", in_reply_to_id=status["id"])
    walk.heard("Create", said["uri"], "and to you")


@step("Reply", IN)
def _reply_in(walk: Walk) -> None:
    about = walk.kept["post"]
    walk.peer.does("post", walk.ada, content="<p>Until when?</p>", inReplyTo=about["uri"], to=walk.ada)
    below = until(
        lambda: walk.api("GET", f"/api/v1/statuses/{about['id']}/context")["descendants"], "the reply is in the thread"
    )
    assert "Until when?" in below[0]["content"]


@step("Like, Undo", OUT)
def _like_out(walk: Walk) -> None:
    status = walk.status(walk.kept["theirs"])
    walk.api("POST", f"/api/v1/statuses/{status['id']}/favourite")
    walk.heard("Like", walk.kept["theirs"])
    walk.api("POST", f"/api/v1/statuses/{status['id']}/unfavourite")
    walk.heard("Undo", walk.kept["theirs"])


def _count(walk: Walk, member: str, number: int) -> None:
    path = f"/api/v1/statuses/{walk.kept['post']['id']}"
    until(lambda: walk.api("GET", path)[member] == number, f"{member} is {number}")


@step("Like, Undo", IN)
def _like_in(walk: Walk) -> None:
    uri = walk.kept["post"]["uri"]
    done = walk.peer.does("like", walk.ada, object=uri)
    _count(walk, "favourites_count", 1)
    walk.peer.does("unlike", walk.ada, object=uri, activity=done["id"])
    _count(walk, "favourites_count", 0)


@step("Boost, Undo", OUT)
def _boost_out(walk: Walk) -> None:
    status = walk.status(walk.kept["theirs"])
    walk.api("POST", f"/api/v1/statuses/{status['id']}/reblog")
    walk.heard("Announce", walk.kept["theirs"])
    walk.api("POST", f"/api/v1/statuses/{status['id']}/unreblog")
    walk.heard("Undo", walk.kept["theirs"])


@step("Boost, Undo", IN)
def _boost_in(walk: Walk) -> None:
    uri = walk.kept["post"]["uri"]
    done = walk.peer.does("boost", walk.ada, object=uri)
    _count(walk, "reblogs_count", 1)
    walk.peer.does("unboost", walk.ada, object=uri, activity=done["id"])
    _count(walk, "reblogs_count", 0)


@step("Poll, vote", OUT)
def _poll_theirs(walk: Walk) -> None:
    """They ask, Ada votes."""
    uri = walk.peer.does("post", walk.ada, content="<p>Tea?</p>", options=["Yes", "No"])["object"]
    poll = walk.status(uri)["poll"]
    assert [option["title"] for option in poll["options"]] == ["Yes", "No"]
    walk.api("POST", f"/api/v1/polls/{poll['id']}/votes", choices=[0])
    until(lambda: walk.peer.heard("Create", uri, "Yes") or _voted(walk, uri), "the vote reached the other side")


def _voted(walk: Walk, uri: str) -> bool:
    look = getattr(walk.peer, "heard_vote", None)
    return bool(look and look(uri, ""))


@step("Poll, vote", IN)
def _poll_ours(walk: Walk) -> None:
    """Ada asks, they vote."""
    said = walk.house.says("ada", "Coffee?", poll={"options": ["Yes", "No"], "expires_in": 3600})
    walk.heard("Create", said["uri"])
    walk.peer.does("vote", walk.ada, object=said["uri"], choice="No", to=walk.ada)
    until(
        lambda: walk.api("GET", f"/api/v1/polls/{said['poll']['id']}")["options"][1]["votes_count"] == 1,
        "the vote is counted",
    )


@step("Edit", OUT)
def _edit_out(walk: Walk) -> None:
    said = walk.kept["post"]
    walk.api("PUT", f"/api/v1/statuses/{said['id']}", status="The library is shut today")
    walk.heard("Update", said["uri"], "shut today")


@step("Edit", IN)
def _edit_in(walk: Walk) -> None:
    walk.peer.does("edit", walk.ada, object=walk.kept["theirs"], content="<p>Good evening</p>")
    path = f"/api/v1/statuses/{walk.status(walk.kept['theirs'])['id']}"
    until(lambda: "Good evening" in walk.api("GET", path)["content"], "the new words are here")
    assert walk.api("GET", path)["edited_at"]


@step("Delete", OUT)
def _delete_out(walk: Walk) -> None:
    said = walk.kept["post"]
    walk.api("DELETE", f"/api/v1/statuses/{said['id']}")
    walk.heard("Delete", said["uri"])


@step("Delete", IN)
def _delete_in(walk: Walk) -> None:
    uri = walk.kept["theirs"]
    path = walk.status(uri)["id"]
    walk.peer.does("delete", walk.ada, object=uri)
    until(lambda: not [one for one in walk.house.home("ada") if one["id"] == path], "it is gone from home")


@step("Report", OUT)
def _flag_out(walk: Walk) -> None:
    walk.api("POST", "/api/v1/reports", account_id=walk.peer_id, comment="Is this allowed?", forward=True)
    walk.heard("Flag", walk.peer.uri)


@step("Report", IN)
def _flag_in(walk: Walk) -> None:
    walk.peer.does("flag", walk.ada, objects=[walk.ada], content="Not kind")
    until(lambda: "Not kind" in walk.house.reports(), "a moderator is shown the report")


@step("Move", OUT)
def _move_out(walk: Walk) -> None:
    """Sam's account moves to theirs, which says to be the same: who follows Sam elsewhere is told."""
    sam = walk.house.uri("sam")
    walk.peer.does("follow", sam, object=sam)
    until(lambda: walk.house.relationship("sam", walk.peer_id)["followed_by"], "they follow Sam")
    walk.peer.does("alias", sam, object=sam)
    walk.house.moves("sam", walk.peer.handle)
    walk.heard("Move", sam, walk.peer.uri)


@step("Move", IN)
def _move_in(walk: Walk) -> None:
    """Their account moves to Cade's, who says to be the same: Ada now follows Cade."""
    walk.house.alias("cade", walk.peer.handle)
    walk.peer.does("move", walk.ada, target=walk.house.uri("cade"))
    cade = walk.house.ids["cade"]
    until(lambda: walk.house.relationship("ada", cade)["following"], "Ada follows Cade")


@step("Block, Undo of Follow", OUT)
def _block_out(walk: Walk) -> None:
    walk.api("POST", f"/api/v1/accounts/{walk.peer_id}/block")
    walk.heard("Block", walk.ada)
    walk.api("POST", f"/api/v1/accounts/{walk.peer_id}/unblock")


@step("Block", IN)
def _block_in(walk: Walk) -> None:
    walk.peer.does("block", walk.ada, object=walk.ada)
    until(lambda: walk.house.relationship("ada", walk.peer_id)["blocked_by"], "Ada is blocked")
