"""Browser sessions: what their cookie is like, and when it is dead (attacks U4 and U7)."""

from __future__ import annotations

import http.client
import re
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from coffeehouse.domain.people import commands
from tests.cast import PASSWORD, Cast
from tests.running_house import RunningHouse


def signed_in(cast: Cast) -> Client:
    client = Client()
    assert client.post("/sign-in", {"email": cast.ada.email, "password": PASSWORD}).status_code == 303
    return client


def is_in(client: Client) -> bool:
    return client.get("/home").status_code == 200


def test_u4_signing_out_ends_the_cookie(cast: Cast) -> None:
    """U4: a copy of it is worth nothing afterwards."""
    client, copy = signed_in(cast), Client()
    copy.cookies["session"] = client.cookies["session"].value
    assert is_in(copy)
    client.post("/sign-out")
    assert not is_in(copy)


def test_u4_a_suspension_ends_the_cookie(cast: Cast) -> None:
    """U4: from the next request on."""
    client = signed_in(cast)
    cast.wyn.does(commands.SuspendMember(member_id=cast.ada.member_id, reason="Threats"))
    assert not is_in(client)


def test_u4_a_new_password_ends_all_other_cookies(cast: Cast) -> None:
    """U4: the browser in which it was set stays signed in."""
    here, elsewhere = signed_in(cast), signed_in(cast)
    new = "another horse battery"
    answer = here.post("/settings/password", {"current_password": PASSWORD, "new_password": new})
    assert answer.status_code == 303
    assert is_in(here)
    assert not is_in(elsewhere)


def test_u7_a_planted_session_is_not_the_one_signed_in(cast: Cast) -> None:
    """U7: signing in gives a fresh key, so who planted one before has nothing."""
    planted = Client()
    planted.post("/sign-in", {"email": cast.sam.email, "password": PASSWORD})
    key = planted.cookies["session"].value
    victim = Client()
    victim.cookies["session"] = key
    victim.post("/sign-in", {"email": cast.ada.email, "password": PASSWORD})
    assert victim.cookies["session"].value != key
    invented = Client()
    invented.cookies["session"] = "a" * 32
    invented.post("/sign-in", {"email": cast.ada.email, "password": PASSWORD})
    assert invented.cookies["session"].value != "a" * 32


@pytest.mark.server
def test_u7_cookies_over_https(tmp_path: Path) -> None:
    """U7: behind a proxy with a certificate each is __Host-, Secure, HttpOnly, SameSite, for the whole path and no
    domain; a plain request of the proxy's brings no session."""
    house = RunningHouse(
        tmp_path / "house", BASE_URL="https://talk.example.org", TRUSTED_PROXIES="127.0.0.1", RATE_LIMITS="on"
    )
    try:
        house.start()
        house.add_member("ada", password=PASSWORD)
        status, cookies = sign_in(house)
        assert status == 303
        assert {cookie.split("=")[0] for cookie in cookies} >= {"__Host-session", "__Host-csrf"}
        for cookie in cookies:
            assert cookie.startswith("__Host-"), cookie
            words = {word.strip().lower() for word in cookie.split(";")[1:]}
            assert {"secure", "httponly", "samesite=lax", "path=/"} <= words, cookie
            assert not any(word.startswith("domain") for word in words), cookie
    finally:
        house.stop()


def sign_in(house: RunningHouse) -> tuple[int, list[str]]:
    """Through the form, as a proxy hands it on; (status, every Set-Cookie)."""
    headers = {"Host": "talk.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=20)
    connection.request("GET", "/sign-in", headers=headers)
    page = connection.getresponse()
    html = page.read().decode()
    given = page.msg.get_all("Set-Cookie") or []
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', html)
    assert token is not None
    body = urlencode({"email": "ada@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
    sent = {
        **headers, "Content-Type": "application/x-www-form-urlencoded", "Referer": "https://talk.example.org/sign-in",
        "Cookie": "; ".join(cookie.split(";")[0] for cookie in given),
    }  # fmt: skip
    connection.request("POST", "/sign-in", body, sent)
    answer = connection.getresponse()
    answer.read()
    return answer.status, [*given, *(answer.msg.get_all("Set-Cookie") or [])]
