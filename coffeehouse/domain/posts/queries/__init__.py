"""Reads of posts. `viewer_id` comes first; entities come as JSON text, ready to be spliced into an answer."""

from coffeehouse.domain.posts.queries.media import media_state, read_media, read_media_list, who_may_fetch
from coffeehouse.domain.posts.queries.notifications import (
    count_notifications,
    list_notifications,
    read_notification,
)
from coffeehouse.domain.posts.queries.people import boosted_by, favourited_by
from coffeehouse.domain.posts.queries.polls import read_poll
from coffeehouse.domain.posts.queries.search import search_posts
from coffeehouse.domain.posts.queries.statuses import (
    read_history,
    read_source,
    read_status,
    read_statuses,
    visible_post_id,
)
from coffeehouse.domain.posts.queries.tags import (
    featured_tags,
    followed_tags,
    read_featured_tag,
    read_tag,
    search_tags,
    suggested_tags,
)
from coffeehouse.domain.posts.queries.threads import read_context
from coffeehouse.domain.posts.queries.timelines import (
    ELSEWHERE,
    EVERYWHERE,
    HERE,
    account_statuses,
    bookmarks,
    favourites,
    home_timeline,
    list_timeline,
    pinned_statuses,
    public_timeline,
    tag_timeline,
)

__all__ = [
    "ELSEWHERE",
    "EVERYWHERE",
    "HERE",
    "account_statuses",
    "bookmarks",
    "boosted_by",
    "count_notifications",
    "favourited_by",
    "favourites",
    "featured_tags",
    "followed_tags",
    "home_timeline",
    "list_notifications",
    "list_timeline",
    "media_state",
    "pinned_statuses",
    "public_timeline",
    "read_context",
    "read_featured_tag",
    "read_history",
    "read_media",
    "read_media_list",
    "read_notification",
    "read_poll",
    "read_source",
    "read_status",
    "read_statuses",
    "read_tag",
    "search_posts",
    "search_tags",
    "suggested_tags",
    "tag_timeline",
    "visible_post_id",
    "who_may_fetch",
]
