"""A real house: opens, answers, keeps itself alive, stops, comes back; its command line."""

from __future__ import annotations

import http.client
import json
import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.running_house import RunningHouse

pytestmark = pytest.mark.server


def _status(url: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_first_opening_gives_one_time_admin_link(new_house: RunningHouse) -> None:
    """A new house prints its address and a link for the first administrator; with one there, no link any more."""
    new_house.start()
    first = new_house.said("Ctrl-C closes the house")
    assert f"is open: {new_house.base_url}" in first
    assert f"{new_house.base_url}/join?invitation=" in first
    assert new_house.data.stat().st_mode & 0o777 == 0o700
    new_house.add_member("ada", role="admin")
    assert new_house.stop() == 0
    new_house.log.write_text("")
    new_house.start()
    again = new_house.said("Ctrl-C closes the house")
    assert new_house.stop() == 0
    assert f"is open: {new_house.base_url}" in again
    assert "invitation=" not in again


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_cleanly_and_opens_again(own_house: RunningHouse, number: signal.Signals) -> None:
    """SIGINT and SIGTERM end it with 0 and the word "Stopped."; it can be opened again at once."""
    own_house.start()
    assert own_house.stop(number) == 0
    assert own_house.log.read_text("utf-8").rstrip().endswith("Stopped.")
    own_house.start()
    assert own_house.answers()


def test_ctrl_c_in_a_terminal(own_house: RunningHouse) -> None:
    """Ctrl-C reaches every process at once; that too ends with 0, without an error in the log."""
    own_house.start()
    assert own_house.process is not None
    os.killpg(own_house.process.pid, signal.SIGINT)
    assert own_house.process.wait(10) == 0
    assert "error" not in own_house.log.read_text("utf-8")


def test_killed_house_opens_again(own_house: RunningHouse) -> None:
    """kill -9 of the first process alone frees folder and port within moments; members are still there."""
    own_house.start()
    own_house.add_member("ada")
    for _ in range(3):
        own_house.kill(whole=False)
        own_house.start()
    assert "ada " in own_house.cli("member", "list").stdout


def test_two_houses_cannot_share_folder_or_port(own_house: RunningHouse, tmp_path: Path) -> None:
    """A second opening of the folder, or on the port, is refused with what to do, and exits with 1."""
    own_house.start()
    second = own_house.cli("up", check=False)
    assert second.returncode == 1
    assert "COFFEEHOUSE_DATA" in second.stderr
    other = RunningHouse(tmp_path / "other", PORT=str(own_house.port))
    third = other.cli("up", check=False)
    assert third.returncode == 1
    assert f"Port {own_house.port}" in third.stderr


def test_host_and_size_are_refused_at_the_door(running_house: RunningHouse) -> None:
    """A host that is not ours is 400; a body over 1 MB is 413 without being read."""
    assert _status(f"{running_house.base_url}/health", Host="evil.example")[0] == 400
    connection = http.client.HTTPConnection("127.0.0.1", running_house.port, timeout=5)
    connection.putrequest("POST", "/api/v1/statuses", skip_host=True)
    connection.putheader("Host", "localhost")
    connection.putheader("Content-Length", str(2 << 20))
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_every_answer_has_its_protections(running_house: RunningHouse) -> None:
    """Headers against sniffing, framing, scripts and sensors are on every answer."""
    with urllib.request.urlopen(f"{running_house.base_url}/health", timeout=5) as answer:
        headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_members_by_command_line(running_house: RunningHouse) -> None:
    """Add, list, promote, suspend, reinstate, let leave; each wrong use says what to do and fails."""
    running_house.add_member("bevan")
    assert running_house.cli("member", "role", "bevan", "moderator").stdout == "bevan is moderator now.\n"
    running_house.cli("member", "suspend", "@bevan", "--reason", "asked to")
    listed = [json.loads(line) for line in running_house.cli("member", "list", "--json").stdout.splitlines()]
    (bevan,) = [member for member in listed if member["acct"] == "bevan"]
    assert (bevan["role"], bevan["state"]) == ("moderator", "suspended")
    assert "email" not in bevan
    running_house.cli("member", "reinstate", "bevan@example.org")
    assert "0 seats and 0 apps" in running_house.cli("member", "leave", "bevan", "--stays-member").stdout
    assert "has left" in running_house.cli("member", "leave", "bevan").stdout
    listed = [json.loads(line) for line in running_house.cli("member", "list", "--json").stdout.splitlines()]
    assert [member["state"] for member in listed if member["acct"] == "bevan"] == ["left"]
    for arguments, given, said in (
        (("add", "bevan", "--email", "b@example.org", "--password-stdin"), "a long password", "Choose another"),
        (("add", "cade", "--email", "c@example.org", "--password-stdin"), "short", "another password"),
        (("add", "cade", "--email", "c@example.org"), "", "--password-stdin"),
        (("role", "nobody", "admin"), "", "member list"),
    ):
        done = running_house.cli("member", *arguments, given=given, check=False)
        assert done.returncode == 1, done.stdout
        assert said in done.stderr


def test_token_by_command_line(running_house: RunningHouse) -> None:
    """A token is printed alone on its line, works, and is unknown to the house's database."""
    running_house.add_member("dilys")
    token = running_house.token("dilys", "read")
    status, body = _status(
        f"{running_house.base_url}/api/v1/accounts/verify_credentials", Authorization=f"Bearer {token}"
    )
    assert status == 200, body
    assert json.loads(body)["username"] == "dilys"
    assert running_house.cli("token", "nobody", check=False).returncode == 1
    wrong = running_house.cli("token", "dilys", "--scopes", "everything", check=False)
    assert wrong.returncode == 1
    assert "scope" in wrong.stderr


def test_check_and_verify_find_nothing_in_a_sound_house(own_house: RunningHouse) -> None:
    """`check` and `verify` pass beside an open house, and a checkpoint covers every entry within seconds."""
    own_house.start()
    own_house.add_member("eira")
    own_house.cli("check")
    deadline = time.monotonic() + 15
    while " 0 entries under no checkpoint" not in (said := own_house.cli("verify").stdout):
        assert time.monotonic() < deadline, said
        time.sleep(0.5)
    assert "Verified" in said
    # Under another address it would be another ledger's: what to set is said, and no damage is reported.
    origin = f"localhost:{own_house.port}/ledger"
    own_house.environment["LEDGER_ORIGIN"] = "elsewhere.example/ledger"
    refused = own_house.cli("verify", check=False)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"LEDGER_ORIGIN={origin}" in refused.stderr
    assert f"LEDGER_ORIGIN={origin}" in own_house.cli("check", check=False).stdout
    assert own_house.stop() == 0
    own_house.log.write_text("")
    own_house.start()
    assert f"NOTHING IS SIGNED: the ledger was signed as {origin}" in own_house.said("Ctrl-C closes the house")


def test_backup_of_an_open_house_restores(own_house: RunningHouse, tmp_path: Path) -> None:
    """A backup taken while the house is open gives, in an empty folder, the same house; a full folder is refused."""
    own_house.start()
    own_house.add_member("ada", role="admin")
    time.sleep(2.5)  # a checkpoint is signed each second
    file = tmp_path / "backup.tar.gz"
    own_house.cli("backup", str(file))
    own_house.add_member("late")
    refused = own_house.cli("restore", str(file), check=False)
    assert refused.returncode == 1
    assert "not empty" in refused.stderr
    restored = RunningHouse(tmp_path / "restored", is_new=True, BASE_URL=own_house.base_url)
    said = restored.cli("restore", str(file)).stdout
    assert "Verified" in said
    listed = restored.cli("member", "list").stdout
    assert "ada " in listed
    assert "late " not in listed
    restored.start()
    time.sleep(2)
    assert restored.stop() == 0
    restored.cli("verify")


def test_commands_say_what_to_do_without_a_house(tmp_path: Path) -> None:
    """Commands about a house that is not there fail and say how to make one; `check` lists it as a problem."""
    house = RunningHouse(tmp_path / "none", is_new=True)
    if "DATABASE_URL" not in house.environment:
        for command in (("member", "list"), ("token", "ada"), ("verify",), ("backup",)):
            done = house.cli(*command, check=False)
            assert done.returncode == 1
            assert "coffeehouse up" in done.stderr
    done = house.cli("check", check=False)
    assert done.returncode == 1
    assert "PROBLEM" in done.stdout


def test_wrong_setting_is_named(tmp_path: Path) -> None:
    """A setting that does not fit stops every command, with its name and what would fit."""
    for command in ("up", "check"):
        done = RunningHouse(tmp_path / "none", CHECKPOINT_SECONDS="90").cli(command, check=False)
        assert done.returncode == 1
        assert "CHECKPOINT_SECONDS" in done.stderr
        assert "1 to 60" in done.stderr
        assert "Traceback" not in done.stderr


def test_idle_memory_is_small(own_house: RunningHouse) -> None:
    """All processes of an idle house together: at most 300 MiB (PSS)."""
    own_house.start()
    time.sleep(3)
    assert own_house.process is not None
    assert own_house.memory() <= 300 * 1024 * 1024
