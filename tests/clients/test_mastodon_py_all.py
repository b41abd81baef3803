"""Every method of Mastodon.py that an app of a person can call, against a real house: nothing is missing or mistyped.

One walk calls them all; each of its parts is a test, and the last ones count. test_mastodon_py tells the stories.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from mastodon import Mastodon
from mastodon.errors import MastodonNotFoundError, MastodonVersionError

from tests.clients import live_parts, people_parts, posts_parts
from tests.clients.furnished_house import furnished
from tests.clients.people_parts import People, client
from tests.clients.recording import RecordingMastodon

pytestmark = pytest.mark.server
REMOVED = "Mastodon removed it long ago"
COLLECTIONS = "collections came with Mastodon 4.6; the house speaks 4.5"
YEARLY = "the house makes no yearly report about what a person did"
# Not called, with the reason, and what the client says when it is tried.
LEFT_OUT: dict[str, tuple[str, type[Exception], tuple[Any, ...]]] = {
    "reports": (REMOVED, MastodonVersionError, ()),
    "search_v1": (REMOVED, MastodonNotFoundError, ("huw",)),
    "account_collections": (COLLECTIONS, MastodonVersionError, (1,)),
    "account_in_collections": (COLLECTIONS, MastodonVersionError, (1,)),
    "collection": (COLLECTIONS, MastodonVersionError, (1,)),
    "collection_create": (COLLECTIONS, MastodonVersionError, ("x",)),
    "collection_delete": (COLLECTIONS, MastodonVersionError, (1,)),
    "collection_item_add": (COLLECTIONS, MastodonVersionError, (1, 1)),
    "collection_item_delete": (COLLECTIONS, MastodonVersionError, (1, 1)),
    "collection_item_revoke": (COLLECTIONS, MastodonVersionError, (1, 1)),
    "collection_update": (COLLECTIONS, MastodonVersionError, (1,)),
    "annual_report": (YEARLY, MastodonNotFoundError, (2025,)),
    "annual_report_generate": (YEARLY, MastodonVersionError, (2025,)),
    "annual_report_read": (YEARLY, MastodonNotFoundError, (2025,)),
    "annual_report_state": (YEARLY, MastodonVersionError, (2025,)),
    "annual_reports": (YEARLY, MastodonNotFoundError, ()),
    "get_status_length": ("it asks nobody, and needs one package more", NotImplementedError, ("words",)),
    "stream_open_websocket": ("it needs one package more; masto.js tries WebSockets", NotImplementedError, ()),
    "get_async_refresh_status": ("no answer of the house is completed later", MastodonNotFoundError, ("1",)),
}
PARTS: tuple[Callable[[People], None], ...] = (
    people_parts.coming_in, people_parts.the_house, people_parts.accounts, people_parts.asking_to_follow,
    people_parts.profile, people_parts.tags, posts_parts.writing, posts_parts.quoting, posts_parts.polls_and_scheduled,
    posts_parts.timelines, posts_parts.lists, posts_parts.filters, live_parts.notifications, live_parts.reporting,
    live_parts.pushing, live_parts.streams, live_parts.itself,
)  # fmt: skip


@dataclass
class Walk:
    """people, and what became of each part: the exception, if one was raised, and what was missing or mistyped."""

    people: People
    raised: dict[str, BaseException | None]
    faults: dict[str, list[str]]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """All parts, in order, in a house of their own."""
    with furnished(tmp_path_factory.mktemp("all")) as house:
        gwen, huw, cadi = (client(house, name) for name in ("gwen", "huw", "cadi"))
        found = Walk(People(house, gwen, huw, cadi), {}, {})
        for part in PARTS:
            RecordingMastodon.faults.clear()
            try:
                part(found.people)
            except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  # its test raises it
                found.raised[part.__name__] = error
            found.faults[part.__name__] = sorted(set(RecordingMastodon.faults))
        yield found


@pytest.mark.parametrize("part", [part.__name__ for part in PARTS])
def test_every_answer_is_as_typed(walk: Walk, part: str) -> None:
    """Each call answers as documented, with every documented member in its type."""
    error = walk.raised.get(part)
    if error is not None:
        raise error
    assert not walk.faults[part], "\n".join(walk.faults[part])


def test_every_method_is_called(walk: Walk) -> None:
    """Each public method but those for administrators is called above, or its absence has a reason."""
    methods = {name for name in dir(Mastodon) if not name.startswith("_") and callable(getattr(Mastodon, name))}
    admin = {name for name in methods if name.startswith("admin_")}
    assert sorted(methods - admin - RecordingMastodon.called) == sorted(LEFT_OUT)
    assert not RecordingMastodon.called & set(LEFT_OUT)


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_is_left_out_says_so(walk: Walk, name: str) -> None:
    """What the house does not offer is a plain no to the client, never an answer that it could take for one."""
    _reason, error, arguments = LEFT_OUT[name]
    plain = Mastodon(
        access_token="token-of-gwen", api_base_url=walk.people.house.base_url, version_check_mode="created"
    )
    with pytest.raises(error):
        getattr(plain, name)(*arguments)
