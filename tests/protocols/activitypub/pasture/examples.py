"""Prints the examples of fediverse-pasture-inputs as JSON: a list of [family, note]. Runs in a workshop of its own.

The package would bring the servers and clients of its makers along; only a class for tables is taken from those, which
nothing here needs. The note that each example changes is our own.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

HOST = "https://pasture.example"
NOTE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/activitystreams", {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive"}],
    "type": "Note",
    "attributedTo": f"{HOST}/actor",
    "to": ["as:Public", "https://house.example/users/mona"],
    "id": f"{HOST}/actor/1",
    "published": "2026-11-28T11:38:15Z",
}


def main() -> None:
    """Print them all."""
    for name in ("fediverse_pasture", "fediverse_pasture.runner", "fediverse_pasture.runner.entry"):
        sys.modules[name] = ModuleType(name)
    sys.modules["fediverse_pasture.runner.entry"].Entry = object  # type: ignore[attr-defined]  # named in a type only
    available = import_module("fediverse_pasture_inputs").available

    notes = [[name, {**NOTE, **example}] for name in sorted(available) for example in available[name].examples]
    # They write their own actor's host; an author elsewhere than the note would be refused.
    json.dump(json.loads(json.dumps(notes).replace("http://pasture-one-actor", HOST)), sys.stdout)


if __name__ == "__main__":
    main()
