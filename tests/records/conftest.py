"""The house that tests of records act in: that of the commands, since records are what commands leave."""

from __future__ import annotations

from tests.commands.conftest import house

__all__ = ["house"]
