"""The file of directories (setting DIRECTORIES): what is wrong with it is said at the start, in words that help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from coffeehouse.domain.people.directories import Directory, WrongDirectories, directories, directory, trusted_issuers
from tests.running_house import RunningHouse

GOOD = {"key": "leedon", "name": "Leedon", "issuer": "https://login.leedon.example/staff", "client_id": "coffeehouse"}


def written(settings: Any, tmp_path: Path, *found: dict[str, Any]) -> None:
    """Put these directories into the file."""
    file = tmp_path / "directories.toml"
    lines = []
    for each in found:
        lines += ["[[directory]]", *(f"{name} = {value!r}" for name, value in each.items())]
    file.write_text("\n".join(lines), "utf-8")
    settings.DIRECTORIES = file


def test_none_without_the_setting(settings: Any) -> None:
    """A house on its own."""
    settings.DIRECTORIES = None
    assert directories() == ()
    assert directory("leedon") is None


def test_several_bodies_share_a_house(settings: Any, tmp_path: Path) -> None:
    """Each with its own directory; nobody is let in by default."""
    ward = {**GOOD, "key": "ward", "issuer": "https://id.ward.example", "creates": "pending"}
    written(settings, tmp_path, GOOD, ward)
    assert [each.key for each in directories()] == ["leedon", "ward"]
    found = directory("leedon")
    assert found is not None
    assert (found.creates, found.asks_second_step, trusted_issuers()) == ("nobody", False, ())


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"key": "Leedon Council"}, "small letters"), ({"issuer": "http://login.leedon.example"}, "https://"),
        ({"issuer": "https://a:b@login.leedon.example"}, "plain"), ({"issuer": "https://x.example/?a=1"}, "plain"),
        ({"creates": "admin"}, "admin"), ({"role": "admin"}, "role"), ({"client_id": 5}, "client_id"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named(settings: Any, tmp_path: Path, wrong: dict[str, Any], says: str) -> None:
    """With the file's name. No setting gives a role."""
    written(settings, tmp_path, {**GOOD, **wrong})
    with pytest.raises(WrongDirectories, match=r"DIRECTORIES: .*directories\.toml") as caught:
        directories()
    assert says in str(caught.value)


@pytest.mark.parametrize("same", ["key", "issuer"])
def test_two_are_two(settings: Any, tmp_path: Path, same: str) -> None:
    """Neither key nor issuer twice."""
    other = {**GOOD, "key": "ward", "issuer": "https://id.ward.example", same: GOOD[same]}
    written(settings, tmp_path, GOOD, other)
    with pytest.raises(WrongDirectories, match=same):
        directories()


def test_plain_http_only_from_this_machine_to_itself(settings: Any, tmp_path: Path) -> None:
    """S1: a public house never speaks to a directory without encryption, nor to itself."""
    here = {**GOOD, "issuer": "http://127.0.0.1:9400"}
    settings.BASE_URL = "https://talk.example.org"
    written(settings, tmp_path, here)
    with pytest.raises(WrongDirectories, match="https://"):
        directories()


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://login.leedon.example/token", True), ("https://login.leedon.example:443/token", False),
        ("http://login.leedon.example/token", False), ("https://keys.example/jwks", True),
        ("http://keys.example/jwks", False), ("https://keys.example:8443/jwks", False),
        ("https://keys.example@evil.example/", False), ("https://x@login.leedon.example/token", False),
        ("https://login.leedon.example.evil.example/", False), ("file:///etc/passwd", False), ("", False),
    ],
)  # fmt: skip
def test_s1_endpoints_are_where_the_operator_said(address: str, may: bool) -> None:
    """S1: on the issuer's own origin, or on a host that is named."""
    found = msgspec.convert({**GOOD, "hosts": ["keys.example"]}, type=Directory)
    assert found.may_ask(address) is may


@pytest.mark.server
def test_a_house_with_a_wrong_file_does_not_open(own_house: RunningHouse, tmp_path: Path) -> None:
    """The command line says what would fit, without a traceback."""
    file = tmp_path / "directories.toml"
    file.write_text("[[directory]]\nkey = 'x'\n", "utf-8")
    own_house.environment["DIRECTORIES"] = str(file)
    done = own_house.cli("check", check=False)
    assert done.returncode != 0
    assert "DIRECTORIES" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
