"""Watches every request the tests make: what was read of it and what was answered must be what is declared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from django.http import HttpRequest

from coffeehouse.channels.client_api import endpoints
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.contract import OPERATIONS
from coffeehouse.channels.client_api.contract.routes import served
from coffeehouse.protocols.contract import Operation
from coffeehouse.protocols.openapi import PAGING
from coffeehouse.site import openapi


@cache
def document() -> dict[str, Any]:
    """The document as the code makes it now."""
    return openapi.document()


def declared(operation: Operation) -> set[str]:
    """Every member that may be sent, nested ones as `poll/options`."""
    found = {*operation.query, *_members(operation.body or {}, "")}
    if operation.paged:
        found |= {*PAGING, "limit"}
    if operation.offset:
        found |= {"limit", "offset"}
    return found


def _members(schema: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, inner in schema.get("properties", {}).items():
        yield f"{before}{name}"
        yield from _members(inner, f"{before}{name}/")
        yield from _members(inner.get("items", {}), f"{before}{name}/")


SERVED = {f"{method} {path}" for method, path, _ in served()}


class Watched(dict[str, Any]):
    """A query or body that notes which of its members are asked for."""

    def __init__(self, value: Mapping[str, Any], seen: set[str], before: str = "") -> None:
        super().__init__(
            {
                name: self._inner(one, seen, before if name.isdigit() else f"{before}{name}/")
                for name, one in value.items()
            }
        )
        self.seen, self.before = seen, before

    def _inner(self, value: Any, seen: set[str], before: str) -> Any:
        if isinstance(value, dict):
            return Watched(value, seen, before)
        return [self._inner(one, seen, before) for one in value] if isinstance(value, list) else value

    def get(self, name: Any, default: Any = None) -> Any:
        self.seen.add(f"{self.before}{name}")
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.seen.add(f"{self.before}{name}")
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.seen.add(f"{self.before}{name}")
        return super().__contains__(name)


@cache
def _validator(reference: str) -> Any:
    schema = {"$ref": reference, "components": document()["components"], "paths": document()["paths"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def faults(key: str, answer: Answer) -> Iterator[str]:
    """How an answer differs from what is declared for `METHOD path`."""
    method, _, path = key.partition(" ")
    where = f"/{path}".replace("<", "{").replace(">", "}")
    responses = document()["paths"][where][method.lower()]["responses"]
    response = responses.get(str(answer.status))
    if answer.status == 500:
        return  # a fault that a test makes; any other fails the test itself
    if response is None:
        yield f"{key}: status {answer.status} is not declared: {answer.body[:200]!r}"
        return
    pointer = response.get("$ref") or f"#/paths/{_escape(where)}/{method.lower()}/responses/{answer.status}"
    content = response.get("content", {"application/json": {}})
    if "application/json" in content:
        validator = _validator(f"{pointer}/content/application~1json/schema")
        for error in validator.iter_errors(json.loads(answer.body)):
            yield f"{key} {answer.status}: {'.'.join(map(str, error.instance_path))}: {error.message[:300]}"


def _escape(text: str) -> str:
    return text.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")


def watch(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was found, filled while the test runs."""
    found: list[str] = []
    whole = endpoints._answer
    seen: set[str] = set()

    def answer(endpoint: endpoints.Endpoint, request: HttpRequest, parts: dict[str, str]) -> Answer:
        seen.clear()
        given = whole(endpoint, request, parts)
        name = request.resolver_match.url_name if request.resolver_match else None
        key = f"{'GET' if request.method == 'HEAD' else request.method} {name}"
        operation = OPERATIONS.get(key)
        if operation is None:
            if key in SERVED:
                found.append(f"{key} is not declared in client_api.contract")
            return given
        found.extend(f"{key} reads {name!r}, which is not declared" for name in sorted(seen - declared(operation)))
        found.extend(faults(key, given))
        return given

    def watched(kind: str) -> Any:
        original: Any = getattr(Call, kind)
        return property(lambda call: Watched(original.fget(call), seen))

    monkeypatch.setattr(endpoints, "_answer", answer)
    monkeypatch.setattr(Call, "query", watched("query"))
    monkeypatch.setattr(Call, "body", watched("body"))
    return found
