"""Registers the tables of records with Django."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """App label `records`."""

    name = "coffeehouse.domain.records"
    label = "records"
