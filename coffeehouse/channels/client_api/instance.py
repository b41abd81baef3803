"""What the house says about itself: its name, what it can do, and its limits, so that apps need not guess."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from msgspec import Raw

from coffeehouse import __version__
from coffeehouse.channels.client_api.answers import entity
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.endpoints import unlocked
from coffeehouse.domain.people import queries as people
from coffeehouse.domain.people.queries.house import contact_account_id, known_domains, read_house_text, rule_entities
from coffeehouse.domain.people.queries.push import vapid_public_key
from coffeehouse.domain.posts import uploading
from coffeehouse.kernel.language import is_language
from coffeehouse.protocols import recordings

# The Mastodon version whose API this is: apps compare it before they offer a feature.
SPEAKS = "4.5.0"
VERSION = f"{SPEAKS} (compatible; Coffeehouse {__version__})"
API_VERSION = 7  # Mastodon 4.5's: apps offer quotes from this on
RESERVED_PER_URL = 23
MAX_FEATURED_TAGS = 10


def _configuration() -> dict[str, Any]:
    """What v1 and v2 share. The limits are those the handlers keep."""
    return {
        "accounts": {
            "max_featured_tags": MAX_FEATURED_TAGS,
            "max_pinned_statuses": 5,
            "max_profile_fields": 4,
            "profile_field_name_limit": 255,
            "profile_field_value_limit": 255,
            "max_display_name_length": 100,
            "max_note_length": 2_000,
            "max_avatar_description_length": 1_500,
            "max_header_description_length": 1_500,
        },
        "statuses": {
            "max_characters": settings.MAX_POST_CHARACTERS,
            "max_media_attachments": 4,
            "characters_reserved_per_url": RESERVED_PER_URL,
            "supported_mime_types": ["text/plain"],
        },
        "media_attachments": {
            "supported_mime_types": uploading.content_types(),
            "description_limit": 1_500,
            "image_size_limit": settings.MEDIA_MAX_BYTES,
            "image_matrix_limit": settings.MEDIA_MAX_PIXELS,
            # Where no video is taken, its limits are nothing.
            "video_size_limit": settings.VIDEO_MAX_BYTES if recordings.available() else 0,
            "video_frame_rate_limit": recordings.MAX_FRAME_RATE if recordings.available() else 0,
            "video_matrix_limit": recordings.MAX_PIXELS if recordings.available() else 0,
        },
        "polls": {
            "max_options": 8,
            "max_characters_per_option": 100,
            "min_expiration": 300,
            "max_expiration": 60 * 86_400,
        },
    }


def _terms_address() -> str | None:
    """The page of the terms, where the body has written some."""
    return _address("/terms") if read_house_text("terms", settings.LANGUAGE_CODE) else None


def _contact() -> Raw | None:
    """The account of whom people can turn to."""
    account_id = contact_account_id()
    found = None if account_id is None else people.read_account(None, account_id)
    return None if found is None else Raw(found.encode())


def _address(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def languages() -> list[str]:
    """The languages of the house's own pages."""
    return [code for code, _ in settings.LANGUAGES if is_language(code)]


@unlocked
def read_instance(_call: Call) -> Answer:
    """Version 2."""
    open_to = {"local": "public", "remote": "public"}
    return entity(
        {
            "domain": settings.DOMAIN,
            "title": settings.BODY_NAME,
            "version": VERSION,
            "source_url": _address("/about"),
            "description": settings.BODY_ABOUT,
            "usage": {"users": {"active_month": people.read_usage().active_month}},
            "thumbnail": {
                "url": _address("/headers/default.png"),
                "blurhash": None,
                "versions": {},
                "description": f"The banner of {settings.BODY_NAME}",
            },
            "icon": [{"src": _address(f"/icons/{size}.png"), "size": f"{size}x{size}"} for size in (192, 512)],
            "languages": languages(),
            "configuration": {
                "urls": {
                    "streaming": settings.STREAMING_URL,
                    "status": None,
                    "about": _address("/about"),
                    "privacy_policy": _address("/privacy"),
                    "terms_of_service": _terms_address(),
                },
                "vapid": {"public_key": vapid_public_key()},
                **_configuration(),
                "translation": {"enabled": bool(settings.TRANSLATE_URL)},
                "timelines_access": {
                    "live_feeds": open_to, "hashtag_feeds": open_to, "trending_link_feeds": open_to,
                },
                "limited_federation": settings.FEDERATION != "open",
            },
            "registrations": {
                "enabled": True,
                "approval_required": not settings.TEST_MODE,
                "reason_required": False,
                "message": None,
                "min_age": None,
                "url": _address("/register"),
            },
            "api_versions": {"mastodon": API_VERSION},
            "contact": {"email": settings.CONTACT_EMAIL, "account": _contact()},
            "rules": rule_entities(),
            "wrapstodon": None,
        }
    )  # fmt: skip


@unlocked
def read_instance_v1(_call: Call) -> Answer:
    """Version 1, for older apps."""
    usage = people.read_usage()
    return entity(
        {
            "uri": settings.DOMAIN,
            "title": settings.BODY_NAME,
            "short_description": settings.BODY_ABOUT,
            "description": settings.BODY_ABOUT,
            "email": settings.CONTACT_EMAIL,
            "version": VERSION,
            "urls": {"streaming_api": settings.STREAMING_URL},
            "stats": {
                "user_count": usage.accounts,
                "status_count": usage.statuses,
                "domain_count": len(known_domains()),
            },
            "thumbnail": _address("/headers/default.png"),
            "languages": languages(),
            "registrations": True,
            "approval_required": not settings.TEST_MODE,
            "invites_enabled": False,
            "configuration": _configuration(),
            "contact_account": _contact(),
            "rules": rule_entities(),
        }
    )


@unlocked
def read_languages(_call: Call) -> Answer:
    """Codes and names of the languages of the pages."""
    return entity([{"code": code, "name": name} for code, name in settings.LANGUAGES])
