"""What happens in the demo town, as plain data: who does what at which time. `plan` makes steps, `perform` does them.

Posts are named by keys (`flood-0.0.3`) because their ids are given out only when they are published.
"""

from __future__ import annotations

from dataclasses import dataclass

from coffeehouse.site.demo.script import Poll


@dataclass(frozen=True, slots=True)
class FoundBody:
    slug: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class FoundVoice:
    handle: str
    kind: str
    body: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class Seat:
    member: str
    voice: str


@dataclass(frozen=True, slots=True)
class MoveIn:
    handle: str
    name: str
    language: str
    role: str


@dataclass(frozen=True, slots=True)
class AskToJoin:
    handle: str
    name: str
    language: str
    reason: str


@dataclass(frozen=True, slots=True)
class Introduce:
    note: str | None
    language: str | None
    is_locked: bool
    avatar: str


@dataclass(frozen=True, slots=True)
class Follow:
    target: str


@dataclass(frozen=True, slots=True)
class Accept:
    follower: str


@dataclass(frozen=True, slots=True)
class Upload:
    key: str
    scene: str
    variant: int


@dataclass(frozen=True, slots=True)
class Publish:
    key: str
    text: str
    language: str
    visibility: str = "public"
    warning: str = ""
    answers: str = ""
    picture: str = ""
    poll: Poll | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class React:
    """kind: favourite, boost, bookmark, pin."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class Vote:
    key: str
    choice: int


@dataclass(frozen=True, slots=True)
class ClosePoll:
    key: str


Deed = (
    FoundBody | FoundVoice | Seat | MoveIn | AskToJoin | Introduce | Follow | Accept | Upload | Publish | Edit | React
    | Vote | ClosePoll
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """`actor` is a handle, "" the house itself; `seat` the voice they act as, "" for themselves."""

    at: int
    actor: str
    deed: Deed
    seat: str = ""
