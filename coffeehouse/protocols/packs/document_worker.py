"""The child process that sets a document: its memory and time are its own, and end with it.

`document` runs this file by its path with a folder as argument. There it finds the template and the values, and leaves
`index.pdf`; on standard output one line of JSON says what was wrong, if anything was. It imports nothing of the house.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

MEMORY = 4 * 1024**3
CPU_SECONDS = 600
NICE = 10


def main() -> None:
    """Set `index.typ` of the folder as PDF/UA-1, dated by the second argument (seconds)."""
    os.nice(NICE)
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (value, value))
    folder, dated = Path(sys.argv[1]), datetime.fromtimestamp(int(sys.argv[2]), UTC)
    problem = {}
    try:
        typst.Compiler(root=str(folder)).compile(
            str(folder / "index.typ"), output=str(folder / "index.pdf"), format="pdf", pdf_standards="ua-1",
            timestamp=dated,
        )  # fmt: skip
    except typst.TypstError as error:
        problem = {"message": error.message, "diagnostic": error.diagnostic}
    sys.stdout.write(json.dumps(problem))


if __name__ == "__main__":
    main()
