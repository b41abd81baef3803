"""A team at a voice, for tests of drafts: Ada drafts, Bevan reviews, Fern releases, Gwyn and Hari hold the emergency
power; Cade moderates, Mair administers, Rhys keeps the records; the last three hold no seat.
"""

from __future__ import annotations

from typing import Any

from coffeehouse.database import sql
from coffeehouse.delivery import deliveries
from coffeehouse.delivery.worker import drain
from coffeehouse.domain.context import Actor, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import Done
from coffeehouse.kernel import clock
from tests.commands.house import House

NOW = 1_900_000_000_000
ROUTINE = "Mae'r llyfrgell ar agor tan wyth heno"
HIGH = "Rhif 943 476 5919 yw ei rhif hi"
SEATS = {
    "ada": ("draft",), "bevan": ("review",), "fern": ("draft", "release"), "gwyn": ("review", "emergency"),
    "hari": ("emergency",),
}  # fmt: skip


class Desk:
    """The team's drafts, and what becomes of them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.voice_id = house.voice()
        for name, powers in SEATS.items():
            self.seat(name, *powers)
        deliveries.register_all()

    def seat(self, name: str, *powers: str, expires_at: int | None = None) -> None:
        """Give somebody a seat, or change it."""
        member_id = self.house.member(name)
        command = people.GrantSeat(member_id=member_id, account_id=self.voice_id, powers=powers, expires_at=expires_at)
        self.house.act("mair", command)

    def leave(self, name: str) -> None:
        """Somebody's seat is revoked."""
        self.house.act("mair", people.RevokeSeat(member_id=self.house.member(name), account_id=self.voice_id))

    def speaker(self, name: str) -> Actor:
        """Somebody of the team, acting as the voice."""
        return self.house.actor(name, account_id=self.voice_id)

    def draft(self, text: str = ROUTINE, who: str = "ada", **members: Any) -> int:
        """Words as the voice that are held; the draft's id."""
        done = self.house.act(self.speaker(who), posts.PublishPost(text=text, **members))
        assert done.is_held
        return int(done.result["held_id"])

    def read(self, held_id: int, column: str) -> Any:
        """A column of the draft."""
        return sql.value(f"SELECT {column} FROM publishing_heldcommand WHERE id = %s", (held_id,))

    def state(self, held_id: int) -> str:
        """The state it is in."""
        return str(self.read(held_id, "state"))

    def hash(self, held_id: int) -> str:
        """The hash of what is to be looked at."""
        return str(self.read(held_id, "content_hash"))

    def release(self, held_id: int) -> publishing.ReleaseHeld:
        """An approval of what is there."""
        return publishing.ReleaseHeld(held_id=held_id, content_hash=self.hash(held_id))

    def emergency(self, held_id: int) -> publishing.EmergencyRelease:
        """The same in the emergency lane."""
        return publishing.EmergencyRelease(held_id=held_id, content_hash=self.hash(held_id))

    def approve(self, who: str, held_id: int) -> Done:
        """Look, and approve."""
        return self.house.act(who, self.release(held_id))

    def need_two(self, held_id: int) -> None:
        """As a rule of a pack asks for."""
        self.house.arrange("UPDATE publishing_heldcommand SET needs = 2 WHERE id = %s", held_id)

    def work(self, at: int) -> None:
        """The worker does what is due by then."""
        with clock.at(at):
            drain()

    def published(self) -> list[tuple[str, int]]:
        """(text, author) of what this voice has published."""
        statement = "SELECT text, account_id FROM posts_post WHERE account_id = %s ORDER BY id"
        return sql.rows(statement, (self.voice_id,))

    def decisions(self, held_id: int) -> list[tuple[str, int | None]]:
        """(decision, by whom) in the order made."""
        statement = "SELECT decision, member_id FROM publishing_decision WHERE held_id = %s ORDER BY id"
        return sql.rows(statement, (held_id,))

    def jobs(self, kind: str) -> int:
        """How many such jobs wait."""
        return self.house.jobs().count(kind)

    def only_publishes(self, who: str, command: Command, text: str = ROUTINE) -> None:
        """It publishes exactly this, as the voice."""
        self.house.act(who, command)
        assert self.published() == [(text, self.voice_id)]
