"""Documents as many servers write them: those of the shared test data, and the notes of fediverse-pasture-inputs."""

from __future__ import annotations

import json
import os
import subprocess
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.workshops import PASTURE

SHARED = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA") or Path(__file__).resolve().parents[4] / "shared" / "data")
OBJECTS = SHARED / "activitypub_objects"
ARCHIVES = ("lemmy_apub_assets_14_implementations.tar.xz", "w3c_as2_test.tar.xz")


@cache
def documents() -> dict[str, bytes]:
    """357 documents of fourteen implementations and of the ActivityStreams working group, by their paths."""
    missing = [name for name in ARCHIVES if not (OBJECTS / name).is_file()]
    if missing:
        pytest.skip(f"LEFT OUT: {', '.join(missing)} not at {OBJECTS}; set COFFEEHOUSE_SHARED_DATA")
    found: dict[str, bytes] = {}
    for name in ARCHIVES:
        with tarfile.open(OBJECTS / name) as archive:
            for member in archive:
                file = archive.extractfile(member) if member.isfile() else None
                if file is not None:
                    found[member.name.partition("assets/")[2] or member.name] = file.read()
    return found


@cache
def pasture_notes() -> list[tuple[str, dict[str, Any]]]:
    """262 notes in 22 families, each with its family's name."""
    done = subprocess.run(PASTURE.command("examples.py"), capture_output=True, text=True, check=True, timeout=60)
    return [(name, note) for name, note in json.loads(done.stdout)]
