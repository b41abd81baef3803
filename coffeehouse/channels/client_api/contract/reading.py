"""Timelines, lists, markers, search, hashtags."""

from __future__ import annotations

import msgspec

from coffeehouse.protocols.contract import CURSOR, FLAG, ID, SWITCH, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import List, Marker
from coffeehouse.protocols.mastodon.shapes import Account, Search, Status


class Markers(msgspec.Struct, kw_only=True):
    """How far each timeline has been read."""

    home: Marker | msgspec.UnsetType = msgspec.UNSET
    notifications: Marker | msgspec.UnsetType = msgspec.UNSET


STATUSES = does(list[Status], paged=40)
LIST_MEMBERS = members("account_ids", account_ids=several(ID))
READ_UP_TO = members(last_read_id=ID)

OPERATIONS = {
    "GET api/v1/timelines/home": STATUSES,
    "GET api/v1/timelines/public": does(
        list[Status], paged=40, query={"local": SWITCH, "remote": SWITCH, "only_media": SWITCH}
    ),
    "GET api/v1/timelines/tag/<hashtag>": does(
        list[Status],
        paged=40,
        query={
            "any": several(TEXT),
            "all": several(TEXT),
            "none": several(TEXT),
            "local": SWITCH,
            "remote": SWITCH,
            "only_media": SWITCH,
        },
    ),
    "GET api/v1/timelines/list/<id>": STATUSES,
    "GET api/v1/accounts/<id>/statuses": does(
        list[Status],
        paged=40,
        query={
            "pinned": SWITCH,
            "only_media": SWITCH,
            "exclude_replies": SWITCH,
            "exclude_reblogs": SWITCH,
            "tagged": TEXT,
        },
    ),
    "GET api/v1/bookmarks": STATUSES,
    "GET api/v1/favourites": STATUSES,
    "GET api/v1/lists": does(list[List]),
    "POST api/v1/lists": does(List, body=members("title", title=TEXT, replies_policy=TEXT, exclusive=FLAG)),
    "GET api/v1/lists/<id>": does(List),
    "PUT api/v1/lists/<id>": does(List, body=members(title=TEXT, replies_policy=TEXT, exclusive=FLAG)),
    "DELETE api/v1/lists/<id>": does(Nothing),
    "GET api/v1/lists/<id>/accounts": does(list[Account], paged=80),
    "POST api/v1/lists/<id>/accounts": does(Nothing, body=LIST_MEMBERS),
    "DELETE api/v1/lists/<id>/accounts": does(Nothing, body=LIST_MEMBERS),
    "GET api/v1/markers": does(Markers, query={"timeline": several(TEXT)}),
    "POST api/v1/markers": does(Markers, body=members(home=READ_UP_TO, notifications=READ_UP_TO)),
    "GET api/v2/search": does(
        Search,
        offset=40,
        query={"q": TEXT, "type": TEXT, "following": SWITCH, "resolve": SWITCH, "account_id": ID, "max_id": CURSOR},
    ),
}
