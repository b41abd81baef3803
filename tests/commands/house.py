"""A small house for tests of the engine: a few people, acts in their names, and what the ledger says of each act.

Ada writes; Bevan is named in what she writes; Fern follows her; Gwyn is a stranger; Hari is blocked by her. Cade
moderates, Mair administers, Rhys keeps the records.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

import msgspec
import pytest
from django.apps import apps
from django.db import connection
from PIL import Image

from coffeehouse.database import sql, transaction
from coffeehouse.domain import vouching
from coffeehouse.domain.context import SYSTEM, Actor, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.handlers.members import vouch_member
from coffeehouse.domain.people.queries import read_actor_of_member
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Done, Refused, _as_text, act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Problem
from coffeehouse.ledger import queries, vault
from coffeehouse.ledger.append import Appender
from coffeehouse.ledger.verify import PostgresSource, Report, Source, verify

CAST = {
    "ada": "member", "bevan": "member", "fern": "member", "gwyn": "member", "hari": "member", "cade": "moderator",
    "mair": "admin", "rhys": "records",
}  # fmt: skip
VISIBILITIES = ("public", "unlisted", "followers", "direct")
# How each stands towards a post of Ada's, and which visibilities let them see it.
VIEWERS = {"ada": VISIBILITIES, "bevan": VISIBILITIES, "fern": VISIBILITIES[:3], "gwyn": VISIBILITIES[:2], "hari": ()}
MATRIX = [(viewer, visibility) for viewer in VIEWERS for visibility in VISIBILITIES]
P = TypeVar("P", bound=Problem)


def sees(viewer: str, visibility: str) -> bool:
    """Whether somebody of the cast may see a post of Ada's that names Bevan and Hari."""
    return visibility in VIEWERS[viewer]


@dataclass(frozen=True)
class Person:
    """A member and their persona."""

    name: str
    member_id: int
    account_id: int


class Fact(NamedTuple):
    """An entry of the ledger, with the payload it commits to."""

    kind: str
    actor: str
    object: str
    capacity: str
    channel: str
    payload: dict[str, Any]

    def states(self) -> dict[tuple[str, int], dict[str, Any] | None]:
        """The rows it vouches for; None for one that is gone."""
        return {(state["table"], int(state["id"])): state["row"] for state in self.payload.get("states", [])}


