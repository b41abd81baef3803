"""Registers the publishing tables with Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """App label `publishing`."""

    name = "coffeehouse.domain.publishing"
    label = "publishing"
