"""Builds our small Go program with the Go and the golang.org/x/mod of the system (Debian packages)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("independent") / "check.go"
WITNESS = Path(__file__).with_name("independent_witness") / "witness.go"
GOPATH = Path("/usr/share/gocode")
LIBRARY = GOPATH / "src" / "golang.org" / "x" / "mod" / "sumdb" / "tlog"


def is_installed() -> bool:
    """Whether Go and its library of transparency logs are here."""
    return shutil.which("go") is not None and LIBRARY.is_dir()


def build(folder: Path, source: Path = SOURCE) -> Path:
    """The program, built in `folder`."""
    program = folder / source.stem
    settings = {
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
        "HOME": str(folder),
    }
    done = subprocess.run(
        ["go", "build", "-o", str(program), str(source)],
        env={**os.environ, **settings},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return program
