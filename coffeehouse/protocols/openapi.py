"""OpenAPI 3.1 from declared operations: a pure codec. `contract` has the words of the declarations; `site.openapi`
brings in the routes of all channels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from coffeehouse.protocols.contract import (
    FORMS,
    ID,
    INPUTS,
    NO_NUL,
    REF,
    TEXT,
    Endpoint,
    Error,
    OauthError,
    Operation,
    Schema,
    refer,
    several,
)

# -- what goes out ----------------------------------------------------------------------------------------------------

# Members that are spliced in as JSON (msgspec.Raw), by their name.
SPLICED: dict[str, str | tuple[str, ...]] = {
    "account": "Account", "accounts": "Account", "moved": "Account", "contact_account": "Account",
    "target_account": "Account", "sample_accounts": "Account",
    "status": "Status", "statuses": "Status", "reblog": "Status", "last_status": "Status", "quoted_status": "Status",
    "ancestors": "Status", "descendants": "Status", "poll": "Poll", "card": "PreviewCard",
    "quote": ("Quote", "ShallowQuote"),
}  # fmt: skip
_DATES = {"last_status_at": "date", "date": "date", "effective_date": "date"}


def components(types: Iterable[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """(schema of each type, named schemas). Structs are closed, and all their members are required unless UNSET."""
    wanted = list(types)
    structs: dict[str, type[msgspec.Struct]] = {}
    for kind in _structs(wanted):
        if structs.setdefault(kind.__name__, kind) is not kind:
            raise TypeError(f"Two structs are called {kind.__name__}, in {kind.__module__} and elsewhere: rename one.")
    schemas, named = msgspec.json.schema_components(wanted, ref_template=REF)
    for name, schema in named.items():
        if "properties" in schema:
            _close(schema, structs[name])
    return list(schemas), dict(sorted(named.items()))


def _structs(types: Iterable[Any]) -> Iterator[type[msgspec.Struct]]:
    """Every struct reachable from these types."""
    waiting: list[Any] = [msgspec.inspect.type_info(kind) for kind in types]
    seen: set[Any] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, msgspec.inspect.StructType) and found.cls not in seen:
            seen.add(found.cls)
            yield found.cls
            waiting += [one.type for one in found.fields]
        for inner in ("item_type", "key_type", "value_type", "type"):
            if isinstance(value := getattr(found, inner, None), msgspec.inspect.Type):
                waiting.append(value)
        waiting += [one for one in getattr(found, "types", ()) if isinstance(one, msgspec.inspect.Type)]
        waiting += [one for one in getattr(found, "item_types", ()) if isinstance(one, msgspec.inspect.Type)]


def _close(schema: Schema, struct: type[msgspec.Struct]) -> None:
    schema.pop("title", None)
    optional = {one.encode_name for one in msgspec.structs.fields(struct) if one.default is msgspec.UNSET}
    if struct.__struct_config__.omit_defaults:
        optional |= {one.encode_name for one in msgspec.structs.fields(struct) if not one.required}
    schema["properties"] = {name: _member(name, inner) for name, inner in schema["properties"].items()}
    schema["required"] = [name for name in schema["properties"] if name not in optional]
    schema["additionalProperties"] = False
    if schema.get("description", "").startswith(f"{struct.__name__}("):
        del schema["description"]


def _member(name: str, schema: Schema) -> Schema:
    """A member's schema without defaults (we always send it), with what its name tells beyond its type."""
    schema = {key: value for key, value in schema.items() if key != "default"}
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if not schema and name in SPLICED:
        held = SPLICED[name]
        return refer(held) if isinstance(held, str) else {"anyOf": [refer(one) for one in held]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_member(name, one) for one in schema["anyOf"]]}
    if schema.get("type") == "array":
        return {**schema, "items": _member(name, schema.get("items", {}))}
    if schema == {"type": "string"} and (name in _DATES or name.endswith("_at")):
        return {"type": "string", "format": _DATES.get(name, "date-time")}
    return schema


# -- the document -----------------------------------------------------------------------------------------------------

