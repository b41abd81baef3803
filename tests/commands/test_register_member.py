"""RegisterMember: asking to join."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import account_id_of, read_actor_of_member
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Refused
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, LimitReached
from tests.commands.house import House


def register(**more: Any) -> people.RegisterMember:
    """With a name and an address."""
    return people.RegisterMember(
        **{"username": "Non", "email": " Non@Example.ORG ", "password_hash": "hash", "reason": "Cymydog", **more}
    )


def test_who_asks_waits_and_is_not_shown(house: House) -> None:
    """Member and persona are stored; administrators are told by a job; the ledger has no password."""
    done, fact = house.records(ANONYMOUS, register(), "member.registered")
    member_id = int(done.result["member_id"])
    assert (done.result["state"], fact.object) == ("pending", f"member/{member_id}")
    row = sql.row("SELECT email, role, state, reason, password FROM people_member WHERE id = %s", (member_id,))
    assert row == ("non@example.org", "member", "pending", "Cymydog", "hash")
    assert "hash" not in fact.payload["command"].values()
    assert account_id_of("non") is None
    assert house.jobs() == ["mail_confirm", "notify_sign_up"]


def test_approve_less_registration_cannot_post(house: House) -> None:
    """Whoever waits may sign in and leave, and do nothing else."""
    done = house.act(ANONYMOUS, register())
    actor = read_actor_of_member(int(done.result["member_id"]))
    problem = house.refuses(actor, posts.PublishPost(text="Helo"), Refused)
    assert problem.verdict.rule_ids == ("house.pending-may-not-write",)


def test_an_invitation_lets_in_at_once_and_once(house: House) -> None:
    """With the role it was made for; a used, unknown or outdated one is refused."""
    house.arrange("UPDATE people_member SET role = 'member' WHERE role = 'admin'")
    with clock.at(1_763_772_000_000):
        house.act("system", people.OpenHouse(token_hash="1" * 64))
    with clock.at(1_763_772_000_000 + 7 * clock.DAY):
        house.refuses(ANONYMOUS, register(invitation_hash="1" * 64), Invalid)
    with clock.at(1_763_772_000_000 + 7 * clock.DAY - 1):
        done, _ = house.records(ANONYMOUS, register(invitation_hash="1" * 64), "member.registered")
        assert done.result["state"] == "active"
        other = register(username="mab", email="mab@example.org", invitation_hash="1" * 64)
        house.refuses(ANONYMOUS, other, Invalid)
    row = sql.row("SELECT role, state FROM people_member WHERE id = %s", (int(done.result["member_id"]),))
    assert row == ("admin", "active")


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"username": "ADA"}, "username"),
        ({"username": "admin"}, "username"),
        ({"username": "x" * 31}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"username": "аda"}, "username"),
        ({"display_name": "Cyngоr"}, "display_name"),
        ({"username": "cyng0r"}, "username"),
    ],
)
def test_x5_names_and_addresses_that_cannot_be_had(house: House, members: dict[str, str], field: str) -> None:
    """X5: taken, reserved, too long, of other letters, or like an official one."""
    house.voice("cyngor")
    assert house.refuses(ANONYMOUS, register(**members), Invalid).field == field


@pytest.mark.parametrize("email", ["", "no address", 'a"b,c%d@x', "a@b\r\nBcc: c@d.org", "x" * 250 + "@d.org"])
def test_u5_an_address_must_be_one(house: House, email: str) -> None:
    """U5: quotes, percent, line ends, nothing at all: refused."""
    house.refuses(ANONYMOUS, register(email=email), Invalid)


def test_p5_nobody_asks_for_a_role(house: House) -> None:
    """P5: role, state and approval are no members of the command."""
    assert not {"role", "state", "approved", "verified", "kind"} & set(people.RegisterMember.__struct_fields__)


def test_d14_ten_an_hour_from_one_address(house: House) -> None:
    """D14, U8: the eleventh from the same address waits; another address does not."""
    here = msgspec.structs.replace(ANONYMOUS, address="192.0.2.1")
    for number in range(10):
        house.act(here, register(username=f"n{number}", email=f"n{number}@example.org"))
    problem = house.refuses(here, register(), LimitReached)
    assert 0 < problem.retry_after <= 3_600
    house.act(msgspec.structs.replace(ANONYMOUS, address="192.0.2.2"), register())


def test_u6_an_address_that_is_known_is_answered_like_one_that_is_not(house: House) -> None:
    """U6: the same result and kind of entry; its owner is told by mail, nobody joins, and the name is taken as well."""
    fresh, _ = house.records(ANONYMOUS, register(username="one"), "member.registered")
    before = sql.value("SELECT COUNT(*) FROM people_member")
    known, fact = house.records(ANONYMOUS, register(username="two", email="ADA@example.org"), "member.registered")
    assert (known.result.keys(), known.result["state"]) == (fresh.result.keys(), fresh.result["state"])
    assert "ada" not in fact.object
    assert sql.value("SELECT COUNT(*) FROM people_member") == before
    assert house.jobs()[-1] == "mail_known_address"
    for taken in ("one", "two"):
        assert house.refuses(ANONYMOUS, register(username=taken, email="x@example.org"), Invalid).field == "username"


def test_u6_a_name_that_cannot_be_had_is_said_for_every_address(house: House) -> None:
    """U6: names are public, so they are looked at first, whoever's the address is."""
    for email in ("ada@example.org", "nobody@example.org"):
        assert house.refuses(ANONYMOUS, register(username="bevan", email=email), Invalid).field == "username"
