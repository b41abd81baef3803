"""For tests whose transactions really end: what others write meanwhile, and how it is all taken away again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from coffeehouse.database import sql
from coffeehouse.ledger.triggers import lifted

TABLES = ("ledger_entry", "ledger_vault", "ledger_head", "ledger_tile", "ledger_checkpoint")


def empty_ledger() -> None:
    """No entry, tile or checkpoint is left, against the ledger's triggers."""
    with lifted(sql.execute, sql.wrapper().vendor):
        for table in TABLES:
            sql.execute(f"DELETE FROM {table}")


def elsewhere(work: Callable[[], Any]) -> None:
    """Do it on a connection of its own, as another process would; what it raises is raised here."""

    def whole() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(whole).result()
