"""From an `Answer` or a `Problem` to what goes over the wire: headers every answer has, lists with `Link`, errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import blake2b
from typing import Any

import msgspec
from django.http import HttpResponse

from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.domain.paging import Listed
from coffeehouse.domain.posts.queries.filtering import filtered_for
from coffeehouse.engine.act import Refused
from coffeehouse.kernel.errors import LimitReached, NotFound, Problem
from coffeehouse.kernel.pages import Page, link_header
from coffeehouse.protocols.mastodon.entities import json_list

EXPOSED = "ETag, Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id"
# Any page may call the API: what protects an account is its token, which no page but the app's own has.
COMMON = (
    ("Content-Type", "application/json; charset=utf-8"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; form-action 'none'"),
    ("Content-Language", "en"),
    ("Vary", "Authorization"),
)
PREFLIGHT = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"),
    (
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Idempotency-Key, If-None-Match, Cache-Control, X-Requested-With",
    ),
    ("Access-Control-Expose-Headers", EXPOSED),
    ("Access-Control-Max-Age", "7200"),
)
PERSONAL = ("Cache-Control", "private, no-store")
IMPERSONAL = ("Cache-Control", "no-cache")
EMPTY = b"{}"
UNFILTERED = b'"filtered":[]'


def entity(value: Any, status: int = 200) -> Answer:
    """Structs, dicts and lists as JSON."""
    return Answer(msgspec.json.encode(value), status)


def spliced(found: str | None) -> Answer:
    """JSON that a query made already. Raises NotFound for None."""
    if found is None:
        raise NotFound()
    return Answer(found.encode())


def plain_list(found: list[str]) -> Answer:
    """A list of such JSON, of one page only."""
    return Answer(json_list(found))


def listed(call: Call, page: Page, found: Listed | None) -> Answer:
    """One page of a list, with the `Link` to the next and previous ones. Raises NotFound for None."""
    if found is None:
        raise NotFound()
    body = json_list([item for _, item in found])
    if not found:
        return Answer(body)
    keys = (found[0][0], found[-1][0])
    link = link_header(call.url, call.pairs, page, newest=max(keys), oldest=min(keys), shown=len(found))
    return Answer(body, headers=(("Link", link),)) if link else Answer(body)


def filtered(call: Call, answer: Answer) -> Answer:
    """The answer with `filtered` of every post in it as the reader's filters say."""
    if UNFILTERED not in answer.body:
        return answer
    return replace(answer, body=filtered_for(call.account_id, [answer.body.decode()])[0].encode())


def nothing(_call: Call) -> Answer:
    """`{}`: it is done and there is nothing to say."""
    return Answer(EMPTY)


def always(value: Any) -> Callable[[Call], Answer]:
    """An endpoint's function that says the same to everybody: an empty list or object that is always true."""
    body = msgspec.json.encode(value)

    def say(_call: Call) -> Answer:
        """Nothing: none of this kind can exist yet."""
        return Answer(body)

    return say


def refusal(problem: Problem) -> Answer:
    """A Problem as Mastodon writes errors."""
    said: dict[str, Any] = {"error": problem.message}
    if isinstance(problem, Refused):
        said["error_description"] = problem.message
        said["rules"] = list(problem.verdict.rule_ids)
    headers: tuple[tuple[str, str], ...] = ()
    if isinstance(problem, LimitReached):
        headers = (("Retry-After", str(problem.retry_after)),)
    return Answer(msgspec.json.encode(said), problem.status, headers)


def failed() -> Answer:
    """A fault of ours: no detail leaves the house."""
    return Answer(b'{"error":"Something went wrong here. It has been noted; try again in a minute."}', 500)


def tagged(answer: Answer, known: str) -> Answer:
    """An answer that is the same for everybody, with its ETag; empty (304) for who has these very bytes already."""
    if answer.status != 200:
        return answer
    tag = f'"{blake2b(answer.body, digest_size=12).hexdigest()}"'
    headers = (*answer.headers, ("ETag", tag))
    if known == "*" or tag in (one.strip().removeprefix("W/") for one in known.split(",")):
        return Answer(b"", 304, headers)
    return replace(answer, headers=headers)


def write_out(answer: Answer, *, is_personal: bool) -> HttpResponse:
    """The answer as Django sends it."""
    response = HttpResponse(answer.body, status=answer.status)
    for name, value in (*COMMON, PERSONAL if is_personal else IMPERSONAL, *answer.headers):
        response.headers[name] = value
    return response


def preflight() -> HttpResponse:
    """The answer to a browser that asks whether a page may call."""
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    for name, value in PREFLIGHT:
        response.headers[name] = value
    return response
