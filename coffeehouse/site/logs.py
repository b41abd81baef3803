"""Logs: one event, named fields, one line. For people on a terminal, or JSON for machines.

Everything that Python libraries log passes the same way. Control characters are written as escapes, so that no name
or address can forge a line or move a terminal's cursor.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# C0 and C1 controls, line and paragraph separators, and the marks that turn writing direction around.
CONTROL = {
    code: f"\\u{code:04x}"
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
# A traceback is ours and has lines.
OWN = ("exception", "stack")


def _escape(value: Any) -> Any:
    return value.translate(CONTROL) if isinstance(value, str) else value


def escape_controls(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: no control character leaves in a field."""
    for name, value in event.items():
        if name not in OWN:
            event[name] = _escape(value) if isinstance(value, str | int | float | None) else _escape(str(value))
    return event


def configure(form: str) -> None:
    """Send the logs of this process to standard error as `form`: "console" or "json"."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    if form != "json":  # JSON escapes by itself
        shared.append(escape_controls)
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    # Django's own request lines would double ours, and say 404 is worth a warning.
    for name, level in (
        ("django.request", logging.ERROR),
        ("django.db.backends", logging.WARNING),
        ("PIL", logging.WARNING),
    ):
        logging.getLogger(name).setLevel(level)
