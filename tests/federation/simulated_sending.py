"""Sending, a step at a time and in this thread: what `delivery.sending` does with threads."""

from __future__ import annotations

import threading

from coffeehouse.delivery import sending
from coffeehouse.delivery.parcels import Batch


class Stepwise(sending.Sending):
    """Carries each batch at once instead of handing it to a thread."""

    def __init__(self) -> None:
        super().__init__(threading.Event())
        self.count = 0

    def hire(self) -> None:
        """No hands: what was to be carried is carried here."""
        while not self.work.empty():
            work = self.work.get()
            if work is not None:
                self.count += len(work.batch.parcels)
                self.done.put(sending._carried(work))

    def _give(self, batch: Batch) -> None:
        # As many hands as are needed are there already.
        self.hands = sending.HANDS + 1
        super()._give(batch)
        self.hire()


def send_all() -> int:
    """Send all that is due; how many deliveries were tried."""
    step = Stepwise()
    step.look()
    while step.settle(0):
        step.look()
    return step.count
