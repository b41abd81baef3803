"""Registers the tables of requests with Django."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    """App label `requests`."""

    name = "coffeehouse.domain.requests"
    label = "requests"
