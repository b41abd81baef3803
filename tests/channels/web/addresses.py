"""Every address of the web channel, with values that exist in the test's house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from coffeehouse.channels.web.urls import AT, OTHERS


@dataclass(frozen=True)
class Address:
    """One entry of the list: its name, who may open it, and by which methods."""

    name: str
    auth: str
    methods: tuple[str, ...]
    members: tuple[str, ...]

    def path(self, **known: Any) -> str:
        """The path, with known values for its parameters."""
        return reverse(self.name, kwargs={name: known[name] for name in self.members})

    @property
    def is_page(self) -> bool:
        """Whether it answers with HTML that people read."""
        return "GET" in self.methods and self.name not in FILES


FILES = {
    "checkpoint", "ledger-key", "ledger-key-changes", "entry-file", "tile", "theme", "icon", "avatar",
    "default-header", "media", "receipt-file", "icon-of",
    "corrections-feed", "corrections-of-feed", "evidence-file",
    "disclosures-feed", "own-record-file", "own-record-archive", "servers-file",
}  # fmt: skip


def every() -> Iterator[Address]:
    """Every address."""
    for pattern in (*AT, *OTHERS):
        view: Any = pattern.callback
        auth, methods = getattr(view, "auth", ""), tuple(getattr(view, "methods", ()))
        yield Address(str(pattern.name), auth, methods, tuple(pattern.pattern.converters))


EXAMPLE: dict[str, Any] = {
    "acct": "ada", "post_id": 1, "account_id": 1, "member_id": 1, "what": "follow", "name": "bridges", "level": 0,
    "path": "000", "key": "ab/cd/abcdefghijklmnop.png", "announcement_id": 1, "kind": "about", "language": "en",
    "size": 192, "day": "2026-11-22", "directory": "leedon", "held_id": 1, "sequence": 1, "version_id": 1, "pack_id": 1,
    "request_id": 1, "item_id": 1, "hold_id": 1, "erasure_id": 1, "disposal_id": 1, "class_id": "members-posts",
    "evidence_id": 1, "part": "known", "host": "there.example",
}  # fmt: skip


def known(address: Address, **given: Any) -> dict[str, Any]:
    """Values for the address's parameters: those given, else examples that fit its pattern."""
    values = {**EXAMPLE, **given}
    if address.name == "post-act":
        values["what"] = "boost"
    return values
