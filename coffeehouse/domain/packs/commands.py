"""What can be asked about release packs."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class MakePack(Command, frozen=True, kw_only=True):
    """Make the answer to a request, as it was signed, into one file. language: of its own words, en or cy.

    The result is the pack's id; the file is made in the background.
    """

    request_id: int
    language: str = "en"


class WritePack(Command, frozen=True, kw_only=True):
    """Say that every file of a pack is written. manifest: SHA-256 of the list of them, which commits to each byte.

    objects: of the house, that lie in it. They are not recorded: this entry is laid open to whoever gets the pack,
    and may not say which objects are behind what was withheld (attack P7).
    """

    pack_id: int
    manifest: str
    item_count: int
    file_count: int
    objects: tuple[str, ...]

    def secret_members(self) -> frozenset[str]:
        return frozenset({"objects"})


class SealPack(Command, frozen=True, kw_only=True):
    """Say that a pack can be handed out: sha256 and size of its file."""

    pack_id: int
    sha256: str
    size: int


class FailPack(Command, frozen=True, kw_only=True):
    """Say that a pack cannot be made, and why."""

    pack_id: int
    problem: str


class TakePack(Command, frozen=True, kw_only=True):
    """Take the file of a pack out of the house, to hand it out."""

    pack_id: int


class RemovePack(Command, frozen=True, kw_only=True):
    """Delete the file of a pack, with a reason. What it was stays recorded."""

    pack_id: int
    because: str
