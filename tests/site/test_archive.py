"""Backup files: whole or refused; nothing in them climbs out of the folder."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from coffeehouse.site import archive


def _backup(folder: Path) -> Path:
    (folder / "media" / "ab").mkdir(parents=True)
    (folder / "media" / "ab" / "picture.webp").write_bytes(b"picture" * 1000)
    (folder / "house.sqlite3").write_bytes(b"rows" * 5000)
    target = folder / "backup.tar.gz"
    writer = archive.Writer(target)
    assert writer.add(folder / "house.sqlite3", "house.sqlite3")
    assert writer.add(folder / "media" / "ab" / "picture.webp", "media/ab/picture.webp")
    assert not writer.add(folder / "media" / "gone.webp", "media/gone.webp")
    writer.finish(
        archive.Manifest(
            version="1", made_at=0, base_url="http://localhost", ledger_origin="localhost/ledger", database="sqlite",
            members=writer.members,
        )
    )  # fmt: skip
    return target


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    """A backup is private, holds what was added, and gives it back byte by byte."""
    target = _backup(tmp_path)
    assert target.stat().st_mode & 0o777 == 0o600
    assert set(archive.read_manifest(target).members) == {"house.sqlite3", "media/ab/picture.webp"}
    archive.extract(target, tmp_path / "new")
    assert (tmp_path / "new/media/ab/picture.webp").read_bytes() == b"picture" * 1000
    assert not (tmp_path / "new/manifest.json").exists()


def test_every_cut_is_found(tmp_path: Path) -> None:
    """A file that was cut off anywhere is refused."""
    target = _backup(tmp_path)
    whole = target.read_bytes()
    for length in range(0, len(whole) - 8, max(1, len(whole) // 40)):
        target.write_bytes(whole[:length])
        with pytest.raises(archive.BrokenArchive):
            archive.read_manifest(target)


def test_changed_member_is_found(tmp_path: Path) -> None:
    """A member that is not as the manifest says is refused, and named."""
    target = _backup(tmp_path)
    changed = tmp_path / "changed.tar.gz"
    with tarfile.open(target) as old, tarfile.open(changed, "w:gz") as new:
        for entry in old:
            data = old.extractfile(entry).read()  # type: ignore[union-attr]
            data = data.replace(b"rows", b"rowz", 1)
            new.addfile(entry, io.BytesIO(data))
    with pytest.raises(archive.BrokenArchive, match=r"house\.sqlite3"):
        archive.read_manifest(changed)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "media/../../evil", "media", "other/file", "media//x"])
def test_names_cannot_climb(name: str, tmp_path: Path) -> None:
    """Only our own names are written, below the data folder."""
    assert not archive.is_safe(name)
    target = tmp_path / "evil.tar.gz"
    with tarfile.open(target, "w:gz") as tar:
        tar.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(archive.BrokenArchive):
        archive.read_manifest(target)


def test_links_are_refused(tmp_path: Path) -> None:
    """A backup holds plain files only."""
    target = tmp_path / "link.tar.gz"
    entry = tarfile.TarInfo("media/link")
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(target, "w:gz") as tar:
        tar.addfile(entry)
    with pytest.raises(archive.BrokenArchive):
        archive.read_manifest(target)
