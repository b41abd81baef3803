"""X1 in a real browser: what people type never runs, not even with the content policy switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog

from tests.browser.conftest import Open
from tests.browser.town import PASSWORD, Somebody, Town
from tests.running_house import RunningHouse

pytestmark = [pytest.mark.browser, pytest.mark.server]

PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</textarea><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>", "' autofocus onfocus=alert(1) x='", "[a](javascript:alert(1))",
    "javascript:alert(1)//https://example.org", "https://example.org/'onmouseover='alert(1)",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>", "#<script>alert(1)</script>", "@<img/src=x onerror=alert(1)>",
    "{{constructor.constructor('alert(1)')()}}",
]  # fmt: skip


def test_nothing_typed_runs(open_context: Open, running_house: RunningHouse, town: Town) -> None:
    """Payloads in posts, warnings, poll answers, alt text, name, note and fields: no dialog, no error of a script."""
    running_house.add_member("xena", password=PASSWORD)
    xena = Somebody(running_house.base_url, "xena")
    for text in PAYLOADS:
        xena.send("/compose", text=f"{text} #x", warning=text[:100], visibility="public", language="en",
                  option1=text[:50], option2="other", duration="3600")  # fmt: skip
    xena.send("/settings", display_name=PAYLOADS[0], note=" ".join(PAYLOADS[:6]), field_name1=PAYLOADS[1],
              field_value1=PAYLOADS[4])  # fmt: skip
    page = open_context("mona", bypass_csp=True).new_page()
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    for path in ("/public", "/@xena", "/tags/x", "/search?q=script", f"/search?q={PAYLOADS[1]}", "/home"):
        page.goto(path)
        page.locator("details").evaluate_all("found => found.forEach(element => element.open = true)")
        page.wait_for_timeout(200)
        handlers = "[...document.querySelectorAll('*')].some(e => [...e.attributes].some(a => a.name.startsWith('on')))"
        assert not page.evaluate(handlers), path
        assert page.locator("a[href^='javascript:']").count() == 0, path
    assert ran == []
