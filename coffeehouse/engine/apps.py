"""Registers the engine's tables with Django and fills the command registry."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """App label `engine`."""

    name = "coffeehouse.engine"
    label = "engine"

    def ready(self) -> None:
        from coffeehouse.engine import registry

        registry.fill()
