"""What was put together within this second, for as long as nothing at all has changed.

When the same is asked again at once (an alarm, a post that every visitor opens), it is answered with what is there. It
is not given any more after the first change anywhere in the database, nor after a second, since some answers depend on
the clock: a poll closes, a mute ends. The next question then drops it. On PostgreSQL nothing is kept (see
`sql.version`). docs/decisions/22-same-second.md
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from coffeehouse.database import sql
from coffeehouse.kernel import clock

LASTS = clock.SECOND
MOST_BYTES = 4 << 20
# Counted for each answer besides its body: the question, which may be two thousand characters, and the headers.
ABOUT_IT = 4_096
Answer = TypeVar("Answer")


class Recent(Generic[Answer]):
    """Of one process, which answers one question after the other (`site.turns`): `find`, then, when it found nothing,
    `keep` with what was put together since.

    A question holds all that the answer depends on besides the database: who asks, for what, in which language.
    """

    def __init__(self) -> None:
        self._version: sql.Version | None = None
        self._since = self.size = 0
        self._answers: dict[Hashable, Answer] = {}

    def find(self, question: Hashable) -> Answer | None:
        """The answer to the same question, if it would be the same again."""
        version, now = sql.version(), clock.now_ms()
        if version is None or version != self._version or not 0 <= now - self._since < LASTS:
            self._forget()
            self._version, self._since = version, now
        return self._answers.get(question)

    def keep(self, question: Hashable, answer: Answer, size: int) -> None:
        """Remember it, as an answer of the state that `find` saw before all reading. `size`: bytes of its body."""
        size += ABOUT_IT
        if self._version is None or size > MOST_BYTES:
            return
        if self.size + size > MOST_BYTES:
            self._forget()
        self._answers[question] = answer
        self.size += size

    def _forget(self) -> None:
        self._answers.clear()
        self.size = 0
