"""Routes of quotes, scheduled posts, translation, trends and oEmbed."""

from __future__ import annotations

from coffeehouse.channels.client_api import oembed, quotes, scheduled, translations, trends
from coffeehouse.channels.client_api.endpoints import route

WRITING = [
    route("api/v1/statuses/<id>/quotes", GET=quotes.read_quotes),
    route("api/v1/statuses/<id>/quotes/<quoting_id>/revoke", POST=quotes.revoke),
    route("api/v1/statuses/<id>/interaction_policy", PUT=quotes.change_policy),
    route("api/v1/statuses/<id>/translate", POST=translations.translate),
    route("api/v1/instance/translation_languages", GET=translations.read_languages),
    route("api/v1/scheduled_statuses", GET=scheduled.read_scheduled_statuses),
    route(
        "api/v1/scheduled_statuses/<id>",
        GET=scheduled.read_scheduled_status,
        PUT=scheduled.reschedule,
        DELETE=scheduled.cancel,
    ),
    route("api/v1/trends", GET=trends.read_tags),
    route("api/v1/trends/tags", GET=trends.read_tags),
    route("api/v1/trends/statuses", GET=trends.read_statuses),
    route("api/v1/trends/links", GET=trends.read_links),
    route("api/v1/timelines/link", GET=trends.read_link_timeline),
    route("api/oembed", GET=oembed.read_oembed),
]
