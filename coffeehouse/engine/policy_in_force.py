"""Which policy decides: the folder that the setting POLICY_PACK names, else the newest saved version, else the pack
that comes with the house.

A process asks for the number of the newest version at most once in `CHECK_SECONDS`, and reads the version only when
the number is new: so a saved version decides everywhere within seconds, and an act costs no query for it.
"""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

import structlog
from django.conf import settings

from coffeehouse.domain.policies.queries import latest_version_id, read_version
from coffeehouse.policy.checking import pack_of, read_folder
from coffeehouse.policy.decide import default_pack
from coffeehouse.policy.packs import DEFAULT_FOLDER, Pack, PackError, load_pack

CHECK_SECONDS = 2.0
log = structlog.get_logger("coffeehouse.policy")


class _Known:
    """What this process knows: the newest version it has seen, the pack of it, and when it last looked."""

    version_id: int | None = None
    pack: Pack | None = None
    looked_at: float = float("-inf")


_known = _Known()
_folders: dict[str, Pack] = {}


def is_set_by_folder() -> bool:
    """Whether POLICY_PACK names a folder of the body's own, so that the console cannot change the policy."""
    where = settings.POLICY_PACK
    return bool(where) and _is_own(str(where))


# Every act asks.
@lru_cache(maxsize=16)
def _is_own(where: str) -> bool:
    return Path(where) != DEFAULT_FOLDER


def folder_pack() -> Pack:
    """The pack of the folder that is set, or the one that comes with the house. Parsed once; asks no database."""
    if not is_set_by_folder():
        return default_pack()
    where = str(settings.POLICY_PACK)
    if where not in _folders:
        _folders[where] = load_pack(where)
    return _folders[where]


def pack_in_force() -> Pack:
    """The pack that decides now."""
    if is_set_by_folder():
        return folder_pack()
    now = time.monotonic()
    if now - _known.looked_at >= CHECK_SECONDS:
        _look(now)
    return _known.pack or default_pack()


def look_again() -> None:
    """Ask at the next call, however recently this process asked."""
    _known.looked_at = float("-inf")


def stored_version_id() -> int | None:
    """The saved version that decides; None where the pack of a folder does."""
    pack_in_force()
    return None if is_set_by_folder() or _known.pack is None else _known.version_id


def _look(now: float) -> None:
    latest = latest_version_id()
    if latest != _known.version_id:
        _known.pack = None if latest is None else _read(latest)
        _known.version_id = latest
    _known.looked_at = now


def _read(version_id: int) -> Pack | None:
    """The pack of a saved version; None, told loudly, where this house no longer understands it.

    Then the pack that comes with the house decides: it is whole, and its rules are the stricter ones. No pack at all
    would refuse everything, also the act that saves a better one.
    """
    stored = read_version(version_id)
    try:
        return None if stored is None else pack_of(stored.files)
    except PackError as error:
        log.error("policy_not_understood", version=stored and stored.name, faults=[str(each) for each in error.faults])
        return None


def files_in_force() -> dict[str, str]:
    """The files of the pack that decides, by name: for whoever reads or changes it."""
    version_id = stored_version_id()
    stored = None if version_id is None else read_version(version_id)
    if stored is not None:
        return stored.files
    return read_folder(settings.POLICY_PACK if is_set_by_folder() else DEFAULT_FOLDER)
