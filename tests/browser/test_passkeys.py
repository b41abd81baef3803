"""Passkeys in a real Chromium, with a virtual device: added under Settings, then they open the door alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.town import PASSWORD
from tests.running_house import RunningHouse

pytestmark = [pytest.mark.browser, pytest.mark.server]


def open_page(browser: Browser, house: RunningHouse, **members: Any) -> Page:
    """A window of its own, before the house."""
    return browser.new_context(base_url=house.base_url, locale="en-GB", **members).new_page()


def give_device(page: Page, *, is_verified: bool = True) -> str:
    """A phone's built-in authenticator, whose owner is (or is not) recognised."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": is_verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return str(devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])


def arrive(page: Page, name: str) -> None:
    """Sign in by password."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(f"{name}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page) -> None:
    """From the page of security to ten codes."""
    page.goto("/settings/security")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/settings/security/codes")
    page.get_by_role("button", name="Show me my codes").click()
    expect(page.locator("ul.codes code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()


def sign_out(page: Page) -> None:
    """By the button in the header."""
    page.get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_and_opens_the_door(browser: Browser, running_house: RunningHouse) -> None:
    """Alone; as the second step after the password; and as a confirmation. Removed, it opens nothing."""
    running_house.add_member("tegid", password=PASSWORD)
    page = open_page(browser, running_house, viewport={"width": 320, "height": 900})
    give_device(page)
    arrive(page, "tegid")
    page.wait_for_url("**/home")
    add_passkey(page)
    expect(page.get_by_role("strong")).to_have_text("My laptop")
    sign_out(page)

    page.goto("/sign-in?next=/bookmarks")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/bookmarks")
    sign_out(page)

    arrive(page, "tegid")
    page.wait_for_url("**/sign-in/second")
    page.goto("/home")
    page.wait_for_url("**/sign-in?next=**")
    page.goto("/sign-in/second")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home")

    page.goto("/settings/security/confirm")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/settings/security")
    page.get_by_role("button", name="Remove My laptop").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    sign_out(page)
    page.goto("/sign-in/passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("This passkey is not known here")


def test_a_device_that_does_not_know_its_owner_opens_nothing(browser: Browser, running_house: RunningHouse) -> None:
    """Without a finger, a face or a PIN the browser gives no answer, and the page says what to do."""
    running_house.add_member("bedwyr", password=PASSWORD)
    page = open_page(browser, running_house)
    give_device(page, is_verified=False)
    arrive(page, "bedwyr")
    page.wait_for_url("**/home")
    page.goto("/settings/security/passkey")
    expect(page.locator("[data-passkey-problem]")).to_be_hidden()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("Nothing was confirmed. Try again, or use another way.")


def test_without_script_there_is_another_way(browser: Browser, running_house: RunningHouse) -> None:
    """No button that does nothing, but words."""
    page = open_page(browser, running_house, java_script_enabled=False)
    page.goto("/sign-in/passkey")
    expect(page.get_by_text("Passkeys need a browser with script switched on.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    expect(page.get_by_role("link", name="Sign in another way")).to_be_visible()
