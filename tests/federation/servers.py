"""Servers that talk with each other over loopback: houses of ours, and programs on the libraries of others.

All are processes of their own, with `http` identities on `localhost:PORT`; each is told over HTTP what to do, and asked
what it was told.
"""

from __future__ import annotations

import http.cookiejar
import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from tests.postgres_cluster import free_port
from tests.running_house import RunningHouse
from tests.workshops import Workshop

SECONDS = 120.0  # a bound for machines that are busy with other tests; none of it is waited for in vain
T = TypeVar("T")


def until(look: Callable[[], T], what: str, seconds: float = SECONDS) -> T:
    """What `look` gives once it gives something. Fails, saying what was waited for, when it does not in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"not in {seconds:.0f} s: {what}"
        time.sleep(0.1)


class OtherServer:
    """A program on somebody else's library, with one actor."""

    def __init__(self, workshop: Workshop, program: str, name: str, log: Path) -> None:
        self.port = free_port()
        self.name = name
        self.base_url = f"http://localhost:{self.port}"
        self.uri = f"{self.base_url}/users/{name}"
        self.handle = f"{name}@localhost:{self.port}"
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                workshop.command(program, str(self.port), name), stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
        until(self._is_open, f"{program} opens; it said: {log.read_text('utf-8', 'replace')}")

    def _is_open(self) -> bool:
        assert self.process.poll() is None, self.log.read_text("utf-8", "replace")
        return b"open http" in self.log.read_bytes()

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(10)

    def told(self, kind: str = "", about: str = "") -> list[dict[str, Any]]:
        """What arrived, of a type and about an object where they are named."""
        return [
            one
            for one in ask(f"{self.base_url}/told")
            if kind in ("", one["type"]) and (not about or about in json.dumps(one))
        ]

    def failed(self) -> list[str]:
        """What went wrong there."""
        found: list[str] = ask(f"{self.base_url}/failed")
        return found

    def does(self, verb: str, whom: str, /, **members: Any) -> dict[str, Any]:
        """Do something and deliver it to the inbox of `whom`, an actor's identity; {id, object}."""
        inboxes = [{"id": whom, "inbox": f"{whom}/inbox"}]
        done: dict[str, Any] = ask(f"{self.base_url}/do", {"verb": verb, "inboxes": inboxes, **members})
        return done


