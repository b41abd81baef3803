"""A running house is backed up while people post, comes back on an empty machine, and is closed for good."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.faults.test_kill import Load
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server


def _checkpoint_size(folder: Path) -> int:
    return int((folder / "ledger" / "checkpoint").read_text("utf-8").splitlines()[1])


def _call(house: RunningHouse, path: str, token: str, body: dict[str, str] | None = None) -> tuple[int, bytes]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(f"{house.base_url}{path}", data, headers), timeout=30
        ) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_a_backup_under_load_ends_at_a_checkpoint(own_house: RunningHouse, tmp_path: Path) -> None:
    """Posts go on and are all acknowledged; what was there when the backup began is in it, and it verifies as a whole
    up to the last checkpoint it holds."""
    own_house.start()
    own_house.add_member("ada", role="admin")
    load = Load(own_house, own_house.token("ada"))
    time.sleep(3)  # a checkpoint is signed each second
    before = dict(load.acknowledged)
    signed_before = _checkpoint_size(own_house.data)
    file = tmp_path / "backup.tar.gz"
    own_house.cli("backup", str(file))
    during = len(load.acknowledged)
    signed_after = _checkpoint_size(own_house.data)
    load.end()
    assert during > len(before) > 0
    restored = RunningHouse(tmp_path / "restored", is_new=True, BASE_URL=own_house.base_url)
    assert "Verified" in restored.cli("restore", str(file)).stdout
    restored_size = _checkpoint_size(restored.data)
    assert 0 < signed_before <= restored_size <= signed_after
    restored.start()
    try:
        token = restored.token("ada")
        for post_id, text in before.items():
            status, found = _call(restored, f"/api/v1/statuses/{post_id}", token)
            assert status == 200
            assert text in json.loads(found)["content"]
        assert _call(restored, "/api/v1/statuses", token, {"status": "The house goes on."})[0] == 200
        until = time.monotonic() + 30
        while _checkpoint_size(restored.data) <= restored_size:
            assert time.monotonic() < until, "nothing is signed after the last checkpoint of the backup"
            time.sleep(0.2)
    finally:
        assert restored.stop() == 0
    restored.cli("verify")


def test_sunset_closes_a_running_house(own_house: RunningHouse, tmp_path: Path) -> None:
    """Only with a reason and a yes; then apps are refused, pages stay, and the folder is there. Again: written anew."""
    own_house.start()
    own_house.add_member("ada", role="admin")
    own_house.add_member("gwyn")
    gwyn, ada = own_house.token("gwyn"), own_house.token("ada")
    status, said = _call(own_house, "/api/v1/statuses", gwyn, {"status": "The kettle is on."})
    assert status == 200
    folder = tmp_path / "farewell"
    for arguments in ((), ("--because", "Merged."), ("--yes",)):
        refused = own_house.cli("sunset", str(folder), *arguments, check=False)
        assert refused.returncode == 1
    assert _call(own_house, "/api/v1/statuses", gwyn, {"status": "Still open."})[0] == 200
    own_house.cli("sunset", str(folder), "--because", "Merged with its neighbour.", "--yes")
    assert _call(own_house, "/api/v1/statuses", gwyn, {"status": "One more."})[0] == 401
    status, body = _call(own_house, "/api/v1/statuses", ada, {"status": "One more."})
    assert status == 403
    assert "takes nothing new" in json.loads(body)["error"]
    post = f"@gwyn/{json.loads(said)['id']}"
    with urllib.request.urlopen(f"{own_house.base_url}/{post}", timeout=30) as page:
        assert "Merged with its neighbour." in page.read().decode()
    assert "The kettle is on." in (folder / "site" / post / "index.html").read_text("utf-8")
    letters = [path.read_text("utf-8") for path in (own_house.data / "mail").glob("*.eml")]
    for name in ("ada", "gwyn"):
        assert len([letter for letter in letters if f"To: {name}@example.org" in letter]) == 1
    (folder / "site" / post / "index.html").unlink()
    own_house.cli("sunset", str(folder))
    assert (folder / "site" / post / "index.html").exists()
    assert own_house.stop() == 0
    own_house.cli("verify")
