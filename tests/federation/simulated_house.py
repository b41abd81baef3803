"""One house of a simulation, as a process that does nothing by itself: it is told each step, and each of its requests
to another server is handed to the simulation, which decides what becomes of it.

    python -m tests.federation.simulated_house HOST      JSON lines in and out

In: `{"op": ..., ...}`, answered by `{"return": ...}`; meanwhile `{"request": ...}` may come out, answered by
`{"answer": ...}`; and before that further ops may come in, since another house may ask this one something in between.
Time stands where the simulation sets it. The database is put back to how it was between two runs.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from base64 import b64decode, b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

HOST = sys.argv[1] if len(sys.argv) > 1 else ""
PEOPLE = ("ada", "bevan")
Json = dict[str, Any]


class Line:
    """The two pipes to the simulation."""

    def __init__(self) -> None:
        self.out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)  # whatever else is printed goes to stderr

    def say(self, message: Json) -> None:
        self.out.write(json.dumps(message) + "\n")
        self.out.flush()

    def ask(self, request: Json) -> Json:
        """Hand a request over; the answer. What comes in meanwhile is done."""
        self.say({"request": request})
        while True:
            message = self.hear()
            if "answer" in message:
                answer: Json = message["answer"]
                return answer
            self.say({"return": do(message)})

    def hear(self) -> Json:
        line = sys.stdin.readline()
        if not line:
            raise SystemExit(0)
        message: Json = json.loads(line)
        return message


class Handed:
    """A request in the hands of the simulation, in the place of `outbound._Open`."""

    def __init__(self, method: str, url: str, body: bytes, headers: Any) -> None:
        self.request = {
            "method": method, "url": url, "body": b64encode(body).decode(),
            "headers": [[name, value] for name, value in headers.items()],
        }  # fmt: skip

    def __enter__(self) -> Any:
        import httpcore2

        from coffeehouse.outbound import OutboundFailed

        answer = LINE.ask(self.request)
        if not answer["status"]:
            raise OutboundFailed("The connection broke")
        headers = [(name.encode(), value.encode()) for name, value in answer["headers"]]
        return httpcore2.Response(answer["status"], headers=headers, content=b64decode(answer["body"]))

    def __exit__(self, *_: object) -> None:
        return None


def open_house() -> None:
    """A new house with two people, its outgoing requests handed over."""
    folder = Path(tempfile.mkdtemp(prefix=f"coffeehouse-{HOST}-"))
    os.environ.update(
        COFFEEHOUSE_DATA=str(folder), BASE_URL=f"https://{HOST}", RATE_LIMITS="off", FEDERATION="open",
        DJANGO_SETTINGS_MODULE="coffeehouse.site.settings", OUTBOUND="on",
    )  # fmt: skip
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    from coffeehouse import outbound
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people.commands import AddMember
    from coffeehouse.engine.act import act

    def handed(_self: Any, method: str, target: Any, body: bytes, headers: Any, _deadline: float, *_: Any) -> Any:
        return Handed(method, target.url, body, {"Host": target.authority, **headers})

    outbound.Client._ask = handed  # type: ignore[assignment]
    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        act(AddMember(username=name, email=f"{name}@example.org", password_hash="!"), SYSTEM, "cli")
    from coffeehouse.federation.keys import private_key

    for name in PEOPLE:
        private_key(_account(name), "rsa")
    private_key(0, "rsa")


def op_keep(_message: Json) -> None:
    """Keep the database as every run begins with it."""
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copyfile(settings.DATA / "house.sqlite3", settings.DATA / "begin.sqlite3")


def _account(name: str) -> int:
    from coffeehouse.database import sql

    return int(sql.value("SELECT id FROM people_account WHERE acct = %s", (name,)))


def op_reset(message: Json) -> None:
    """As on the first day."""
    from django.conf import settings
    from django.core.cache import cache
    from django.db import connection

    connection.close()
    for left in ("house.sqlite3-wal", "house.sqlite3-shm"):
        (settings.DATA / left).unlink(missing_ok=True)
    shutil.copyfile(settings.DATA / "begin.sqlite3", settings.DATA / "house.sqlite3")
    cache.clear()
    op_clock(message)


def op_clock(message: Json) -> None:
    """Set the time."""
    from coffeehouse.kernel import clock

    clock._fixed_at.set(int(message["now"]))


def op_meet(message: Json) -> None:
    """Know these people."""
    from coffeehouse.federation import waiting
    from coffeehouse.federation.actors import actor_of

    with waiting.patiently():
        for uri in message["whom"]:
            actor_of(uri)


def op_act(message: Json) -> str:
    """Somebody here does something; the identity of what came of it, or what was refused."""
    from coffeehouse.domain.people.queries import read_actor_of_member
    from coffeehouse.engine.act import act
    from coffeehouse.federation.fetching import Unfetched
    from coffeehouse.federation.waiting import MustWait
    from coffeehouse.kernel.errors import Problem
    from coffeehouse.protocols.activitypub.documents import Unreadable
    from tests.federation import simulated_acts

    account_id = _account(message["who"])
    actor = read_actor_of_member(_member(account_id), account_id)
    try:
        command = simulated_acts.command_of(message)
        if command is None:
            return ""
        return simulated_acts.identity_of(act(command, actor, "client_api"))
    except Problem as problem:
        return f"refused: {problem.message}"
    except (MustWait, Unfetched, Unreadable) as problem:
        return f"not found: {problem}"


def _member(account_id: int) -> int:
    from coffeehouse.database import sql

    return int(sql.value("SELECT member_id FROM people_account WHERE id = %s", (account_id,)))


def op_work(_message: Json) -> int:
    """Do all that is due: jobs, deliveries that came, deliveries that go. How much there was."""
    from coffeehouse.delivery import arrivals, deliveries, worker
    from tests.federation.simulated_sending import send_all

    deliveries.register_all()
    done = worker.drain() + arrivals.drain()
    return done + send_all() + worker.drain() + arrivals.drain()


def op_due(_message: Json) -> int | None:
    """When the next of these is due; None when nothing waits."""
    from coffeehouse.database import sql

    found = sql.row(
        "SELECT MIN(t) FROM (SELECT MIN(run_at) AS t FROM engine_outbox WHERE dead_at IS NULL"
        " UNION ALL SELECT MIN(CASE WHEN s.failures > 0 THEN s.retry_at ELSE d.run_at END) FROM federation_delivery d"
        " LEFT JOIN federation_server s ON s.host = d.host WHERE d.dead_at IS NULL"
        " UNION ALL SELECT MIN(run_at) FROM federation_arrival) q"
    )
    return None if found is None or found[0] is None else int(found[0])


def op_serve(message: Json) -> Json:
    """Answer a request of another server, as the web process does."""
    from urllib.parse import urlsplit

    from coffeehouse.site.wsgi import application

    url, body = urlsplit(message["url"]), b64decode(message["body"])
    environ: Json = {
        "REQUEST_METHOD": message["method"], "PATH_INFO": url.path, "QUERY_STRING": url.query, "SCRIPT_NAME": "",
        "SERVER_NAME": HOST, "SERVER_PORT": "443", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "https", "wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr, "wsgi.version": (1, 0),
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(body)) if message["method"] == "POST" else "",
    }  # fmt: skip
    for name, value in message["headers"]:
        key = name.upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    started: list[Any] = []
    parts = application(environ, lambda status, headers, *_: started.append((status, headers)))
    content = b"".join(parts)
    status, headers = started[0]
    return {
        "status": int(status[:3]),
        "headers": [[name, value] for name, value in headers if name.lower() != "content-encoding"],
        "body": b64encode(content).decode(),
    }


def op_state(_message: Json) -> Json:
    """Who follows whom, which posts are here, how often; and what verifying finds."""
    from tests.federation.simulated_acts import state

    return state()


def do(message: Json) -> Any:
    """Do one op. What a wait costs is the simulation's to say, not the machine's."""
    from coffeehouse.federation import waiting

    waiting.budget.forget()
    return globals()[f"op_{message['op']}"](message)


if __name__ == "__main__":
    LINE = Line()
    open_house()
    LINE.say({"return": "open"})
    while True:
        LINE.say({"return": do(LINE.hear())})
