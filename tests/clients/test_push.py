"""Web Push end to end: apps subscribe at a running house, its worker pushes to a service of ours, the apps read it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from mastodon import Mastodon

from tests.clients.test_mastodon_py import signed_in
from tests.clients.typed import mistyped
from tests.delivery.push_service import PushService, push_service
from tests.delivery.web_server import Answer, Asked, serving
from tests.running_house import RunningHouse

pytestmark = pytest.mark.server
PATH = "/api/v1/push/subscription"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHouse]:
    """A house that may ask this machine, with Gwen and Huw."""
    found = RunningHouse(tmp_path_factory.mktemp("pushing"), OUTBOUND_ALLOW="127.0.0.1/32")
    found.start()
    for name in ("gwen", "huw"):
        found.add_member(name)
    yield found
    found.stop()


@pytest.fixture
def service(house: RunningHouse) -> Iterator[PushService]:
    """A device."""
    with push_service() as found:
        instance = requests.get(f"{house.base_url}/api/v2/instance", timeout=10).json()
        found.server_key = instance["configuration"]["vapid"]["public_key"]
        yield found


def _call(house: RunningHouse, token: str, method: str, path: str, words: Any = None) -> Any:
    answer = requests.request(
        method, house.base_url + path, json=words, headers={"Authorization": f"Bearer {token}"}, timeout=10
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def _until(holds: Callable[[], Any], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("standard", [True, False])
def test_a_mention_arrives_and_leads_to_its_notification(
    house: RunningHouse, service: PushService, standard: bool
) -> None:
    """From another's post to the app's screen: signed for this service, readable by this app alone."""
    gwen, huw = house.token("gwen"), house.token("huw")
    made = _call(house, gwen, "POST", PATH, service.subscription("mention", standard=standard))
    assert made["server_key"] == service.server_key
    began = time.monotonic()
    post = _call(house, huw, "POST", "/api/v1/statuses", {"status": "@gwen Shwmae!", "visibility": "direct"})
    _until(lambda: service.received)
    assert time.monotonic() - began < 15
    (push,) = service.received
    assert (push["notification_type"], push["body"]) == ("mention", "@gwen Shwmae!")
    found = _call(house, gwen, "GET", f"/api/v1/notifications/{push['notification_id']}")
    assert found["status"]["id"] == post["id"]


def test_u4_nothing_is_pushed_once_the_token_is_dead(house: RunningHouse, service: PushService) -> None:
    """U4: an app that was signed out hears of nothing that happens afterwards; another app of the member still does."""
    app, alive, huw = signed_in(house, "gwen"), house.token("gwen"), house.token("huw")
    with push_service() as other:
        other.server_key = service.server_key
        _call(house, str(app.access_token), "POST", PATH, service.subscription("mention"))
        _call(house, alive, "POST", PATH, other.subscription("mention"))
        _call(house, huw, "POST", "/api/v1/statuses", {"status": "@gwen before"})
        _until(lambda: service.received and other.received)
        app.revoke_access_token(allow_http=True)
        _call(house, huw, "POST", "/api/v1/statuses", {"status": "@gwen after"})
        _until(lambda: len(other.received) == 2)
        time.sleep(1)
    assert [push["body"] for push in service.received] == ["@gwen before"]


def test_mastodon_py_reads_what_arrives(house: RunningHouse) -> None:
    """The client's own keys, types and decryption (the old encoding is the one it can read)."""
    gwen = Mastodon(access_token=house.token("gwen"), api_base_url=house.base_url)
    private, public = gwen.push_subscription_generate_keys()
    asked: list[Asked] = []

    def take(request: Asked) -> Answer:
        asked.append(request)
        return Answer(201)

    with serving(take) as web:
        made = gwen.push_subscription_set(f"http://127.0.0.1:{web.port}/x", public, favourite_events=True)
        assert mistyped(made) == []
        assert gwen.push_subscription() == made
        post = gwen.status_post("Paned?")
        _call(house, house.token("huw"), "POST", f"/api/v1/statuses/{post.id}/favourite")
        _until(lambda: asked)
        headers = asked[0].headers
        read = gwen.push_subscription_decrypt_push(asked[0].body, private, headers["encryption"], headers["crypto-key"])
    assert (read.notification_type, read.title, read.body) == ("favourite", "huw favourited your post", "Paned?")
    changed = gwen.push_subscription_update(mention_events=True, policy="follower")
    assert (changed.alerts["mention"], changed.alerts["favourite"]) == (True, False)
    gwen.push_subscription_delete()


def test_the_key_survives_backup_and_restore(house: RunningHouse, tmp_path: Path) -> None:
    """Apps subscribed for this key: a house from a backup has the same, readable by nobody else."""
    key = house.data / "keys" / "vapid.key"
    assert key.stat().st_mode & 0o777 == 0o600
    archive = tmp_path / "house.tar.gz"
    house.cli("backup", str(archive))
    # The ledger knows the house by its address.
    restored = RunningHouse(tmp_path / "restored", is_new=True, PORT=str(house.port))
    restored.cli("restore", str(archive))
    assert (restored.data / "keys" / "vapid.key").read_bytes() == key.read_bytes()


def test_slow_and_dead_devices_hold_up_nobody(house: RunningHouse, service: PushService) -> None:
    """A push service that never answers does not delay the push to another."""
    gwen, other, huw = house.token("gwen"), house.token("gwen"), house.token("huw")

    def hang(_: Asked) -> Answer:
        time.sleep(8)
        return Answer(410)

    with serving(hang) as slow:
        words = json.loads(json.dumps(service.subscription("mention")))
        words["subscription"]["endpoint"] = f"http://127.0.0.1:{slow.port}/"
        _call(house, other, "POST", PATH, words)
        _call(house, gwen, "POST", PATH, service.subscription("mention"))
        began = time.monotonic()
        for n in range(3):
            _call(house, huw, "POST", "/api/v1/statuses", {"status": f"@gwen {n}"})
        _until(lambda: len(service.received) == 3)
        assert time.monotonic() - began < 20
        _until(lambda: len(slow.asked) == 3)
        time.sleep(9)
    answer = requests.get(house.base_url + PATH, headers={"Authorization": f"Bearer {other}"}, timeout=10)
    assert answer.status_code == 404
