"""What can be asked about the policy of the house."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class SavePolicy(Command, frozen=True, kw_only=True):
    """Put another version of the policy in force. files: (name, text) of the whole pack; note: what changed, and why.

    based_on: the version it was made from, so that nobody undoes unseen what a colleague saved meanwhile.
    """

    files: tuple[tuple[str, str], ...]
    note: str
    based_on: str


class AcknowledgePolicy(Command, frozen=True, kw_only=True):
    """Say that one has read the version in force. name: `default@1.0.0#0123456789ab`."""

    name: str
