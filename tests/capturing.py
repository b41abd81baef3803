"""Watches what the tests of the channels do: every request's acts, and the tables it writes in which transaction.

What is seen is held against the matrix of capture (`coffeehouse.site.capture`), which is read from the code.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import HttpRequest

from coffeehouse.database import sql, transaction
from coffeehouse.engine import tally
from coffeehouse.site.capture import Way, ways
from coffeehouse.site.without_entry import TABLES_WITHOUT_ENTRY, WITHOUT_ENTRY

WRITES = re.compile(r'^\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
SAFE = ("GET", "HEAD", "OPTIONS")
# Names a folder: there each process leaves what it saw, for `python -m tests.capture_run`.
SEEN = "CAPTURE_SEEN"


@dataclass
class Request:
    """What one request did. transactions: the tables written in each; outside: those written in none of ours."""

    acts: list[tuple[str, str]] = field(default_factory=list)
    transactions: list[set[str]] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)
    open: list[set[str]] = field(default_factory=list)

    def wrote(self, statement: str) -> None:
        """A statement was run."""
        found = WRITES.match(statement)
        if found:
            (self.open[-1] if self.open else self.outside).add(found[1].lower())


@cache
def matrix() -> dict[tuple[str, str], Way]:
    """(name of the address, method) → its way in; "" where it takes them all."""
    return {(way.name, method): way for way in ways() for method in way.methods or ("",)}


def rows_changed() -> int | None:
    """How many rows this connection has changed so far; None where the cursor says it (PostgreSQL)."""
    found = getattr(connection.connection, "total_changes", None)
    return found if isinstance(found, int) else None


class Watch:
    """One test's. `seen`: (name of the address, method, command, what it told)."""

    def __init__(self) -> None:
        self.now: Request | None = None
        self.seen: set[tuple[str, str, str, str]] = set()

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand between the code and what it calls."""
        answer, run, note, write = BaseHandler.get_response, sql._run, tally.note, transaction.write

        def answered(handler: BaseHandler, request: HttpRequest) -> Any:
            with self.request() as found, connection.execute_wrapper(self._orm):
                response = answer(handler, request)
            self.check(request, response.status_code, found)
            return response

        def ran(statement: str, params: Any) -> Any:
            before = rows_changed()
            cursor = run(statement, params)
            if self.now is not None and (cursor.rowcount if before is None else rows_changed() != before):
                self.now.wrote(statement)
            return cursor

        def noted(told: str, command: str, channel: str, entries: range) -> None:
            if self.now is not None:
                self.now.acts.append((command, told))
            note(told, command, channel, entries)

        monkeypatch.setattr(BaseHandler, "get_response", answered)
        monkeypatch.setattr(sql, "_run", ran)
        monkeypatch.setattr(tally, "note", noted)
        monkeypatch.setattr(transaction, "write", lambda: self._writing(write()))

    @contextmanager
    def request(self) -> Iterator[Request]:
        """While a request is answered."""
        before, self.now = self.now, Request()
        try:
            yield self.now
        finally:
            self.now = before

    @contextmanager
    def _writing(self, real: AbstractContextManager[None]) -> Iterator[None]:
        now = self.now
        if now is None:
            with real:
                yield
            return
        now.open.append(set())
        try:
            with real:
                yield
        except BaseException:
            now.open.pop()  # nothing of it is left
            raise
        tables = now.open.pop()
        if now.open:
            now.open[-1] |= tables
        else:
            now.transactions.append(tables)

    def _orm(self, execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        if self.now is not None:
            self.now.wrote(statement)
        return execute(statement, params, many, context)

    def check(self, request: HttpRequest, status: int, found: Request) -> None:
        """Hold what was seen against the matrix."""
        name = "" if request.resolver_match is None else request.resolver_match.view_name
        method = str(request.method)
        way = matrix().get((name, method)) or matrix().get((name, ""))
        for command, told in found.acts:
            assert way is not None, f"{method} {name} did {command}, and is not in the matrix of capture"
            assert command in way.commands, f"{method} {name} did {command}; the matrix says {way.commands}"
            self.seen.add((name, method, command, told))
        for tables in [*found.transactions, found.outside]:
            unrecorded = {table for table in tables if table not in TABLES_WITHOUT_ENTRY}
            assert not unrecorded or "ledger_entry" in tables, f"{method} {name} wrote {unrecorded} without an entry"
        if method not in SAFE and status < 400 and status != tally.SENT_ELSEWHERE and not found.acts:
            assert name in WITHOUT_ENTRY, f"{method} {name} answered {status} and recorded nothing"

    def end(self) -> None:
        """Leave what was seen where the environment asks for it."""
        folder = os.environ.get(SEEN)
        if folder and self.seen:
            with (Path(folder) / f"{os.getpid()}.txt").open("a") as file:
                file.writelines(f"{' '.join(line)}\n" for line in sorted(self.seen))


@contextmanager
def watching() -> Iterator[Watch]:
    """While a test runs."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as monkeypatch:
        watch.begin(monkeypatch)
        yield watch
    watch.end()
