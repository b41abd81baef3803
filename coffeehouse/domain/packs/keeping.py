"""Where the files of a pack lie: in a folder of the data folder that nothing is served from.

<id>/            what is written, until it is sealed
<id>.zip         the pack
<id>.progress    how far the making has come; not a record, so it is a file and no row
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from django.conf import settings


def root() -> Path:
    """The folder of all packs, which only the house's own user may enter."""
    folder = Path(settings.PACKS_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def folder_of(pack_id: int) -> Path:
    """Where the files of a pack are written."""
    return root() / str(pack_id)


def file_of(pack_id: int) -> Path:
    """The pack, as it is handed out."""
    return root() / f"{pack_id}.zip"


def _progress_of(pack_id: int) -> Path:
    return root() / f"{pack_id}.progress"


def keep_progress(pack_id: int, done: int, of: int) -> None:
    """Note how far the making has come."""
    to = _progress_of(pack_id)
    fresh = to.with_suffix(".part")
    fresh.write_text(json.dumps([done, of]), encoding="ascii")
    os.replace(fresh, to)


def read_progress(pack_id: int) -> tuple[int, int] | None:
    """Steps done, and of how many; None before the first."""
    try:
        done, of = json.loads(_progress_of(pack_id).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return int(done), int(of)


def forget_making(pack_id: int) -> None:
    """Remove what only the making needed."""
    shutil.rmtree(folder_of(pack_id), ignore_errors=True)
    for path in (_progress_of(pack_id), _progress_of(pack_id).with_suffix(".part")):
        path.unlink(missing_ok=True)
    for path in root().glob(f".{pack_id}.zip.part"):
        path.unlink(missing_ok=True)


def forget(pack_id: int) -> None:
    """Remove everything of a pack."""
    forget_making(pack_id)
    file_of(pack_id).unlink(missing_ok=True)
