"""Problems a person or an app may be told about. Everything else is a fault of ours and becomes a plain 500.

A message is for people: what is wrong and what to do next. The code is for programs and never changes.
"""

from __future__ import annotations


class Problem(Exception):
    """Base of all refusals. `status` is the HTTP status a channel that speaks HTTP answers with."""

    status = 400
    code = "problem"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        if code is not None:
            self.code = code


class Invalid(Problem):
    """The words of the request do not fit: name the field and what would fit."""

    status = 422
    code = "invalid"


class Unauthenticated(Problem):
    """No one, or no longer anyone, is signed in."""

    status = 401
    code = "unauthenticated"


class Forbidden(Problem):
    """Known who, but they may not."""

    status = 403
    code = "forbidden"


class NotFound(Problem):
    """Absent, or not for this viewer: the two are never told apart."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = "Record not found", *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message, code=code, field=field)


class Conflict(Problem):
    """Somebody else was first, or the thing has changed since it was read."""

    status = 409
    code = "conflict"


class LimitReached(Problem):
    """Too much in too short a time. `retry_after` is whole seconds."""

    status = 429
    code = "limit_reached"

    def __init__(self, message: str, *, retry_after: int, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message, code=code, field=field)
        self.retry_after = retry_after


class Unavailable(Problem):
    """The house cannot record right now (disk full, database away): nothing was done, try again."""

    status = 503
    code = "unavailable"
