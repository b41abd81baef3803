"""From what was committed to what is heard: for each open stream the events, each entity assembled as rarely as can be.

A public stream has one view, the anonymous one. On home timelines a post is assembled once for all to whom it looks the
same, and for each of the others by itself (`seeing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from coffeehouse.channels.streaming import announcing
from coffeehouse.channels.streaming.events import Event
from coffeehouse.channels.streaming.hub import Delivery, Hub
from coffeehouse.channels.streaming.names import DIRECT, LIST, NOTIFICATIONS, READ_NOTIFICATIONS, USER, Stream
from coffeehouse.channels.streaming.seeing import Sight, statuses
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries import streaming
from coffeehouse.domain.posts.queries.conversations import conversation_of
from coffeehouse.domain.posts.queries.streaming import Fact
from coffeehouse.domain.records import recalling
from coffeehouse.kernel.pages import Page
from coffeehouse.ledger import queries as ledger

# So many posts or entries at a time, so that a long queue does not keep the check of tokens waiting.
STEP = 100
# Entries after which a post looks different to those who have it on the screen.
CHANGED = frozenset({
    "post.edited", "post.revised", "held.released", "media.fetched", "emoji.fetched", "poll.counted", "quote.settled",
    "quote.answered",
})  # fmt: skip

# Entries that say which posts were erased: their words are forgotten with whom they named and which hashtags they had.
ERASED = frozenset({"erasure.carried_out", "erasure.continued", "disposal.approved"})


class Deleted(msgspec.Struct):
    """What the ledger keeps of a deleted post (`domain.posts.handlers.recalling`)."""

    author: str = ""
    visibility: str = ""
    tags: list[str] = []
    mentions: list[int] = []
    boosts: list[tuple[int, int]] = []


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
    personal = {USER: found.home, NOTIFICATIONS: found.notifications, DIRECT: found.direct, LIST: found.lists}
    for stream in streams:
        found.names.add(stream.name)
        if stream.name in personal:
            personal[stream.name].add(int(stream.of))
        elif stream.name.startswith("hashtag"):
            found.tags.add(str(stream.of))
    return found


def compose(hub: Hub, seen: ledger.Position, now: ledger.Position) -> tuple[ledger.Position, list[Delivery]]:
    """One step from `seen` towards `now`: how far it came, and what is to be delivered."""
    step = Step(hub, seen.last_id)
    found = streaming.posts_between(seen.last_id, now.last_id, STEP)
    last_id = found[-1].id if len(found) == STEP else now.last_id
    end = min(now.entries, seen.entries + STEP) if last_id == now.last_id else seen.entries
    deliveries = step.tell_posts("update", found)
    deliveries += step.tell_notifications(last_id)
    for entry in ledger.entries_between(seen.entries, end):
        deliveries += step.tell_entry(entry)
    return ledger.Position(end, last_id), deliveries


class Step:
    """One step: who listens now, and what each of them is to hear."""

    def __init__(self, hub: Hub, seen_id: int) -> None:
        self.hub = hub
        self.seen_id = seen_id
        self.heard = sort_streams(hub.heard())
        self.sight = Sight(hub.all_viewers())

    # -- posts ----------------------------------------------------------------------------------------------------

    def tell_posts(self, name: str, facts: list[Fact]) -> list[Delivery]:
        """Posts that are new or changed, in every stream where they stand."""
        if not facts:
            return []
        found = [*self._at_home(name, facts), *self._on_lists(name, facts), *self._in_public(name, facts)]
        return [*found, *self._in_conversations(facts)] if self.heard.direct else found

    def _at_home(self, name: str, facts: list[Fact]) -> list[Delivery]:
        if not self.heard.home:
            return []
        wanted = {fact.id for fact in facts}
        views = streaming.home_views(facts[0].id, facts[-1].id, self.heard.home)
        events = self.sight.home_events(name, [view for view in views if view.post_id in wanted])
        return [Delivery(Stream(USER, account_id), event) for _, account_id, event in events]

    def _on_lists(self, name: str, facts: list[Fact]) -> list[Delivery]:
        if not self.heard.lists:
            return []
        found = []
        for list_id, owner_id, author_id in streaming.lists_with(
            self.heard.lists, sorted({fact.account_id for fact in facts})
        ):
            for fact in facts:
                if fact.account_id == author_id:
                    # Asked of the timeline itself: its rules about answers are written there.
                    page = Page(limit=1, min_id=fact.id - 1, max_id=fact.id + 1)
                    found += [
                        Delivery(Stream(LIST, list_id), Event(name, self.sight.through(owner_id, text)))
                        for _, text in posts.list_timeline(owner_id, list_id, page) or ()
                    ]
        return found

    def _in_public(self, name: str, facts: list[Fact]) -> list[Delivery]:
        facts = [fact for fact in facts if fact.is_public]
        if not facts or not any(one.startswith(("public", "hashtag")) for one in self.heard.names):
            return []
        tags = streaming.tags_of([fact.id for fact in facts]) if self.heard.tags else {}
        every = {fact: public_places(fact, tags.get(fact.id, set()), self.heard) for fact in facts}
        places = {fact: streams for fact, streams in every.items() if streams}
        texts = dict(statuses(None, [fact.id for fact in places]))
        viewers = {viewer for streams in places.values() for stream in streams for viewer in self.hub.viewers(stream)}
        without: dict[int, set[int]] = defaultdict(set)
        for post_id, viewer in streaming.unwelcome(list(texts), viewers):
            without[post_id].add(viewer)
        filtered: dict[int, dict[int, Event]] = defaultdict(dict)
        for viewer in self.sight.filterers(viewers):
            for post_id, text in self.sight.see(viewer, list(texts)):
                filtered[post_id][viewer] = Event(name, text)
        found = []
        for fact, streams in places.items():
            if fact.id in texts:
                event, unwelcome = Event(name, texts[fact.id]), frozenset(without[fact.id])
                found += [Delivery(stream, event, unwelcome, filtered.get(fact.id)) for stream in streams]
        return found

    def _in_conversations(self, facts: list[Fact]) -> list[Delivery]:
        return [
            Delivery(Stream(DIRECT, account_id), Event("conversation", self.sight.through(account_id, text)))
            for fact in facts
            if fact.visibility == "direct"
            for account_id in streaming.participants_of(fact.id, self.heard.direct)
            if (text := conversation_of(account_id, fact.id)) is not None
        ]

    # -- notifications --------------------------------------------------------------------------------------------

    def tell_notifications(self, up_to: int) -> list[Delivery]:
        """News for the accounts that listen."""
        accounts = self.heard.home | self.heard.notifications
        if not accounts:
            return []
        found = []
        for notification_id, account_id in streaming.notifications_between(self.seen_id, up_to, accounts):
            text = posts.read_notification(account_id, notification_id)
            if text is not None:
                event = Event("notification", self.sight.through(account_id, text))
                found.append(Delivery(Stream(USER, account_id), event, needs=READ_NOTIFICATIONS))
                found.append(Delivery(Stream(NOTIFICATIONS, account_id), event))
        return found

    # -- what else the ledger says --------------------------------------------------------------------------------

    def tell_entry(self, entry: ledger.Recorded) -> list[Delivery]:
        """Edits and deletions, and what else apps want to know of."""
        if entry.kind in CHANGED:
            post_id = number_of(entry.object, "post")
            changed = 0 < post_id <= self.seen_id
            return self.tell_posts("status.update", streaming.facts_of([post_id])) if changed else []
        if entry.kind in ("post.deleted", "post.unboosted"):
            return self._tell_deleted(entry)
        if entry.kind in ERASED:
            return self._tell_erased(entry)
        if entry.kind.startswith("filter."):
            return self._tell_account(entry, Event("filters_changed", None))
        if entry.kind == "notifications.requests_accepted":
            return self._tell_account(entry, Event("notifications_merged", "1"))
        if entry.kind.startswith("announcement."):
            return announcing.tell_announcement(entry.kind, number_of(entry.object, "announcement"), self.heard.home)
        if entry.kind in ("reaction.added", "reaction.removed"):
            name = ledger.payload_of(entry.sequence).get("command", {}).get("name", "")
            return announcing.tell_reaction(number_of(entry.object, "announcement"), name, self.heard.home)
        return []

    def _tell_account(self, entry: ledger.Recorded, event: Event) -> list[Delivery]:
        return [Delivery(Stream(USER, number_of(entry.actor, "account")), event)]

    def _tell_deleted(self, entry: ledger.Recorded) -> list[Delivery]:
        """Whoever may have the post on the screen is told its id, and nothing else."""
        kept = msgspec.convert(ledger.payload_of(entry.sequence).get("kept", {}), Deleted, strict=False)
        author_id = number_of(kept.author or entry.actor, "account")
        found = self._tell_gone(number_of(entry.object, "post"), author_id, kept)
        for boost_id, booster_id in kept.boosts:
            found += self._tell_gone(boost_id, booster_id, Deleted())
        return found

    def _tell_erased(self, entry: ledger.Recorded) -> list[Delivery]:
        """Who had such a post on the screen is not known any more: the ids of public ones are told to everybody.

        Of others the author, who follows them, and those they named (`records.recalling`).
        """
        payload = ledger.payload_of(entry.sequence)
        kept = payload.get("kept", {})
        public, direct = set(kept.get("public", ())), set(kept.get("direct", ()))
        found: list[Delivery] = []
        for state in payload.get("states", ()):
            if state["table"] != "posts_post" or state["row"] is not None:
                continue
            post_id = int(state["id"])
            if state["id"] in public:
                found += [Delivery(stream, Event("delete", state["id"])) for stream in self._everywhere()]
            else:
                told = ledger.entries_of(f"post/{post_id}")
                author_id = number_of(told[0].actor, "account") if told else 0
                visibility = "direct" if state["id"] in direct else ""
                was = Deleted(visibility=visibility, mentions=recalling.named_in(post_id))
                found += self._tell_gone(post_id, author_id, was)
        return found

    def _everywhere(self) -> list[Stream]:
        """Every open stream of posts."""
        heard = self.heard
        found = [Stream(USER, account_id) for account_id in sorted(heard.home)]
        found += [Stream(LIST, list_id) for list_id in sorted(heard.lists)]
        found += [Stream(name, "") for name in sorted(heard.names) if name.startswith("public")]
        return [*found, *(Stream(name, tag) for tag in sorted(heard.tags) for name in ("hashtag", "hashtag:local"))]

    def _tell_gone(self, post_id: int, author_id: int, kept: Deleted) -> list[Delivery]:
        event, heard = Event("delete", str(post_id)), self.heard
        told = {author_id, *kept.mentions} & heard.home
        streams: list[Stream] = []
        if kept.visibility != "direct":
            told |= streaming.followers_among([author_id], heard.home)
            streams += [Stream(LIST, one[0]) for one in streaming.lists_with(heard.lists, [author_id])]
        streams += [Stream(USER, account_id) for account_id in sorted(told)]
        if kept.visibility == "public":
            streams += [Stream(name, "") for name in sorted(heard.names) if name.startswith("public")]
            streams += [Stream(name, tag) for tag in kept.tags for name in ("hashtag", "hashtag:local")]
        return [Delivery(stream, event) for stream in streams]


def number_of(label: str, kind: str) -> int:
    """The id in "post/77" or "account/12"; 0 where it is of another kind."""
    found, _, written = label.partition("/")
    return int(written) if found == kind and written.isdigit() else 0


def public_places(fact: Fact, tags: set[str], heard: Heard) -> list[Stream]:
    """The public streams in which a post stands, of those that are open."""
    home = "local" if fact.is_local else "remote"
    names = ("public", f"public:{home}", "public:media", f"public:{home}:media") if fact.is_listed else ()
    streams = [Stream(name, "") for name in names if name in heard.names and (fact.has_media or "media" not in name)]
    for tag in tags & heard.tags:
        streams += [Stream(name, tag) for name in ("hashtag", *(("hashtag:local",) if fact.is_local else ()))]
    return streams
