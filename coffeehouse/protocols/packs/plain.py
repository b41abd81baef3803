"""Words of strangers made harmless to read: what could steer a terminal, a spreadsheet or a page is shown, not done.

Everything stays readable and stands for itself (attacks X6, X7, X8); `pack.json` has each text to the letter. Pure.
"""

from __future__ import annotations

import re

# What starts a formula in a spreadsheet, in any width, and what a program may skip before it looks.
_FORMULA = re.compile(r"[\s\x00-\x20\u00a0\u200b\ufeff'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|[\t\r\n]")
# Control characters but newline, line and paragraph separators, what turns the direction of writing, lone surrogates,
# and code points that are no characters.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff]|[\U000e0000-\U000e001f]"
)
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_EXTENSION = re.compile(r"[A-Za-z0-9]{1,8}")
MAX_NAME = 60


def visible(text: str) -> str:
    """The text with line ends as one newline, a tab as a space, and every character nobody would see as `[U+202E]`."""
    return _UNSEEN.sub(_code, text.replace("\r\n", "\n").replace("\t", " "))


def one_line(text: str) -> str:
    """The same on one line."""
    return " ".join(visible(text).split())


def cell(value: str | int | None) -> str:
    """A value for a spreadsheet: an apostrophe before whatever could be taken for a formula (attack X6)."""
    text = visible("" if value is None else str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def file_name(name: str, fallback: str) -> str:
    """A name every system and archive takes: letters, digits, dot, dash, underscore; never hidden, never a path."""
    stem, _dot, extension = name.rpartition(".")
    if not _EXTENSION.fullmatch(extension):
        stem, extension = name, ""
    stem = _NOT_IN_NAMES.sub("-", stem).strip(".-_")[:MAX_NAME].strip(".-_") or fallback
    return f"{stem}.{extension.lower()}" if extension else stem


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]"
