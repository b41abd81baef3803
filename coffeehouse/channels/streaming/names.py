"""The streams there are: how apps name them, on paths and in messages, and what each asks of a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from coffeehouse.kernel.pages import MAX_ID
from coffeehouse.kernel.text import fold_tag

USER, NOTIFICATIONS, DIRECT, LIST = "user", "user:notification", "direct", "list"
PUBLIC = ("public", "public:media", "public:local", "public:local:media", "public:remote", "public:remote:media")
HASHTAG = ("hashtag", "hashtag:local")
PERSONAL = (USER, NOTIFICATIONS, DIRECT, LIST)
KNOWN = frozenset((*PERSONAL, *PUBLIC, *HASHTAG))

READ_STATUSES, READ_NOTIFICATIONS = "read:statuses", "read:notifications"
LONGEST_TAG = 100
TRUE = ("1", "t", "true", "on", "yes")


class Refused(Exception):
    """Why a stream is not given, in the words of Mastodon's streaming server. `status` as over HTTP."""

    def __init__(self, status: int, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.retry_after = retry_after


class Stream(NamedTuple):
    """What one listens to: a name, and whose or which (`of`): an account's id, a list's id, a folded hashtag."""

    name: str
    of: int | str


class Wish(NamedTuple):
    """A stream as an app asks for it. `label` is how messages name it: `["hashtag", "tea"]`."""

    name: str
    tag: str = ""
    list_id: int = 0
    label: tuple[str, ...] = ()

    @property
    def scope(self) -> str:
        """What the token must allow."""
        return READ_NOTIFICATIONS if self.name == NOTIFICATIONS else READ_STATUSES

    @property
    def is_personal(self) -> bool:
        """Whether only a token of an account may have it."""
        return self.name in PERSONAL


def wish_of_path(rest: str, query: Mapping[str, str]) -> Wish:
    """The stream at `/api/v1/streaming/<rest>`. Raises Refused (404) for what there is not."""
    name = rest.strip("/").replace("/", ":")
    if not name:
        return wish(query.get("stream", ""), query)
    if name not in KNOWN:
        raise Refused(404, "Not found")
    if name in PUBLIC and not name.endswith(":media") and query.get("only_media", "").lower() in TRUE:
        name += ":media"
    return wish(name, query)


def wish(name: str, query: Mapping[str, str]) -> Wish:
    """The stream an app names, with its `tag` or `list`. Raises Refused (400)."""
    if name not in KNOWN:
        raise Refused(400, "Unknown stream type")
    if name in HASHTAG:
        tag = query.get("tag", "").strip()
        if not tag or len(tag) > LONGEST_TAG:
            raise Refused(400, "Missing tag name parameter")
        return Wish(name, tag=fold_tag(tag.removeprefix("#")), label=(name, tag))
    if name == LIST:
        written = query.get("list", "")
        if not (written.isascii() and written.isdigit() and len(written) <= 19 and int(written) <= MAX_ID):
            raise Refused(400, "Missing list name parameter")
        return Wish(name, list_id=int(written), label=(name, written))
    return Wish(name, label=(name,))
