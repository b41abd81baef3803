"""The HTTP server inside one forked process. Granian, one worker.

The supervisor forks as many web processes as settings ask for; each opens the port for itself (SO_REUSEPORT) and the
kernel spreads connections over them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

QUIET = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"_granian": {"level": "ERROR", "propagate": True}, "granian.access": {"level": "ERROR"}},
}


class OneProcessServer(MPServer):
    """Granian's server with its worker in the calling process: forking and watching is the supervisor's work."""

    def _spawn_workers(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        worker = self._spawn_worker(idx=0, target=spawn_target, callback_loader=target_loader)
        worker.inner.run()  # returns after SIGINT or SIGTERM
        self.interrupt_signal = True
        self.main_loop_interrupt.set()


def serve(application: Callable[..., Any], interface: Interfaces, host: str, port: int, threads: int) -> None:
    """Answer on host:port with `application` until SIGINT or SIGTERM; requests under way are finished first."""
    server = OneProcessServer(
        target="coffeehouse",
        address=host,
        port=port,
        interface=interface,
        workers=1,
        blocking_threads=threads if interface is Interfaces.WSGI else None,
        blocking_threads_idle_timeout=600,
        runtime_threads=1,
        backlog=1024,
        backpressure=256,
        websockets=interface is not Interfaces.WSGI,
        # A head of more than 64 KiB is no head of ours.
        http1_settings=HTTP1Settings(max_buffer_size=65_536 * 2, header_read_timeout=10_000),
        log_level=LogLevels.error,
        log_dictconfig=QUIET,
        log_access=False,
        workers_kill_timeout=8,
    )
    server.serve(target_loader=lambda: application, wrap_loader=False)
