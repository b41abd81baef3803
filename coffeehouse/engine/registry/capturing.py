"""The commands by which the house records itself: looks at a person, settings, receipts, completeness."""

from __future__ import annotations

from coffeehouse.domain.capture import commands
from coffeehouse.domain.capture.handlers import keeping
from coffeehouse.engine.commands import register


def fill() -> None:
    """Register them."""
    register(
        commands.ViewMember,
        kind="member.viewed",
        sentence="{actor} looked at what the house holds about {object}.",
        handler=keeping.apply_view_member,
        scope="web",
    )
    register(
        commands.RecordSettings,
        kind="settings.recorded",
        sentence="The house opened with other {object} than before.",
        handler=keeping.apply_record_settings,
        scope="web",
    )
    register(
        commands.KeepReceipt,
        kind="delivery.answered",
        sentence="The house kept what became of something it sent to {object}.",
        handler=keeping.apply_keep_receipt,
        scope="web",
    )
    register(
        commands.StateCompleteness,
        kind="completeness.stated",
        sentence="The house compared what came to its channels with the ledger of a day ({object}).",
        handler=keeping.apply_state_completeness,
        scope="web",
    )
    register(
        commands.VouchForRows,
        kind="rows.vouched",
        sentence="The ledger began to vouch for tables it had not vouched for ({object}).",
        handler=keeping.apply_vouch_for_rows,
        scope="web",
    )
