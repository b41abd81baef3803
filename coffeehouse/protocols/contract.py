"""The words in which channels declare what an endpoint takes and gives; `openapi` makes a document of them.

What comes in is described by what is really taken (`TEXT`, `FLAG`, …: apps may be loose); what goes out by the very
structs that are encoded, closed and complete, so that one member more or less than declared is a fault tests find.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from coffeehouse.kernel.pages import MAX_ID

Schema = dict[str, Any]
REF = "#/components/schemas/{name}"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
EVERY_FORM = ("application/json", *FORMS)


def refer(name: str) -> Schema:
    """A reference to a schema of the document."""
    return {"$ref": REF.format(name=name)}


# -- what comes in ----------------------------------------------------------------------------------------------------

NO_NUL = r"^[^\x00]*$"
_WORDS = ["true", "false", "1", "0", "t", "f", "on", "off", "yes", "no", ""]
INPUTS: dict[str, Schema] = {
    "Text": {
        "description": "Text. Numbers and booleans are taken as their words; null counts as absent.",
        "anyOf": [{"type": "string", "pattern": NO_NUL}, {"type": ["number", "boolean", "null"]}],
    },
    "Flag": {
        "description": "Yes or no, also as a word. Empty and null count as absent.",
        "anyOf": [{"type": ["boolean", "null"]}, {"enum": _WORDS}, {"enum": [0, 1]}],
    },
    "Number": {
        "description": "A whole number, also as text. Empty and null count as absent.",
        "anyOf": [
            {"type": "integer", "minimum": -MAX_ID, "maximum": MAX_ID},
            {"type": "string", "pattern": r"^([+-]?[0-9]{1,19})?$"},
            {"type": "null"},
        ],
    },
    "Id": {
        "description": "An id: text that holds a number. What can be none is something that does not exist.",
        "anyOf": [{"type": "string", "pattern": NO_NUL}, {"type": ["integer", "null"]}],
    },
    "File": {
        "description": "An uploaded file. Text in its place counts as absent.",
        "type": ["string", "null"],
        "contentMediaType": "application/octet-stream",
    },
}
TEXT, FLAG, NUMBER, ID, FILE = (refer(name) for name in INPUTS)
# In queries only: what says neither counts as absent.
SWITCH: Schema = {"type": "string", "description": "On when true, 1, t, on or yes."}
CURSOR: Schema = {"type": "string", "description": "A number. Nonsense counts as absent."}


def several(item: Schema) -> Schema:
    """A list; one value counts as a list of one. In forms and queries its name ends in `[]`."""
    return {"type": "array", "items": item, "maxItems": 100}


def members(needs: str = "", /, **named: Schema) -> Schema:
    """An object of these members; `needs` names those that must be there. Members nobody offers are ignored."""
    found: Schema = {"type": "object", "properties": named}
    return {**found, "required": needs.split()} if needs else found


# -- operations -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What one method of one path takes and gives.

    returns: the type of the answer with `status`, or several in a tuple; also: types of answers with other statuses.
    query: name → schema. body: an object as `members` makes it. paged: the most rows of a page that is led on from by
    `Link`, 0 for none. offset: the most rows of a list that is paged by `limit` and `offset`. may_lack: whether it can
    be 404 though the path has no variable piece. kind: media type of the answer. headers: of the request.
    """

    returns: Any
    status: int = 200
    also: Mapping[int, Any] = field(default_factory=dict)
    query: Mapping[str, Schema] = field(default_factory=dict)
    body: Schema | None = None
    body_kinds: tuple[str, ...] = EVERY_FORM
    paged: int = 0
    offset: int = 0
    may_lack: bool = False
    kind: str = "application/json"
    headers: tuple[str, ...] = ()

    @property
    def types(self) -> list[Any]:
        """Every type an answer can have."""
        found: list[Any] = []
        for kind in (self.returns, *self.also.values()):
            found += kind if isinstance(kind, tuple) else [kind]
        return found


def does(returns: Any, **more: Any) -> Operation:
    """An `Operation`, in fewer words."""
    return Operation(returns=returns, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An operation where it is served: `path` as OpenAPI writes it; `who` may call; one of the `scopes` is enough."""

    method: str
    path: str
    operation: Operation
    summary: str
    group: str
    who: str = "open"
    scopes: tuple[str, ...] = ()
    is_oauth: bool = False


# -- what is always the same ------------------------------------------------------------------------------------------


class Error(msgspec.Struct, kw_only=True):
    """What went wrong, in plain words. `rules` when policy refused; `details` at signing up, by field."""

    error: str
    error_description: str | msgspec.UnsetType = msgspec.UNSET
    rules: list[str] | msgspec.UnsetType = msgspec.UNSET
    details: dict[str, list[dict[str, str]]] | msgspec.UnsetType = msgspec.UNSET


class OauthError(msgspec.Struct, kw_only=True):
    """OAuth's words (RFC 6749 §5.2): `error` is a code, `error_description` is for people."""

    error: str
    error_description: str | msgspec.UnsetType = msgspec.UNSET


class Nothing(msgspec.Struct):
    """It is done and there is nothing to say."""
