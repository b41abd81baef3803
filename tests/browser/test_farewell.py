"""The files of a closed house, opened in Chromium from the disk: no server, and a search that finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.town import PASSWORD, Somebody
from tests.running_house import RunningHouse

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_a_closed_house_is_searched_from_plain_files(own_house: RunningHouse, browser: Browser, tmp_path: Path) -> None:
    """From the front page to the search, the one post that has the word, and its page; nothing else is asked for."""
    own_house.start()
    own_house.add_member("mona", role="admin")
    own_house.add_member("gwyn", password=PASSWORD)
    gwyn = Somebody(own_house.base_url, "gwyn")
    for text in ("The kettle is on.", "The marmalade is out."):
        gwyn.send("/compose", text=text, visibility="public", language="en")
    folder = tmp_path / "farewell"
    own_house.cli("sunset", str(folder), "--because", "Merged with its neighbour.", "--yes")
    own_house.stop()
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((folder / "site/index.html").as_uri())
    assert page.get_by_text("Merged with its neighbour.").first.is_visible()
    page.locator("a[href$='search/index.html']").first.click()
    page.locator("#q").fill("marmalade")
    page.locator("#q").press("Enter")
    found = page.locator("#archive-found li")
    found.first.wait_for()
    assert found.count() == 1
    assert "The marmalade is out." in found.inner_text()
    found.get_by_role("link").click()
    assert page.get_by_text("The marmalade is out.").first.is_visible()
    assert page.url.startswith(folder.as_uri())
    context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith("file:")] == []
