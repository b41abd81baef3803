"""Keys, folders, ports, logs: what stands before the first request."""

from __future__ import annotations

import io
import logging
import multiprocessing
import socket
from pathlib import Path

import msgspec
import pytest
import structlog

from coffeehouse.site import logs, occupancy
from coffeehouse.site.keys import secret_key


def test_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    """The key stays the same, is long, and only its owner can read it."""
    file = tmp_path / "keys" / "secret_key"
    first = secret_key(file)
    assert len(first) > 50
    assert secret_key(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_processes_starting_at_once_agree_on_one_key(tmp_path: Path) -> None:
    """Eight processes that find no key end with the same one."""
    with multiprocessing.get_context("fork").Pool(8) as pool:
        assert len(set(pool.map(secret_key, [tmp_path / "secret_key"] * 32))) == 1


def test_folder_has_one_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second house in the same folder is refused, with the process that has it."""
    monkeypatch.setattr(occupancy, "PATIENCE", 0.1)
    descriptor = occupancy.take_folder(tmp_path)
    with pytest.raises(occupancy.Occupied, match=r"open already \(process \d+\).*COFFEEHOUSE_DATA"):
        occupancy.take_folder(tmp_path)
    socket.close(descriptor)
    socket.close(occupancy.take_folder(tmp_path))


def test_port_in_use_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port somebody listens on is refused, with the setting to change; even where ports may be shared."""
    monkeypatch.setattr(occupancy, "PATIENCE", 0.1)
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(occupancy.Occupied, match=f"Port {port} .*PORT=9000"):
            occupancy.insist_on_port("127.0.0.1", port, "PORT")
    occupancy.insist_on_port("127.0.0.1", port, "PORT")


@pytest.fixture
def _own_logging() -> object:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = kept, level
    structlog.reset_defaults()


@pytest.mark.usefixtures("_own_logging")
@pytest.mark.parametrize("form", ["console", "json"])
def test_log_lines_cannot_be_forged(form: str) -> None:
    """A name with line breaks, terminal codes or direction marks stays on its line, whoever logs it."""
    logs.configure(form)
    out = io.StringIO()
    logging.getLogger().handlers[0].setStream(out)  # type: ignore[attr-defined]
    evil = "a\nERROR forged\x1b[2J\u202eb\u2028c\x9bd"
    structlog.get_logger("test").warning("event", name=evil)
    logging.getLogger("library").warning("said %s", evil)
    lines = out.getvalue().split("\n")
    assert len(lines) == 3
    assert lines[2] == ""
    assert not set("\x1b\u202e\u2028\x9b") & set(out.getvalue())
    if form == "json":
        assert msgspec.json.decode(lines[0])["name"] == evil
