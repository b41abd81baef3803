"""The streaming application as ASGI: the one process that keeps connections open."""

from __future__ import annotations

from coffeehouse.channels.streaming.application import application

__all__ = ["application"]