_VARIABLE = re.compile(r"\{(\w+)\}")
_TITLES = {
    400: "The request is not well-formed.",
    401: "There is no good token.",
    403: "The token's scopes do not cover this, or policy refuses it.",
    404: "Not there, or not for you.",
    409: "It has been changed by somebody else meanwhile.",
    411: "A body without its length.",
    413: "More bytes than anybody may send.",
    422: "The words do not fit, or the house cannot do this.",
    429: "Too often; `Retry-After` says when.",
    503: "Not at the moment; try again soon.",
}
LIMITS = {
    f"X-RateLimit-{name}": {"description": text, "schema": schema}
    for name, text, schema in (
        ("Limit", "Requests in the present window.", {"type": "integer"}),
        ("Remaining", "Requests left in it.", {"type": "integer"}),
        ("Reset", "When the next one begins.", {"type": "string", "format": "date-time"}),
    )
}


LINK = {"Link": {"description": "Where the list goes on: `next` and `prev` (RFC 8288).", "schema": {"type": "string"}}}
_LIMIT_REFERENCES = {name: {"$ref": f"#/components/headers/{name}"} for name in LIMITS}
PAGING = {
    "max_id": "Only what is older than this id.",
    "since_id": "Only what is newer than this id; the newest of it.",
    "min_id": "Only what is newer than this id; the oldest of it.",
}


def document(
    endpoints: Iterable[Endpoint], spliced: Iterable[Any], *, title: str, version: str, description: str
) -> Schema:
    """The whole OpenAPI document. `spliced`: the types that members named in SPLICED hold."""
    wanted = sorted(endpoints, key=lambda one: one.path)
    types = [kind for one in wanted for kind in one.operation.types if kind is not None]
    schemas, named = components([*types, *spliced, Error, OauthError])
    given = dict(zip(map(id, types), schemas, strict=False))
    paths: dict[str, Schema] = {}
    for one in wanted:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, given)
    scopes = sorted({scope for one in wanted for scope in one.scopes})
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "description": description},
        "paths": paths,
        "components": {
            "schemas": dict(sorted({**named, **INPUTS}.items())),
            "headers": {**LIMITS, **LINK},
            "parameters": {
                name: {"name": name, "in": "query", "description": f"{text} Nonsense counts as absent.", "schema": _ANY}
                for name, text in PAGING.items()
            },
            "responses": _refusal_responses(),
            "securitySchemes": {
                "token": {
                    "type": "oauth2",
                    "flows": {
                        "authorizationCode": {
                            "authorizationUrl": "/oauth/authorize",
                            "tokenUrl": "/oauth/token",
                            "scopes": dict.fromkeys(scopes, ""),
                        }
                    },
                }
            },
        },
    }


def _operation(one: Endpoint, given: Mapping[int, Schema]) -> Schema:
    operation = one.operation
    parameters = [*_path_parameters(one.path), *_query_parameters(operation), *_header_parameters(operation)]
    written: Schema = {
        "operationId": _name(one),
        "summary": one.summary,
        "tags": [one.group],
        "parameters": parameters,
        "responses": _responses(one, given),
        "security": _security(one),
    }
    if operation.body is not None:
        written["requestBody"] = _body(operation.body, operation.body_kinds)
    return written


def _name(one: Endpoint) -> str:
    return f"{one.method.lower()}_{re.sub(r'[^a-z0-9]+', '_', one.path.lower()).strip('_')}"


def _security(one: Endpoint) -> list[Schema]:
    if one.who == "open":
        return []
    needs: list[Schema] = [{"token": [scope]} for scope in one.scopes] or [{"token": []}]
    return [{}, *needs] if one.who == "anybody" else needs


_ANY = {"type": "string"}
_NUMERIC = {"type": "string", "pattern": "^[0-9]{1,18}$"}
_WORD = {"type": "string", "minLength": 1, "pattern": r"^[^/\x00]+$"}


def _path_parameters(path: str) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _NUMERIC if name.endswith("id") else _WORD}
        for name in _VARIABLE.findall(path)
    ]


def _query_parameters(operation: Operation) -> list[Schema]:
    named = dict(operation.query)
    if most := operation.paged or operation.offset:
        named["limit"] = {"type": "string", "description": f"At most {most}. Nonsense counts as absent."}
    if operation.offset:
        named["offset"] = {"type": "string", "description": "How many to pass over."}
    references = [{"$ref": f"#/components/parameters/{name}"} for name in PAGING] if operation.paged else []
    return references + [
        {
            "name": f"{name}[]" if _is_list(schema) else name,
            "in": "query",
            "schema": {**schema, "items": _in_query(schema["items"])} if _is_list(schema) else _in_query(schema),
        }
        for name, schema in named.items()
    ]


def _in_query(schema: Schema) -> Schema:
    """In an address everything is text."""
    return {"type": "string", "pattern": NO_NUL} if schema in (TEXT, ID) else schema


