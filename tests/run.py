"""`make test`: runs pytest on the database asked for. `python -m tests.run --database sqlite --require "" -- ARGS`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from contextlib import nullcontext

from tests import postgres_cluster, workshops


def main() -> int:
    """The command; pytest's exit status."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--require", default="")
    parser.add_argument("rest", nargs="*")
    options = parser.parse_args()
    environment = {**os.environ, "COFFEEHOUSE_TESTS_REQUIRE": options.require}
    environment.pop("DATABASE_URL", None)
    if problem := workshops.install():
        sys.stderr.write(f"Programs of others are not all there for their tests. {problem}\n")
    try:
        with postgres_cluster.cluster() if options.database == "postgres" else nullcontext("") as url:
            if url:
                environment["DATABASE_URL"] = url
            return subprocess.run(
                [sys.executable, "-m", "pytest", *options.rest], env=environment, check=False
            ).returncode
    except RuntimeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
