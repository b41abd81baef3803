"""Between a write and its acknowledgement, part by part: the log of checkpoints, the word of a flush that failed."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from coffeehouse.database.transaction import FairLock
from coffeehouse.ledger.outside import OutsideCheckpoints


def test_w8_a_checkpoint_that_the_disk_did_not_take_is_not_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """W8: taken off again when the flush fails, so that it is written, and flushed, anew."""
    outside = OutsideCheckpoints(tmp_path)
    outside.append("first\n", 1)
    before = outside.log.read_bytes()

    def refuse(_descriptor: int) -> None:
        raise OSError(errno.EIO, "the disk refuses")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="refuses"):
            outside.append("second\n", 2)
    assert outside.log.read_bytes() == before
    assert outside.last_note() == "first\n"
    outside.append("second\n", 2)
    assert outside.last_note() == "second\n"


def test_w8_every_process_hears_of_a_flush_that_failed(tmp_path: Path) -> None:
    """W8: the kernel tells one of them; the lock's file tells the others, and those who come later."""
    path = str(tmp_path / "writers")
    one, other = FairLock(path), FairLock(path)

    def told() -> list[bool]:
        return [one.flush_failed, other.flush_failed, FairLock(path).flush_failed]

    assert told() == [False] * 3
    one.flush_failed = True
    assert told() == [True] * 3
    other.flush_failed = False
    assert told() == [False] * 3
