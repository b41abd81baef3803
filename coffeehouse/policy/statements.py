"""Cedar text cut into its statements, each with the line it begins on.

Below `packs`: the Cedar parser tells what is wrong but not where; here the where is found, for authors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import cedarpy

_PIECE = re.compile(r'//[^\n]*|"(?:[^"\\]|\\.)*+"|[^;"/]++|.', re.DOTALL)
_NAMED_TOKEN = re.compile(r"`([^`]+)`|: (\S+)$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One Cedar statement with its `;`, and the file and line (from 1) of its first word."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where. `line` 0 means the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


def cut(text: str, file: str) -> tuple[list[Statement], list[Fault]]:
    """The statements of a Cedar file, and what keeps it from being cut (an open string, a missing semicolon)."""
    statements: list[Statement] = []
    begin = -1  # where the statement at hand began; -1 between statements
    for match in _PIECE.finditer(text):
        piece = match.group()
        if begin < 0 and not piece.startswith("//") and piece.strip():
            begin = match.start() + len(piece) - len(piece.lstrip())
        if piece == '"':
            return statements, [Fault(file, _line(text, match.start()), 'a text opened with " is never closed')]
        if piece == ";" and begin >= 0:
            statements.append(Statement(text[begin : match.end()], file, _line(text, begin)))
            begin = -1
    if begin >= 0:
        return statements, [Fault(file, _line(text, begin), "the statement that begins here does not end with ;")]
    return statements, []


def parse_fault(statement: Statement) -> Fault | None:
    """What the Cedar parser has against this statement, on the line it happens, or None."""
    message = _complaint(statement.text)
    if message is None:
        return None
    return Fault(statement.file, statement.line + _line(statement.text, _offset(statement.text, message)) - 1, message)


def _complaint(text: str) -> str | None:
    try:
        cedarpy.PolicySet.from_str(text)
    except ValueError as error:
        return str(error)
    return None


def _offset(text: str, message: str) -> int:
    """Where in the statement the token stands that the parser names; 0 when it names none that is found.

    Of several places the first is meant up to which the text already gives the same complaint.
    """
    named = _NAMED_TOKEN.search(message)
    token = (named.group(1) or named.group(2)) if named else ""
    places = [match.start() for match in re.finditer(re.escape(token), text)] if token else []
    for place in places:
        if _complaint(text[: place + len(token)]) == message:
            return place
    return places[0] if places else 0


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
