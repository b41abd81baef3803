"""A real house for tests: `coffeehouse up` as a process, in its own folder and ports, on the suite's database."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests import prepared_database
from tests.postgres_cluster import free_port
from tests.ready_command_line import ReadyCommandLine

COFFEEHOUSE = Path(sys.executable).with_name("coffeehouse")


class RunningHouse:
    """start, stop, kill, and the command line of one house. `log` is what its processes wrote.

    `is_new`: when it opens it has nothing yet; else it has the tables already. One to be restored must be new.
    """

    def __init__(self, data: Path, *, is_new: bool = False, **settings: str) -> None:
        self.data = data
        self.port = free_port()
        self.base_url = f"http://localhost:{self.port}"
        self.log = data.with_name(data.name + ".log")
        self.process: subprocess.Popen[bytes] | None = None
        self.ready_seconds = 0.0
        self._is_new = is_new
        self._ready: ReadyCommandLine | None = None
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in ("BASE_URL", "DJANGO_SETTINGS_MODULE")},
            "COFFEEHOUSE_DATA": str(data),
            "PORT": str(self.port),
            "STREAMING_PORT": str(free_port()),
            "RATE_LIMITS": "off",
            "CHECKPOINT_SECONDS": "1",
            **settings,
        }
        if os.environ.get("DATABASE_URL"):
            self.environment["DATABASE_URL"] = prepared_database.database_as(f"house_{self.port}", is_empty=is_new)

    def start(self, seconds: float = 60) -> None:
        """Open the house and wait until it answers."""
        if not (self._is_new or self.environment.get("DATABASE_URL") or (self.data / prepared_database.FILE).exists()):
            prepared_database.copy_into(self.data)
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COFFEEHOUSE, "up"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.log.parent, start_new_session=True,
            )  # fmt: skip
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > seconds:
                raise AssertionError(f"The house did not open:\n{self.log.read_text('utf-8', 'replace')}")
            time.sleep(0.02)
        self.ready_seconds = time.monotonic() - began

    def said(self, words: str, seconds: float = 10) -> str:
        """The log, once `words` stand in it."""
        deadline = time.monotonic() + seconds
        while words not in (log := self.log.read_text("utf-8", "replace")):
            assert time.monotonic() < deadline, f"{words!r} was not said:\n{log}"
            time.sleep(0.02)
        return log

    def answers(self) -> bool:
        """Whether /health says OK."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self, number: signal.Signals = signal.SIGINT) -> int | None:
        """Ask the house to close, wait, and give its exit status."""
        self._let_go()
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(number)
        status = self.process.wait(30)
        self.process = None
        return status

    def kill(self, *, whole: bool = True) -> None:
        """kill -9: every process of the house at once, or only the first one."""
        assert self.process is not None
        if whole:
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()
        self.process.wait(30)
        self.process = None

    def pids(self) -> list[int]:
        """Every process of the house, the first one first."""
        assert self.process is not None
        first = self.process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, children)]

    def cpu_seconds(self) -> float:
        """Processor time all processes have used so far: what opening costs, however busy the machine is (Linux)."""
        ticks = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Proportional set size of all processes together, bytes (Linux)."""
        total = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
        return total

    def cli(self, *arguments: str, given: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run `coffeehouse …` on this house. With `check`, failing fails the test."""
        done = subprocess.run(
            [COFFEEHOUSE, *arguments], env=self.environment, input=given, capture_output=True, text=True, check=False,
            cwd=self.log.parent, timeout=300,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"coffeehouse {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done

    def _quickly(self, *arguments: str, given: str = "") -> str:
        if self._ready is None or self._ready.environment != self.environment:
            self._let_go()
            self._ready = ReadyCommandLine(self.environment)
        return self._ready.run(*arguments, given=given)

    def _let_go(self) -> None:
        if self._ready is not None:
            self._ready.end()
            self._ready = None

    def add_member(self, name: str, *, role: str = "member", password: str = "a long password") -> None:
        """Add an active member as the command line does."""
        self._quickly(
            "member", "add", name, "--email", f"{name}@example.org", "--password-stdin", "--role", role, given=password
        )

    def token(self, name: str, scopes: str = "read write follow push") -> str:
        """An API token for an account."""
        return self._quickly("token", name, "--scopes", scopes).strip()
