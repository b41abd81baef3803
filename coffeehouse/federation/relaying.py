"""Relays, as the house meets them: found by the address their operators publish, and their answers."""

from __future__ import annotations

from coffeehouse.domain.federation.control_commands import AnswerRelay
from coffeehouse.domain.federation.queries import Known
from coffeehouse.domain.federation.queries.relays import relay_of_follow
from coffeehouse.federation import addresses
from coffeehouse.federation.actors import actor_of
from coffeehouse.federation.hearing import Hearing


def find_relay(address: str) -> Known | None:
    """The relay at an address: of its actor, of its inbox, or only its server's name. Raises what fetching raises."""
    written = address.strip()
    if "://" not in written:
        written = f"https://{written}"
    # Operators publish the inbox, or the bare name; by custom the actor stands beside it.
    base = written.rstrip("/").removesuffix("/inbox")
    return actor_of(f"{base}/actor" if base.count("/") == 2 else base)


def take_answer(hearing: Hearing, *, is_accepted: bool) -> bool:
    """Take a relay's answer to our Follow; False when it answers something else."""
    relay = relay_of_follow(hearing.said.object_id)
    if relay is None or not addresses.is_same(relay.uri, hearing.signer.uri):
        return False
    hearing.does(AnswerRelay(relay_id=relay.id, is_accepted=is_accepted))
    return True
