"""The relays the house follows."""

from __future__ import annotations

from typing import NamedTuple

from coffeehouse.database import sql


class Relay(NamedTuple):
    """A relay. state: asked, accepted, refused. Times in ms."""

    id: int
    uri: str
    inbox: str
    state: str
    asked_at: int
    answered_at: int | None


SELECT = "SELECT id, uri, inbox, state, asked_at, answered_at FROM federation_relay"


def list_relays() -> list[Relay]:
    """Every one, the first asked first."""
    return [Relay(*row) for row in sql.rows(f"{SELECT} ORDER BY id")]


def relay_of_follow(name: str) -> Relay | None:
    """The relay that was asked by this Follow."""
    row = sql.row(f"{SELECT} WHERE follow = %s", (name,))
    return None if row is None else Relay(*row)


def relay_inboxes() -> set[str]:
    """Where public posts of ours are passed on."""
    return {row[0] for row in sql.rows("SELECT inbox FROM federation_relay WHERE state = 'accepted'")}
