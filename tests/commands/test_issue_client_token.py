"""IssueClientToken: an app gets a token of its own."""

from __future__ import annotations

import pytest

from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, Problem, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.fixture
def _application(house: House) -> None:
    command = people.RegisterApplication(
        name="Bot", redirect_uris=("urn:ietf:wg:oauth:2.0:oob",), scopes="read write", client_id="one",
        secret_hash=hash_secret("one"),
    )  # fmt: skip
    house.act(ANONYMOUS, command)


def issue(**more: str) -> people.IssueClientToken:
    """All as it should be."""
    return people.IssueClientToken(
        **{
            "client_id": "one", "client_secret": "one", "scopes": "read write", "token_hash": hash_secret("token"),
            **more,
        }
    )  # fmt: skip


@pytest.mark.usefixtures("_application")
def test_a_token_for_nobody(house: House) -> None:
    """It belongs to the app; its hash is in no ledger."""
    done, fact = house.records(ANONYMOUS, issue(), "token.issued")
    assert done.result["scopes"] == "read write"
    assert "token_hash" not in fact.payload["command"]
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.account_id, actor.member_id) == (None, None)


@pytest.mark.usefixtures("_application")
def test_u2_it_cannot_do_what_people_do(house: House) -> None:
    """U2: an app's token with write does not post, follow or favourite."""
    house.act(ANONYMOUS, issue())
    actor = read_actor_by_token("token")
    assert actor is not None
    for command in (
        posts.PublishPost(text="x"), people.FollowAccount(target_id=house.id("ada")), posts.FavouritePost(post_id=1),
    ):  # fmt: skip
        house.refuses(actor, command, Refused)


@pytest.mark.usefixtures("_application")
@pytest.mark.parametrize(
    ("members", "problem"),
    [({"client_secret": "x"}, Unauthenticated), ({"client_id": "x"}, Unauthenticated), ({"scopes": "follow"}, Invalid)],
)
def test_u1_whatever_does_not_fit_gets_nothing(house: House, members: dict[str, str], problem: type[Problem]) -> None:
    """U1: a wrong secret, an unknown client, more than it registered for."""
    house.refuses(ANONYMOUS, issue(**members), problem)
