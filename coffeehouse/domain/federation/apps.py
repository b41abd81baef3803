"""Registers the tables of federation with Django."""

from django.apps import AppConfig


class FederationConfig(AppConfig):
    """App label `federation`."""

    name = "coffeehouse.domain.federation"
    label = "federation"
