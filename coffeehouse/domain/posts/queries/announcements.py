"""Announcements as apps and pages show them."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain import files
from coffeehouse.domain.people.queries.emoji import emoji_in
from coffeehouse.kernel import clock
from coffeehouse.kernel.text import fold_tag
from coffeehouse.protocols.mastodon.text import parse, render_html

COLUMNS = "id, words, starts_at, ends_at, is_all_day, published_at, updated_at, ended_at"
MOST = 50


class Announcement(NamedTuple):
    """A row as administrators see it. words: language → text."""

    id: int
    words: dict[str, str]
    starts_at: int | None
    ends_at: int | None
    is_all_day: bool
    published_at: int
    updated_at: int
    ended_at: int | None

    def in_language(self, language: str) -> tuple[str, str]:
        """(language, text): in a language, else in the house's first, else in any."""
        for tried in (language, settings.LANGUAGE_CODE, *self.words):
            if tried in self.words:
                return tried, self.words[tried]
        return settings.LANGUAGE_CODE, ""


def _announcement(row: tuple[Any, ...]) -> Announcement:
    return Announcement(row[0], msgspec.json.decode(row[1]), row[2], row[3], bool(row[4]), row[5], row[6], row[7])


def list_announcements() -> list[Announcement]:
    """All that there have been, newest first."""
    return [
        _announcement(row) for row in sql.rows(f"SELECT {COLUMNS} FROM posts_announcement ORDER BY id DESC LIMIT 200")
    ]


def shown_announcements() -> list[Announcement]:
    """Those that everybody sees at present, newest first."""
    found = sql.rows(
        f"SELECT {COLUMNS} FROM posts_announcement WHERE published_at <= %s AND ended_at IS NULL"
        " ORDER BY published_at DESC, id DESC LIMIT %s",
        (clock.now_ms(), MOST),
    )
    return [_announcement(row) for row in found]


def read_announcements(viewer_id: int, *, with_dismissed: bool = False, language: str = "") -> list[dict[str, Any]]:
    """Announcement entities for an account, in this language, else in its member's."""
    shown = shown_announcements()
    if not shown:
        return []
    read = {
        row[0]
        for row in sql.rows("SELECT announcement_id FROM posts_announcementread WHERE account_id = %s", (viewer_id,))
    }
    language = language or sql.value(
        "SELECT m.language FROM people_account a JOIN people_member m ON m.id = a.member_id WHERE a.id = %s",
        (viewer_id,),
    )
    reactions = _reactions([one.id for one in shown], viewer_id)
    return [
        _entity(one, str(language or ""), one.id in read, reactions.get(one.id, []))
        for one in shown
        if with_dismissed or one.id not in read
    ]


def read_announcement(viewer_id: int, announcement_id: int) -> dict[str, Any] | None:
    """One of those entities."""
    for entity in read_announcements(viewer_id, with_dismissed=True):
        if entity["id"] == str(announcement_id):
            return entity
    return None


def _reactions(announcement_ids: list[int], viewer_id: int) -> dict[int, list[dict[str, Any]]]:
    found = sql.rows(
        "SELECT r.announcement_id, r.name, COUNT(*), MAX(CASE WHEN r.account_id = %s THEN 1 ELSE 0 END), e.file,"
        " e.still FROM posts_announcementreaction r LEFT JOIN people_customemoji e ON e.shortcode = r.name"
        f" WHERE r.announcement_id IN ({sql.marks(len(announcement_ids))})"
        " GROUP BY r.announcement_id, r.name, e.file, e.still ORDER BY MIN(r.id)",
        (viewer_id, *announcement_ids),
    )
    listed: dict[int, list[dict[str, Any]]] = {}
    for announcement_id, name, count, mine, file, still in found:
        entity = {"name": name, "count": count, "me": bool(mine)}
        if file:
            entity |= {"url": files.url(file), "static_url": files.url(still)}
        listed.setdefault(announcement_id, []).append(entity)
    return listed


def html_of(text: str) -> str:
    """The text of an announcement as HTML, with links and hashtags."""
    return render_html(text, {}, settings.BASE_URL)


def _entity(one: Announcement, language: str, is_read: bool, reactions: list[dict[str, Any]]) -> dict[str, Any]:
    text = one.in_language(language)[1]
    return {
        "id": str(one.id),
        "content": html_of(text),
        "starts_at": None if one.starts_at is None else clock.iso(one.starts_at),
        "ends_at": None if one.ends_at is None else clock.iso(one.ends_at),
        "all_day": one.is_all_day,
        "published_at": clock.iso(one.published_at),
        "updated_at": clock.iso(one.updated_at),
        "read": is_read,
        "mentions": [],
        "statuses": [],
        "tags": [
            {"name": fold_tag(tag), "url": f"{settings.BASE_URL}/tags/{fold_tag(tag)}"} for tag in parse(text).tags
        ],
        "emojis": emoji_in(text),
        "reactions": reactions,
    }
