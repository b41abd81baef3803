"""Posts, polls and pictures."""

from __future__ import annotations

from coffeehouse.channels.client_api.contract.writing import ScheduledStatus
from coffeehouse.protocols.contract import FILE, FLAG, ID, NUMBER, TEXT, Nothing, does, members, several
from coffeehouse.protocols.mastodon.entities import Context, MediaAttachment, Poll, StatusEdit, StatusSource
from coffeehouse.protocols.mastodon.shapes import Account, Status

POLL = members(options=several(TEXT), expires_in=NUMBER, multiple=FLAG, hide_totals=FLAG)
DRAFT = members(
    status=TEXT, visibility=TEXT, spoiler_text=TEXT, sensitive=FLAG, language=TEXT, in_reply_to_id=ID,
    media_ids=several(ID), poll=POLL, scheduled_at=TEXT, quoted_status_id=ID, quote_id=ID, quote_approval_policy=TEXT,
    local_only=FLAG,
)  # fmt: skip
EDIT = members(
    status=TEXT, spoiler_text=TEXT, sensitive=FLAG, language=TEXT, media_ids=several(ID), poll=POLL,
    quote_approval_policy=TEXT, media_attributes=several(members("id", id=ID, description=TEXT, focus=TEXT)),
)  # fmt: skip
SHOWN = does(Status)
KEYED = ("Idempotency-Key",)
FILES = members("file", file=FILE, description=TEXT, focus=TEXT, thumbnail=FILE)
MULTIPART = ("multipart/form-data",)

OPERATIONS = {
    "GET api/v1/statuses": does(list[Status], query={"id": several(ID)}),
    "POST api/v1/statuses": does((Status, ScheduledStatus), body=DRAFT, headers=KEYED, may_lack=True),
    "GET api/v1/statuses/<id>": SHOWN,
    "PUT api/v1/statuses/<id>": does(Status, body=EDIT, headers=KEYED),
    "DELETE api/v1/statuses/<id>": does(Status, body=members(delete_media=FLAG)),
    "GET api/v1/statuses/<id>/context": does(Context),
    "GET api/v1/statuses/<id>/history": does(list[StatusEdit]),
    "GET api/v1/statuses/<id>/source": does(StatusSource),
    "GET api/v1/statuses/<id>/reblogged_by": does(list[Account], paged=80),
    "GET api/v1/statuses/<id>/favourited_by": does(list[Account], paged=80),
    "POST api/v1/statuses/<id>/reblog": does(Status, body=members(visibility=TEXT)),
    "POST api/v1/statuses/<id>/unreblog": SHOWN,
    "POST api/v1/statuses/<id>/favourite": SHOWN,
    "POST api/v1/statuses/<id>/unfavourite": SHOWN,
    "POST api/v1/statuses/<id>/bookmark": SHOWN,
    "POST api/v1/statuses/<id>/unbookmark": SHOWN,
    "POST api/v1/statuses/<id>/pin": SHOWN,
    "POST api/v1/statuses/<id>/unpin": SHOWN,
    "POST api/v1/statuses/<id>/mute": SHOWN,
    "POST api/v1/statuses/<id>/unmute": SHOWN,
    "GET api/v1/polls/<id>": does(Poll),
    "POST api/v1/polls/<id>/votes": does(Poll, body=members(choices=several(NUMBER))),
    "POST api/v1/media": does(MediaAttachment, body=FILES, body_kinds=MULTIPART),
    "POST api/v2/media": does(MediaAttachment, also={202: MediaAttachment}, body=FILES, body_kinds=MULTIPART),
    "GET api/v1/media/<id>": does(MediaAttachment, also={206: MediaAttachment}),
    "PUT api/v1/media/<id>": does(MediaAttachment, body=members(description=TEXT, focus=TEXT, thumbnail=FILE)),
    "DELETE api/v1/media/<id>": does(Nothing),
}
