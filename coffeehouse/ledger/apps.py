"""Registers the ledger's tables with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """App label `ledger`."""

    name = "coffeehouse.ledger"
    label = "ledger"
    verbose_name = "Ledger"
