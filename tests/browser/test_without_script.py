"""The whole of a citizen's journey with scripts switched off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.town import PASSWORD, Town, picture

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_from_the_door_to_the_receipt(open_context: Open, town: Town) -> None:
    """Register, be let in, sign in, post with a picture, ask in a poll, answer, vote, search, see the receipt."""
    newcomer = open_context(width=320, java_script_enabled=False).new_page()
    admin = open_context("mona", java_script_enabled=False).new_page()
    be_let_in(newcomer, admin)
    sign_in(newcomer)
    post_a_picture(newcomer)
    ask_in_a_poll(newcomer)
    vote_and_answer(admin, newcomer)
    find_the_receipt(newcomer)
    check_the_receipt(newcomer)


def be_let_in(newcomer: Page, admin: Page) -> None:
    """Ask to join; the administrator says yes."""
    newcomer.goto("/")
    newcomer.get_by_role("link", name="Ask to join").first.click()
    newcomer.get_by_label("Username").fill("glyn")
    newcomer.get_by_label("Email address").fill("glyn@example.org")
    newcomer.get_by_label("Password", exact=True).fill(PASSWORD)
    newcomer.get_by_label("Why would you like to join?").fill("I run the allotments.")
    newcomer.get_by_role("button", name="Ask to join").click()
    assert newcomer.get_by_role("heading", level=1).inner_text() == "Thank you. Your request is with us."

    admin.goto("/admin/approvals")
    admin.get_by_role("button", name="Let in @glyn").click()
    assert admin.get_by_text("They are in. They can now post.").is_visible()


def sign_in(newcomer: Page) -> None:
    """By e-mail address and password."""
    newcomer.goto("/sign-in")
    newcomer.get_by_label("Email address").fill("glyn@example.org")
    newcomer.get_by_label("Password", exact=True).fill(PASSWORD)
    newcomer.locator("main").get_by_role("button", name="Sign in").click()
    newcomer.wait_for_url("**/home")


def post_a_picture(newcomer: Page) -> None:
    """From the box on the home page to the whole form, with a picture and its description."""
    newcomer.get_by_role("button", name="Add a picture, poll or warning").click()
    newcomer.get_by_label("Your post").fill("Cabbages for everyone! #allotments")
    newcomer.locator("summary", has_text="Pictures").click()
    newcomer.locator("#picture1").set_input_files(
        {"name": "c.jpg", "mimeType": "image/jpeg", "buffer": picture("#2f6b46")}
    )
    newcomer.locator("#description1").fill("Cabbages in a wheelbarrow")
    newcomer.get_by_role("button", name="Post", exact=True).click()
    assert newcomer.get_by_text("Your post is out.").is_visible()
    assert newcomer.get_by_alt_text("Cabbages in a wheelbarrow").is_visible()


def ask_in_a_poll(newcomer: Page) -> None:
    """Two answers."""
    newcomer.goto("/compose")
    newcomer.get_by_label("Your post").fill("When shall we dig?")
    newcomer.locator("summary", has_text="Poll").click()
    newcomer.get_by_label("Answer 1").fill("Saturday")
    newcomer.get_by_label("Answer 2").fill("Sunday")
    newcomer.get_by_role("button", name="Post", exact=True).click()
    assert newcomer.get_by_text("When shall we dig?").is_visible()


def vote_and_answer(admin: Page, newcomer: Page) -> None:
    """The other one votes and replies; the reply is among the notifications."""
    admin.goto("/@glyn")
    admin.get_by_label("Sunday").check()
    admin.get_by_role("button", name="Vote").click()
    assert admin.get_by_text("Your vote is counted.").is_visible()
    assert admin.get_by_text("100%").first.is_visible()

    admin.get_by_role("link", name="Reply to glyn").last.click()
    admin.get_by_label("Your post").fill("@glyn keep one for me")
    admin.get_by_role("button", name="Post", exact=True).click()
    assert admin.get_by_text("keep one for me").is_visible()
    newcomer.goto("/notifications")
    assert newcomer.get_by_text("keep one for me").is_visible()


def find_the_receipt(newcomer: Page) -> None:
    """Search for the post, open its menu, follow the link."""
    newcomer.goto("/search")
    newcomer.get_by_label("People, topics or words in posts").fill("cabbages")
    newcomer.locator("main").get_by_role("button", name="Search").click()
    post = newcomer.locator("article", has_text="Cabbages for everyone!").first
    post.locator("summary", has_text="More about").click()
    post.get_by_role("link", name="Receipt").click()
    heading = newcomer.get_by_role("heading", level=1)
    assert heading.inner_text() == "Receipt of glyn’s post"


def check_the_receipt(newcomer: Page) -> None:
    """Download it, paste it into the ledger's page: genuine. With a digit changed: not."""
    for _wait in range(20):
        if newcomer.get_by_role("link", name="Download the receipt").count():
            break
        newcomer.wait_for_timeout(500)
        newcomer.reload()
    with newcomer.expect_download() as download:
        newcomer.get_by_role("link", name="Download the receipt").click()
    text = download.value.path().read_text("utf-8")
    newcomer.goto("/ledger")
    newcomer.get_by_label("Text of a receipt").fill(text)
    newcomer.get_by_role("button", name="Check").click()
    assert newcomer.get_by_role("heading", name="Genuine").is_visible()
    newcomer.get_by_label("Text of a receipt").fill(text.replace("index ", "index 1"))
    newcomer.get_by_role("button", name="Check").click()
    assert newcomer.get_by_role("heading", name="This is not a genuine receipt").is_visible()
