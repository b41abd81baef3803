"""Checks a JSON value against the schemas of the documented Mastodon API: members, types, null, enums, formats.

The schema file is shared data, found by COFFEEHOUSE_SHARED_DATA or beside the repository; tests say when it is absent.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,), "array": (list,),
    "object": (dict,), "null": (type(None),),
}  # fmt: skip


@cache
def _document() -> dict[str, Any]:
    """The whole file, or a skip that says what is missing."""
    default = Path(__file__).resolve().parents[2].parent / "shared" / "data"
    path = Path(os.environ.get("COFFEEHOUSE_SHARED_DATA", str(default))) / "mastodon_openapi" / "schema.json"
    if not path.exists():
        pytest.skip(f"LEFT OUT: no schema of the Mastodon API ({path.name}); set COFFEEHOUSE_SHARED_DATA")
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def schemas() -> dict[str, Any]:
    """The named schemas."""
    found: dict[str, Any] = _document()["components"]["schemas"]
    return found


def documented() -> list[str]:
    """Every documented operation, as `GET /api/v1/statuses/{id}`."""
    methods = ("get", "post", "put", "patch", "delete")
    paths: dict[str, Any] = _document()["paths"]
    return [f"{method.upper()} {path}" for path, item in paths.items() for method in item if method in methods]


def faults(value: Any, name: str) -> list[str]:
    """What is wrong with `value` as the named entity; empty when nothing is."""
    return list(_check(value, {"$ref": f"#/components/schemas/{name}"}, name))


def _check(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    if "oneOf" in schema:
        tried = [_check(value, option, where) for option in schema["oneOf"]]
        return [] if any(not faults for faults in tried) else min(tried, key=len)
    if "$ref" in schema:
        return _check(value, schemas()[schema["$ref"].rsplit("/", 1)[1]], where)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not _is_of(value, types):
        return [f"{where}: {value!r} is not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not one of {schema['enum']}"]
    if isinstance(value, dict):
        return _check_object(value, schema, where)
    if isinstance(value, list):
        return [
            fault for at, item in enumerate(value) for fault in _check(item, schema.get("items", {}), f"{where}[{at}]")
        ]
    return _check_format(value, schema.get("format"), where)


def _is_of(value: Any, types: list[str]) -> bool:
    if isinstance(value, bool):
        return "boolean" in types
    return any(isinstance(value, kind) for name in types for kind in _TYPES[name])


def _check_object(value: dict[str, Any], schema: dict[str, Any], where: str) -> list[str]:
    missing = [f"{where}: {name} is missing" for name in schema.get("required", []) if name not in value]
    for name, inner in schema.get("properties", {}).items():
        if name in value:
            missing += _check(value[name], inner, f"{where}.{name}")
    return missing


def _check_format(value: Any, form: str | None, where: str) -> list[str]:
    if value is None or form is None:
        return []
    if form == "uri" and "://" not in value:
        return [f"{where}: {value!r} is no address"]
    if form == "date-time" and not (len(value) == 24 and value.endswith("Z")):
        return [f"{where}: {value!r} is no time"]
    return []
