"""IssuePasswordToken: a token for name and password, in a house opened for tests."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password

from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import joining
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Invalid, LimitReached, Problem, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House


@pytest.fixture(autouse=True)
def _app(house: House, settings: Any) -> None:
    settings.TEST_MODE = True
    register = people.RegisterApplication(
        name="Suite", redirect_uris=("urn:ietf:wg:oauth:2.0:oob",), scopes="read write", client_id="one",
        secret_hash=hash_secret("one"),
    )  # fmt: skip
    house.act(ANONYMOUS, register)
    for name in ("ada", "gwyn"):
        house.arrange("UPDATE people_member SET password = %s WHERE id = %s", make_password(name), house.member(name))


def issue(**more: str) -> joining.IssuePasswordToken:
    """All as it should be."""
    return joining.IssuePasswordToken(
        **{
            "client_id": "one", "client_secret": "one", "username": "ada@example.org", "password": "ada",
            "scopes": "read write", "token_hash": hash_secret("token"), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ada@example.org", "ada", "@ada", "ADA", "ada@localhost:8000"])
def test_by_address_or_handle(house: House, name: str) -> None:
    """The token is the member's, as their persona; what was typed is in no ledger."""
    done, fact = house.records(ANONYMOUS, issue(username=name), "token.issued")
    assert done.result["scopes"] == "read write"
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.account_id, actor.member_id) == (house.id("ada"), house.member("ada"))
    assert not {"username", "password"} & fact.payload["command"].keys()


@pytest.mark.parametrize(
    ("more", "problem", "code"),
    [
        ({"password": "gwyn"}, Invalid, "invalid_grant"),
        ({"username": "nobody"}, Invalid, "invalid_grant"),
        ({"client_secret": "two"}, Unauthenticated, "invalid_client"),
        ({"scopes": "read write follow"}, Invalid, "invalid_scope"),
    ],
)
def test_what_does_not_fit_gives_nothing(house: House, more: dict[str, str], problem: type[Problem], code: str) -> None:
    """A wrong password, nobody, another app's secret, more than it registered for."""
    assert house.refuses(ANONYMOUS, issue(**more), problem).code == code


@pytest.mark.parametrize("state", ["pending", "rejected", "suspended"])
def test_who_is_out_gets_none(house: House, state: str) -> None:
    """Only members who are in."""
    house.arrange("UPDATE people_member SET state = %s WHERE id = %s", state, house.member("gwyn"))
    house.refuses(ANONYMOUS, issue(username="gwyn", password="gwyn"), Invalid)


def test_in_a_house_for_people_apps_take_no_passwords(house: House, settings: Any) -> None:
    """The rule refuses it before any password is believed."""
    settings.TEST_MODE = False
    problem = house.refuses(ANONYMOUS, issue(), Refused)
    assert problem.verdict.rule_ids == ("house.tests-only",)


def test_d14_tries_are_counted_where_limits_are_on(house: House) -> None:
    """D14: the setting switches limits off for the whole house, not for this command."""
    for _ in range(10):
        house.refuses(ANONYMOUS, issue(password="wrong"), Invalid)
    house.refuses(ANONYMOUS, issue(), LimitReached)