class House:
    """The cast, and everything a test of an act asks."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        for name, role in CAST.items():
            self.add(name, role)

    def add(self, name: str, role: str = "member") -> Person:
        """Add an active member."""
        command = people.AddMember(
            username=name, email=f"{name}@example.org", password_hash="!", role=role, display_name=name.title()
        )
        result = act(command, SYSTEM, "cli").result
        self.people[name] = Person(name, int(result["member_id"]), int(result["account_id"]))
        return self.people[name]

    def arrange(self, statement: str, *params: object) -> None:
        """Set rows up in a way no act does, and let the ledger vouch for them as they then are."""
        with transaction.write(), sql.noting():
            sql.execute(statement, params)
            found = [vouch_member(row[0]) for row in sql.rows("SELECT id FROM people_member")]
            found += vouching.states_written()
            states = [
                {"table": state.table, "id": str(state.id), "row": state.row and _as_text(state.row)} for state in found
            ]
            appender = Appender(clock.now_ms())
            appender.append(
                kind="test.arranged", actor="system", capacity="system", channel="cli", object="house", body="house",
                policy="", payload={"states": states},
            )  # fmt: skip
            appender.close()

    def id(self, name: str) -> int:
        """The account's id."""
        return self.people[name].account_id

    def member(self, name: str) -> int:
        """The member's id."""
        return self.people[name].member_id

    def actor(self, name: str, *, account_id: int | None = None) -> Actor:
        """Who acts when somebody of the cast is signed in, as their persona or as a voice."""
        return read_actor_of_member(self.member(name), account_id, "192.0.2.7")

    def with_scopes(self, name: str, *scopes: str) -> Actor:
        """The same through an app with these scopes."""
        return msgspec.structs.replace(self.actor(name), scopes=frozenset(scopes), token_id=1)

    def act(self, who: str | Actor, command: Command, *, key: str | None = None) -> Done:
        """Do it; `who` may be "system"."""
        return act(command, self._actor(who), "web", idempotency_key=key)

    def _actor(self, who: str | Actor) -> Actor:
        if isinstance(who, Actor):
            return who
        return SYSTEM if who == "system" else self.actor(who)

    def size(self) -> int:
        """How many entries the ledger has."""
        return queries.counts().entries

    def fact(self, sequence: int) -> Fact:
        """The entry with this sequence."""
        recorded, sealed = queries.read_entry(sequence), vault.read(sequence)
        assert sealed is not None
        entry = recorded.entry
        return Fact(entry.kind, entry.actor, entry.object, entry.capacity, entry.channel, sealed.value())

    def records(self, who: str | Actor, command: Command, kind: str, object: str | None = None) -> tuple[Done, Fact]:
        """Do it, and check that exactly one entry says so: this kind, by this actor, about this object."""
        before, actor = self.size(), self._actor(who)
        done = self.act(actor, command)
        assert (done.entry_sequence, self.size()) == (before, before + 1)
        fact = self.fact(done.entry_sequence)
        assert (fact.kind, fact.capacity, fact.channel) == (kind, actor.capacity, "web")
        # What is released for a voice is the voice's word; who of the team decided stays in the payload.
        spoken = fact.kind in ("held.released", "held.emergency_released") and fact.payload.get("member")
        assert spoken == str(actor.member_id) if spoken else fact.actor == actor.label
        if not done.is_held and fact.kind != "held.released":
            assert fact.object == done.object
        assert object is None or fact.object == object
        assert not command.secret_members() & fact.payload["command"].keys()
        return done, fact

    def refuses(self, who: str | Actor, command: Command, problem: type[P]) -> P:
        """It is refused like this, and no row changed; only policy's refusals are recorded, without what was said."""
        rows, before = self.rows(), self.size()
        with pytest.raises(problem) as caught:
            self.act(who, command)
        assert self.rows() == rows
        if isinstance(caught.value, Refused):
            fact = self.fact(before)
            assert (self.size(), fact.kind) == (before + 1, "act.refused")
            assert fact.object == f"command/{type(command).__name__}"
            assert fact.payload.keys() == {"rules", "outcome", "judged"}
        else:
            assert self.size() == before
        return caught.value

    def leaves(self, who: str | Actor, command: Command) -> Done:
        """It is answered, but there was nothing to do: no row and no entry."""
        rows, before = self.rows(), self.size()
        done = self.act(who, command)
        assert done.entry_sequence == -1
        assert self.rows() == rows
        assert self.size() == before
        return done

    def rows(self) -> dict[str, list[Any]]:
        """Every row of the domains, the outbox and the answers given."""
        tables = [
            model._meta.db_table
            for model in apps.get_models()
            if model._meta.app_label
            in ("people", "posts", "publishing", "policies", "cases", "records", "requests", "packs", "engine")
            and model._meta.db_table != "engine_limit"
        ]
        return {table: sorted(sql.rows(f"SELECT * FROM {table}"), key=repr) for table in tables}

    def jobs(self) -> list[str]:
        """Kinds of the jobs that wait."""
        return [kind for (kind,) in sql.rows("SELECT kind FROM engine_outbox ORDER BY id")]

    def post(self, text: str = "Bore da, pawb", who: str | Actor = "ada", **more: Any) -> int:
        """Publish; the post's id."""
        return int(self.act(who, posts.PublishPost(text=text, **more)).result["id"])

    def relate(self) -> None:
        """Fern follows Ada; Ada blocks Hari."""
        self.act("fern", people.FollowAccount(target_id=self.id("ada")))
        self.act("ada", people.BlockAccount(target_id=self.id("hari")))

    def post_to(self, visibility: str, **more: Any) -> int:
        """A post of Ada's for the matrix: names Bevan and Hari."""
        self.relate()
        return self.post("Bore da @bevan a @hari", visibility=visibility, **more)

    def picture(self, who: str = "ada", description: str = "", colour: str = "teal") -> int:
        """Upload a picture; its id."""
        return int(self.act(who, posts.UploadMedia(data=png(colour), description=description)).result["id"])

    def voice(self, username: str = "cyngor") -> int:
        """A voice of a body at which Ada has a seat; its account's id."""
        body = int(self.act("mair", people.CreateBody(slug=username, name=username.title())).result)
        command = people.CreateAccount(username=username, kind="voice", display_name=username.title(), body_id=body)
        account_id = int(self.act("mair", command).result)
        seat = people.GrantSeat(member_id=self.member("ada"), account_id=account_id, powers=("draft", "release"))
        self.act("mair", seat)
        return account_id

    def counts(self, name: str) -> tuple[int, int, int]:
        """(followers, following, statuses) as they stand beside the account."""
        row = sql.row(
            "SELECT followers_count, following_count, statuses_count FROM people_accountcounts WHERE account_id = %s",
            (self.id(name),),
        )
        assert row is not None
        return row

    def notified(self, name: str) -> list[tuple[str, int, int | None]]:
        """(type, from whom, about which post) of somebody's notifications, oldest first."""
        return sql.rows(
            "SELECT type, from_account_id, post_id FROM posts_notification WHERE account_id = %s ORDER BY id",
            (self.id(name),),
        )

    def feed(self, name: str) -> list[int]:
        """The posts in somebody's home timeline."""
        return [row[0] for row in sql.rows("SELECT post_id FROM posts_feed WHERE account_id = %s", (self.id(name),))]

    def aside(self, name: str) -> list[int]:
        """The posts that somebody's exclusive lists keep out of their home timeline."""
        return [row[0] for row in sql.rows("SELECT post_id FROM posts_feed WHERE account_id = %s", (-self.id(name),))]

    def verify(self) -> Report:
        """What the verifier says of the house as it is."""
        connection.ensure_connection()
        source = (PostgresSource if sql.is_postgres() else Source)(connection.connection)
        return verify(source, [], origin="none")

    def check(self) -> None:
        """What must hold after anything: ledger and rows agree, and every count is what counting gives."""
        assert self.verify().findings == []
        for name, (kept, counted) in RECOUNTS.items():
            wrong = sql.rows(f"SELECT k.* FROM {kept} k WHERE {name} <> ({counted})")
            assert wrong == [], f"{name} is not what counting gives"


