"""Every command of the house, registered by subject. `fill` runs once, when Django is ready."""

from coffeehouse.engine.registry import (
    actor_keys,
    actors,
    asking,
    capturing,
    closing,
    controlling,
    correcting,
    hearing,
    house,
    inbox,
    joining,
    ledger_keys,
    media,
    packs,
    people,
    policies,
    posts,
    publishing,
    pushing,
    receiving,
    records,
    relations,
    requests,
    seats,
    sending,
    signing_in,
    witnessing,
    writing,
)


def fill() -> None:
    """Register all commands. Doing it again changes nothing."""
    people.fill()
    posts.fill()
    media.fill()
    publishing.fill()
    joining.fill()
    relations.fill()
    inbox.fill()
    writing.fill()
    pushing.fill()
    house.fill()
    seats.fill()
    signing_in.fill()
    asking.fill()
    correcting.fill()
    policies.fill()
    ledger_keys.fill()
    actor_keys.fill()
    records.fill()
    capturing.fill()
    closing.fill()
    witnessing.fill()
    requests.fill()
    packs.fill()
    controlling.fill()
    receiving.fill()
    actors.fill()
    hearing.fill()
    sending.fill()
