"""After an official post its author reads which way it took, and by what record of theirs."""

from __future__ import annotations

from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.engine.act import act
from tests.cast import Cast
from tests.channels.web.reader import Reader

TOLD = "Released directly: 0 released, 0 changed in 90 days."


def test_the_line_after_a_post_says_its_route(cast: Cast, cade: Reader, ada: Reader) -> None:
    """Only to those with a seat at the voice, however they come by the address; a made-up id says nothing."""
    done = act(PublishPost(text="The library opens at nine."), cast.cade.actor(cast.voice_id), "web")
    address = f"/home?done=posted&advice=post-{done.result['id']}"
    assert cade.open(address).has(TOLD)
    assert not ada.open(address).has("Released directly")
    for wrong in ("post-1", "post-x", "post-99999999999999999999999", "post-"):
        assert not cade.open(f"/home?done=posted&advice={wrong}").has("Released directly")


def test_writing_as_the_voice_leads_there(cast: Cast, cade: Reader) -> None:
    """Through the form, as the voice."""
    cade.open("/home").fill("/act-as", account_id=str(cast.voice_id))
    cade.open("/compose").fill("/compose", text="The library opens at nine.")
    assert cade.has(TOLD)
