"""U4: what a member loses is dead within five seconds wherever it was open; what they wrote stays.

One real house. For each way to lose something: an app of the member's own and one that speaks for a voice, each with a
WebSocket, server-sent events, a push subscription and REST; and a browser.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.town import TOKEN
from tests.channels.streaming.streams import app, call, say, sent
from tests.commands.subscribing import AUTH, ENDPOINT, P256DH
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server
DEAD_WITHIN = 5.0
PASSWORD = "a long password"

BEFORE = """
import sys
from coffeehouse.site.cli import opening
opening.load()
from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands, queries
from coffeehouse.domain.people.queries.voices import member_by_handle
from coffeehouse.domain.people.voice_commands import ChangeSeat, RemoveLeaver
from coffeehouse.domain.people.handlers.pushing import forget_dead_subscriptions
from coffeehouse.domain.people.queries.push import living_subscription
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
name = sys.argv[1]
member = member_by_handle(name)
voice = queries.account_id_of(name + "_voice")
def seat(**members):
    return dict(member_id=member, account_id=voice, powers=("draft", "release"), **members)
def do(command):
    return act(command, SYSTEM, "cli").result
"""
SET_UP = """
from django.contrib.auth.hashers import make_password
from coffeehouse.kernel.secrets import hash_secret, new_secret
do(commands.AddMember(username=name, email=name + "@example.org", password_hash=make_password(sys.argv[2])))
member = member_by_handle(name)
body = do(commands.CreateBody(slug=name, name=name))
voice = int(do(commands.CreateAccount(username=name + "_voice", kind="voice", body_id=int(body))))
do(commands.GrantSeat(**seat()))
for account_id in (queries.account_id_of(name), voice):
    print(token := new_secret())
    everything = "read write follow push"
    hashed = hash_secret(token)
    do(commands.IssueToken(account_id=account_id, scopes=everything, label="test", token_hash=hashed))
"""
# What is lost, and whether the member's own app and browser die with it; the app of the voice always does.
LOSSES = {
    "leaves": ("do(RemoveLeaver(member_id=member))", True),
    "stays": ("do(RemoveLeaver(member_id=member, stays_member=True))", True),
    "taken": ("do(commands.RevokeSeat(member_id=member, account_id=voice))", False),
    "expires": ("do(ChangeSeat(**seat(expires_at=clock.now_ms() + 1_500)))", False),
    "suspended": ("do(commands.SuspendMember(member_id=member, reason='a test'))", True),
}


def inside(house: RunningHouse, code: str, *arguments: str) -> str:
    """Do something in the house as a process beside its own; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", BEFORE + code, *arguments],
        env=house.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


class Browser:
    """Signed in by its forms; knows whether it still is."""

    def __init__(self, house: RunningHouse, name: str) -> None:
        self.base_url = house.base_url
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page = self.opener.open(f"{self.base_url}/sign-in", timeout=30).read().decode()
        token = TOKEN.search(page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "email": f"{name}@example.org", "password": PASSWORD}
        self.opener.open(f"{self.base_url}/sign-in", urlencode(form).encode(), timeout=30).close()

    @property
    def is_in(self) -> bool:
        """Whether the cookie still opens the member's home."""
        with self.opener.open(f"{self.base_url}/home", timeout=30) as page:
            return str(page.url).endswith("/home")


def status(house: RunningHouse, token: str) -> int:
    """What the API answers to a token."""
    request = urllib.request.Request(
        f"{house.base_url}/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def subscribe(house: RunningHouse, token: str) -> str:
    """Ask to be woken; the subscription's id."""
    subscription = {"endpoint": ENDPOINT, "keys": {"p256dh": P256DH, "auth": AUTH}, "standard": True}
    body: dict[str, Any] = {"subscription": subscription, "data": {"alerts": {"mention": True}}}
    return str(call(house, "POST", "/api/v1/push/subscription", token, **body)["id"])


@pytest.mark.parametrize("loss", LOSSES)
def test_u4_it_is_dead_everywhere_within_five_seconds(house: RunningHouse, loss: str) -> None:
    """U4: streams end, REST answers 401, nothing can be pushed, the cookie opens nothing; posts are still there."""
    name = f"u4_{loss}"
    own, voice = inside(house, SET_UP, name, PASSWORD).split()
    browser = Browser(house, name)
    assert browser.is_in
    post = say(house, voice, "The road is open.")
    pushes = {token: subscribe(house, token) for token in (own, voice)}
    code, ends_all = LOSSES[loss]
    with contextlib.ExitStack() as opened:
        sockets = {token: opened.enter_context(app(house, "?stream=user", subprotocols=[token])) for token in pushes}
        streams = {token: opened.enter_context(sent(house, "/api/v1/streaming/user", token)) for token in pushes}
        for token in pushes:
            sockets[token].settled()
            streams[token].lines(1)
        inside(house, code, name)
        began = time.monotonic() + (1.5 if loss == "expires" else 0)
        dead = [voice, own] if ends_all else [voice]
        for token in dead:
            assert sockets[token].end(DEAD_WITHIN + 2) == 1008
            assert streams[token].answer.read() in (b"", b":thump\n")
        assert time.monotonic() - began < DEAD_WITHIN
        if not ends_all:
            sockets[own].settled()
    assert [status(house, token) for token in (voice, own)] == [401, 401 if ends_all else 200]
    assert browser.is_in is not ends_all
    alive = "print([living_subscription(int(each)) is not None for each in sys.argv[2:]])"
    assert inside(house, alive, name, pushes[voice], pushes[own]).strip() == str([False, not ends_all])
    with urllib.request.urlopen(f"{house.base_url}/api/v1/statuses/{post}", timeout=30) as answer:
        assert answer.status == 200
