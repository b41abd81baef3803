"""The commands about drafts, and about what the whole house is in."""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.domain.publishing import commands
from coffeehouse.domain.publishing.handlers import deciding, modes
from coffeehouse.engine import holding_release, holding_revision
from coffeehouse.engine.commands import Handler, register

# (command, handler, kind, sentence). None needs more than to be signed in: the handlers look at the person's seat.
PLAIN: tuple[tuple[type[Command], Handler, str, str], ...] = (
    (
        commands.ReleaseHeld, holding_release.apply_release_held, "held.released",
        "{actor} released what was held; it became {object}.",
    ),
    (
        commands.EmergencyRelease, holding_release.apply_emergency_release, "held.emergency_released",
        "{actor} was the second to release in the emergency lane what became {object}.",
    ),
    (
        commands.PublishDraft, holding_release.apply_publish_draft, "held.published",
        "The time of an approved draft came; it became {object}.",
    ),
    (
        commands.AskForChange, deciding.apply_ask_for_change, "held.questioned",
        "{actor} asked for a change of {object}.",
    ),
    (commands.RefuseHeld, deciding.apply_refuse_held, "held.refused", "{actor} refused {object}."),
    (commands.WithdrawHeld, deciding.apply_withdraw_held, "held.withdrawn", "{actor} took {object} back."),
    (
        commands.UndoRelease, deciding.apply_undo_release, "held.recalled",
        "{actor} took the approval of {object} back before it was published.",
    ),
    (
        commands.ReviewAfterwards, deciding.apply_review_afterwards, "held.reviewed",
        "{actor} looked at {object} after it was published in an emergency.",
    ),
    (commands.ReviseDraft, holding_revision.apply_revise_draft, "held.revised", "{actor} changed {object}."),
    (
        commands.SetEmbargo, holding_revision.apply_set_embargo, "held.rescheduled",
        "{actor} chose another time for {object}.",
    ),
    (
        commands.PairDrafts, holding_revision.apply_pair_drafts, "held.paired",
        "{actor} said with which other language {object} is released, or that it stands alone.",
    ),
    (
        commands.SetIncidentStop, modes.apply_set_incident_stop, "stop.set",
        "{actor} stopped official posts for an incident, or let them go on ({object}).",
    ),
    (
        commands.SetElectionPeriod, modes.apply_set_election_period, "election.set",
        "{actor} said when the rules before an election hold ({object}).",
    ),
)  # fmt: skip

# What apps do with drafts as they do with posts: edit, delete, choose another time.
BY_APP = (commands.ReviseDraft, commands.WithdrawHeld, commands.SetEmbargo)


def fill() -> None:
    """Register these commands."""
    for command, handler, kind, sentence in PLAIN:
        scope = "write:statuses" if command in BY_APP else "web"
        register(command, kind=kind, sentence=sentence, handler=handler, scope=scope)