def _header_parameters(operation: Operation) -> list[Schema]:
    return [{"name": name, "in": "header", "schema": {"type": "string"}} for name in operation.headers]


def _is_list(schema: Schema) -> bool:
    return schema.get("type") == "array"


def _body(body: Schema, kinds: tuple[str, ...]) -> Schema:
    content = {kind: {"schema": _in_json(body) if kind not in FORMS else _flat(body)} for kind in kinds}
    return {"content": content, "required": bool(body.get("required"))}


def _in_json(body: Schema) -> Schema:
    """The same as JSON has it, where apps are loose too: one value instead of a list of one, or numbered ones."""
    return {**body, "properties": {name: _loose(one) for name, one in body["properties"].items()}}


def _loose(schema: Schema) -> Schema:
    if "properties" in schema:
        return {**_in_json(schema), "type": ["object", "null"]}
    if not _is_list(schema):
        return schema
    item = schema["items"]
    item = _in_json(item) if "properties" in item else item
    numbered = {"type": "object", "additionalProperties": item, "maxProperties": schema["maxItems"]}
    return {"anyOf": [{**schema, "items": item}, numbered, *([] if "properties" in item else [item]), {"type": "null"}]}


def _flat(body: Schema) -> Schema:
    """The same as a form has it: members of objects and lists under Rails' names."""
    named = dict(_flattened(body["properties"], "{}"))
    required = [name for name in body.get("required", ()) if name in named]
    flat: Schema = {"type": "object", "properties": {name: _one_or_several(one) for name, one in named.items()}}
    return {**flat, "required": required} if required else flat


def _one_or_several(schema: Schema) -> Schema:
    """In a form one value looks like a list of one."""
    return {"anyOf": [schema, schema["items"]]} if _is_list(schema) else schema


def _flattened(named: Mapping[str, Schema], pattern: str) -> Iterator[tuple[str, Schema]]:
    for name, schema in named.items():
        key = pattern.format(name)
        if "properties" in schema:
            yield from _flattened(schema["properties"], f"{key}[{{}}]")
        elif _is_list(schema) and "properties" in schema["items"]:
            for inner, one in _flattened(schema["items"]["properties"], f"{key}[][{{}}]"):
                yield inner, several(one)
        elif _is_list(schema):
            yield f"{key}[]", schema
        else:
            yield key, schema


def _responses(one: Endpoint, given: Mapping[int, Schema]) -> Schema:
    operation = one.operation
    found: Schema = {}
    for status, kind in ((operation.status, operation.returns), *operation.also.items()):
        answer: Schema = {
            "description": "Done."
            if status < 300
            else "Elsewhere."
            if status < 400
            else _TITLES.get(status, "Refused.")
        }
        answer["headers"] = dict(_LIMIT_REFERENCES)
        if kind is not None:
            answer["content"] = {operation.kind: {"schema": _schema(kind, given)}}
        if operation.paged and status == operation.status:
            answer["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
        found[str(status)] = answer
    for status in _refusals(one):
        found.setdefault(str(status), {"$ref": f"#/components/responses/{_error(one)}{status}"})
    return dict(sorted(found.items()))


def _schema(kind: Any, given: Mapping[int, Schema]) -> Schema:
    return {"anyOf": [given[id(one)] for one in kind]} if isinstance(kind, tuple) else given[id(kind)]


def _refusal_responses() -> Schema:
    """Each refusal once, in both wordings, to be referred to."""
    return {
        f"{kind}{status}": {
            "description": title,
            "headers": dict(_LIMIT_REFERENCES),
            "content": {"application/json": {"schema": refer(kind)}},
        }
        for kind in ("Error", "OauthError")
        for status, title in _TITLES.items()
    }


def _error(one: Endpoint) -> str:
    return "OauthError" if one.is_oauth else "Error"


def _refusals(one: Endpoint) -> list[int]:
    """Which statuses besides success an endpoint can answer."""
    writes = one.method != "GET"
    takes = bool(one.operation.query or one.operation.offset or writes)
    there = {
        400: True,
        401: one.who != "open" or one.is_oauth,
        403: one.who != "open" or writes,
        404: "{" in one.path or one.operation.may_lack,
        409: writes and not one.is_oauth,
        411: one.operation.body is not None,
        413: one.operation.body is not None,
        422: (one.who == "user" or takes) and not one.is_oauth,
        429: True,
        503: True,
    }
    return [status for status, is_so in there.items() if is_so]
