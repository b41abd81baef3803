"""The calendar of a team: what goes out in a week, day by day, as a list that needs no script and fits any screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers, draft_showing
from coffeehouse.channels.web.access import signed_in
from coffeehouse.channels.web.acting import actor_of, viewer_of
from coffeehouse.domain.posts.queries import scheduled
from coffeehouse.domain.publishing import queries as publishing
from coffeehouse.kernel import clock
from coffeehouse.kernel.pages import Page

Shown = dict[str, Any]
EARLIEST, LATEST = date(2000, 1, 3), date(2199, 12, 30)


@signed_in("GET")
def show_calendar(request: HttpRequest) -> HttpResponse:
    """A week, from the Monday of `?from=`; without it, this week."""
    today = _day(clock.now_ms())
    monday = _monday(request.GET.get("from", ""), today)
    found: dict[date, list[Shown]] = {monday + timedelta(days=ahead): [] for ahead in range(7)}
    for item in [*_drafts(request), *_scheduled(request)]:
        if (on := _day(item["at"])) in found:
            found[on].append(item)
    days = [
        {
            "name": f"{WEEKDAYS[on.weekday()]} {on.day} {MONTHS[on.month]}",
            "is_today": on == today,
            "items": sorted(items, key=lambda item: item["at"]),
        }
        for on, items in found.items()
    ]
    return answers.page(
        request,
        "review/calendar.html",
        heading=_("Calendar"),
        tab="calendar",
        days=days,
        monday=monday.isoformat(),
        before=(monday - timedelta(days=7)).isoformat(),
        after=(monday + timedelta(days=7)).isoformat(),
        is_this_week=monday <= today < monday + timedelta(days=7),
    )


def _monday(written: str, today: date) -> date:
    """The Monday of the week asked for; of this week for anything that is no day."""
    try:
        asked = date.fromisoformat(written)
    except ValueError:
        asked = today
    asked = min(max(asked, EARLIEST), LATEST)
    return asked - timedelta(days=asked.weekday())


def _day(at: int) -> date:
    """The day of a moment, where the house is."""
    return datetime.fromtimestamp(at / 1_000, UTC).astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def _drafts(request: HttpRequest) -> list[Shown]:
    """Drafts that have a time, of every voice this member sees."""
    found = publishing.drafts_for(actor_of(request).member_id or 0, ("held", "changes_asked", "approved"), limit=500)
    shown = [draft_showing.in_list(held) for held in found]
    return [{**each, "at": each["release_at"], "path": f"/review/{each['id']}"} for each in shown if each["release_at"]]


def _scheduled(request: HttpRequest) -> list[Shown]:
    """Posts that were let through and wait for their time, of every account this member may act as."""
    viewer = viewer_of(request)
    shown: list[Shown] = []
    for seat in viewer.accounts if viewer else ():
        for _id, text in scheduled.list_scheduled(seat.account_id, Page(limit=40)):
            entity = msgspec.json.decode(text)
            shown.append(
                {
                    "at": clock.parse_iso(entity["scheduled_at"]), "voice": f"@{seat.acct}", "path": "",
                    "text": entity["params"]["text"], "state": "scheduled", "state_words": _("Scheduled"),
                    "author": "", "criticality": "routine", "emergency": False,
                }
            )  # fmt: skip
    return shown
