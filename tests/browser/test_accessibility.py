"""Every page: axe finds nothing, nothing scrolls sideways or comes from elsewhere, the keyboard gets everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.browser.conftest import Open
from tests.browser.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.server]

WINDOWS = [("", 320, "light"), ("mona", 320, "dark"), ("mona", 1280, "light"), ("nia", 320, "dark")]
SCREENS = [("", 320, "cy"), ("mona", 320, "cy"), ("mona", 1280, "en")]


def told(violation: dict[str, Any]) -> str:
    """One finding of axe in a line."""
    where = [node["target"] for node in violation["nodes"][:3]]
    why = violation["nodes"][0].get("failureSummary", "").replace("\n", " ")
    return f"{violation['id']} at {where}: {why}"


def opened(page: Page, town: Town, problems: list[str]) -> Iterator[tuple[str, Response]]:
    """Open every page of the town, one after the other: (name, answer). `problems` begins empty at each.

    Where this person is only sent to sign in, or told that there is no such page, one such page stands for all.
    """
    seen: set[str] = set()
    for name, path in town.pages.items():
        problems.clear()
        answer = page.goto(path)
        assert answer is not None
        shown = path
        if answer.status >= 400:
            shown = str(answer.status)
        elif answer.request.redirected_from is not None:
            shown = answer.url.partition("?")[0]
        if shown not in seen:
            seen.add(shown)
            yield name, answer


@pytest.mark.slow
@pytest.mark.parametrize(("who", "width", "scheme"), WINDOWS)
def test_axe_finds_nothing(who: str, width: int, scheme: Any, open_context: Open, town: Town) -> None:
    """All of axe's rules, on every page, small and large, by day and by night, for visitors, members and staff."""
    page = open_context(who, width, color_scheme=scheme, bypass_csp=True).new_page()
    axe, found = Axe(), []
    for name, _answer in opened(page, town, []):
        found += [f"{name}: {told(violation)}" for violation in axe.run(page).response["violations"]]
    assert found == []


@pytest.mark.parametrize(("who", "width", "language"), SCREENS)
def test_nothing_scrolls_sideways_or_fails_to_load(
    who: str, width: int, language: str, open_context: Open, town: Town
) -> None:
    """At 320 px all fits, in both languages; the console is silent, so the content policy forbade nothing we send."""
    context = open_context(who, width)
    context.add_cookies([{"name": "django_language", "value": language, "url": town.base_url}])
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(town.base_url) else problems.append(request.url))
    for name, answer in opened(page, town, problems):
        if answer.status < 400:
            assert problems == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("path", ["/home", "/public", "/compose", "/settings", "/search?q=market", "/notifications"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_gets_everywhere_in_order(path: str, width: int, open_context: Open) -> None:
    """Tab starts at the skip link and follows the order of the page; what has focus is seen to have it."""
    page = open_context("nia", width).new_page()
    page.goto(path)
    page.evaluate("document.activeElement.blur()")
    steps = []
    for _step in range(60):
        page.keyboard.press("Tab")
        steps.append(focus(page))
    assert steps[0]["text"] == "Skip to main content"
    reached = steps[: next((at for at, step in enumerate(steps) if step["tag"] == "BODY"), len(steps))]
    order = [step["order"] for step in reached]
    assert order == sorted(order)
    assert len(reached) > 10
    for step in reached:
        assert step["width"] > 0, step
        assert step["marked"], step


def focus(page: Page) -> dict[str, Any]:
    """What has the focus: where it stands in the page, its size, and whether it looks different for it."""
    found: dict[str, Any] = page.evaluate(
        """() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const box = element.getBoundingClientRect();
            return {
                tag: element.tagName, text: element.textContent.trim(), width: box.width,
                order: [...document.querySelectorAll("*")].indexOf(element),
                marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
            };
        }"""
    )
    return found


def test_the_skip_link_skips(open_context: Open) -> None:
    """Enter on it puts the focus into the main part."""
    page = open_context("nia").new_page()
    page.goto("/home")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_mistake_is_where_the_focus_is(open_context: Open) -> None:
    """After a refused form the summary of errors has the focus and its link leads to the field."""
    page = open_context("nia").new_page()
    page.goto("/compose")
    page.locator("main form button").last.click()
    summary = page.locator(".govuk-error-summary")
    summary.wait_for()
    assert summary.evaluate("element => element === document.activeElement")
    summary.locator("a").click()
    assert page.evaluate("document.activeElement.id") == "text"
