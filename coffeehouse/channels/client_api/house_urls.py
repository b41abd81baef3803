"""Routes of what the house says of itself, of its announcements, and of reports."""

from __future__ import annotations

from coffeehouse.channels.client_api import announcements, house, instance, reports
from coffeehouse.channels.client_api.endpoints import route

HOUSE = [
    route("api/v2/instance", GET=instance.read_instance),
    route("api/v1/instance", GET=instance.read_instance_v1),
    route("api/v1/instance/languages", GET=instance.read_languages),
    route("api/v1/instance/rules", GET=house.read_rules),
    route("api/v1/instance/peers", GET=house.read_peers),
    route("api/v1/instance/activity", GET=house.read_activity),
    route("api/v1/instance/extended_description", GET=house.read_extended_description),
    route("api/v1/instance/privacy_policy", GET=house.read_privacy_policy),
    route("api/v1/instance/terms_of_service", GET=house.read_terms),
    route("api/v1/instance/terms_of_service/<date>", GET=house.read_terms_from),
    route("api/v1/instance/domain_blocks", GET=house.read_domain_blocks),
    route("api/v1/custom_emojis", GET=house.read_custom_emojis),
    route("api/v1/announcements", GET=announcements.read_announcements),
    route("api/v1/announcements/<id>/dismiss", POST=announcements.dismiss),
    route(
        "api/v1/announcements/<id>/reactions/<name>",
        PUT=announcements.add_reaction,
        DELETE=announcements.remove_reaction,
    ),
    route("api/v1/reports", POST=reports.create_report),
]
