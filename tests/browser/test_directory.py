"""Sign-in through a directory in a real Chromium: a real house, a real provider, each a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.directory_process import directory, write_settings
from tests.running_house import RunningHouse

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("script", [True, False])
def test_there_and_back(browser: Browser, own_house: RunningHouse, tmp_path: Path, script: bool) -> None:
    """By a button, which the content policy lets lead there; a new colleague is in, as a member, with no role."""
    with directory("leedon", own_house.base_url) as leedon:
        leedon.knows("c-1", email="carys@leedon.example", email_verified=True, name="Carys Jones")
        settings = write_settings(tmp_path / "directories.toml", leedon=(leedon, {"creates": "member"}))
        own_house.environment["DIRECTORIES"] = str(settings)
        own_house.start()
        page = browser.new_context(base_url=own_house.base_url, java_script_enabled=script, locale="en-GB").new_page()
        page.goto("/sign-in?next=/bookmarks")
        page.get_by_role("button", name="Sign in through Leedon").click()
        page.wait_for_url(f"{leedon.issuer}/**")
        page.locator("input[name=sub]").fill("c-1")
        page.locator("input[name=sub]").press("Enter")
        page.wait_for_url(f"{own_house.base_url}/bookmarks")
        expect(page.get_by_role("link", name="@carys", exact=True)).to_be_visible()
        page.goto("/admin/approvals")
        expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
