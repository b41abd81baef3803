"""From what was committed to what is heard: for each open stream the events, each entity assembled as rarely as can be.

A public stream has one view, the anonymous one. On a home timeline everybody who left no mark on a post sees the same,
so it is assembled once for all of them, and for each of the others by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from coffeehouse.channels.streaming.events import Event
from coffeehouse.channels.streaming.hub import Delivery, Hub
from coffeehouse.channels.streaming.names import (
    DIRECT,
    LIST,
    NOTIFICATIONS,
    READ_NOTIFICATIONS,
    USER,
    Stream,
)
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries import streaming
from coffeehouse.domain.posts.queries.streaming import Fact
from coffeehouse.kernel.pages import Page
from coffeehouse.ledger import queries as ledger

# So many posts or entries at a time, so that a long queue does not keep the check of tokens waiting.
STEP = 100


class Heard(NamedTuple):
    """What is listened to, sorted by kind."""

    home: set[int]
    notifications: set[int]
    direct: set[int]
    lists: set[int]
    tags: set[str]
    names: set[str]


def sort_streams(streams: Iterable[Stream]) -> Heard:
    """The open streams, sorted."""
    found = Heard(set(), set(), set(), set(), set(), set())
    for stream in streams:
        found.names.add(stream.name)
        if stream.name == USER:
            found.home.add(int(stream.of))
        elif stream.name == NOTIFICATIONS:
            found.notifications.add(int(stream.of))
        elif stream.name == DIRECT:
            found.direct.add(int(stream.of))
        elif stream.name == LIST:
            found.lists.add(int(stream.of))
        elif stream.name.startswith("hashtag"):
            found.tags.add(str(stream.of))
    return found


class Composer:
    """Reads what lies between two positions and says who is to hear what."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def compose(self, seen: ledger.Position, now: ledger.Position) -> tuple[ledger.Position, list[Delivery]]:
        """One step from `seen` towards `now`: how far it came, and what is to be delivered."""
        heard = sort_streams(self.hub.heard())
        found = streaming.posts_between(seen.last_id, now.last_id, STEP)
        last_id = found[-1].id if len(found) == STEP else now.last_id
        end = min(now.entries, seen.entries + STEP) if last_id == now.last_id else seen.entries
        deliveries = self.tell_posts("update", found, heard)
        deliveries += self.tell_notifications(seen.last_id, last_id, heard)
        for entry in ledger.entries_between(seen.entries, end):
            deliveries += self.tell_entry(entry, seen.last_id, heard)
        return ledger.Position(end, last_id), deliveries

    # -- posts ----------------------------------------------------------------------------------------------------

    def tell_posts(self, name: str, facts: list[Fact], heard: Heard) -> list[Delivery]:
        """Posts that are new or changed, in every stream where they stand."""
        if not facts:
            return []
        return [
            *self._at_home(name, facts, heard),
            *self._on_lists(name, facts, heard),
            *self._in_public(name, facts, heard),
            *self._in_conversations(name, facts, heard),
        ]

    def _at_home(self, name: str, facts: list[Fact], heard: Heard) -> list[Delivery]:
        if not heard.home:
            return []
        wanted = {fact.id for fact in facts}
        views = streaming.home_views(facts[0].id, facts[-1].id, heard.home)
        own: dict[int, list[int]] = defaultdict(list)
        plain: dict[int, list[int]] = defaultdict(list)
        for view in views:
            if view.post_id in wanted:
                (plain[view.post_id] if view.is_plain else own[view.account_id]).append(
                    view.account_id if view.is_plain else view.post_id
                )
        found = [
            (post_id, Delivery(Stream(USER, account_id), Event(name, text)))
            for account_id, post_ids in own.items()
            for post_id, text in _statuses(account_id, post_ids)
        ]
        for post_id, event in self._plain(name, plain).items():
            found += [(post_id, Delivery(Stream(USER, account_id), event)) for account_id in plain[post_id]]
        return [delivery for _, delivery in sorted(found, key=lambda one: one[0])]

    @staticmethod
    def _plain(name: str, plain: dict[int, list[int]]) -> dict[int, Event]:
        """One event for each post, seen with the eyes of one of those to whom it looks the same."""
        by_viewer: dict[int, list[int]] = defaultdict(list)
        for post_id, account_ids in plain.items():
            by_viewer[min(account_ids)].append(post_id)
        return {
            post_id: Event(name, text)
            for account_id, post_ids in by_viewer.items()
            for post_id, text in _statuses(account_id, post_ids)
        }

    def _on_lists(self, name: str, facts: list[Fact], heard: Heard) -> list[Delivery]:
        if not heard.lists:
            return []
        authors = sorted({fact.account_id for fact in facts})
        found = []
        for list_id, owner_id, author_id in streaming.lists_with(heard.lists, authors):
            for fact in facts:
                if fact.account_id == author_id:
                    # Asked of the timeline itself: its rules about answers are written there.
                    page = Page(limit=1, min_id=fact.id - 1, max_id=fact.id + 1)
                    found += [
                        Delivery(Stream(LIST, list_id), Event(name, text))
                        for _, text in posts.list_timeline(owner_id, list_id, page) or ()
                    ]
        return found

    def _in_public(self, name: str, facts: list[Fact], heard: Heard) -> list[Delivery]:
        open_to_all = [fact for fact in facts if fact.visibility == "public" and fact.boost_of_id is None]
        if not open_to_all or not any(one.startswith(("public", "hashtag")) for one in heard.names):
            return []
        tags = streaming.tags_of([fact.id for fact in open_to_all]) if heard.tags else {}
        places = {
            fact: streams for fact in open_to_all if (streams := _public_places(fact, tags.get(fact.id, set()), heard))
        }
        texts = dict(_statuses(None, [fact.id for fact in places]))
        viewers = {viewer for streams in places.values() for stream in streams for viewer in self.hub.viewers(stream)}
        unwelcome: dict[int, set[int]] = defaultdict(set)
        for post_id, viewer in streaming.unwelcome([fact.id for fact in places], viewers):
            unwelcome[post_id].add(viewer)
        found = []
        for fact, streams in places.items():
            if fact.id in texts:
                event, without = Event(name, texts[fact.id]), frozenset(unwelcome[fact.id])
                found += [Delivery(stream, event, without) for stream in streams]
        return found

    def _in_conversations(self, name: str, facts: list[Fact], heard: Heard) -> list[Delivery]:
        return []

    # -- notifications --------------------------------------------------------------------------------------------

    def tell_notifications(self, after: int, up_to: int, heard: Heard) -> list[Delivery]:
        """News for the accounts that listen."""
        accounts = heard.home | heard.notifications
        if not accounts:
            return []
        found = []
        for notification_id, account_id in streaming.notifications_between(after, up_to, accounts):
            text = posts.read_notification(account_id, notification_id)
            if text is not None:
                event = Event("notification", text)
                found.append(Delivery(Stream(USER, account_id), event, needs=READ_NOTIFICATIONS))
                found.append(Delivery(Stream(NOTIFICATIONS, account_id), event))
        return found

    # -- what else the ledger says --------------------------------------------------------------------------------

    def tell_entry(self, entry: ledger.Recorded, seen_id: int, heard: Heard) -> list[Delivery]:
        """Edits and deletions, and what else apps want to know of."""
        kind, _, written = entry.object.partition("/")
        if kind == "post" and written.isdigit():
            if entry.kind in ("post.deleted", "post.unboosted"):
                return self._tell_deleted(entry, int(written), heard)
            if entry.kind in ("post.edited", "held.released") and int(written) <= seen_id:
                return self.tell_posts("status.update", streaming.facts_of([int(written)]), heard)
        return []

    def _tell_deleted(self, entry: ledger.Recorded, post_id: int, heard: Heard) -> list[Delivery]:
        """Whoever may have the post on the screen is told its id, and nothing else."""
        kept = msgspec.convert(ledger.kept_of(entry.sequence), Deleted, strict=False)
        author_id = _account_of(kept.author or entry.actor)
        found = self._tell_gone(post_id, author_id, kept, heard)
        for boost_id, booster_id in kept.boosts:
            found += self._tell_gone(boost_id, booster_id, Deleted(), heard)
        return found

    def _tell_gone(self, post_id: int, author_id: int, kept: Deleted, heard: Heard) -> list[Delivery]:
        event = Event("delete", str(post_id))
        told = streaming.followers_among([author_id], heard.home) | ({author_id, *kept.mentions} & heard.home)
        streams = [Stream(USER, account_id) for account_id in sorted(told)]
        streams += [Stream(LIST, one[0]) for one in streaming.lists_with(heard.lists, [author_id])]
        if kept.visibility == "public":
            streams += [Stream(name, "") for name in sorted(heard.names) if name.startswith("public")]
            streams += [Stream(name, tag) for tag in kept.tags for name in ("hashtag", "hashtag:local")]
        return [Delivery(stream, event) for stream in streams]


class Deleted(msgspec.Struct):
    """What the ledger keeps of a deleted post, so that those who saw it can be told."""

    author: str = ""
    visibility: str = ""
    tags: list[str] = []
    mentions: list[int] = []
    boosts: list[tuple[int, int]] = []


def _account_of(label: str) -> int:
    kind, _, written = label.partition("/")
    return int(written) if kind == "account" and written.isdigit() else 0


def _public_places(fact: Fact, tags: set[str], heard: Heard) -> list[Stream]:
    """The public streams in which a post stands, of those that are open."""
    home = "local" if fact.is_local else "remote"
    names = ("public", f"public:{home}", "public:media", f"public:{home}:media") if fact.is_listed else ()
    streams = [Stream(name, "") for name in names if name in heard.names and (fact.has_media or "media" not in name)]
    for tag in tags & heard.tags:
        streams += [Stream(name, tag) for name in ("hashtag", *(("hashtag:local",) if fact.is_local else ()))]
    return streams


def _statuses(viewer_id: int | None, post_ids: list[int]) -> list[tuple[int, str]]:
    return [
        one
        for start in range(0, len(post_ids), STEP)
        for one in posts.read_statuses(viewer_id, post_ids[start : start + STEP])
    ]
