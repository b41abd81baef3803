"""Two unmodified clients, Mastodon.py and masto.js: a draft through a voice, decided in a poll by a colleague, told to
its author, read by a follower. Nobody opens a page of the house, but for letting the apps in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError

from tests import masto_js
from tests.clients.furnished_house import until
from tests.clients.official_house import VOICE, app_of, open_voice
from tests.clients.typed import mistyped
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server
RELEASE, CHANGE, REFUSE = 0, 1, 2


@dataclass(frozen=True)
class Team:
    """voice: the app with which Gwen drafts as the voice; the others are people's own."""

    house: RunningHouse
    voice: Mastodon
    gwen: Mastodon
    huw: Mastodon
    ifan: Mastodon
    cadi: Mastodon


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Gwen drafts, Huw and Ifan review, Cadi follows the voice."""
    folder: Path = tmp_path_factory.mktemp("review")
    house = RunningHouse(folder / "house")
    house.start()
    try:
        for name in ("gwen", "huw", "ifan", "cadi"):
            house.add_member(name)
        voice_id = open_voice(house, gwen=["draft"], huw=["review"], ifan=["review"])
        apps = [app_of(house, name) for name in ("gwen", "huw", "ifan", "cadi")]
        found = Team(house, app_of(house, "gwen", voice_id), *apps)
        found.cadi.account_follow(voice_id)
        yield found
    finally:
        house.stop()


def asked(app: Mastodon, words: str) -> Any:
    """The direct message that asks somebody about these words, once it is there."""
    return until(
        lambda: next(
            (
                note.status
                for note in app.notifications(types=["mention"])
                if note.status.poll and words in note.status.content
            ),
            None,
        )
    )


def told(app: Mastodon, words: str) -> Any:
    """The message of the house to an author that says this, once it is there."""
    return until(
        lambda: next((note for note in app.notifications(types=["mention"]) if words in note.status.content), None)
    )


def test_a_draft_is_released_by_a_vote_and_reaches_a_follower(team: Team) -> None:
    """Mastodon.py, start to end; every answer is what its type says."""
    text = "The library in Splott is open until eight tonight"
    held = team.voice.status_post(text)
    assert mistyped(held) == []
    assert (held.account.acct, held.visibility) == (VOICE, "direct")
    assert "Held for review" in held.content
    assert text in held.content
    assert not any(text in status.content for status in team.huw.timeline_public())

    message = asked(team.huw, text)
    assert mistyped(message) == []
    assert message.visibility == "direct"
    assert [option.title for option in message.poll.options] == ["Release", "Change", "Refuse"]
    poll = team.huw.poll_vote(message.poll, [RELEASE])
    assert poll.voted

    status = until(lambda: next((each for each in team.cadi.timeline_home() if text in each.content), None))
    assert (status.account.acct, status.visibility) == (VOICE, "public")
    assert "released your draft" in told(team.gwen, "released your draft").status.content

    late = asked(team.ifan, text)
    with pytest.raises(MastodonAPIError, match="released already"):
        team.ifan.poll_vote(late.poll, [REFUSE])


def test_a_change_is_asked_for_with_the_reason_in_a_reply(team: Team) -> None:
    """The draft is blocked by the vote; its author reads the reason that the reviewer wrote as an answer."""
    text = "The swimming pool opens tomorrow"
    team.voice.status_post(text)
    message = asked(team.huw, text)
    team.huw.poll_vote(message.poll, [CHANGE])
    told(team.gwen, "The reason follows")
    team.huw.status_reply(message, "Say at what time.")
    assert "asks you to change" in told(team.gwen, "Say at what time.").status.content
    assert not any(text in status.content for status in team.cadi.timeline_home())


@pytest.mark.npm
def test_the_same_with_masto_js(team: Team) -> None:
    """masto.js: draft, poll, vote, home timeline, and the refusal of a vote that comes too late."""
    tokens = [str(app.access_token) for app in (team.voice, team.huw, team.ifan, team.cadi)]
    done = masto_js.run("review.mjs", team.house.base_url, *tokens)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "drafted, asked, released, read; a late vote refused" in said
