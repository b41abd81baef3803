"""What the erasure of one thing leaves to others: rows that are gone, files to remove, and what the ledger's vault and
the queues still know of it. Each domain erases its own tables and says so with this; `engine.erasing` does the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coffeehouse.domain.context import Job, State


@dataclass
class Erased:
    """states: rows as they now are. keys: files of the house. received: uploads that wait. names: the objects whose
    entries in the vault go (`post/77`, `media/6`). public: ids of posts, boosts too, that anybody could have on their
    screen; direct: of direct messages. screens: (post, account) of those named in what is not public.
    remarks: (author, about whom) of private remarks."""

    states: list[State] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    public: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    screens: list[tuple[int, int]] = field(default_factory=list)
    remarks: list[tuple[int, int]] = field(default_factory=list)

    def add(self, other: Erased) -> None:
        """Take in what else was erased."""
        self.states += other.states
        self.keys += other.keys
        self.received += other.received
        self.names += other.names
        self.public += other.public
        self.direct += other.direct
        self.screens += other.screens
        self.remarks += other.remarks

    def jobs(self) -> tuple[Job, ...]:
        """What removes the files after the commit."""
        keys = [key for key in dict.fromkeys(self.keys) if key]
        removal = (Job("remove_files", {"keys": keys}),) if keys else ()
        return (*removal, *(Job("forget_received", {"name": name}) for name in dict.fromkeys(self.received) if name))


def numbers(names: Iterable[str]) -> list[str]:
    """The ids in names, as text."""
    return [name.partition("/")[2] for name in names]
