"""Registers the people tables with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """App label `people`."""

    name = "coffeehouse.domain.people"
    label = "people"
