"""Every table of the house is vouched for, or says why it is not, in the code and in the reference."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import apps

from coffeehouse.domain import vouching
from tests.faults.administrator import LEDGER, Administrator
from tests.faults.conftest import FilledTown
from tests.faults.test_mutations import SEED, sizes

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/ledger.md"
# Of these the town has no row: acts of other servers and of years to come.
EMPTY = frozenset(
    {
        "federation_localkey", "federation_relay", "federation_serverdecision", "ledger_evidence",
        "ledger_keystatement", "ledger_trustedlog", "ledger_witness", "packs_pack", "people_authenticator",
        "people_directoryidentity", "policies_acknowledgement", "policies_version", "posts_announcement",
        "posts_quote", "publishing_correction", "records_disposal", "records_disposalitem", "records_preserved",
    }
)  # fmt: skip


def test_every_table_stands_in_one_list() -> None:
    """Whoever adds a table says whether the ledger vouches for it."""
    lists = (vouching.KEYS.keys(), vouching.BY_HANDLERS, vouching.NOT_VOUCHED.keys())
    tables = [table for each in lists for table in each]
    assert len(tables) == len(set(tables))
    assert set(tables) == {model._meta.db_table for model in apps.get_models(include_auto_created=True)}


def test_the_reference_names_what_nobody_vouches_for() -> None:
    """An auditor reads which changes are not found."""
    page = PAGE.read_text("utf-8")
    by_reason: dict[str, list[str]] = {}
    for table, why in vouching.NOT_VOUCHED.items():
        by_reason.setdefault(why, []).append(table)
    for why, tables in by_reason.items():
        assert f"| {why} | {', '.join(f'`{table}`' for table in sorted(tables))} |" in page


def test_the_administrator_strikes_every_table_that_is_vouched_for(town: FilledTown, file: Any) -> None:
    """Where the town has rows, a thousand deeds meet them."""
    struck = Administrator(file, SEED, sizes(town)).tables.keys() - LEDGER.keys()
    vouched = vouching.KEYS.keys() | vouching.BY_HANDLERS
    assert struck == vouched - EMPTY
