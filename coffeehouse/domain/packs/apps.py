"""Registers the tables of packs with Django."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """App label `packs`."""

    name = "coffeehouse.domain.packs"
    label = "packs"
