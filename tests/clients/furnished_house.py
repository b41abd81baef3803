"""A house in which everything an app can ask for is there: people with tokens, emoji, rules, texts, an announcement,
a translator, a page to link to, and something that trends. It is open for tests (TEST_MODE)."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from tests.clients.browser import Browser, Forms
from tests.delivery.web_server import Answer, Asked, serving
from tests.running_house import RunningHouse

NAMES = ("gwen", "huw", "cadi", "ifan", "wyn")
# Who has done nothing yet.
STRANGERS = ("nia", "owen")
PASSWORD = "a long password"
SCOPES = "read write follow push profile"
PAGE = b"""<!doctype html><html lang=en><title>Turnips</title><meta property="og:title" content="Turnips">
<meta property="og:description" content="How they grow"><p>Water them.</p></html>"""
LANGUAGES = [{"code": "en", "name": "English", "targets": ["cy"]}, {"code": "cy", "name": "Welsh", "targets": ["en"]}]


def picture(colour: tuple[int, int, int] = (90, 42, 27)) -> bytes:
    """A small PNG."""
    made = io.BytesIO()
    Image.new("RGB", (60, 50), colour).save(made, "PNG")
    return made.getvalue()


def until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """What `holds` gives once it is true."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)
    return found


def elsewhere(asked: Asked) -> Answer:
    """Another machine: a page, and a LibreTranslate server."""
    if asked.path == "/languages":
        return Answer(200, json.dumps(LANGUAGES).encode(), Content_Type="application/json")
    if asked.path == "/translate":
        said = json.loads(asked.body)["q"]
        words = [f"{text} (cy)" for text in said]
        found = {"translatedText": words, "detectedLanguage": [{"confidence": 90, "language": "en"}] * len(said)}
        return Answer(200, json.dumps(found).encode(), Content_Type="application/json")
    if asked.path == "/turnips":
        return Answer(200, PAGE, Content_Type="text/html; charset=utf-8")
    return Answer(404)


@contextmanager
def furnished(folder: Path) -> Iterator[RunningHouse]:
    """The house, open. `house.environment["LINK"]` is a page elsewhere that trends."""
    members = [
        f'[[member]]\nhandle = "{name}"\nemail = "{name}@localhost"\npassword = "{PASSWORD}"\n'
        f'token = "token-of-{name}"\nscopes = "{SCOPES}"\nrole = "{"admin" if name == "wyn" else "member"}"\n'
        for name in NAMES + STRANGERS
    ]
    (folder / "members.toml").write_text("\n".join(members), "utf-8")
    with serving(elsewhere) as web:
        house = RunningHouse(
            folder / "house", TEST_MODE="on", TEST_MEMBERS=str(folder / "members.toml"),
            OUTBOUND_ALLOW="127.0.0.1/32", LINK_PREVIEWS="on", SHOW_DOMAIN_BLOCKS="everybody", TRANSLATE_URL=f"http://127.0.0.1:{web.port}",
            LINK=f"http://127.0.0.1:{web.port}/turnips",
        )  # fmt: skip
        house.start()
        try:
            _furnish(house)
            _make_trend(house)
            # Trends are counted when the worker begins, then every few minutes.
            house.stop()
            house.start()
            until(lambda: ask(house, "huw", "GET", "/api/v1/trends/links"))
            yield house
        finally:
            house.stop()


def ask(house: RunningHouse, name: str, method: str, path: str, **words: Any) -> Any:
    """What the API answers a member."""
    reply = requests.request(
        method, house.base_url + path, json=words or None, headers={"Authorization": f"Bearer token-of-{name}"},
        timeout=20,
    )  # fmt: skip
    assert reply.ok, f"{method} {path}: {reply.status_code} {reply.text[:500]}"
    return reply.json()


def _furnish(house: RunningHouse) -> None:
    browser = Browser(house.base_url)
    browser.sign_in(browser.open("/sign-in"), "wyn@localhost", PASSWORD)
    for path, typed in {
        "/admin/announcements": {"text_en": "No water on Monday #water", "text_cy": "Dim dŵr ddydd Llun"},
        "/admin/rules": {"text_en": "Be kind", "hint_en": "To all", "text_cy": "Byddwch yn garedig"},
        "/admin/texts/about/en": {"text": "A house for tests."},
        "/admin/texts/terms/en": {"text": "Be *kind*."},
        "/admin/texts/privacy/en": {"text": "Nothing is sold."},
    }.items():
        reply = browser.send(browser.open(path), path, **typed)
        assert reply.is_redirect, f"{path}: {reply.status_code} {reply.text[:2_000]}"
    page = browser.open("/admin/emoji")
    reply = browser.session.post(
        house.base_url + "/admin/emoji", data={**Forms(page.text).to("/admin/emoji"), "shortcode": "cwtch"},
        files={"file": ("a.png", picture(), "image/png")}, headers={"Origin": house.base_url, "Referer": page.url},
        allow_redirects=False, timeout=20,
    )  # fmt: skip
    assert reply.is_redirect, f"{reply.status_code} {reply.text[:2_000]}"


def _make_trend(house: RunningHouse) -> None:
    link = house.environment["LINK"]
    for name in NAMES:
        post = ask(house, name, "POST", "/api/v1/statuses", status=f"{name} grows #turnips: {link}", language="en")
        for other in NAMES:
            if other != name:
                ask(house, other, "POST", f"/api/v1/statuses/{post['id']}/favourite")
                ask(house, other, "POST", f"/api/v1/statuses/{post['id']}/reblog")
    until(lambda: ask(house, "huw", "GET", f"/api/v1/statuses/{post['id']}")["card"])
