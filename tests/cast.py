"""The people of the tests, made through the engine as everybody is: who they are, and a token for each.

Ada, a citizen · Bevan, a nurse whose account is locked · Cade, a moderator · Eve, whom Ada blocks · Faye, who follows
Ada · Sam, a stranger to all · Wyn, the administrator · leedon_council, a voice at which Cade holds a seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from coffeehouse.domain.context import SYSTEM, Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import accounts_of_member, read_actor_of_member
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.engine.act import Done, act
from coffeehouse.kernel.secrets import hash_secret, new_secret
from coffeehouse.ledger.queries import Recorded, latest_entries

PASSWORD = "correct horse battery"
EVERYTHING = "read write follow push profile"


@dataclass(frozen=True)
class Person:
    """A member with a persona."""

    name: str
    member_id: int
    account_id: int

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"

    @property
    def id(self) -> str:
        """The account's id as the API writes it."""
        return str(self.account_id)

    def actor(self, account_id: int | None = None) -> Actor:
        """As they act from a browser."""
        return read_actor_of_member(self.member_id, account_id or self.account_id)

    def does(self, command: Any) -> Done:
        """Act as this person."""
        return act(command, self.actor(), "test")

    def says(self, text: str, visibility: str = "public", **members: Any) -> int:
        """Publish; the post's id."""
        return int(self.does(PublishPost(text=text, visibility=visibility, **members)).result["id"])

    def token(self, scopes: str = EVERYTHING, account_id: int | None = None) -> str:
        """A fresh token of theirs."""
        return token_for(account_id or self.account_id, scopes)


@dataclass(frozen=True)
class Cast:
    """Everybody."""

    ada: Person
    bevan: Person
    cade: Person
    eve: Person
    faye: Person
    sam: Person
    wyn: Person
    voice_id: int


def token_for(account_id: int, scopes: str = EVERYTHING) -> str:
    """A token of an account, as the command line gives it."""
    token = new_secret()
    command = people.IssueToken(account_id=account_id, scopes=scopes, label="test", token_hash=hash_secret(token))
    act(command, SYSTEM, "cli")
    return token


def add(name: str, role: str = "member", display_name: str = "") -> Person:
    """An active member."""
    done = act(
        people.AddMember(
            username=name,
            email=f"{name}@example.org",
            password_hash=make_password(PASSWORD),
            role=role,
            display_name=display_name or name.capitalize(),
        ),
        SYSTEM,
        "cli",
    )
    return Person(name, int(done.result["member_id"]), int(done.result["account_id"]))


def assemble() -> Cast:
    """Make everybody, and who stands how to whom."""
    wyn = add("wyn", "admin")
    ada, bevan = add("ada", display_name="Ada Citizen"), add("bevan", display_name="Bevan Nurse")
    cade, eve, faye, sam = add("cade", "moderator"), add("eve"), add("faye"), add("sam")
    bevan.does(people.UpdateProfile(is_locked=True))
    faye.does(people.FollowAccount(target_id=ada.account_id))
    ada.does(people.BlockAccount(target_id=eve.account_id))
    body = act(people.CreateBody(slug="leedon", name="Leedon Council"), wyn.actor(), "test")
    voice = act(
        people.CreateAccount(
            username="leedon_council", kind="voice", display_name="Leedon Council", body_id=int(body.result)
        ),
        wyn.actor(),
        "test",
    )
    voice_id = int(voice.result)
    act(
        people.GrantSeat(member_id=cade.member_id, account_id=voice_id, powers=("draft", "release")),
        wyn.actor(),
        "test",
    )
    assert any(seat.account_id == voice_id for seat in accounts_of_member(cade.member_id))
    return Cast(ada, bevan, cade, eve, faye, sam, wyn, voice_id)


def latest_entry() -> Recorded:
    """The newest ledger entry."""
    return latest_entries(1)[0]
