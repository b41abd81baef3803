"""AcknowledgePolicy: whoever speaks for a body says that they have read the version in force."""

from __future__ import annotations

from coffeehouse.domain.policies.commands import AcknowledgePolicy
from coffeehouse.domain.policies.queries import has_acknowledged, list_readers
from coffeehouse.engine.policy_in_force import pack_in_force
from coffeehouse.kernel.errors import Conflict, Forbidden
from tests.commands.house import House


def test_somebody_has_read_it(house: House) -> None:
    """A row and an entry, once; the list of readers says since when, those who have not come first."""
    house.voice()
    name = pack_in_force().version
    command = AcknowledgePolicy(name=name)
    house.records("ada", command, "policy.acknowledged")
    house.leaves("ada", command)
    assert has_acknowledged(house.member("ada"), name)
    assert not has_acknowledged(house.member("bevan"), name)
    readers = list_readers(name)
    assert [reader.acct for reader in readers] == ["cade", "mair", "rhys", "ada"]
    assert [reader.read_at is None for reader in readers] == [True, True, True, False]
    house.check()


def test_only_the_version_in_force(house: House) -> None:
    """What no longer decides, or never did, is not acknowledged; nor by the house itself."""
    house.refuses("ada", AcknowledgePolicy(name="default@0.0.1#000000000000"), Conflict)
    house.refuses("system", AcknowledgePolicy(name=pack_in_force().version), Forbidden)
