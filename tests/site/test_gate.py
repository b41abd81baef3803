"""The gate: sizes are refused before the body is read; only named proxies speak for a visitor."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from coffeehouse.site.gate import Gate, networks
from coffeehouse.site.options import WrongSetting

MEGABYTE = 1_048_576
HOSTS = ["talk.example.org", "localhost", "[::1]"]


class _Unreadable:
    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")


def _ask(trusted: str = "", **environ: str) -> tuple[str, dict[str, Any], bytes]:
    seen: dict[str, Any] = {}
    status = []

    def application(given: dict[str, Any], start_response: Any) -> list[bytes]:
        seen.update(given)
        start_response("200 OK", [])
        return [b"in"]

    gate = Gate(application, hosts=HOSTS, trusted=networks(trusted.split()), max_body=MEGABYTE, max_file=16 * MEGABYTE)
    given: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "REMOTE_ADDR": "198.51.100.9", "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost:8000", "wsgi.input": _Unreadable(), **environ,
    }  # fmt: skip
    body = b"".join(gate(given, lambda line, headers: status.append(line)))
    return status[0], seen, body


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"CONTENT_LENGTH": str(MEGABYTE)}, "200"),
        ({"CONTENT_LENGTH": str(MEGABYTE + 1)}, "413"),
        ({"CONTENT_LENGTH": str(16 * MEGABYTE), "CONTENT_TYPE": "multipart/form-data; boundary=x"}, "200"),
        ({"CONTENT_LENGTH": str(65 * MEGABYTE), "CONTENT_TYPE": "multipart/form-data; boundary=x"}, "413"),
        ({"CONTENT_LENGTH": str(2 * MEGABYTE), "CONTENT_TYPE": "application/json"}, "413"),
        ({"CONTENT_LENGTH": "-1"}, "400"),
        ({"CONTENT_LENGTH": "1e3"}, "400"),
        ({"CONTENT_LENGTH": "²"}, "400"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "411"),
        ({}, "200"),
        ({"CONTENT_LENGTH": ""}, "200"),
        ({"REQUEST_METHOD": "DELETE", "CONTENT_LENGTH": str(2 * MEGABYTE)}, "413"),
        ({"REQUEST_METHOD": "GET", "CONTENT_LENGTH": str(2 * MEGABYTE)}, "413"),
        ({"REQUEST_METHOD": "GET", "CONTENT_LENGTH": "17"}, "200"),
    ],
)
def test_size_is_refused_before_the_body_is_read(environ: dict[str, str], status: str) -> None:
    """An ordinary body has at most 1 MB, a form some pictures more, and both say their length."""
    assert _ask(**environ)[0].startswith(status)


def test_refusal_is_json_for_apps_and_text_for_people() -> None:
    """The API's errors have the API's shape."""
    large = {"CONTENT_LENGTH": str(2 * MEGABYTE)}
    assert "1048576 bytes" in msgspec.json.decode(_ask(PATH_INFO="/api/v1/statuses", **large)[2])["error"]
    assert _ask(PATH_INFO="/compose", **large)[2].startswith(b"This is too large")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("talk.example.org", "200"),
        ("TALK.example.org:443", "200"),
        ("[::1]:8000", "200"),
        ("[::1]", "200"),
        ("evil.example", "400"),
        ("talk.example.org.evil.example", "400"),
        ("talk.example.org:80:80", "400"),
        ("talk.example.org@evil.example", "400"),
        ("", "400"),
    ],
)
def test_only_our_own_names(host: str, status: str) -> None:
    """A request for another host is refused: no page, link or cookie is made for a name that is not ours."""
    assert _ask(HTTP_HOST=host)[0].startswith(status)


def test_strangers_cannot_choose_their_address() -> None:
    """Forwarding headers of anybody but a trusted proxy are dropped."""
    _, seen, _ = _ask(HTTP_X_FORWARDED_FOR="203.0.113.7", HTTP_X_FORWARDED_PROTO="https", HTTP_X_FORWARDED_HOST="evil")
    assert seen["REMOTE_ADDR"] == "198.51.100.9"
    assert seen["wsgi.url_scheme"] == "http"
    assert not [name for name in seen if name.startswith("HTTP_X_FORWARDED")]


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 198.51.100.8", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("nonsense", "198.51.100.9"),
        ("203.0.113.7, nonsense", "198.51.100.9"),
        ("", "198.51.100.9"),
    ],
)
def test_trusted_proxy_names_the_visitor(header: str, address: str) -> None:
    """The visitor is the last address that is not a trusted proxy; what cannot be an address ends the search."""
    _, seen, _ = _ask("198.51.100.0/24", HTTP_X_FORWARDED_FOR=header, HTTP_X_FORWARDED_PROTO="https")
    assert seen["REMOTE_ADDR"] == address
    assert seen["wsgi.url_scheme"] == "https"


def test_wrong_network_is_named() -> None:
    """A proxy that is no address is a wrong setting."""
    with pytest.raises(WrongSetting, match="TRUSTED_PROXIES"):
        networks(["my-proxy"])
