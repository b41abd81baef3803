"""Posts as each listener sees them: assembled by the queries the REST reads use, and put through their filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from coffeehouse.channels.streaming.events import Event
from coffeehouse.domain.posts import queries as posts
from coffeehouse.domain.posts.queries import streaming
from coffeehouse.domain.posts.queries.filtering import active_filters, filtered_for
from coffeehouse.protocols.mastodon.filtering import Filters

AT_ONCE = 100


class Sight:
    """The eyes of everybody who listens, for one step of the watch. `viewers`: all accounts among them."""

    def __init__(self, viewers: Iterable[int]) -> None:
        self._filters: dict[int, Filters] = {
            viewer: active_filters(viewer) for viewer in streaming.with_filters(viewers)
        }

    def through(self, viewer_id: int, text: str) -> str:
        """An entity with `filtered` as the viewer's filters say; as it is for whoever has none."""
        filters = self._filters.get(viewer_id)
        return filtered_for(viewer_id, [text], filters)[0] if filters else text

    def filterers(self, viewers: Iterable[int]) -> list[int]:
        """Those of the viewers who have filters."""
        return [viewer for viewer in viewers if self._filters.get(viewer)]

    def see(self, viewer_id: int, post_ids: list[int]) -> list[tuple[int, str]]:
        """The posts as this viewer sees them."""
        return [(post_id, self.through(viewer_id, text)) for post_id, text in statuses(viewer_id, post_ids)]

    def home_events(self, name: str, views: list[streaming.View]) -> list[tuple[int, int, Event]]:
        """(post, account, event) for each view. A post is assembled once for all to whom it is plain."""
        own: dict[int, list[int]] = defaultdict(list)
        plain: dict[int, list[int]] = defaultdict(list)
        for view in views:
            if view.is_plain:
                plain[view.post_id].append(view.account_id)
            else:
                own[view.account_id].append(view.post_id)
        found = [
            (post_id, account_id, Event(name, text))
            for account_id, post_ids in own.items()
            for post_id, text in self.see(account_id, post_ids)
        ]
        for post_id, text in _plain(plain).items():
            shared = Event(name, text)
            for account_id in plain[post_id]:
                seen = self.through(account_id, text)
                found.append((post_id, account_id, shared if seen is text else Event(name, seen)))
        return sorted(found, key=lambda one: one[0])


def _plain(plain: Mapping[int, list[int]]) -> dict[int, str]:
    """Each post seen with the eyes of one of those to whom it looks the same."""
    by_viewer: dict[int, list[int]] = defaultdict(list)
    for post_id, account_ids in plain.items():
        by_viewer[min(account_ids)].append(post_id)
    return {
        post_id: text for account_id, post_ids in by_viewer.items() for post_id, text in statuses(account_id, post_ids)
    }


def statuses(viewer_id: int | None, post_ids: list[int]) -> list[tuple[int, str]]:
    """(id, Status JSON) of those posts that the viewer may see."""
    return [
        one
        for start in range(0, len(post_ids), AT_ONCE)
        for one in posts.read_statuses(viewer_id, post_ids[start : start + AT_ONCE])
    ]