RECOUNTS = {
    "k.followers_count": (
        "people_accountcounts",
        "SELECT COUNT(*) FROM people_follow f WHERE f.target_id = k.account_id AND NOT f.is_pending",
    ),
    "k.following_count": (
        "people_accountcounts",
        "SELECT COUNT(*) FROM people_follow f WHERE f.account_id = k.account_id AND NOT f.is_pending",
    ),
    "k.statuses_count": (
        "people_accountcounts",
        "SELECT COUNT(*) FROM posts_post p WHERE p.account_id = k.account_id",
    ),
    "k.boosts_count": (
        "posts_postcounts",
        "SELECT COUNT(*) FROM posts_post p WHERE p.boost_of_id = k.post_id",
    ),
    "k.favourites_count": (
        "posts_postcounts",
        "SELECT COUNT(*) FROM posts_favourite f WHERE f.post_id = k.post_id",
    ),
    "k.replies_count": (
        "posts_postcounts",
        "SELECT COUNT(*) FROM posts_post p WHERE p.in_reply_to_id = k.post_id AND p.visibility IN"
        " ('public', 'unlisted')",
    ),
    "k.voters_count": (
        # Of a poll elsewhere its own server counts.
        "(SELECT q.* FROM posts_poll q JOIN posts_post o ON o.id = q.id JOIN people_account a ON a.id = o.account_id"
        " WHERE a.domain = '')",
        "SELECT COUNT(DISTINCT v.account_id) FROM posts_pollvote v WHERE v.post_id = k.id",
    ),
}


def png(colour: str = "teal") -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), colour).save(out, "PNG")
    return out.getvalue()
