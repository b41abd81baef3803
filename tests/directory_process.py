"""A body's directory for tests: a maintained OpenID provider (`oidc-provider-mock`), in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.postgres_cluster import free_port


class DirectoryProcess:
    """`issuer`; people in it, and what happens in the browser of one who is sent there."""

    def __init__(self, back: str) -> None:
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port), "-n", "true", "-r", "true"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        made = requests.post(f"{self.issuer}/oauth2/clients", json={"redirect_uris": [back]}, timeout=10).json()
        self.client_id, self.client_secret = made["client_id"], made["client_secret"]

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while True:
            try:
                requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=5)
            except requests.ConnectionError:
                assert time.monotonic() < deadline, "the directory does not answer"
                time.sleep(0.05)
            else:
                return

    def knows(self, subject: str, **claims: Any) -> None:
        """Somebody is in the directory, or has changed there."""
        assert requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=10).status_code == 204

    def says_yes(self, address: str, subject: str) -> str:
        """This person signs in at the address they were sent to; the address their browser is sent back to."""
        assert address.startswith(f"{self.issuer}/"), address
        answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text[:500]
        return answer.headers["Location"]

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait(20)


@contextmanager
def directory(key: str, base_url: str = "http://localhost:8000") -> Iterator[DirectoryProcess]:
    """A directory for the time of the block, which knows the house at `base_url` under this key."""
    made = DirectoryProcess(f"{base_url}/sign-in/directory/{key}/return")
    try:
        yield made
    finally:
        made.stop()


def write_settings(file: Path, **found: tuple[Any, dict[str, Any]]) -> Path:
    """The operator's file: key → (a directory, further members)."""
    lines = []
    for key, (each, more) in found.items():
        members = {
            "key": key, "name": key.title(), "issuer": each.issuer, "client_id": each.client_id,
            "client_secret": each.client_secret, **more,
        }  # fmt: skip
        lines.append("[[directory]]")
        lines += [f"{name} = {_toml(value)}" for name, value in members.items()]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def _toml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else f'"{value}"'
