"""What the ledger alone says there is: every entry read in order. For the state machine."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.commands.house import Fact, House

Pair = tuple[int, int]


@dataclass
class Post:
    """A post or boost as the ledger tells of it."""

    author: int
    visibility: str
    mentions: set[int] = field(default_factory=set)
    boost_of: int | None = None


class Fold:
    """Follows, requests, blocks, favourites, posts and hidden accounts, from the entries alone."""

    def __init__(self, house: House) -> None:
        self.names = {name: person.account_id for name, person in house.people.items()}
        self.persona = {person.member_id: person.account_id for person in house.people.values()}
        self.posts: dict[int, Post] = {}
        self.follows: set[Pair] = set()
        self.requests: set[Pair] = set()
        self.blocks: set[Pair] = set()
        self.favourites: set[Pair] = set()
        self.hidden: set[int] = set()
        self.read = 0

    def catch_up(self, house: House) -> None:
        """Read the entries there are by now."""
        while self.read < house.size():
            fact = house.fact(self.read)
            step = getattr(self, fact.kind.replace(".", "_"), None)
            if step is not None:
                step(fact, _number(fact.actor), _number(fact.object))
            self.read += 1

    def post_published(self, fact: Fact, actor: int, number: int) -> None:
        row = fact.states()["posts_post", number]
        assert row is not None
        self.posts[number] = Post(actor, row["visibility"], self._named(row["text"]))

    def post_edited(self, fact: Fact, _actor: int, number: int) -> None:
        row = fact.states()["posts_post", number]
        assert row is not None
        self.posts[number].mentions |= self._named(row["text"])

    def post_boosted(self, fact: Fact, actor: int, number: int) -> None:
        row = fact.states()["posts_post", number]
        assert row is not None
        self.posts[number] = Post(actor, row["visibility"], boost_of=int(row["boost_of_id"]))

    def post_deleted(self, fact: Fact, _actor: int, _number: int) -> None:
        for (table, gone), row in fact.states().items():
            if table != "posts_post":
                continue
            assert row is None
            del self.posts[gone]
            self.favourites = {pair for pair in self.favourites if pair[1] != gone}

    post_unboosted = post_deleted

    def post_favourited(self, _fact: Fact, actor: int, number: int) -> None:
        self.favourites.add((actor, number))

    def post_unfavourited(self, _fact: Fact, actor: int, number: int) -> None:
        self.favourites.remove((actor, number))

    def follow_created(self, _fact: Fact, actor: int, number: int) -> None:
        self.follows.add((actor, number))

    def follow_requested(self, _fact: Fact, actor: int, number: int) -> None:
        self.requests.add((actor, number))

    def follow_removed(self, _fact: Fact, actor: int, number: int) -> None:
        self._part(actor, number)

    def follower_removed(self, _fact: Fact, actor: int, number: int) -> None:
        self._part(number, actor)

    def follow_authorized(self, _fact: Fact, actor: int, number: int) -> None:
        self.requests.remove((number, actor))
        self.follows.add((number, actor))

    def follow_rejected(self, _fact: Fact, actor: int, number: int) -> None:
        self.requests.remove((number, actor))

    def account_blocked(self, _fact: Fact, actor: int, number: int) -> None:
        self.blocks.add((actor, number))
        self._part(actor, number)
        self._part(number, actor)

    def account_unblocked(self, _fact: Fact, actor: int, number: int) -> None:
        self.blocks.remove((actor, number))

    def member_suspended(self, _fact: Fact, _actor: int, number: int) -> None:
        self.hidden.add(self.persona[number])

    def member_reinstated(self, _fact: Fact, _actor: int, number: int) -> None:
        self.hidden.remove(self.persona[number])

    def _part(self, follower: int, target: int) -> None:
        self.follows.discard((follower, target))
        self.requests.discard((follower, target))

    def _named(self, text: str) -> set[int]:
        """Whom a text names; who is hidden at that moment is not found."""
        named = {self.names[name] for name in re.findall(r"@([a-z]+)", text) if name in self.names}
        return named - self.hidden

    def sees(self, viewer: int | None, post: Post) -> bool:
        """Who may see a post, said in the plainest way."""
        if post.author in self.hidden:
            return False
        if viewer is None:
            return post.visibility in ("public", "unlisted")
        if (post.author, viewer) in self.blocks:
            return False
        if post.visibility in ("public", "unlisted") or viewer == post.author or viewer in post.mentions:
            return True
        return post.visibility == "followers" and (viewer, post.author) in self.follows


def _number(label: str) -> int:
    tail = label.rpartition("/")[2]
    return int(tail) if tail.isdigit() else 0
