"""Programs of others for the tests, with their locked packages, each installed once into build/ and apart from ours.

`make test` installs them before the tests begin; where no registry is reached, their tests are left out and the run
says so. `python -m tests.workshops` installs them all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from coffeehouse.channels.web.assets.build import CannotBuild, node, npm

TESTS = Path(__file__).parent
BUILD = TESTS.parent / "build"


@dataclass(frozen=True)
class Workshop(ABC):
    """A folder of `build/`, and the sources of ours that run in it."""

    name: str
    sources: Path
    lock: str

    @property
    def folder(self) -> Path:
        return BUILD / self.name

    @property
    def mark(self) -> Path:
        return self.folder / ".installed"

    def is_installed(self) -> bool:
        """Whether the packages of this very lock file are there."""
        return self.mark.is_file() and self.mark.read_bytes() == (self.sources / self.lock).read_bytes()

    def install(self) -> str:
        """Install them where they are not; what went wrong, or nothing."""
        if self.is_installed():
            return ""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            problem = self.fetch()
        except CannotBuild as missing:
            return str(missing)
        if not problem:
            self.mark.write_bytes((self.sources / self.lock).read_bytes())
        return problem

    @abstractmethod
    def fetch(self) -> str:
        """Fetch the packages; what went wrong, or nothing. Raises CannotBuild without the program that fetches."""

    @abstractmethod
    def command(self, program: str, *arguments: str) -> list[str]:
        """How one of our programs is started in it."""


class NodeWorkshop(Workshop):
    """Packages of npm; the programs lie beside them, where Node looks for packages."""

    def fetch(self) -> str:
        for name in ("package.json", self.lock, ".npmrc"):
            shutil.copyfile(self.sources / name, self.folder / name)
        binary = node()
        return _run([binary, npm(binary), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
                    self.folder, {"PATH": f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"})  # fmt: skip

    def command(self, program: str, *arguments: str) -> list[str]:
        for path in self.sources.glob("*.mjs"):
            shutil.copyfile(path, self.folder / path.name)
        return [str(node()), str(self.folder / program), *arguments]


class PythonWorkshop(Workshop):
    """Packages of PyPI in a virtual environment of their own: theirs and ours need not agree."""

    def fetch(self) -> str:
        uv = Path(sys.executable).with_name("uv")
        if not uv.is_file():
            return "uv is missing. Install the dependency group `dev`: make install-dev"
        made = _run(
            [uv, "venv", "--quiet", "--clear", "--python", sys.executable, self.folder / "venv"], self.folder, {}
        )
        return made or _run(
            [uv, "pip", "sync", "--quiet", "--require-hashes", self.sources / self.lock],
            self.folder,
            {"VIRTUAL_ENV": str(self.folder / "venv")},
        )

    def command(self, program: str, *arguments: str) -> list[str]:
        return [str(self.folder / "venv" / "bin" / "python"), str(self.sources / program), *arguments]


def _run(command: list[str | Path], folder: Path, more: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"{' '.join(map(str, command[:3]))} failed:\n{done.stdout}{done.stderr}" if done.returncode else ""


MASTO_JS = NodeWorkshop("masto-js", TESTS / "clients" / "masto_js", "package-lock.json")
FEDIFY = NodeWorkshop("fedify", TESTS / "federation" / "others" / "fedify", "package-lock.json")
BOVINE = PythonWorkshop("bovine", TESTS / "federation" / "others" / "bovine", "requirements.txt")
PASTURE = PythonWorkshop("pasture", TESTS / "protocols" / "activitypub" / "pasture", "requirements.txt")
ALL = (MASTO_JS, FEDIFY, BOVINE, PASTURE)


def install() -> str:
    """Install all; what went wrong, or nothing."""
    return "\n".join(problem for workshop in ALL if (problem := workshop.install()))


if __name__ == "__main__":
    sys.exit(install() or None)
