"""Registers the tables of cases with Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """App label `cases`."""

    name = "coffeehouse.domain.cases"
    label = "cases"
