"""The commands about the keys our accounts sign with between servers."""

from __future__ import annotations

from coffeehouse.domain.federation import key_commands
from coffeehouse.domain.federation.handlers import keys
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        key_commands.MakeActorKeys,
        kind="actor.keys_created",
        sentence="The house made the keys that {object} signs with between servers.",
        handler=keys.apply_make_actor_keys,
        scope="web",
        prepare=keys.prepare_keys,
    )
    register(
        key_commands.RotateActorKey,
        kind="actor.keys_rotated",
        sentence="{actor} put new keys in place of those that {object} signed with between servers.",
        handler=keys.apply_rotate_actor_key,
        scope="web",
        prepare=keys.prepare_keys,
    )
