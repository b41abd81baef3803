"""Names and values on a profile, as the account's row keeps them: a JSON list; links say when they were verified."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from coffeehouse.kernel.errors import Invalid
from coffeehouse.kernel.text import one_line
from coffeehouse.protocols.mastodon.text import render_html

MAX_FIELDS = 4
LONGEST = 255
# Only a value that is a link and nothing else can be verified.
_LINK = re.compile(r"https://[^\s<>\"]+", re.IGNORECASE)


class ProfileField(msgspec.Struct, array_like=True, frozen=True):
    """A name, its value as written and as HTML, and when the page it links to was seen to link back (ms)."""

    name: str
    value: str
    html: str
    verified_at: int | None = None

    @property
    def is_link(self) -> bool:
        """Whether the value is a link that could be verified."""
        return _LINK.fullmatch(self.value) is not None


def decode(stored: str) -> list[ProfileField]:
    """The fields of the column `fields`."""
    return msgspec.json.decode(stored, type=list[ProfileField])


def encode(fields: list[ProfileField]) -> str:
    """The column `fields`."""
    return msgspec.json.encode(fields).decode()


def write_down(fields: tuple[tuple[str, str], ...], verified: Mapping[str, int], base_url: str) -> list[ProfileField]:
    """Fields as typed, made regular and rendered; a link that was verified before stays so. Raises Invalid."""
    kept = [(one_line(name)[:LONGEST], one_line(value)[:LONGEST]) for name, value in fields if name or value]
    if len(kept) > MAX_FIELDS:
        raise Invalid(f"A profile has at most {MAX_FIELDS} fields.", field="fields")
    return [ProfileField(name, value, _html(value, base_url), verified.get(value)) for name, value in kept]


def _html(value: str, base_url: str) -> str:
    html = render_html(value, {}, base_url).removeprefix("<p>").removesuffix("</p>")
    # `me`: other sites check by it that the profile links to them.
    return html.replace('rel="nofollow noopener noreferrer"', 'rel="me nofollow noopener noreferrer"')
