"""One page of a list, by ids: what a client asked for made safe, and the `Link` header that leads on (RFC 8288).

Every list of every channel parses its query with `Page.parse`; queries read the clamped values. Nothing a stranger
writes here is an error: it is clamped, and an impossible range is an empty page (D11).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus

import msgspec

MAX_ID = (1 << 63) - 1
"""Largest id both databases hold; larger ones asked for mean `from the newest`."""

PAGING = frozenset({"max_id", "since_id", "min_id", "limit"})
_DIGITS = 20  # longer numbers are beyond MAX_ID anyway, and parsing them would cost


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Ids between `since_id` or `min_id` and `max_id`, all exclusive; `limit` rows.

    Newest first; with `min_id` the rows just above it (still shown newest first).
    """

    limit: int
    max_id: int | None = None
    since_id: int | None = None
    min_id: int | None = None

    @classmethod
    def parse(cls, query: Mapping[str, str], *, default: int = 20, maximum: int = 40) -> Page:
        """The page a query string asks for. Nonsense counts as absent, numbers are clamped."""
        asked = _number(query.get("limit"))
        return cls(
            limit=default if asked is None else max(1, min(asked, maximum)),
            max_id=_id(query.get("max_id")),
            since_id=_id(query.get("since_id")),
            min_id=_id(query.get("min_id")),
        )

    @property
    def is_empty(self) -> bool:
        """Whether no id can lie in the range: answer with an empty list, without asking the database."""
        return self.before <= self.after + 1

    @property
    def before(self) -> int:
        """Exclusive upper bound, always an id the database can compare."""
        return MAX_ID if self.max_id is None else self.max_id

    @property
    def after(self) -> int:
        """Exclusive lower bound."""
        return max(self.since_id or 0, self.min_id or 0)

    @property
    def is_ascending(self) -> bool:
        """Whether to read upwards from `min_id` and turn the rows round for showing."""
        return self.min_id is not None


def _number(text: str | None) -> int | None:
    """A whole number of any size, clamped to ±MAX_ID; None when it is not written in plain digits."""
    if not text:
        return None
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text)
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    return sign * (MAX_ID if len(digits) > _DIGITS else min(int(digits), MAX_ID))


def _id(text: str | None) -> int | None:
    number = _number(text)
    return None if number is None else max(0, number)


def link_header(
    url: str, query: Iterable[tuple[str, str]], page: Page, *, newest: int | None, oldest: int | None, shown: int
) -> str | None:
    """The `Link` value for a page of `shown` rows with these paging ids, or None when it shows nothing.

    `url` is absolute and without query; other parameters of `query` are kept, in order. `next` (older) is given when
    the page is full, `prev` (newer) whenever something was shown, as Mastodon does.
    """
    if not shown or newest is None or oldest is None:
        return None
    # Percent-encoded throughout, so no value can end the target or start a header line of its own.
    kept = "".join([f"{_encoded(name)}={_encoded(value)}&" for name, value in query if name not in PAGING])
    start = f"<{_quoted(url)}?{kept}limit={page.limit:d}&"
    newer = f'{start}min_id={newest:d}>; rel="prev"'
    return f'{start}max_id={oldest:d}>; rel="next", {newer}' if shown >= page.limit else newer


@lru_cache(maxsize=512)
def _quoted(url: str) -> str:
    return quote(url, safe=":/?#[]@!$&()*+,;=%~-._")


def _encoded(text: str) -> str:
    # Most names and values are plain words.
    return text if text.isascii() and text.isalnum() else quote_plus(text, errors="replace")
