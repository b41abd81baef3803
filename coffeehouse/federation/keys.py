"""The keys our accounts sign with, made on first need, ready for use."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.key_commands import MakeActorKeys
from coffeehouse.domain.federation.key_sealing import unseal
from coffeehouse.domain.federation.queries.keys import OwnKey, local_name, own_keys
from coffeehouse.domain.people.authenticator_key import CannotOpen
from coffeehouse.engine.act import act
from coffeehouse.kernel.errors import NotFound, Unavailable
from coffeehouse.protocols.signatures.keys import Private, read_private

HOUSE = 0
FRAGMENTS = {"rsa": "main-key", "ed25519": "ed25519-key"}


def keys_of(account_id: int) -> dict[str, OwnKey]:
    """The live keys of an account of ours by kind (rsa, ed25519), made now if there are none. 0: the house.

    Raises NotFound for an account that is not ours.
    """
    found = own_keys(account_id)
    if not found:
        act(MakeActorKeys(account_id=account_id), SYSTEM, "federation")
        found = own_keys(account_id)
    return found


def public_keys(account_id: int) -> dict[str, str]:
    """The public halves as documents carry them: `rsa` as PEM, `ed25519` as multibase."""
    return {kind: key.public for kind, key in keys_of(account_id).items()}


def private_key(account_id: int, kind: str) -> Private:
    """A key to sign with. Raises NotFound for an account that is not ours, Unavailable where it cannot be opened."""
    try:
        return _opened(account_id, keys_of(account_id)[kind].private)
    except CannotOpen as error:
        raise Unavailable(
            "The key this account signs with cannot be opened. Put federation.key back from a backup, or run"
            " `coffeehouse federation rotate-key`."
        ) from error


def actor_uri(account_id: int) -> str:
    """The identity of an account of ours; of the house for 0. Raises NotFound."""
    if account_id == HOUSE:
        return f"{settings.BASE_URL}/actor"
    name = local_name(account_id)
    if name is None:
        raise NotFound()
    return f"{settings.BASE_URL}/users/{name}"


def key_uri(account_id: int, kind: str) -> str:
    """What a key of ours is called in signatures and documents."""
    return f"{actor_uri(account_id)}#{FRAGMENTS[kind]}"


@lru_cache(maxsize=256)
def _opened(account_id: int, sealed: str) -> Private:
    """Opening and parsing a key takes as long as signing with it, and most deliveries come from a few accounts."""
    return read_private(unseal(account_id, sealed))