class TalkingHouse:
    """A house of ours that may talk with others on this machine, driven through the client API."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.house = RunningHouse(data, OUTBOUND_ALLOW="127.0.0.0/8,::1/128", FEDERATION="open")
        self.house.environment |= settings
        self.house.start()
        self.base_url = self.house.base_url
        self.tokens: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self._browsers: dict[str, urllib.request.OpenerDirector] = {}

    def stop(self) -> None:
        """Close the house."""
        self.house.stop()

    def moves_in(self, name: str, *, role: str = "member") -> None:
        """A member with a token."""
        self.house.add_member(name, role=role)
        self.tokens[name] = self.house.token(name)
        self.ids[name] = self.as_(name, "GET", "/api/v1/accounts/verify_credentials")["id"]

    def uri(self, name: str) -> str:
        """The identity of an account here."""
        return f"{self.base_url}/users/{name}"

    def handle(self, name: str) -> str:
        """`name@host`."""
        return f"{name}@{self.base_url.removeprefix('http://')}"

    def as_(self, name: str, method: str, path: str, **members: Any) -> Any:
        """Ask the client API as a member. A refusal fails the test."""
        return ask(f"{self.base_url}{path}", members or None, method=method, token=self.tokens[name])

    def finds(self, name: str, words: str) -> dict[str, Any]:
        """The account that a handle or address elsewhere leads to, looked up by a member."""
        query = urllib.parse.urlencode({"q": words, "resolve": "true", "type": "accounts"})
        # Who looks for somebody when there was no time to ask finds them a little later.
        found = until(lambda: self.as_(name, "GET", f"/api/v2/search?{query}")["accounts"], f"{words} is found")
        account: dict[str, Any] = found[0]
        return account

    def finds_post(self, name: str, uri: str) -> dict[str, Any] | None:
        """The post with this identity, if the house has it or can fetch it."""
        query = urllib.parse.urlencode({"q": uri, "resolve": "true", "type": "statuses"})
        found = self.as_(name, "GET", f"/api/v2/search?{query}")["statuses"]
        return found[0] if found else None

    def home(self, name: str) -> list[dict[str, Any]]:
        """A member's home timeline."""
        found: list[dict[str, Any]] = self.as_(name, "GET", "/api/v1/timelines/home?limit=40")
        return found

    def notifications(self, name: str, kind: str) -> list[dict[str, Any]]:
        """A member's notifications of a type."""
        found: list[dict[str, Any]] = self.as_(name, "GET", f"/api/v1/notifications?types[]={kind}")
        return found

    def relationship(self, name: str, account_id: str) -> dict[str, Any]:
        """How a member stands to an account."""
        found: dict[str, Any] = self.as_(name, "GET", f"/api/v1/accounts/relationships?id[]={account_id}")[0]
        return found

    def page(self, name: str, path: str, **fields: str) -> str:
        """A page as a member sees it in a browser; with fields, what is answered to the form on it."""
        browser = self._browsers.get(name) or self._sign_in(name)
        with browser.open(f"{self.base_url}{path}", timeout=60) as answer:
            page = answer.read().decode()
        if not fields:
            return str(page)
        return _send(browser, f"{self.base_url}{path}", page, fields)

    def _sign_in(self, name: str) -> urllib.request.OpenerDirector:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        with browser.open(f"{self.base_url}/sign-in", timeout=60) as answer:
            page = answer.read().decode()
        form = {"email": f"{name}@example.org", "password": "a long password"}
        _send(browser, f"{self.base_url}/sign-in", page, form)
        self._browsers[name] = browser
        return browser

    def reports(self) -> str:
        """What moderators are shown of reports."""
        return self.page("wyn", "/admin/reports")

    def alias(self, name: str, handle: str) -> None:
        """A member says that an account elsewhere is theirs too."""
        page = self._says_of_moving(name, do="add", alias=handle)
        assert handle in page, f"{handle} was not taken as an alias"

    def moves(self, name: str, handle: str) -> None:
        """A member moves to an account elsewhere."""
        page = self._says_of_moving(name, do="move", target=handle)
        assert self.as_(name, "GET", "/api/v1/accounts/verify_credentials").get("moved"), page

    def _says_of_moving(self, name: str, **fields: str) -> str:
        """The page after a form about moving; sent again while the house had no time to ask the other server."""

        def send() -> str:
            try:
                return self.page(name, "/settings/moving", **fields)
            except urllib.error.HTTPError as refused:
                page = refused.read().decode()
                if refused.code == 422 and "try again in a few minutes" in page:
                    return ""
                raise AssertionError(f"{refused.code} {page}") from refused

        return until(send, f"{fields} is taken")

    def says(self, name: str, text: str, **members: Any) -> dict[str, Any]:
        """Publish; the Status entity."""
        done: dict[str, Any] = self.as_(name, "POST", "/api/v1/statuses", status=text, **members)
        return done


def _send(browser: urllib.request.OpenerDirector, url: str, page: str, fields: dict[str, str]) -> str:
    """Send the form of a page; the page answered."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, f"{url} has no form"
    body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token[1]}).encode()
    request = urllib.request.Request(url, body, {"Referer": url})
    with browser.open(request, timeout=60) as answer:
        return str(answer.read().decode())


def ask(url: str, value: Any = None, *, method: str = "", token: str = "") -> Any:
    """JSON for JSON. A refusal is an AssertionError with what was said."""
    headers = {"Accept": "application/json"}
    body = None
    if value is not None:
        body, headers["Content-Type"] = json.dumps(value).encode(), "application/json"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, body, headers, method=method or ("POST" if body else "GET"))
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        raise AssertionError(f"{method} {url}: {refused.code} {refused.read()[:500]!r}") from refused
