"""Registers delivery with Django. It has no tables: the outbox is the engine's."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """App label `delivery`."""

    name = "coffeehouse.delivery"
    label = "delivery"
