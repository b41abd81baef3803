"""What stands between a write and its acknowledgement, by itself: the log of checkpoints, the word about a failed flush."""

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
    """W8: the kernel tells one of them; the lock's file tells the others, also once the one is gone."""
    one, other = FairLock(str(tmp_path / "writers")), FairLock(str(tmp_path / "writers"))
    assert not one.flush_failed
    assert not other.flush_failed
    one.flush_failed = True
    assert other.flush_failed
    del one
    assert FairLock(str(tmp_path / "writers")).flush_failed
    other.flush_failed = False
    assert not FairLock(str(tmp_path / "writers")).flush_failed
