"""Whoever speaks as a voice through an app is told which way the post took, and by what record of theirs."""

from __future__ import annotations

from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults

TOLD = "Released directly: 0 released, 0 changed in 90 days."


def _voice(cast: Cast) -> Api:
    return Api(cast.cade.token(account_id=cast.voice_id))


def test_the_answer_to_an_official_post_has_its_route(cast: Cast) -> None:
    """The member `route`, in the answer to the author alone; nobody reads it afterwards."""
    said = _voice(cast).post("/api/v1/statuses", {"status": "The library opens at nine."})
    assert said.json["route"] == TOLD
    assert faults({name: value for name, value in said.json.items() if name != "route"}, "Status") == []
    assert "route" not in _voice(cast).get(f"/api/v1/statuses/{said.json['id']}").json


def test_one_that_waits_says_why(cast: Cast) -> None:
    """The notice over the held words has the way and the record."""
    said = _voice(cast).post("/api/v1/statuses", {"status": "If you feel dizzy, stop taking your tablets."})
    assert "it may be read as health advice" in said.json["content"]
    assert "Your record here: 0 released, 0 changed in 90 days." in said.json["content"]


def test_ones_own_post_has_none(cast: Cast, ada: Api) -> None:
    """People are not routed."""
    assert "route" not in ada.post("/api/v1/statuses", {"status": "The library opens at nine."}).json
