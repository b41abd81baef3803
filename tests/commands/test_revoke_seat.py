"""RevokeSeat: taking a member's seat away."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import NotFound
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


def test_seat_and_tokens_for_the_voice_end(house: House) -> None:
    """U4: tokens for the member's own persona stay."""
    voice = house.voice()
    for secret, account_id in (("voice", voice), ("own", house.id("ada"))):
        issue = people.IssueToken(account_id=account_id, scopes="read", label="x", token_hash=hash_secret(secret))
        house.act("mair", issue)
    command = people.RevokeSeat(member_id=house.member("ada"), account_id=voice)
    house.records("mair", command, "seat.revoked", f"account/{voice}")
    assert sql.rows("SELECT * FROM people_seat") == []
    assert read_actor_by_token("voice") is None
    assert read_actor_by_token("own") is not None
    house.refuses("mair", command, NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_only_administrators(house: House, who: str) -> None:
    """Policy refuses all others."""
    command = people.RevokeSeat(member_id=house.member("ada"), account_id=house.voice())
    house.refuses(who, command, Refused)
