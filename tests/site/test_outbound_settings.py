"""Settings of requests to other machines: what a house may be allowed, and where."""

from __future__ import annotations

import ipaddress

import pytest

from coffeehouse.site.addresses import is_loopback, networks, ports
from coffeehouse.site.options import WrongSetting
from tests.running_house import RunningHouse


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80", "http://a.localhost/"])
def test_private_networks_may_be_asked_only_from_this_machine(url: str) -> None:
    """A house nobody else can reach may try things out."""
    assert is_loopback(url)
    assert networks(["127.0.0.0/8", "::1/128"], url) == (
        ipaddress.ip_network("127.0.0.0/8"),
        ipaddress.ip_network("::1/128"),
    )


@pytest.mark.parametrize(
    "url",
    ["https://talk.example.org", "http://10.0.0.1:8000", "http://localhost.example.org", "http://127.0.0.1.nip.io"],
)
def test_a_public_house_asks_public_addresses_only(url: str) -> None:
    """S1: the setting that would open a house to its own network is refused before it opens."""
    assert networks([], url) == ()
    with pytest.raises(WrongSetting, match="BASE_URL is this machine"):
        networks(["127.0.0.0/8"], url)


@pytest.mark.parametrize("words", [["localhost"], ["127.0.0.1/8"], ["1.2.3.4:80"]])
def test_a_network_is_written_as_one(words: list[str]) -> None:
    """What is no network is named, with an example."""
    with pytest.raises(WrongSetting, match="such as 127"):
        networks(words, "http://localhost")


@pytest.mark.parametrize("words", [["http"], ["0"], ["65536"], ["80;443"], ["²"]])
def test_ports_are_numbers(words: list[str]) -> None:
    """Anything else is named, with an example."""
    assert ports(["80", "443"]) == {80, 443}
    with pytest.raises(WrongSetting, match="80,443"):
        ports(words)


@pytest.mark.server
def test_a_house_with_a_wrong_setting_does_not_open(own_house: RunningHouse) -> None:
    """The command line says which setting and what would fit."""
    own_house.environment |= {"BASE_URL": "https://talk.example.org", "OUTBOUND_ALLOW": "127.0.0.0/8"}
    done = own_house.cli("check", check=False)
    assert done.returncode != 0
    assert "OUTBOUND_ALLOW is only for a house whose BASE_URL is this machine" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
