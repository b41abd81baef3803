"""ExchangeCode: an app turns a code into a token."""

from __future__ import annotations

import base64
import hashlib

import pytest

from coffeehouse.domain.context import ANONYMOUS
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_by_token
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid, Problem, Unauthenticated
from coffeehouse.kernel.secrets import hash_secret
from tests.commands.house import House

OOB = "urn:ietf:wg:oauth:2.0:oob"
NOW = 1_763_772_000_000
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def _code(house: House) -> None:
    """Two clients; Ada let the first act for her, with a challenge (RFC 7636)."""
    with clock.at(NOW):
        for name in ("one", "two"):
            command = people.RegisterApplication(
                name=name, redirect_uris=(OOB, "https://x.example"), scopes="read write", client_id=name,
                secret_hash=hash_secret(name),
            )  # fmt: skip
            application = int(house.act(ANONYMOUS, command).result)
            if name == "one":
                house.act(
                    "ada",
                    people.AuthorizeApplication(
                        application_id=application, account_id=house.id("ada"), redirect_uri=OOB, scopes="read",
                        code_challenge=CHALLENGE, code_hash=hash_secret("code"),
                    ),
                )  # fmt: skip


def exchange(**more: str) -> people.ExchangeCode:
    """All as it should be."""
    return people.ExchangeCode(
        **{
            "client_id": "one", "client_secret": "one", "code": "code", "redirect_uri": OOB,
            "code_verifier": VERIFIER, "token_hash": hash_secret("token"), **more,
        }
    )  # fmt: skip


@pytest.mark.usefixtures("_code")
def test_a_token_is_given(house: House) -> None:
    """For the account and scopes that were granted; only its hash is kept, and not in the ledger."""
    with clock.at(NOW + 599_999):
        done, fact = house.records(ANONYMOUS, exchange(), "token.issued")
    assert done.result == {"scopes": "read", "created_at": (NOW + 599_999) // 1_000}
    assert fact.payload["kept"]["account"] == str(house.id("ada"))
    assert "code" not in fact.payload["command"]
    actor = read_actor_by_token("token")
    assert actor is not None
    assert (actor.account_id, actor.scopes) == (house.id("ada"), frozenset({"read"}))


@pytest.mark.usefixtures("_code")
@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({"client_secret": "two"}, Unauthenticated),
        ({"client_id": "three"}, Unauthenticated),
        ({"client_id": "two", "client_secret": "two"}, Invalid),
        ({"code": "edoc"}, Invalid),
        ({"redirect_uri": "https://x.example"}, Invalid),
        ({"code_verifier": ""}, Invalid),
        ({"code_verifier": "w" * 43}, Invalid),
        ({"code_verifier": CHALLENGE}, Invalid),
    ],
)
def test_u1_whatever_does_not_fit_gets_nothing(house: House, members: dict[str, str], problem: type[Problem]) -> None:
    """U1: another client's code, another address, no or another verifier, the challenge itself ("plain")."""
    with clock.at(NOW):
        house.refuses(ANONYMOUS, exchange(**members), problem)


@pytest.mark.usefixtures("_code")
def test_u1_a_code_lives_ten_minutes(house: House) -> None:
    """U1: then it is nothing."""
    with clock.at(NOW + 600_000):
        house.refuses(ANONYMOUS, exchange(), Invalid)


@pytest.mark.usefixtures("_code")
def test_u1_a_code_used_again_ends_the_token_it_gave(house: House) -> None:
    """U1: nobody gets a second one, and the revocation is recorded."""
    with clock.at(NOW):
        house.act(ANONYMOUS, exchange())
        done, _ = house.records(ANONYMOUS, exchange(token_hash=hash_secret("other")), "token.revoked_by_reuse")
    assert done.result is None
    assert read_actor_by_token("token") is None
    assert read_actor_by_token("other") is None


@pytest.mark.usefixtures("_code")
def test_u1_only_the_client_it_was_for_can_burn_a_token(house: House) -> None:
    """U1: another client that learns a used code cannot end the first one's token."""
    with clock.at(NOW):
        house.act(ANONYMOUS, exchange())
        house.refuses(ANONYMOUS, exchange(client_id="two", client_secret="two"), Invalid)
    assert read_actor_by_token("token") is not None


@pytest.mark.usefixtures("_code")
def test_u4_who_was_suspended_meanwhile_gets_none(house: House) -> None:
    """U4: the code of a suspended member is nothing."""
    with clock.at(NOW):
        house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
        house.refuses(ANONYMOUS, exchange(), Invalid)
