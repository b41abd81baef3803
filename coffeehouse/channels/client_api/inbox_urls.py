"""Routes of what a reader keeps for themselves: filters, direct conversations, notifications. Part of `urls`."""

from __future__ import annotations

from coffeehouse.channels.client_api import (
    conversations,
    filters,
    notification_groups,
    notification_requests,
    notifications,
)
from coffeehouse.channels.client_api.endpoints import route

FILTERS = [
    route("api/v2/filters", GET=filters.read_filters, POST=filters.create_filter),
    route(
        "api/v2/filters/keywords/<id>",
        GET=filters.read_keyword,
        PUT=filters.update_keyword,
        DELETE=filters.remove_keyword,
    ),
    route("api/v2/filters/statuses/<id>", GET=filters.read_status, DELETE=filters.remove_status),
    route("api/v2/filters/<id>", GET=filters.read_filter, PUT=filters.update_filter, DELETE=filters.delete_filter),
    route("api/v2/filters/<id>/keywords", GET=filters.read_keywords, POST=filters.add_keyword),
    route("api/v2/filters/<id>/statuses", GET=filters.read_statuses, POST=filters.add_status),
    route("api/v1/filters", GET=filters.read_v1_filters, POST=filters.create_v1_filter),
    route(
        "api/v1/filters/<id>",
        GET=filters.read_v1_filter,
        PUT=filters.update_v1_filter,
        DELETE=filters.delete_v1_filter,
    ),
]
CONVERSATIONS = [
    route("api/v1/conversations", GET=conversations.read_conversations),
    route("api/v1/conversations/<id>", DELETE=conversations.delete_conversation),
    route("api/v1/conversations/<id>/read", POST=conversations.mark_read),
    route("api/v1/conversations/<id>/unread", POST=conversations.mark_unread),
    route("api/v1/timelines/direct", GET=conversations.read_direct),
]
NOTIFICATIONS = [
    route("api/v1/notifications", GET=notifications.read_notifications),
    route("api/v1/notifications/clear", POST=notifications.clear_notifications),
    route("api/v1/notifications/dismiss", POST=notifications.dismiss_by_body),
    route("api/v1/notifications/unread_count", GET=notifications.count_unread),
    route(
        "api/v1/notifications/policy",
        GET=notification_requests.read_v1_policy,
        PATCH=notification_requests.update_v1_policy,
        PUT=notification_requests.update_v1_policy,
    ),
    route("api/v1/notifications/requests", GET=notification_requests.read_requests),
    route("api/v1/notifications/requests/accept", POST=notification_requests.accept_requests),
    route("api/v1/notifications/requests/dismiss", POST=notification_requests.dismiss_requests),
    route("api/v1/notifications/requests/merged", GET=notification_requests.are_merged),
    route("api/v1/notifications/requests/<id>", GET=notification_requests.read_request),
    route("api/v1/notifications/requests/<id>/accept", POST=notification_requests.accept_request),
    route("api/v1/notifications/requests/<id>/dismiss", POST=notification_requests.dismiss_request),
    route("api/v1/notifications/<id>", GET=notifications.read_notification),
    route("api/v1/notifications/<id>/dismiss", POST=notifications.dismiss_notification),
    route("api/v2/notifications", GET=notification_groups.read_groups),
    route("api/v2/notifications/clear", POST=notifications.clear_notifications),
    route("api/v2/notifications/unread_count", GET=notification_groups.count_groups),
    route(
        "api/v2/notifications/policy",
        GET=notification_requests.read_policy,
        PATCH=notification_requests.update_policy,
        PUT=notification_requests.update_policy,
    ),
    route("api/v2/notifications/<key>", GET=notification_groups.read_group),
    route("api/v2/notifications/<key>/accounts", GET=notification_groups.read_group_accounts),
    route("api/v2/notifications/<key>/dismiss", POST=notification_groups.dismiss_group),
]
INBOX = [*FILTERS, *CONVERSATIONS, *NOTIFICATIONS]
