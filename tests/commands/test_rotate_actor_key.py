"""RotateActorKey: new keys for an account of ours, when the old ones may be known to others."""

from __future__ import annotations

import pytest

from coffeehouse.database import sql
from coffeehouse.domain.federation.key_commands import RotateActorKey
from coffeehouse.engine.act import Refused
from coffeehouse.federation.keys import key_uri, keys_of, private_key, public_keys
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.signatures import keys
from tests.commands.house import House
from tests.elsewhere import account


@pytest.mark.parametrize("who", ["system", "mair"])
def test_the_old_ones_sign_no_more(house: House, who: str) -> None:
    """Both kinds are replaced at once, under the same names; what was signed before stays as it was."""
    ada = house.id("ada")
    old, names = keys_of(ada), [key_uri(ada, kind) for kind in ("rsa", "ed25519")]
    _, fact = house.records(who, RotateActorKey(account_id=ada), "actor.keys_rotated", f"account/{ada}")
    new = keys_of(ada)
    assert [key_uri(ada, kind) for kind in ("rsa", "ed25519")] == names
    assert not {key.public for key in old.values()} & {key.public for key in new.values()}
    assert {id_ for _, id_ in fact.states()} == {key.id for key in (*old.values(), *new.values())}
    assert [row[0] for row in sql.rows("SELECT id FROM federation_localkey WHERE retired_at IS NOT NULL ORDER BY id")]
    for kind, public in public_keys(ada).items():
        assert keys.public_text(private_key(ada, kind).public_key()) == public


def test_the_house_has_keys_too(house: House) -> None:
    """Account 0; before the first were made, they are simply made."""
    house.records("mair", RotateActorKey(account_id=0), "actor.keys_rotated", "house")
    assert set(keys_of(0)) == {"rsa", "ed25519"}


def test_accounts_elsewhere_have_their_keys_elsewhere(house: House) -> None:
    """There is nothing of theirs to replace."""
    house.refuses("mair", RotateActorKey(account_id=account()), NotFound)


@pytest.mark.parametrize("who", ["ada", "cade", "rhys"])
def test_administrators_only(house: House, who: str) -> None:
    """Not even one's own: other servers must be able to follow."""
    house.refuses(who, RotateActorKey(account_id=house.id("ada")), Refused)
