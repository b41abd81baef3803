"""RegisterTestMember: joining at once, in a house opened for tests."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.domain.context import ANONYMOUS, Actor
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import joining
from coffeehouse.domain.people.queries import account_id_of, is_confirmed, read_actor_by_token
from coffeehouse.engine import judging
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import Forbidden, Invalid, NotFound
from coffeehouse.kernel.secrets import hash_secret
from coffeehouse.policy.packs import DEFAULT_FOLDER, make_pack
from tests.commands.house import House


def join(**more: Any) -> joining.RegisterTestMember:
    """With a name and an address."""
    return joining.RegisterTestMember(
        **{
            "username": "non", "email": "non@example.org", "password_hash": "hash", "token_hash": hash_secret("token"),
            **more,
        }
    )  # fmt: skip


@pytest.fixture
def app(house: House) -> Actor:
    """An app with a token of its own."""
    register = people.RegisterApplication(
        name="Suite", redirect_uris=("urn:ietf:wg:oauth:2.0:oob",), scopes="read write follow", client_id="one",
        secret_hash=hash_secret("one"),
    )  # fmt: skip
    house.act(ANONYMOUS, register)
    issue = people.IssueClientToken(
        client_id="one", client_secret="one", scopes="read write", token_hash=hash_secret("of the app")
    )
    house.act(ANONYMOUS, issue)
    found = read_actor_by_token("of the app")
    assert found is not None
    return found


def test_they_are_in_with_a_token(house: House, app: Actor, settings: Any) -> None:
    """Active and shown; the token has the scopes of the app's own; neither password nor token is recorded."""
    settings.TEST_MODE = True
    done, fact = house.records(app, join(), "member.test_registered")
    assert account_id_of("non") == int(done.result["account_id"])
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.account_id, actor.member_state, actor.application_id) == (
        int(done.result["account_id"]), "active", app.application_id,
    )  # fmt: skip
    assert actor.scopes == {"read", "write"}
    assert not is_confirmed(actor.member_id)
    assert "hash" not in fact.payload["command"].values()


def test_names_and_addresses_are_looked_at_all_the_same(house: House, app: Actor, settings: Any) -> None:
    """Taken, reserved or none: refused at the field."""
    settings.TEST_MODE = True
    for more, field in (({"username": "ada"}, "username"), ({"username": "admin"}, "username"),
                        ({"email": "ada@example.org"}, "email"), ({"email": "none"}, "email")):  # fmt: skip
        assert house.refuses(app, join(**more), Invalid).field == field


def test_without_an_app_there_is_no_token_to_give(house: House, settings: Any) -> None:
    """A browser session is no app."""
    settings.TEST_MODE = True
    house.refuses("ada", join(), Forbidden)


def test_in_a_house_for_people_nobody_joins_so(house: House, app: Actor) -> None:
    """The default pack refuses it by a rule."""
    problem = house.refuses(app, join(), Refused)
    assert problem.verdict.rule_ids == ("house.tests-only",)


def test_a_pack_without_the_rule_opens_nothing(house: House, app: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting stands behind the rule: with a pack that forgot it, there is still no such way in."""
    head = (DEFAULT_FOLDER / "pack.toml").read_text("utf-8")
    lax = make_pack(head, {"lax.cedar": '@id("town.base")\npermit (principal, action, resource);\n'})
    monkeypatch.setattr(judging, "pack_in_force", lambda: lax)
    house.refuses(app, join(), NotFound)


def test_the_house_has_to_allow_its_scope(house: House, app: Actor, settings: Any) -> None:
    """A token that only reads does not sign anybody up."""
    settings.TEST_MODE = True
    house.refuses(msgspec.structs.replace(app, scopes=frozenset({"read"})), join(), Forbidden)
