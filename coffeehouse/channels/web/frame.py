"""What every page's frame shows: who is signed in, the navigation, the language, the notice of what was just done.

Asked for by `parts/layout.html` itself, so that a page of another channel (OAuth's consent) needs only its request.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils import translation
from django.utils.translation import gettext as _

from coffeehouse.channels.web import notices
from coffeehouse.channels.web.acting import Viewer, viewer_of
from coffeehouse.channels.web.colours import stylesheet
from coffeehouse.domain.policies.queries import has_acknowledged
from coffeehouse.domain.publishing.closing import closed, moved_to
from coffeehouse.domain.publishing.queries import Mode
from coffeehouse.engine.policy_in_force import pack_in_force


@dataclass(frozen=True)
class Entry:
    """One way in the navigation."""

    href: str
    text: str
    icon: str
    count: int = 0
    is_here: bool = False


@dataclass
class Frame:
    """The frame of one answer; also what the macros of a post need of the page."""

    request: HttpRequest = field(repr=False)
    viewer: Viewer | None
    shows_pins: bool = False
    about: str = field(default_factory=lambda: settings.BODY_ABOUT)
    theme_colour: str = field(default_factory=lambda: settings.BODY_COLOUR)

    @cached_property
    def csrf(self) -> str:
        # Only on first use: a page without a form needs no cookie and stays the same for everyone.
        return get_token(self.request)

    @cached_property
    def language(self) -> str:
        return translation.get_language() or settings.LANGUAGE_CODE

    @cached_property
    def here(self) -> str:
        """The path of this page without the notice of an earlier step."""
        query = self.request.GET.copy()
        for name in ("done", "advice"):
            query.pop(name, None)
        path = self.request.path if self.request.method in ("GET", "HEAD") else "/home"
        return f"{path}?{query.urlencode()}" if query and path == self.request.path else path

    @property
    def theme_version(self) -> str:
        """Changes when the colours do, so that browsers may keep the stylesheet."""
        return _theme_version()

    @cached_property
    def closed(self) -> Mode | None:
        """Since when and why the house is closed for good; None while it is open."""
        return closed()

    def moved_to(self, account_id: str) -> str:
        """Where an account of a closed house can be found now, or nothing."""
        return moved_to(int(account_id)) if self.closed else ""

    @cached_property
    def is_policy_reader(self) -> bool:
        """Whether the viewer speaks for a body or looks after the house, and so is asked to read the policy."""
        viewer = self.viewer
        return viewer is not None and (viewer.role != "member" or any(seat.kind == "voice" for seat in viewer.accounts))

    @cached_property
    def unread_policy(self) -> bool:
        """Whether to remind the viewer of a version of the policy: where they look after things or speak for a body."""
        viewer = self.viewer
        if viewer is None or not self.is_policy_reader or self.request.path == "/policy/rules":
            return False
        is_at_work = self.request.path.startswith(("/admin/", "/review")) or viewer.actor.capacity == "voice"
        return is_at_work and not has_acknowledged(viewer.member_id, pack_in_force().version)

    @cached_property
    def notice(self) -> notices.Notice | None:
        return notices.read(self.request)

    @property
    def without_viewer(self) -> Frame:
        """The same page as a visitor sees it: posts in it have no buttons."""
        return replace(self, viewer=None)

    @property
    def with_pins(self) -> Frame:
        """The same page, where pinned posts say that they are."""
        return self._with_tokens(replace(self, shows_pins=True))

    def _with_tokens(self, other: Frame) -> Frame:
        if self.viewer:
            other.__dict__["csrf"] = self.csrf
        return other

    @cached_property
    def navigation(self) -> list[list[Entry]]:
        """The main ways, then those used less."""
        path = self.request.path
        return [
            [replace(entry, is_here=_is_here(path, entry.href)) for entry in ways]
            for ways in (_main_ways(self.viewer), _further_ways(self.viewer))
        ]


@cache
def _theme_version() -> str:
    return f"{zlib.crc32(stylesheet(settings.BODY_COLOUR, settings.BODY_ACCENT).encode()):08x}"


def _is_here(path: str, href: str) -> bool:
    return (
        path == href
        or (href == "/settings" and path.startswith("/settings/"))
        or (href.startswith("/admin/") and path.startswith("/admin/"))
        or (href == "/records" and path.startswith("/records/"))
        or (href == "/voices" and path.startswith("/voices/"))
        or (href == "/review" and path.startswith("/review"))
    )


def _main_ways(viewer: Viewer | None) -> list[Entry]:
    if viewer is None:
        return [
            Entry("/", _("Welcome"), "home"),
            Entry("/public", _("Public"), "public"),
            Entry("/search", _("Search"), "search"),
            Entry("/ledger", _("Ledger"), "seal"),
            Entry("/about", _("About"), "door"),
        ]
    return [
        Entry("/home", _("Home"), "home"),
        Entry("/public", _("Public"), "public"),
        Entry("/notifications", _("Notifications"), "bell", viewer.unread_count),
        Entry("/search", _("Search"), "search"),
        Entry(f"/@{viewer.username}", _("Profile"), "person"),
    ]


def _further_ways(viewer: Viewer | None) -> list[Entry]:
    if viewer is None:
        return []
    ways = [Entry("/bookmarks", _("Bookmarks"), "bookmark"), Entry("/settings", _("Settings"), "settings")]
    if viewer.may_review:
        ways.append(Entry("/review", _("Drafts"), "clock", viewer.draft_count))
    if viewer.looks_after_voices:
        ways.append(Entry("/voices", _("Voices"), "person"))
    if viewer.role in ("records", "admin"):
        ways.append(Entry("/records", _("Records"), "seal"))
    if viewer.is_staff:
        ways.append(Entry("/admin/approvals", _("Admin"), "queue", viewer.queue_count))
    return ways


def frame(request: HttpRequest) -> Frame:
    """The frame of this request; the same one however often it is asked for."""
    held: Any = request
    if not hasattr(held, "_frame"):
        held._frame = Frame(request, viewer_of(request))
    found: Frame = held._frame
    return found
