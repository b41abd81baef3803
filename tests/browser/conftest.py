"""A real Chromium before a real house with something of everything in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import needs
from tests.browser.town import Town, fill
from tests.running_house import RunningHouse

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def town(running_house: RunningHouse) -> Town:
    """The house's people and posts."""
    return fill(running_house)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Closed after each module: while it is open its thread has an event loop, which Django's ORM refuses."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=needs.chromium(), args=QUIET)
        yield found
        found.close()


@pytest.fixture
def open_context(browser: Browser, town: Town) -> Iterator[Open]:
    """Make a window: `who` is signed in by their cookies; other members as Playwright's `new_context`."""
    opened: list[BrowserContext] = []

    def make(who: str = "", width: int = 1280, **members: Any) -> BrowserContext:
        context = browser.new_context(
            base_url=town.base_url, viewport={"width": width, "height": 900}, locale="en-GB", **members
        )
        if who:
            context.add_cookies([{**cookie, "url": town.base_url} for cookie in town.cookies[who]])  # type: ignore[typeddict-item]
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()
