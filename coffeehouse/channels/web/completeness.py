"""Completeness: how what came to the channels agrees with the ledger, day by day; with which settings the house ran.

Those who keep the records see the counts and every gap; everybody sees whether each day was complete.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coffeehouse.channels.web import answers
from coffeehouse.channels.web.access import public, role
from coffeehouse.domain.capture.commands import ChannelCount, StateCompleteness
from coffeehouse.domain.capture.queries import Statement, settings_history, statements
from coffeehouse.engine import reconciling
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import NotFound

STAFF = ("records", "admin")
DAYS = 92


def channels() -> dict[str, str]:
    """What channels are called."""
    return {
        "web": _("Web pages"),
        "client_api": _("Apps"),
        "worker": _("The house’s own work"),
        "cli": _("At the machine"),
        "email": _("Mail sent"),
        "push": _("Pushes sent"),
        "witnessing": _("Witnesses"),
        "federation": _("Other servers"),
    }


def kinds() -> dict[str, str]:
    """What each kind of gap means."""
    return {
        "no_counters": _(
            "Nothing was counted on that day, so nothing can be said. The file of counters is gone, or could not be"
            " written."
        ),
        "unanswered": _(
            "Requests that came and were never answered: a process ended in the middle. Nobody was told that they were"
            " done."
        ),
        "unheard": _(
            "Entries that no channel told of: counting was interrupted, or something was recorded past the channels."
        ),
        "missing": _("A channel said that this was recorded, but the ledger does not hold it. Verify the ledger now."),
        "unexplained": _("A channel said “done” and nothing was recorded. Tell those who make the software."),
    }


@role(*STAFF, methods=("GET",))
def show_completeness(request: HttpRequest) -> HttpResponse:
    """Every day's statement, newest first, and today so far."""
    today = reconciling.compare(clock.day_text(clock.now_ms()))
    return answers.page(
        request, "records/completeness.html", heading=_("Completeness"), tab="completeness",
        statements=statements(DAYS), today=_counted(today), channels=channels(), kinds=kinds(),
    )  # fmt: skip


@role(*STAFF, methods=("GET",))
def show_completeness_day(request: HttpRequest, day: str) -> HttpResponse:
    """One day's statement: each channel, each gap, what was sent."""
    statement = _of_day(day)
    return answers.page(
        request, "records/completeness_day.html", heading=_("Completeness"), tab="completeness", statement=statement,
        counted=_counted(statement.said), channels=channels(), kinds=kinds(), outcomes=outcomes(), media=media(),
    )  # fmt: skip


def _of_day(day: str) -> Statement:
    found = next((statement for statement in statements() if statement.day == day), None)
    if found is None:
        raise NotFound
    return found


def outcomes() -> dict[str, str]:
    """What became of something that was sent."""
    return {
        "accepted": _("accepted"),
        "refused": _("refused"),
        "failed": _("not taken, tried again later"),
        "given_up": _("given up"),
    }


def media() -> dict[str, str]:
    """By what it was sent."""
    return {"email": _("Mail"), "push": _("Push"), "job": _("Other work"), "federation": _("Other servers")}


def _counted(said: StateCompleteness) -> dict[str, Any]:
    """A statement with its sums."""
    total = ChannelCount(
        channel="",
        **{name: sum(getattr(count, name) for count in said.channels) for name in ChannelCount.__struct_fields__[1:]},
    )
    return {"said": said, "total": total}


@public("GET")
def show_public_completeness(request: HttpRequest) -> HttpResponse:
    """For everybody: whether each day was complete, and if not, why in words; how many entries."""
    return answers.page(
        request, "ledger/completeness.html", statements=statements(DAYS), kinds=kinds(), channels=channels()
    )


@role(*STAFF, methods=("GET",))
def show_settings_history(request: HttpRequest) -> HttpResponse:
    """With which settings the house opened, and what changed when. Secrets are never shown, only that they changed."""
    history = settings_history()
    changes: list[dict[str, Any]] = []
    for position, (sequence, at, values, changed) in enumerate(history):
        before = history[position + 1][2] if position + 1 < len(history) else {}
        changes.append(
            {
                "sequence": sequence,
                "at": at,
                "changed": [(name, before.get(name, ""), values.get(name, "")) for name in changed],
            }
        )
    return answers.page(
        request, "records/settings.html", heading=_("Settings"), tab="settings", changes=changes,
        values=sorted(history[0][2].items()) if history else [],
    )  # fmt: skip
