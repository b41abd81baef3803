"""Pages of posts from other servers: where they come from, and what of them stands on other servers."""

from __future__ import annotations

from typing import Any

from django.test import Client

from coffeehouse.protocols.activitypub.documents import Attachment
from tests.cast import Cast
from tests.federation.elsewhere import stranger


def test_a_post_elsewhere_says_where_it_stands(cast: Cast, client: Client) -> None:
    """Its page names its server and links to the original; the words are the ones it was sent with."""
    dee = stranger()
    post_id = dee.says(1, "Shwmae bawb")
    page = client.get(f"/@dee@{dee.host}/{post_id}").content.decode()
    assert "Shwmae bawb" in page
    assert f'This was written on {dee.host}. <a href="https://{dee.host}/@dee/1"' in page


def test_what_is_not_here_is_a_link(cast: Cast, client: Client) -> None:
    """No page loads anything from another server: a picture that is not kept here is a link with its description."""
    dee = stranger()
    files = (
        Attachment(url="https://files.example/1.png", kind="image", description="Tebot"),
        Attachment(url="https://files.example/2.png", kind="image"),
    )
    page = client.get(f"/@dee@{dee.host}/{dee.says(1, attachments=files)}").content.decode()
    assert '<a href="https://files.example/1.png" rel="nofollow noopener noreferrer">Tebot</a>' in page
    assert "A file on files.example" in page
    assert 'src="https://files.example' not in page


def test_public_is_this_house_first(cast: Cast, client: Client, settings: Any) -> None:
    """Others' posts stand behind a tab; a closed house has none."""
    stranger().says(1, "Shwmae o bell")
    cast.ada.says("Bore da")
    here, everywhere = (client.get(path).content.decode() for path in ("/public", "/public?from=everywhere"))
    assert "Bore da" in here
    assert "Shwmae o bell" not in here
    assert "Shwmae o bell" in everywhere
    assert "Shwmae o bell" not in client.get("/").content.decode()
    settings.FEDERATION = "closed"
    assert "?from=everywhere" not in client.get("/public?page=1").content.decode()
