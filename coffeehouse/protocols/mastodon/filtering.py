"""Which of a reader's filters a post meets, as Mastodon decides it: pure, and linear in the length of the text.

Queries read the filters and hand them over; what comes back are FilterResults for `Status.filtered`. Keywords are
looked for as they are written, case apart; nothing a reader writes ever becomes a pattern of its own (attack D7).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

CONTEXTS = ("home", "notifications", "public", "thread", "account")
ACTIONS = ("warn", "hide", "blur")


class FilterKeyword(msgspec.Struct, kw_only=True):
    """Words that a filter looks for."""

    id: str
    keyword: str
    whole_word: bool


class FilterStatus(msgspec.Struct, kw_only=True):
    """A single post that a filter is for."""

    id: str
    status_id: str


class Filter(msgspec.Struct, kw_only=True):
    """What a reader does not want to see. In results without keywords and posts."""

    id: str
    title: str
    context: list[str]
    expires_at: str | None
    filter_action: str
    keywords: list[FilterKeyword] | msgspec.UnsetType = msgspec.UNSET
    statuses: list[FilterStatus] | msgspec.UnsetType = msgspec.UNSET


class FilterResult(msgspec.Struct, kw_only=True):
    """A filter that a post meets: by which words as they stand in it, or as which post."""

    filter: Filter
    keyword_matches: list[str] | None
    status_matches: list[str] | None


class Keyword(msgspec.Struct, frozen=True):
    """Words to look for, folded (`fold`); `whole_word`: not inside a longer word."""

    text: str
    whole_word: bool = True


class ActiveFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that is in force. `entity`: its Filter entity as results have it, without keywords and posts."""

    entity: dict[str, Any]
    keywords: tuple[Keyword, ...] = ()
    post_ids: frozenset[int] = frozenset()
    expires_at: int | None = None


Filters = tuple[ActiveFilter, ...]


def fold(text: str) -> str:
    """The text without differences of case, letter for letter as long as it was."""
    folded = text.casefold()
    if len(folded) != len(text):
        folded = "".join(letter if len(lower := letter.casefold()) != 1 else lower for letter in text)
    return folded


def _is_of_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_" or unicodedata.category(letter)[0] == "M"


def find(folded: str, keyword: Keyword) -> int:
    """Where the keyword first stands in a folded text, or -1."""
    at = folded.find(keyword.text)
    if at < 0 or not keyword.whole_word or not keyword.text:
        return at
    # A literal between two looks at one letter each: it cannot backtrack.
    start = r"(?<!\w)" if _is_of_word(keyword.text[0]) else ""
    end = r"(?!\w)" if _is_of_word(keyword.text[-1]) else ""
    for match in re.finditer(start + re.escape(keyword.text) + end, folded):
        before, after = folded[match.start() - 1 : match.start()], folded[match.end() : match.end() + 1]
        # Marks (Hindi vowels, Thai tones) belong to a word too, which `\w` does not know.
        if not (start and before and _is_of_word(before)) and not (end and after and _is_of_word(after)):
            return match.start()
    return -1


def found_words(text: str, folded: str, keywords: tuple[Keyword, ...]) -> str | None:
    """What of the text meets a keyword, the first in it as it is written there; None when nothing does."""
    best, words = -1, None
    for keyword in keywords:
        at = find(folded, keyword)
        if at >= 0 and (best < 0 or at < best):
            best, words = at, text[at : at + len(keyword.text)]
    return words


def results(filters: Filters, text: str, post_ids: tuple[int, ...], now: int) -> list[dict[str, Any]]:
    """The FilterResult entities of a post with this plain text; `post_ids` are its own and that of what it boosts."""
    folded = fold(text)
    found = []
    for one in filters:
        if one.expires_at is not None and one.expires_at <= now:
            continue
        words = found_words(text, folded, one.keywords)
        posts = [str(post_id) for post_id in post_ids if post_id in one.post_ids]
        if words is not None or posts:
            found.append(
                {
                    "filter": one.entity,
                    "keyword_matches": None if words is None else [words],
                    "status_matches": posts or None,
                }
            )
    return found


def statuses_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every Status within decoded entities (notifications, contexts, boosts, quotes), whatever holds it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            if "filtered" in one and "content" in one:
                yield one
            waiting.extend(inner for inner in one.values() if isinstance(inner, dict | list))


def fill_in(value: Any, filters: Filters, text_of: Callable[[int], str], now: int) -> None:
    """Fill `filtered` of every Status within decoded entities. `text_of`: the text of a post as it was written."""
    for status in statuses_in(value):
        boosted = status.get("reblog")
        said = boosted or status
        ids = (int(status["id"]), int(boosted["id"])) if boosted else (int(status["id"]),)
        status["filtered"] = results(filters, searchable_text(said, text_of(int(said["id"]))), ids, now)


def searchable_text(status: dict[str, Any], text: str) -> str:
    """All the words of a post: its warning, text, poll options, and descriptions of its pictures."""
    poll = status.get("poll") or {}
    parts = [
        status["spoiler_text"],
        text,
        *(option["title"] for option in poll.get("options", ())),
        *(media["description"] for media in status["media_attachments"] if media.get("description")),
    ]
    return "\n\n".join(part for part in parts if part)
