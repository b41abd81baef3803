"""MakeActorKeys: the keys an account of ours signs with between servers."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.key_commands import MakeActorKeys
from coffeehouse.domain.federation.key_sealing import seal, unseal
from coffeehouse.domain.people.authenticator_key import CannotOpen
from coffeehouse.engine.act import Refused
from coffeehouse.federation.keys import key_uri, keys_of, private_key, public_keys
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.signatures import keys
from tests.commands.house import House
from tests.elsewhere import account


def test_an_account_gets_a_key_of_each_kind(house: House) -> None:
    """The public halves are vouched for; the private ones are sealed, and never in the record."""
    ada = house.id("ada")
    _, fact = house.records("system", MakeActorKeys(account_id=ada), "actor.keys_created", f"account/{ada}")
    rows = sql.rows("SELECT id, kind, private, public FROM federation_localkey WHERE account_id = %s", (ada,))
    assert {row[1] for row in rows} == {"rsa", "ed25519"}
    for key_id, kind, private, public in rows:
        state = fact.states()["federation_localkey", key_id]
        assert state == {"account_id": str(ada), "kind": kind, "public": public, "retired_at": None}
        assert "PRIVATE" not in private
        assert private not in str(fact.payload)
        assert keys.public_text(private_key(ada, kind).public_key()) == public


def test_it_is_done_once(house: House) -> None:
    """Two processes may need the keys at the same time: the first ones stand, and nothing is recorded of the second."""
    ada = house.id("ada")
    house.act("system", MakeActorKeys(account_id=ada))
    before = keys_of(ada)
    done = house.act("system", MakeActorKeys(account_id=ada))
    assert done.entry_sequence == -1
    assert keys_of(ada) == before


def test_they_are_made_when_they_are_first_needed(house: House) -> None:
    """For a person, and for the house itself, which signs its questions."""
    for account_id, uri in ((house.id("ada"), "/users/ada"), (0, "/actor")):
        assert set(public_keys(account_id)) == {"rsa", "ed25519"}
        assert key_uri(account_id, "rsa").endswith(f"{uri}#main-key")
        assert key_uri(account_id, "ed25519").endswith(f"{uri}#ed25519-key")
    assert public_keys(0) != public_keys(house.id("ada"))


def test_only_accounts_of_ours_have_keys(house: House) -> None:
    """Neither accounts elsewhere nor nobody."""
    for account_id in (account(), 999):
        house.refuses("system", MakeActorKeys(account_id=account_id), NotFound)
        with pytest.raises(NotFound):
            key_uri(account_id, "rsa")


def test_a_sealed_key_opens_for_its_own_account_only(house: House) -> None:
    """A row copied to another account signs nothing there."""
    sealed = seal(1, "words")
    assert unseal(1, sealed) == "words"
    for account_id, text in ((2, sealed), (1, sealed[:-4]), (1, "x")):
        with pytest.raises(CannotOpen):
            unseal(account_id, text)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys", "mair"])
def test_only_the_house_itself(house: House, who: str) -> None:
    """Nobody asks for it: it comes with the first letter out."""
    house.refuses(who, MakeActorKeys(account_id=house.id("ada")), Refused)
