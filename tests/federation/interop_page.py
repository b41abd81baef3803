"""docs/reference/federation-interop.md: what a walk with each other server saw.

`python -m tests.federation.interop_page` walks with all of them and writes it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "federation-interop.md"
NAMES = ("Coffeehouse", "Fedify", "bovine")
YES, NO = "yes", "no"
HEAD = """# Other servers: what was seen

A house and each of these servers, as processes of their own on one machine, did everything below to each other: over
HTTP, with signatures, the house in secure mode (signed questions only). `tests/federation/test_interop.py` walks it
again and fails when anything is seen otherwise.

- **Coffeehouse**: a second house of ours.
- **Fedify** {fedify}: a server framework in TypeScript, with one actor (`tests/federation/others/fedify`). It signs by
  RFC 9421 or draft-cavage, and checks both.
- **bovine** {bovine}: a library in Python, with one actor (`tests/federation/others/bovine`). It signs by draft-cavage,
  and finds proven what its own code finds proven.

`from us`: somebody here does it, and the other side is seen to have taken it. `to us`: somebody there does it, and it
is seen here.

"""


def seen_with(page: str, name: str) -> dict[tuple[str, str], bool]:
    """What the page says was seen with a server: (verb, direction) → whether it went well."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| ")
    ]
    column = rows[0].index(name)
    return {(row[0], row[1]): row[column] == YES for row in rows[1:]}


def write(seen: dict[str, list[tuple[str, str, str]]]) -> None:
    """Write the page from what each walk saw."""
    versions = {
        "fedify": _version("fedify/package.json", '"@fedify/fedify": "'),
        "bovine": _version("bovine/requirements.txt", "bovine=="),
    }
    lines = [f"| verb | direction | {' | '.join(NAMES)} |", f"|---|---|{'---|' * len(NAMES)}"]
    for steps in zip(*(seen[name] for name in NAMES), strict=True):
        verb, direction, _ = steps[0]
        lines.append(f"| {verb} | {direction} | {' | '.join(NO if wrong else YES for *_, wrong in steps)} |")
    PAGE.write_text(HEAD.format(**versions) + "\n".join(lines) + "\n", "utf-8")


def _version(file: str, before: str) -> str:
    text = (Path(__file__).parent / "others" / file).read_text("utf-8")
    return text.partition(before)[2].replace('"', " ").split()[0]


def main() -> int:
    """Walk, write, and say what went wrong."""
    from tests.federation.test_interop import PEOPLE, a_house, a_peer
    from tests.federation.walk import Walk

    seen: dict[str, list[tuple[str, str, str]]] = {}
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            first = a_house(Path(folder) / "first", *PEOPLE)
            with first as house, a_peer(name, Path(folder)) as peer:
                seen[name] = list(Walk(house, peer).run())
        for verb, direction, wrong in seen[name]:
            if wrong:
                sys.stderr.write(f"{name}, {verb} ({direction}): {wrong}\n")
    write(seen)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
