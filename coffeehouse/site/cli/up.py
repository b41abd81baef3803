"""Open the house: web, streaming and worker in one foreground process.

The first time, makes the data folder, the database and a one-time link for the first administrator. Prints the
address when the house answers. Ctrl-C (or SIGTERM) closes it; requests under way are finished first.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import sys
from collections.abc import Callable

from coffeehouse.site.cli import CommandFailed, opening


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument("--demo", action="store_true", help="fill an empty house with a made-up town first")


def run(arguments: argparse.Namespace) -> int:
    """The command."""
    opening.load()
    from django.conf import settings

    from coffeehouse.site import occupancy, settings_record, setup

    setup.prepare_folders()
    try:
        occupancy.take_folder(settings.DATA)
        occupancy.insist_on_port(settings.HOST, settings.PORT, "PORT")
        occupancy.insist_on_port(settings.HOST, settings.STREAMING_PORT, "STREAMING_PORT")
    except occupancy.Occupied as occupied:
        raise CommandFailed(str(occupied)) from None
    if opening.pending_migrations():
        setup.migrate()
    _insist_on_classes()
    setup.collect_static()
    settings_record.record()
    if arguments.demo:
        from coffeehouse.site.cli import demo

        demo.fill()
    setup.vouch()
    if settings.TEST_MODE:
        from coffeehouse.site import test_mode

        test_mode.start()
    status = _supervise(_first_link(), _other_name())
    if status == 0:
        _say("Stopped.")
    return status


def _insist_on_classes() -> None:
    """A house does not open with a retention schedule it cannot read."""
    from coffeehouse.domain.records.classes import FaultyClasses, classes

    try:
        classes()
    except FaultyClasses as fault:
        raise CommandFailed(f"RECORD_CLASSES: {fault}") from None


def _first_link() -> str | None:
    from coffeehouse.site import first_run

    return first_run.admin_link()


def _other_name() -> str:
    """Under which other name the ledger was signed. Asked before the fork, which no connection may be open at."""
    from django.conf import settings

    from coffeehouse.ledger.queries import signed_as_another

    with contextlib.suppress(ValueError):  # `check` and `verify` say what is damaged
        return signed_as_another(settings.LEDGER_ORIGIN)
    return ""


def _supervise(admin_link: str | None, other_name: str) -> int:
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces

    from coffeehouse.delivery import worker
    from coffeehouse.site import asgi, serving, stream_serving, wsgi
    from coffeehouse.site.supervisor import Child, Supervisor, stop_on_signal

    def web() -> None:
        # The server copies the environment into every request; secrets have been read by now.
        for name in ("DATABASE_URL", "SECRET_KEY", "SMTP_URL"):
            os.environ.pop(name, None)
        serving.serve(wsgi.application, Interfaces.WSGI, settings.HOST, settings.PORT)

    def streaming() -> None:
        application, streams = asgi.build()
        stream_serving.serve(application, streams, settings.HOST, settings.STREAMING_PORT)

    def deliver() -> None:
        worker.run(stop_on_signal())

    wsgi.warm()
    connections.close_all()
    children = [Child(f"web-{number}", web) for number in range(1, settings.WEB_WORKERS + 1)]
    children += [Child("streaming", streaming), Child("worker", deliver)]
    return Supervisor(children, _asker(settings.HOST, settings.PORT), lambda: _welcome(admin_link, other_name)).run()


def _asker(host: str, port: int) -> Callable[[], bool]:
    """Whether the web server answers /health."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # "all addresses" is not one to call

    def is_ready() -> bool:
        connection = http.client.HTTPConnection(where, port, timeout=2)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    return is_ready


def _welcome(admin_link: str | None, other_name: str) -> None:
    from django.conf import settings

    from coffeehouse.site import checks

    _say(f"{settings.BODY_NAME} is open: {settings.BASE_URL}")
    if settings.TEST_MODE:
        _say("TEST MODE IS ON: ANYBODY JOINS WITHOUT APPROVAL, APPS MAY TAKE PASSWORDS, NOTHING IS LIMITED.")
    if admin_link:
        _say(f"First administrator, a link that works once: {admin_link}")
    if other_name:
        _say(f"NOTHING IS SIGNED: the ledger was signed as {other_name}. {checks.origin_remedy(other_name)}")
    _say(f"Everything is kept in {settings.DATA}. Ctrl-C closes the house (process {os.getpid()}).")


def _say(line: str) -> None:
    print(line)
    sys.stdout.flush()
