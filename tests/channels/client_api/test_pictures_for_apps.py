"""Pictures that the house draws for accounts without one of their own are for apps in browsers too."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast


def test_drawn_pictures_may_be_read_by_apps_of_other_origins(cast: Cast) -> None:
    """A browser that asks with CORS, as web clients do to see a picture's colours, gets the picture."""
    drawn = (f"/avatars/{cast.ada.account_id}.png", "/headers/default.png")
    for path in drawn:
        answer = Client().get(path, headers={"Origin": "https://client.example", "Host": "localhost"})
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Content-Type"] == "image/png"
