"""The few things a person does in a browser to let an app in: opens pages, fills in forms, presses a button."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import requests


class Forms(HTMLParser):
    """The forms of a page: action and fields, as a browser without script would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.code = ""
        self._in_code = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"action": given.get("action", ""), "fields": {}})
        elif tag == "input" and self.found and given.get("name"):
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given:
                self.found[-1]["fields"][given["name"]] = given.get("value", "")
        self._in_code = tag == "code" and given.get("id") == "code"

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.code += data

    def handle_endtag(self, tag: str) -> None:
        self._in_code = False

    def to(self, action: str) -> dict[str, str]:
        """The fields of the form that goes to `action`."""
        for form in self.found:
            if form["action"].split("?")[0] == action:
                fields: dict[str, str] = form["fields"]
                return fields
        raise AssertionError(f"no form goes to {action}: {[form['action'] for form in self.found]}")


class Browser:
    """A session with cookies that follows no redirect by itself."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()

    def open(self, address: str) -> requests.Response:
        """A page, after its redirects within the house."""
        reply = self.session.get(urljoin(self.base_url, address), allow_redirects=False, timeout=20)
        while reply.is_redirect and urljoin(self.base_url, reply.headers["Location"]).startswith(self.base_url):
            reply = self.session.get(
                urljoin(self.base_url, reply.headers["Location"]), allow_redirects=False, timeout=20
            )
        return reply

    def send(self, page: requests.Response, action: str, **typed: str) -> requests.Response:
        """The form of `page` that goes to `action`, with what was typed."""
        fields = {**Forms(page.text).to(action), **typed}
        return self.session.post(
            urljoin(self.base_url, action),
            data=fields,
            headers={"Origin": self.base_url, "Referer": page.url},
            allow_redirects=False,
            timeout=20,
        )

    def sign_in(self, page: requests.Response, email: str, password: str) -> requests.Response:
        """Through the sign-in form that `page` shows, and on to where it leads."""
        reply = self.send(page, "/sign-in", email=email, password=password)
        assert reply.is_redirect, reply.text[:2_000]
        return self.open(reply.headers["Location"])
