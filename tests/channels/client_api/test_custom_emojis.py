"""Custom emoji as apps see them."""

from __future__ import annotations

from coffeehouse.domain.people.house_commands import AddEmoji
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.commands.house import png
from tests.protocols.schema import faults


def test_offered_and_used(cast: Cast, ada: Api, anonymous: Api) -> None:
    """Listed for everybody; a post, an account and a poll that use one say which."""
    cast.wyn.does(AddEmoji(shortcode="cwtch", data=png(), category="Cymru"))
    (one,) = anonymous.get("/api/v1/custom_emojis").json
    assert faults(one, "CustomEmoji") == []
    status = ada.post("/api/v1/statuses", {"status": "A :cwtch: for all", "spoiler_text": ":cwtch:"}).json
    assert faults(status, "Status") == []
    assert status["emojis"] == [one]
    ada.patch("/api/v1/accounts/update_credentials", {"display_name": "Ada :cwtch:"})
    assert anonymous.get(f"/api/v1/statuses/{status['id']}").json["account"]["emojis"] == [one]
    poll = {"options": [":cwtch:", "tea"], "expires_in": 3600}
    assert ada.post("/api/v1/statuses", {"status": "Which?", "poll": poll}).json["poll"]["emojis"] == [one]
    history = ada.get(f"/api/v1/statuses/{status['id']}/history").json
    assert history[0]["emojis"] == [one]
