"""Registers the tables of policies with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """App label `policies`."""

    name = "coffeehouse.domain.policies"
    label = "policies"
