"""How many of something there may be at once, and how many of them one visitor (`network_of` an address) may have."""

from __future__ import annotations

import threading
from collections import Counter


class Places:
    """At most `most` at once, and `of_one` of one visitor's address."""

    def __init__(self, most: int, of_one: int) -> None:
        self.most, self.of_one = most, of_one
        self.taken = 0
        self._of: Counter[str] = Counter()
        self._guard = threading.Lock()

    def take(self, visitor: str) -> str:
        """ "" when a place was taken; else the status line to refuse with."""
        with self._guard:
            if self._of[visitor] >= self.of_one:
                return "429 Too Many Requests"
            if self.taken >= self.most:
                if not self._of[visitor]:
                    del self._of[visitor]
                return "503 Service Unavailable"
            self._of[visitor] += 1
            self.taken += 1
            return ""

    def give_back(self, visitor: str) -> None:
        """Free the place that `take` gave."""
        with self._guard:
            self.taken -= 1
            self._of[visitor] -= 1
            if not self._of[visitor]:
                del self._of[visitor]
