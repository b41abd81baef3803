"""Bodies of requests: JSON, form or multipart, all as one dict, and its members as what an endpoint expects.

Whatever is not well-formed is refused with 400 before anything is looked up (attack D2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError

from coffeehouse.kernel.errors import Invalid, Problem
from coffeehouse.kernel.pages import MAX_ID
from coffeehouse.protocols.forms import MAX_PAIRS, parse_form, parse_json_object

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
TRUE = frozenset({"true", "1", "t", "on", "yes"})
FALSE = frozenset({"false", "0", "f", "off", "no"})
MAX_ITEMS = 100


class TooLarge(Problem):
    """More bytes than anybody may send."""

    status = 413
    code = "too_large"


def _malformed(message: str) -> Problem:
    problem = Invalid(message, code="malformed")
    problem.status = 400
    return problem


def nested(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Form or query pairs with Rails' nesting undone. Raises Invalid with status 400."""
    try:
        return parse_form(pairs)
    except Invalid as problem:
        problem.status = 400
        raise


def read(request: HttpRequest) -> dict[str, Any]:
    """The body of a request; {} without one."""
    kind = request.content_type or ""
    try:
        if kind == MULTIPART:
            return nested(_multipart(request))
        raw = request.body
    except RequestDataTooBig as error:
        raise TooLarge("This is too large. Send less at once.") from error
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError, RawPostDataException) as error:
        raise _malformed("The body could not be read. Send it again.") from error
    return _decoded(kind, raw)


def read_plain(environ: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a request that did not come by Django: JSON or a form without files, of the length it says."""
    kind = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    length = int(environ.get("CONTENT_LENGTH") or 0)
    raw = environ["wsgi.input"].read(length) if length else b""
    if len(raw) < length:
        raise _malformed("The body could not be read. Send it again.")
    return _decoded(kind, raw)


def _decoded(kind: str, raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    if kind == "application/json" or kind.endswith("+json"):
        return _json(raw)
    if kind in (FORM, ""):
        return nested(_form(raw))
    raise _malformed("Send the body as JSON or as a form, and say which in Content-Type.")


def _json(raw: bytes) -> dict[str, Any]:
    try:
        return parse_json_object(raw)
    except Invalid as problem:
        problem.status = 400
        raise


def _form(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_PAIRS)
    except ValueError as error:
        raise _malformed(f"The form has more than {MAX_PAIRS} fields. Send fewer.") from error


def _multipart(request: HttpRequest) -> list[tuple[str, Any]]:
    """Fields and files of a multipart body, of any method (Django reads them for POST only)."""
    handlers = request.upload_handlers
    written = request.META.get("CONTENT_LENGTH") or ""
    length = int(written) if written.isdigit() else 0
    boundary = (request.content_params or {}).get("boundary", "")
    fields, files = MultiPartParser(request.META, request, handlers, request.encoding or "utf-8").parse()
    pairs = [(name, value) for found in (fields, files) for name, values in found.lists() for value in values]
    if not pairs and length > len(boundary) + 8:  # more than the end of a form, `--boundary--` and its line
        raise _malformed("The form has no fields. Send each with its Content-Disposition.")
    return pairs


def text(body: dict[str, Any], name: str, default: str = "") -> str:
    """A member as text. Raises Invalid (422) for a list, an object or a character no text has."""
    found = optional_text(body, name)
    return default if found is None else found


def optional_text(body: dict[str, Any], name: str) -> str | None:
    """The same; None when the member is absent or null."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str) or "\x00" in value:
        raise Invalid(f"Validation failed: {name} must be text", field=name)
    return value


def flag(body: dict[str, Any], name: str) -> bool | None:
    """A member as yes or no; None when absent. An empty one is absent."""
    value = optional_text(body, name)
    if not value:
        return None
    word = value.strip().lower()
    if word not in TRUE | FALSE:
        raise Invalid(f"Validation failed: {name} must be true or false", field=name)
    return word in TRUE


def number(body: dict[str, Any], name: str) -> int | None:
    """A member as a whole number; None when absent or empty."""
    value = optional_text(body, name)
    if not value:
        return None
    return _whole(value, name)


def _whole(value: str, name: str) -> int:
    digits = value[1:] if value[0] in "+-" else value
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 19 or int(digits) > MAX_ID:
        raise Invalid(f"Validation failed: {name} must be a whole number", field=name)
    return int(value)


def items(body: dict[str, Any], name: str) -> list[Any] | None:
    """A member as a list, a single value as a list of one; None when absent. Numbered members come in their order."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, dict):
        value = list(value.values())
    found = value if isinstance(value, list) else [value]
    if len(found) > MAX_ITEMS:
        raise Invalid(f"Validation failed: {name} has more than {MAX_ITEMS} items", field=name)
    return found


def texts(body: dict[str, Any], name: str) -> list[str]:
    """A member as a list of texts, empty when absent."""
    return [text({name: item}, name) for item in items(body, name) or []]


def numbers(body: dict[str, Any], name: str) -> list[int]:
    """A member as a list of whole numbers, empty when absent."""
    return [_whole(item, name) for item in texts(body, name) if item]


def ids(body: dict[str, Any], name: str) -> list[int]:
    """A member as a list of ids; what can be none is left out, as something that does not exist."""
    found = items(body, name) or []
    # Mastodon.py writes id[][]=1 for some lists, which Mastodon reads as it does id[]=1.
    flat = [inner for item in found for inner in (item if isinstance(item, list) else [item])]
    written = [text({name: item}, name) for item in flat]
    return [int(item) for item in written if item.isascii() and item.isdigit() and len(item) <= 18]


def part(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A member that is an object, {} when absent."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Invalid(f"Validation failed: {name} must be an object", field=name)
    return value


def upload(body: dict[str, Any], name: str) -> UploadedFile[Any] | None:
    """An uploaded file, not read yet; None when there is none."""
    value = body.get(name)
    return value if isinstance(value, UploadedFile) else None


def file(body: dict[str, Any], name: str) -> bytes | None:
    """The bytes of an uploaded file; None when there is none, or text in its place. Raises Invalid for all else."""
    value = body.get(name)
    if not isinstance(value, UploadedFile | str | None):
        raise Invalid(f"Validation failed: {name} must be a file, sent as multipart/form-data", field=name)
    return value.read() if isinstance(value, UploadedFile) else None
