"""What schemathesis cannot make up: ids and names that exist in the house it talks to. Two of three are such."""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

import schemathesis

KNOWN: dict[str, Any] = json.loads(Path(os.environ["COFFEEHOUSE_KNOWN"]).read_text("utf-8"))
# The last piece before the variable one tells whose id it is: `/api/v1/statuses/{id}/context`.
ALIASES = {"media": "media", "votes": "polls"}


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Made-up ids become real ones, the same made-up one always the same real one."""
    if not path_parameters:
        return path_parameters
    pieces = context.operation.path.split("/")
    return {name: _real(pieces[pieces.index(f"{{{name}}}") - 1], value) for name, value in path_parameters.items()}


def _real(group: str, value: Any) -> Any:
    number = zlib.crc32(str(value).encode("utf-8", "replace"))
    offered = KNOWN["groups"].get(group) or (KNOWN["words"] if group in ("tags", "tag") else [])
    is_possible = isinstance(value, str) and (value.isdigit() or group in ("tags", "tag"))
    if number % 3 == 0 or not offered or not is_possible:
        return value
    return offered[number // 3 % len(offered)]
