"""Addresses of media that not everybody may see: lent to one reader, for some days, and worthless to others (M8).

An app's `<img>` sends no token, so the address itself must say for whom it was given. The fragment of a followers-only
or direct post holds addresses that end in `?lent=`; a read that has decided that the viewer may see the post writes
`<viewer>.<last day>.<signature>` behind it. Whoever asks for the file is then treated as that viewer, by the same
visibility scope as the post: unfollowed, blocked or deleted, the address is 404 at once. The day makes an address the
same for a day, so that apps can cache what they loaded.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from functools import cache

import msgspec
from django.conf import settings

from coffeehouse.kernel import clock
from coffeehouse.protocols.mastodon.entities import MediaAttachment

MARK = "?lent="
DAYS = 3
"""How many days after today an address is good."""
_OPEN_END = re.compile(r'/media/([A-Za-z0-9_./-]+)\?lent="')


@cache
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"coffeehouse: lent addresses of media", "sha256")


def _signature(key: str, viewer_id: int, day: int) -> str:
    words = f"{key} {viewer_id} {day}".encode()
    digest = hmac.digest(_key(str(settings.SECRET_KEY)), words, "sha256")
    return base64.urlsafe_b64encode(digest[:18]).decode()


def to_lend(media: Iterable[MediaAttachment]) -> tuple[MediaAttachment, ...]:
    """The same media with addresses that open nothing before they are lent."""
    return tuple(
        msgspec.structs.replace(
            item,
            url=item.url and f"{item.url}{MARK}",
            preview_url=item.preview_url and f"{item.preview_url}{MARK}",
        )
        for item in media
    )


def lend(text: str, viewer_id: int | None) -> str:
    """JSON with its addresses lent to the viewer; for nobody in particular they stay closed."""
    if viewer_id is None or MARK not in text:
        return text
    day = clock.now_ms() // clock.DAY + DAYS
    return _OPEN_END.sub(
        lambda found: f'{found[0][:-1]}{viewer_id}.{day}.{_signature(found[1], viewer_id, day)}"', text
    )


def borrower(key: str, written: str) -> int | None:
    """For whom an address with `?lent=<written>` was made; None when it is made up, altered or too old."""
    parts = written.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 20 for part in parts[:2]):
        return None
    viewer_id, day = int(parts[0]), int(parts[1])
    if day < clock.now_ms() // clock.DAY:
        return None
    is_ours = hmac.compare_digest(_signature(key, viewer_id, day).encode(), parts[2].encode())
    return viewer_id if is_ours else None


TICKET_TIME = 10 * clock.MINUTE


def ticket(key: str) -> str:
    """What lets somebody who may have this file fetch it from the process that sends large ones; good for minutes."""
    until = clock.now_ms() + TICKET_TIME
    return f"{until}.{_signature(key, 0, until)}"


def is_ticket(key: str, written: str) -> bool:
    """Whether `ticket` made this for the file, some minutes ago at most."""
    until, _, signature = written.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 16) or int(until) < clock.now_ms():
        return False
    return hmac.compare_digest(_signature(key, 0, int(until)).encode(), signature.encode())
