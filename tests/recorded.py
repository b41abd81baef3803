"""Recordings for tests, made by ffmpeg at once: a moving test card, a tone, and whatever metadata a phone would add."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

PERSONAL = ("Bevan Example", "+53.8008-001.5491/")
METADATA = (
    "-metadata", f"artist={PERSONAL[0]}", "-metadata", f"location={PERSONAL[1]}", "-metadata", f"comment={PERSONAL[0]}",
)  # fmt: skip


def made(extension: str, *arguments: str) -> bytes:
    """What ffmpeg makes of these arguments."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made.{extension}"
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", *arguments, str(path)], check=True, timeout=60)
        return path.read_bytes()


@cache
def video(extension: str = "mp4", *, size: str = "320x240", seconds: float = 1.0, has_sound: bool = True) -> bytes:
    """A moving test card with a tone, and metadata that names a person and a place."""
    card = ("-f", "lavfi", "-i", f"testsrc=d={seconds}:s={size}:r=25")
    tone = ("-f", "lavfi", "-i", f"sine=d={seconds}", "-shortest") if has_sound else ()
    return made(extension, *card, *tone, *METADATA)


@cache
def sound(extension: str = "mp3", *, seconds: float = 1.0) -> bytes:
    """A tone, and metadata that names a person."""
    return made(extension, "-f", "lavfi", "-i", f"sine=d={seconds}", *METADATA)


@cache
def moving_gif(size: str = "50x60") -> bytes:
    """Ten pictures in a second."""
    return made("gif", "-f", "lavfi", "-i", f"testsrc=d=1:s={size}:r=10")
