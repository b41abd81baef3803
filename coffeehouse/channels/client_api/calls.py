"""One request as an endpoint sees it, and its answer. Django's views and the lane make the same `Call`, so that the
functions of this channel cannot tell which of the two asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest

from coffeehouse.channels.client_api import bodies
from coffeehouse.domain.context import Actor, Command
from coffeehouse.engine.act import Done, act
from coffeehouse.kernel.errors import Invalid, NotFound, Problem
from coffeehouse.kernel.pages import MAX_ID, Page

CHANNEL = "client_api"
MAX_QUERY_FIELDS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint says. `headers` are those beyond what every answer has."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


def query_pairs(query_string: str) -> list[tuple[str, str]]:
    """The query in order. Raises Invalid (400) for more fields than anybody needs."""
    if not query_string:
        return []
    try:
        return parse_qsl(query_string, keep_blank_values=True, max_num_fields=MAX_QUERY_FIELDS)
    except ValueError as error:
        raise bad_request(f"The query has more than {MAX_QUERY_FIELDS} fields. Send fewer.") from error


def bad_request(message: str) -> Problem:
    """A request that is not even well-formed."""
    problem = Invalid(message, code="malformed")
    problem.status = 400
    return problem


class Call:
    """Who asks, for what, with which words. `parts` are the variable pieces of the path; `request` is Django's, for
    what came by Django alone: files. A lane that only reads gives no `environ`."""

    __slots__ = ("_body", "_query", "actor", "environ", "pairs", "parts", "path", "request")

    def __init__(
        self,
        actor: Actor,
        path: str,
        pairs: list[tuple[str, str]],
        parts: Mapping[str, str],
        environ: Mapping[str, Any] | None = None,
        request: HttpRequest | None = None,
    ) -> None:
        self.actor = actor
        self.path = path
        self.pairs = pairs
        self.parts = parts
        self.environ = environ
        self.request = request
        self._query: dict[str, Any] | None = None
        self._body: dict[str, Any] | None = None

    @property
    def viewer_id(self) -> int | None:
        """The account that reads; None for anybody."""
        return self.actor.account_id

    @property
    def account_id(self) -> int:
        """The account that asks, on routes that need one."""
        assert self.actor.account_id is not None  # noqa: S101  # `user` endpoints check it
        return self.actor.account_id

    @property
    def id(self) -> int:
        """The id in the path. Raises NotFound for what can be no id."""
        return as_id(self.parts["id"])

    @property
    def query(self) -> dict[str, Any]:
        """The query string with Rails' nesting undone."""
        if self._query is None:
            self._query = bodies.nested(self.pairs) if self.pairs else {}
        return self._query

    @property
    def body(self) -> dict[str, Any]:
        """The words of a write: the body, whatever its form, over the query."""
        if self._body is None:
            assert self.environ is not None  # noqa: S101  # who only reads has no body
            sent = bodies.read_plain(self.environ) if self.request is None else bodies.read(self.request)
            self._body = {**self.query, **sent}
        return self._body

    def page(self, default: int = 20, maximum: int = 40) -> Page:
        """The part of a list that is asked for."""
        return Page.parse(dict(self.pairs), default=default, maximum=maximum)

    @property
    def url(self) -> str:
        """The absolute address asked, without query."""
        return f"{settings.BASE_URL}{self.path}"

    def header(self, name: str) -> str:
        """A header of the request, or nothing."""
        environ = self.environ
        return "" if environ is None else str(environ.get(f"HTTP_{name.upper().replace('-', '_')}", ""))

    def act(self, command: Command, *, idempotency_key: str | None = None) -> Done:
        """Do something, through the one door."""
        return act(command, self.actor, CHANNEL, idempotency_key=idempotency_key)


def as_id(text: str) -> int:
    """An id as written in a path or a body. Raises NotFound for what can be no id of ours."""
    if text.isascii() and text.isdigit() and len(text) <= 19 and (number := int(text)) <= MAX_ID:
        return number
    raise NotFound()
