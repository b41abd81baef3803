"""What the house says of itself is complete, true, and what the handlers keep to."""

from __future__ import annotations

import pytest
from django.conf import settings

from coffeehouse.domain.people.handlers import accounts
from coffeehouse.domain.posts.handlers import attaching, polling, reacting, writing
from tests.channels.client_api.api import Api
from tests.protocols.schema import faults


def test_both_versions(anonymous: Api) -> None:
    """Every documented member; a version string apps can compare; streaming's address."""
    second, first = anonymous.get("/api/v2/instance").json, anonymous.get("/api/v1/instance").json
    assert faults(second, "Instance") == []
    assert faults(first, "V1Instance") == []
    assert second["version"].startswith("4.4.0 (compatible; Coffeehouse ")
    assert (second["domain"], first["uri"]) == ("localhost:8000", "localhost:8000")
    assert second["configuration"]["urls"]["streaming"] == settings.STREAMING_URL
    assert second["registrations"]["approval_required"] is True


def test_the_limits_are_the_handlers(anonymous: Api) -> None:
    """An app that keeps to the published limits is never refused for them, and no limit is understated."""
    configuration = anonymous.get("/api/v2/instance").json["configuration"]
    assert configuration["accounts"]["max_pinned_statuses"] == reacting.MAX_PINS
    assert configuration["accounts"]["max_profile_fields"] == accounts.MAX_FIELDS
    assert configuration["statuses"]["max_characters"] == settings.MAX_POST_CHARACTERS
    assert configuration["statuses"]["max_media_attachments"] == writing.MAX_MEDIA
    assert configuration["media_attachments"]["description_limit"] == attaching.MAX_DESCRIPTION
    assert configuration["polls"] == {
        "max_options": polling.MAX_OPTIONS,
        "max_characters_per_option": polling.MAX_OPTION_CHARACTERS,
        "min_expiration": polling.MIN_SECONDS,
        "max_expiration": polling.MAX_SECONDS,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/custom_emojis", "/api/v1/trends", "/api/v1/trends/tags", "/api/v1/trends/statuses",
        "/api/v1/trends/links",
        "/api/v1/instance/rules", "/api/v1/instance/peers", "/api/v1/instance/domain_blocks",
    ],
)  # fmt: skip
def test_none_of_these_exist_yet(anonymous: Api, path: str) -> None:
    """Truly empty: nothing in the house can make one."""
    assert anonymous.get(path).json == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/filters", "/api/v2/filters", "/api/v1/announcements", "/api/v1/followed_tags", "/api/v1/featured_tags",
        "/api/v1/endorsements", "/api/v1/domain_blocks", "/api/v1/scheduled_statuses", "/api/v1/suggestions",
        "/api/v2/suggestions",
    ],
)  # fmt: skip
def test_nor_of_these_for_a_member(ada: Api, anonymous: Api, path: str) -> None:
    """The same, for who has a token."""
    assert ada.get(path).json == []
    assert anonymous.get(path).status == 401
