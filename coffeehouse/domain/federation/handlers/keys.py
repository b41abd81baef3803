"""Makes and replaces the keys our accounts sign with. What is slow (RSA) is done before the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome, State
from coffeehouse.domain.federation.key_commands import MakeActorKeys, RotateActorKey
from coffeehouse.domain.federation.key_sealing import seal
from coffeehouse.domain.federation.queries.keys import local_name, own_keys
from coffeehouse.kernel.errors import NotFound
from coffeehouse.protocols.signatures import keys

KINDS = ("rsa", "ed25519")
HOUSE = 0

# kind → (sealed private key, public key)
Made = Mapping[str, tuple[str, str]]


def prepare_keys(command: MakeActorKeys | RotateActorKey, _actor: Actor) -> Made:
    """New keys of both kinds, sealed. Raises NotFound for an account that is not of this house."""
    if command.account_id != HOUSE and local_name(command.account_id) is None:
        raise NotFound()
    made = {kind: keys.make(kind) for kind in KINDS}
    return {kind: (seal(command.account_id, private), public) for kind, (private, public) in made.items()}


def apply_make_actor_keys(command: MakeActorKeys, context: Context) -> Outcome:
    """Store them. Where another process was first, its keys stand and nothing is recorded."""
    name = _name(command.account_id)
    if own_keys(command.account_id):
        return Outcome(object=name, unchanged=True)
    return Outcome(object=name, states=tuple(_store(command.account_id, context)))


def apply_rotate_actor_key(command: RotateActorKey, context: Context) -> Outcome:
    """Retire what there is, store the new ones."""
    states = []
    for key in own_keys(command.account_id).values():
        sql.execute("UPDATE federation_localkey SET retired_at = %s WHERE id = %s", (context.now, key.id))
        states.append(State("federation_localkey", key.id, _row(command.account_id, key.kind, key.public, context.now)))
    return Outcome(object=_name(command.account_id), states=(*states, *_store(command.account_id, context)))


def _store(account_id: int, context: Context) -> list[State]:
    states = []
    for kind, (private, public) in context.prepared.items():
        key_id = context.new_id()
        sql.execute(
            "INSERT INTO federation_localkey (id, account_id, kind, private, public, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            (key_id, account_id, kind, private, public, context.now),
        )
        states.append(State("federation_localkey", key_id, _row(account_id, kind, public, None)))
    return states


def _row(account_id: int, kind: str, public: str, retired_at: int | None) -> dict[str, Any]:
    return {"account_id": account_id, "kind": kind, "public": public, "retired_at": retired_at}


def _name(account_id: int) -> str:
    return f"account/{account_id}" if account_id else "house"
