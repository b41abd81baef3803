"""What an app may ask of the page on which it is let in: signing in again, a language; and where it never leads."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.cast import Cast
from tests.channels.client_api.test_oauth import app, asking, browser

__all__ = ["app"]


@pytest.mark.parametrize("more", [{"force_login": "true"}, {"force_login": "1"}, {"prompt": "login"}])
def test_a_member_signs_in_again_where_the_app_wants_it(cast: Cast, app: dict[str, Any], more: dict[str, str]) -> None:
    """Although they are signed in; then the page is shown, and does not ask once more."""
    client = browser(cast.ada)
    answer = client.get("/oauth/authorize", asking(app, **more))
    assert answer.status_code == 302
    onward = parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]
    assert client.get(onward).status_code == 200
    assert "force_login" not in onward
    assert "state=xyz" in onward


@pytest.mark.parametrize("more", [{"force_login": "false"}, {"force_login": "False"}, {"prompt": "consent"}])
def test_and_not_where_it_does_not(cast: Cast, app: dict[str, Any], more: dict[str, str]) -> None:
    """The page is shown at once: consent is asked for in any case."""
    assert browser(cast.ada).get("/oauth/authorize", asking(app, **more)).status_code == 200


def test_no_app_gets_in_without_a_page(cast: Cast, app: dict[str, Any]) -> None:
    """`prompt=none` is refused on a page; nothing is sent back, so nobody is bounced through the house."""
    answer = browser(cast.ada).get("/oauth/authorize", asking(app, prompt="none"))
    assert (answer.status_code, "Location" in answer.headers) == (422, False)


@pytest.mark.parametrize(("lang", "shown"), [("cy", "cy"), ("cy-GB", "cy"), ("fr", "en"), ("", "en"), ("x" * 50, "en")])
def test_the_page_speaks_the_language_asked_for(cast: Cast, app: dict[str, Any], lang: str, shown: str) -> None:
    """If the pages have it, signing in as well; who has chosen one keeps it elsewhere."""
    client = browser(cast.ada)
    answer = client.get("/oauth/authorize", asking(app, lang=lang))
    assert f'<html lang="{shown}">' in answer.content.decode()
    visitor = Client()
    visitor.get("/oauth/authorize", asking(app, lang=lang))
    assert f'<html lang="{shown}">' in visitor.get("/sign-in").content.decode()
    if "django_language" in visitor.cookies:
        assert not visitor.cookies["django_language"]["max-age"]  # forgotten with the browser: nobody chose it
    chosen = Client()
    chosen.cookies["django_language"] = "en"
    chosen.get("/oauth/authorize", asking(app, lang=lang))
    assert '<html lang="en">' in chosen.get("/sign-in").content.decode()


@pytest.mark.parametrize("to", ["//evil.example", "/\\evil.example", "https://evil.example", "/web//evil.example"])
def test_x9_the_way_in_never_leads_to_another_site(cast: Cast, app: dict[str, Any], to: str) -> None:
    """X9: whatever an address says about where to go on, signing in ends inside the house."""
    client = Client()
    answer = client.post(
        "/sign-in", {"email": cast.ada.email, "password": "correct horse battery", "next": to}, follow=False
    )
    target = urlsplit(answer.headers["Location"])
    assert (target.scheme, target.netloc) == ("", "")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("application/x-www-form-urlencoded", {}),
        ("text/plain", {}),
        ("application/json", {}),
        ("application/x-www-form-urlencoded", {"X-HTTP-Method-Override": "PUT"}),
        ("application/x-www-form-urlencoded", {"Origin": "https://evil.example"}),
    ],
)
def test_x10_no_other_page_presses_the_button(
    cast: Cast, app: dict[str, Any], kind: str, headers: dict[str, str]
) -> None:
    """X10: letting an app in needs the page's own token, however the request is dressed."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(browser_member(cast))
    body = "&".join(f"{name}={value}" for name, value in {**asking(app), "decision": "allow"}.items())
    answer = client.generic("POST", "/oauth/authorize", body, content_type=kind, headers=headers)
    assert answer.status_code == 403


def browser_member(cast: Cast) -> Any:
    from coffeehouse.domain.people.queries import member_by_id

    return member_by_id(cast.ada.member_id)
