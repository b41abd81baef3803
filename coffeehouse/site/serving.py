"""The HTTP server inside one forked process. Granian, one worker.

The supervisor forks as many web processes as settings ask for; each opens the port for itself (SO_REUSEPORT) and the
kernel spreads connections over them.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer, mp

from coffeehouse.site.bodies import Limits
from coffeehouse.site.lines import allow_files
from coffeehouse.site.turns import Runner

# Connections at once. Whoever only holds one open is cut within seconds, but until then must leave room for others.
CONNECTIONS = 1_024
QUIET = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"_granian": {"level": "ERROR", "propagate": True}, "granian.access": {"level": "ERROR"}},
}


class OneProcessServer(MPServer):
    """Granian's server with its worker in the calling process: forking and watching is the supervisor's work."""

    stop_was_asked = False
    at_stop: Callable[[], None] | None = None

    def signal_handler_interrupt(self, *_: Any) -> None:
        """What SIGTERM does until the worker listens for it: remember."""
        self.stop_was_asked = True

    def heed_stop_at_any_moment(self) -> None:
        """Let SIGTERM count from here on, though the worker listens for it only when it has been set up.

        Two holes are closed. A stop that comes earlier is remembered, and sent once more when the worker's own handler
        is in place. And the main thread, which runs handlers, can have gone to wait on a lock just before: nothing
        would wake it, so another thread, woken by the signal itself, nudges it with a signal that does nothing.
        """
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGURG, lambda *_: None)
        signal.signal(signal.SIGTERM, self.signal_handler_interrupt)
        main = threading.get_ident()

        def nudge() -> None:
            os.read(woken, 1)
            if self.at_stop is not None:
                self.at_stop()
            while signal.getsignal(signal.SIGTERM) == self.signal_handler_interrupt:
                time.sleep(0.01)
            if self.stop_was_asked:
                os.kill(os.getpid(), signal.SIGTERM)
            while True:
                time.sleep(0.1)
                signal.pthread_kill(main, signal.SIGURG)

        threading.Thread(target=nudge, name="stop-nudge", daemon=True).start()

    def _spawn_workers(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        worker = self._spawn_worker(idx=0, target=spawn_target, callback_loader=target_loader)
        worker.inner.run()  # returns after SIGINT or SIGTERM
        self.interrupt_signal = True
        self.main_loop_interrupt.set()


def _call_directly() -> None:
    """Have the server call a `turns.Runner` itself, in place of Granian's own way to call WSGI applications."""
    name = "_wsgi_call_wrap"
    if not callable(getattr(mp, name, None)):
        raise RuntimeError("This Granian calls WSGI applications in another way. Install the locked requirements.")
    setattr(mp, name, lambda callback, *_: callback)


def serve(
    application: Callable[..., Any],
    interface: Interfaces,
    host: str,
    port: int,
    limits: Limits | None = None,
) -> None:
    """Answer on host:port with `application` until SIGINT or SIGTERM; requests under way are finished first.

    Over WSGI the application is a `turns.Guarded`. Raises RuntimeError when Granian is not the one that is locked.
    """
    is_wsgi = interface is Interfaces.WSGI
    runner = Runner(application, port, limits=limits)  # type: ignore[arg-type]
    server = OneProcessServer(
        target="coffeehouse",
        address=host,
        port=port,
        interface=interface,
        workers=1,
        blocking_threads=runner.server_threads() if is_wsgi else None,
        blocking_threads_idle_timeout=600,
        runtime_threads=1,
        # Finding out which version a connection speaks has no time limit in the server.
        http=HTTPModes.http1,
        backlog=1024,
        backpressure=CONNECTIONS,
        websockets=not is_wsgi,
        # A head of more than 64 KiB is no head of ours.
        http1_settings=HTTP1Settings(max_buffer_size=65_536 * 2, header_read_timeout=10_000),
        log_level=LogLevels.error,
        log_dictconfig=QUIET,
        log_access=False,
        workers_kill_timeout=8,
    )
    if is_wsgi:
        _call_directly()
        allow_files()
        application = runner
        server.at_stop = runner.stop
        runner.watch()
    server.heed_stop_at_any_moment()
    server.serve(target_loader=lambda: application, wrap_loader=False)
