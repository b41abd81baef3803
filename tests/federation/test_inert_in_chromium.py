"""X1, X2: what real servers, odd ones and hostile ones send is shown on our pages and does nothing there.

Every accepted document comes in through the engine as another server's, is rendered by the real pages, and opened in
Chromium with the content policy switched off: no dialog, no handler, no address that is not of the web.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from django.test import Client
from playwright.sync_api import Dialog, Route, sync_playwright

from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.federation.commands import ReceiveActor
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Problem
from coffeehouse.protocols.activitypub.documents import ObjectDocument, Unreadable
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object
from coffeehouse.protocols.activitypub.strict_json import load
from tests import needs
from tests.browser.conftest import QUIET
from tests.commands.house import House
from tests.federation.elsewhere import HOST, Stranger
from tests.protocols.activitypub.corpora import documents, pasture_notes
from tests.protocols.activitypub.test_naughty import naughty
from tests.protocols.activitypub.test_reading_objects import NOTE

pytestmark = [pytest.mark.browser, pytest.mark.pasture]

ORIGIN = "http://localhost"
HANDLERS = "[...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))"
ODD_LINKS = "[...document.links].filter(a => !['http:', 'https:', 'mailto:'].includes(a.protocol)).map(a => a.href)"
HERE = f"[...document.querySelectorAll('.post__body a')].filter(a => a.origin === '{ORIGIN}').map(a => a.href)"
PROFILES = 12


def objects() -> Iterator[dict[str, Any]]:
    """Posts of fourteen implementations, of the working group and of the pasture, and strings in every field."""
    for body in documents().values():
        try:
            document = load(body)
        except Unreadable:
            continue
        yield document
        inner = document.get("object")
        if isinstance(inner, dict):
            yield inner
    for _family, note in pasture_notes():
        yield note
    strings = naughty()
    for at in range(0, len(strings) - 5, 5):
        content, summary, name, told, option = strings[at : at + 5]
        yield {
            **NOTE, "type": "Question", "content": content, "summary": summary, "name": name, "id": f"{NOTE['id']}{at}",
            "oneOf": [{"name": option}, {"name": told or "other"}],
            "attachment": [{"type": "Link", "href": "https://far.example/x", "name": told}],
            "tag": [{"type": "Mention", "href": "https://far.example/u", "name": option},
                    {"type": "Emoji", "name": "a", "icon": {"url": told}}],
        }  # fmt: skip


def accepted() -> list[ObjectDocument]:
    """Those that are posts, as public ones, so that everybody is shown them."""
    found = []
    for document in objects():
        try:
            found.append(read_object(document))
        except Unreadable:
            continue
    return [msgspec.structs.replace(document, visibility="public") for document in found]


def delivered(people: list[Stranger]) -> list[str]:
    """Every post through the engine; the addresses of the pages that show them."""
    pages = [f"/@{one.name}@{one.host}" for one in people]
    for number, document in enumerate(accepted()):
        one = people[number % len(people)]
        mine = msgspec.structs.replace(
            document, id=f"{one.uri}/statuses/{number}", attributed_to=one.uri, in_reply_to="", quote="", vote="",
            published_at=clock.now_ms(), mentions=document.mentions[:2],
        )  # fmt: skip
        try:
            post_id = one.says(**{**msgspec.to_builtins(mine), "number": number})
        except Problem:
            continue
        if number % 20 == 0 or number < 60:
            pages.append(f"/@{one.name}@{one.host}/{post_id}")
    return pages


def _person(name: str, strings: list[str]) -> Stranger:
    """Somebody whose profile is made of such strings."""
    uri = f"https://{HOST}/users/{name}"
    rows = [{"type": "PropertyValue", "name": text, "value": text} for text in strings[-8:]]
    document = read_actor({
        "id": uri, "type": "Person", "preferredUsername": name, "inbox": f"{uri}/inbox", "name": strings[-1],
        "followers": f"{uri}/followers", "summary": " ".join(strings), "attachment": rows,
    })  # fmt: skip
    return Stranger(name, HOST, int(act(ReceiveActor(document=document, host=HOST), SYSTEM, "federation").result))


def test_nothing_that_strangers_send_does_anything(house: House, settings: Any) -> None:
    """X1, X2: posts, profiles, polls, warnings and descriptions of others, in a browser that would let them."""
    settings.RATE_LIMITS = False
    strings = naughty()
    people = [_person(f"dee{at}", strings[at::PROFILES]) for at in range(PROFILES)]
    client = Client()
    shown: dict[str, str] = {}
    for path in delivered(people):
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        shown[path] = answer.content.decode()
    assert sum("post__body" in page for page in shown.values()) > 60
    # What a browser does with a page that is not harmless is seen, too.
    assert _look({**shown, "/control": "<img src=x onerror=alert(1)><a href='javascript:1'>x</a>"}) == [
        "dialog: 1", "/control: a handler", "/control: javascript:1"
    ]  # fmt: skip


def _look(shown: dict[str, str]) -> list[str]:
    """What goes wrong when Chromium opens them; nothing but these pages is answered."""
    wrong: list[str] = []

    def answer(route: Route) -> None:
        page = shown.get(route.request.url.removeprefix(ORIGIN))
        if page is None:
            route.abort()
        else:
            route.fulfill(body=page, content_type="text/html; charset=utf-8")

    def note(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=QUIET)
        page = browser.new_context(bypass_csp=True, base_url=ORIGIN).new_page()
        page.route("**/*", answer)
        page.on("dialog", note)
        for path in shown:
            page.goto(f"{ORIGIN}{path}", wait_until="domcontentloaded")
            page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            page.wait_for_timeout(50)
            if page.evaluate(HANDLERS):
                wrong.append(f"{path}: a handler")
            wrong += [f"{path}: {link}" for link in page.evaluate(ODD_LINKS)]
            wrong += [f"{path}: leads into the house: {link}" for link in page.evaluate(HERE)]
        browser.close()
    return wrong
