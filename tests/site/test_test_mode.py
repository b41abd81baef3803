"""TEST_MODE on a real house: said aloud, recorded, given members with given tokens, and never where others are."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from coffeehouse.site import addresses
from coffeehouse.site.options import WrongSetting
from coffeehouse.site.test_mode import read
from tests.running_house import RunningHouse

MEMBERS = """
[application]
client_id = "suite"
client_secret = "secret"

[[member]]
handle = "admin"
email = "admin@localhost"
password = "mastodonadmin"
role = "admin"
token = "token-of-the-admin"
scopes = "read write follow push admin:read admin:write"

[[member]]
handle = "alice"
email = "alice@example.org"
password = "x"
token = "token-of-alice"
"""
LOUD = "TEST MODE IS ON: ANYBODY JOINS WITHOUT APPROVAL"


@pytest.mark.parametrize("url", ["https://talk.example.org", "http://192.0.2.7:8000", "http://localhost.evil.example"])
def test_only_on_this_machine(url: str) -> None:
    """Any other address refuses, and says what to do; without the setting it is fine."""
    with pytest.raises(WrongSetting, match="TEST_MODE=off"):
        addresses.test_mode(True, url)
    assert addresses.test_mode(False, url) is False


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:9", "http://a.localhost"])
def test_every_name_of_this_machine_will_do(url: str) -> None:
    """Loopback in all its forms."""
    assert addresses.test_mode(True, url) is True


@pytest.mark.parametrize("text", ["[[member]]\nhandle = 1", "nonsense", "[[member]]\nhandle='a'\nextra='b'"])
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str) -> None:
    """A mistake in the file stops the start, with the file's name."""
    file = tmp_path / "members.toml"
    file.write_text(text)
    with pytest.raises(WrongSetting, match=r"members\.toml"):
        read(file)
    with pytest.raises(WrongSetting, match="cannot be read"):
        read(tmp_path / "none.toml")


def ask(house: RunningHouse, path: str, token: str = "", **body: str) -> Any:
    request = urllib.request.Request(
        house.base_url + path,
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


@pytest.mark.server
def test_a_suite_finds_its_members(tmp_path: Path) -> None:
    """Given tokens work, so does the password; each start says it and records it; the members stay as they are."""
    file = tmp_path / "members.toml"
    file.write_text(MEMBERS)
    house = RunningHouse(tmp_path / "house", TEST_MODE="on", TEST_MEMBERS=str(file), RATE_LIMITS="on")
    try:
        for _ in range(2):
            house.start()
            assert LOUD in house.said("is open:")
            assert ask(house, "/api/v1/accounts/verify_credentials", "token-of-the-admin")["username"] == "admin"
            assert ask(house, "/api/v1/apps/verify_credentials", "token-of-alice")["name"] == "Tests"
            token = ask(
                house, "/oauth/token", grant_type="password", client_id="suite", client_secret="secret",
                username="admin@localhost", password="mastodonadmin", scope="read write admin:read",
            )  # fmt: skip
            assert token["scope"] == "read write admin:read"
            for _ in range(40):  # more apps than an address may register elsewhere
                ask(house, "/api/v1/apps", client_name="Many", redirect_uris="urn:ietf:wg:oauth:2.0:oob")
            done = house.cli("check", check=False)
            assert done.returncode == 1
            assert "PROBLEM  TEST_MODE: ON" in done.stdout
            house.stop()
        listed = [json.loads(line) for line in house.cli("member", "list", "--json").stdout.splitlines()]
        assert sorted(member["acct"] for member in listed) == ["admin", "alice"]
    finally:
        house.stop()
    refused = RunningHouse(tmp_path / "other", TEST_MODE="on", BASE_URL="https://talk.example.org")
    done = refused.cli("up", check=False)
    assert (done.returncode, "TEST_MODE is on, but BASE_URL" in done.stderr) == (1, True)
