"""Pages of people and posts for visitors: put together by Django once, given to all who ask within the second.

A link that is shared in an alarm is opened by thousands at once, by browsers that have never been here. What they get
is the same for all who ask in the same language. Only a plain question without cookie, token or signature is looked at,
and only a page that Django itself has marked as nobody's own is kept; everything else passes by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from django.db import Error

from coffeehouse.database.recent import Recent

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]

PAGES = "/@"
# What would make the answer somebody's own, or only a part of it.
PERSONAL = {
    "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_SIGNATURE", "HTTP_SIGNATURE_INPUT", "HTTP_RANGE", "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
}  # fmt: skip
# What the answer depends on: `Vary` of these pages names the last two.
DEPENDS_ON = (
    "wsgi.url_scheme", "HTTP_HOST", "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE",
)  # fmt: skip
VARIES = {"Accept-Language", "Accept", "Signature", "Signature-Input"}
LONGEST = 2_000


class Page(NamedTuple):
    """An answer with status 200, whole."""

    headers: Headers
    body: bytes


class VisitorsLane:
    """Wraps `application` (Django), behind the gate."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._recent: Recent[Page] = Recent()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        question = _question(environ) if environ["PATH_INFO"].startswith(PAGES) else None
        if question is None:
            return self.application(environ, start_response)
        try:
            page = self._recent.find(question)
        except Error:
            # Django meets the same fault and says what there is to say.
            return self.application(environ, start_response)
        if page is None:
            return self._ask(question, environ, start_response)
        start_response("200 OK", page.headers)
        return [page.body]

    def _ask(self, question: Hashable, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Django's answer; kept when it is anybody's."""
        told: list[Any] = []

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *rest)

        answer: Any = self.application(environ, start)
        if getattr(answer, "streaming", True) or not _is_anybodys(*told):
            return answer  # type: ignore[no-any-return]
        try:
            body = b"".join(answer)
        finally:
            answer.close()
        self._recent.keep(question, Page(told[1], body), len(body))
        return [body]


def _question(environ: Environ) -> Hashable | None:
    """All that the answer depends on, or None where it may be somebody's own."""
    if environ["REQUEST_METHOD"] != "GET" or not PERSONAL.isdisjoint(environ):
        return None
    if environ.get("CONTENT_LENGTH") or environ.get("SCRIPT_NAME"):
        return None
    asked = tuple(environ.get(name, "") for name in DEPENDS_ON)
    return None if sum(map(len, asked)) > LONGEST else asked


def _is_anybodys(status: str, headers: Headers) -> bool:
    """Whether Django says that the whole of it is nobody's own and depends on nothing but what was asked."""
    named = dict(headers)
    varies = {name.strip() for name in named.get("Vary", "").split(",")}
    return (
        status == "200 OK"
        and "Set-Cookie" not in named
        and named.get("Cache-Control") == "no-cache"
        and varies <= VARIES
    )
