"""The keys our accounts sign with between servers, as commands."""

from __future__ import annotations

from coffeehouse.domain.context import Command


class MakeActorKeys(Command, frozen=True, kw_only=True):
    """Make the keys of an account of ours that has none yet. account_id 0: the house itself."""

    account_id: int


class RotateActorKey(Command, frozen=True, kw_only=True):
    """Retire the keys of an account of ours and put new ones in their place, under the same names.

    Other servers fetch them anew when a signature does not fit the key they know.
    """

    account_id: int
