"""A running house with an official voice, and apps of the people who hold seats at it, let in as people let apps in."""

from __future__ import annotations

import json
import subprocess
import sys

from mastodon import Mastodon

from tests.clients.browser import Browser, Forms
from tests.running_house import RunningHouse

VOICE = "leedon_council"
PASSWORD = "a long password"
SCOPES = ["read", "write", "follow", "push"]
OOB = "urn:ietf:wg:oauth:2.0:oob"
# An administrator's acts on the machine of the house; what it prints is the voice's id.
SEATS = """
import json, sys, django
django.setup()
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import list_members
from coffeehouse.engine.act import act
voice, seats = sys.argv[1], json.loads(sys.argv[2])
body = act(people.CreateBody(slug="leedon", name="Leedon Council"), SYSTEM, "cli").result
made = people.CreateAccount(username=voice, kind="voice", display_name="Leedon Council", body_id=int(body))
voice_id = int(act(made, SYSTEM, "cli").result)
for member in list_members():
    if member["acct"] in seats:
        seat = people.GrantSeat(member_id=member["id"], account_id=voice_id, powers=tuple(seats[member["acct"]]))
        act(seat, SYSTEM, "cli")
print(voice_id)
"""


def open_voice(house: RunningHouse, **seats: list[str]) -> int:
    """Make the voice and give these members seats at it; its account's id."""
    environment = {**house.environment, "DJANGO_SETTINGS_MODULE": "coffeehouse.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SEATS, VOICE, json.dumps(seats)], env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def app_of(house: RunningHouse, name: str, account_id: int | None = None) -> Mastodon:
    """An app that somebody let in, as themselves or as the voice they chose on the page."""
    client_id, secret = Mastodon.create_app("Review", SCOPES, [OOB], api_base_url=house.base_url)
    client = Mastodon(client_id, secret, api_base_url=house.base_url, ratelimit_method="throw")
    browser = Browser(house.base_url)
    address = client.auth_request_url(redirect_uris=OOB, scopes=SCOPES, allow_http=True)
    consent = browser.sign_in(browser.open(address), f"{name}@example.org", PASSWORD)
    chosen = {} if account_id is None else {"account_id": str(account_id)}
    answer = browser.send(consent, "/oauth/authorize", decision="allow", **chosen)
    client.log_in(code=Forms(answer.text).code.strip(), redirect_uri=OOB, scopes=SCOPES, allow_http=True)
    return client
