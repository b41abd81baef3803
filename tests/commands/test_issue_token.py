"""IssueToken: the house gives a token for an account."""

from __future__ import annotations

from typing import Any

import pytest

from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def issue(account_id: int, **more: str) -> people.IssueToken:
    """A token to read and write."""
    members: dict[str, Any] = {"scopes": "read write", "label": "sgript", "token_hash": hash_secret("token"), **more}
    return people.IssueToken(account_id=account_id, **members)


@pytest.mark.parametrize("who", ["mair", "system"])
def test_the_token_acts_as_the_account(house: House, who: str) -> None:
    """Only its hash is kept, and not in the ledger."""
    done, fact = house.records(who, issue(house.id("ada")), "token.issued")
    assert fact.object == f"token/{done.result}"
    assert "token_hash" not in fact.payload["command"]
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.account_id, actor.member_id) == (house.id("ada"), house.member("ada"))


def test_a_voices_token_belongs_to_who_holds_a_seat(house: House) -> None:
    """Without one there is none."""
    voice = house.voice()
    house.act("mair", issue(voice))
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.member_id, actor.capacity) == (house.member("ada"), "voice")
    house.act("mair", people.RevokeSeat(member_id=house.member("ada"), account_id=voice))
    house.refuses("mair", issue(voice, token_hash="x"), Invalid)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Nobody gives themselves a token this way."""
    house.refuses(who, issue(house.id(who)), Refused)


def test_what_does_not_fit_is_refused(house: House) -> None:
    """Unknown scopes, also the one of browser sessions; an account there is not."""
    for scopes in ("everything", "web"):
        house.refuses("mair", issue(house.id("ada"), scopes=scopes), Invalid)
    house.refuses("mair", issue(1), NotFound)
