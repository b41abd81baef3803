"""A house to measure: its processes, their CPU time and their memory, from the operating system's own accounts."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
COFFEEHOUSE = Path(sys.executable).with_name("coffeehouse")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One house in its own folder, on loopback, without limits."""

    def __init__(self, data: Path) -> None:
        self.environment = {
            **os.environ,
            "COFFEEHOUSE_DATA": str(data),
            "STREAMING_PORT": str(free_port()),
            "RATE_LIMITS": "off",
            "DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings",
        }
        self.listen_on(free_port())
        self.log = data / "benchmark.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.people: list[dict[str, str]] = []  # who reads and who posts, as `seed` prints them
        self.accounts = 0
        self.first = 0.0  # seconds until it answered for the first time

    def listen_on(self, port: int) -> None:
        """Its port, which is part of its address."""
        self.port, self.base_url = port, f"http://localhost:{port}"
        self.environment |= {"PORT": str(port), "BASE_URL": self.base_url}

    def run(self, *command: str, given: str = "") -> str:
        """Run a command in the house's environment; what it printed."""
        done = subprocess.run(
            command, env=self.environment, input=given, capture_output=True, text=True, check=False, timeout=3_600
        )
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def open(self) -> float:
        """Start it and wait until it answers; seconds that took."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [COFFEEHOUSE, "up"], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() - began > 120:
                raise SystemExit(f"The house did not open; see {self.log}")
            time.sleep(0.02)
        return time.monotonic() - began

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/health", headers={"Host": "localhost"})
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
        finally:
            connection.close()

    def close(self) -> None:
        """Stop it as Ctrl-C would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def pids(self) -> list[int]:
        """Every process of the house."""
        if self.process is None:
            return []
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            waiting += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
        return found

    def cpu_seconds(self) -> float:
        """User and system time of all processes so far."""
        total = 0
        for pid in self.pids():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory_mib(self) -> float:
        """Proportional set size of all processes."""
        total = 0
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        return total / 1024
