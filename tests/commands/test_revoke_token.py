"""RevokeToken: ending a token."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.kernel.errors import NotFound, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.fixture
def token(house: House) -> int:
    """A token of Ada's for an app."""
    register = people.RegisterApplication(
        name="Bot", redirect_uris=("x:y",), scopes="read", client_id="one", secret_hash=hash_secret("one")
    )
    application = int(house.act(ANONYMOUS, register).result)
    issue = people.IssueToken(account_id=house.id("ada"), scopes="read", label="x", token_hash=hash_secret("t"))
    token_id = int(house.act("mair", issue).result)
    house.arrange("UPDATE people_token SET application_id = %s WHERE id = %s", application, token_id)
    return token_id


def test_by_its_member(house: House, token: int) -> None:
    """It is dead at once, and stays as a row; again it is not found."""
    command = people.RevokeToken(token_id=token)
    house.records("ada", command, "token.revoked", f"token/{token}")
    assert read_actor_by_token("t") is None
    assert sql.value("SELECT revoked_at FROM people_token") is not None
    house.refuses("ada", command, NotFound)


@pytest.mark.parametrize("who", ["gwyn", "mair"])
def test_p1_anothers_is_not_found(house: House, token: int, who: str) -> None:
    """P1: for administrators too; nor by nobody."""
    house.refuses(who, people.RevokeToken(token_id=token), NotFound)
    house.refuses(ANONYMOUS, people.RevokeToken(token_id=token), NotFound)


def test_by_its_application(house: House, token: int) -> None:
    """With the client's secret; a second time, and an unknown token, are answered like success (RFC 7009)."""
    command = people.RevokeToken(token="t", client_id="one", client_secret="one")
    house.records(ANONYMOUS, command, "token.revoked", f"token/{token}")
    assert read_actor_by_token("t") is None
    house.leaves(ANONYMOUS, command)
    house.leaves(ANONYMOUS, people.RevokeToken(token="other", client_id="one", client_secret="one"))


def test_not_without_the_secret(house: House, token: int) -> None:
    """The token stays."""
    command = people.RevokeToken(token="t", client_id="one", client_secret="x")
    house.refuses(ANONYMOUS, command, Unauthenticated)
    assert read_actor_by_token("t") is not None
