"""The commands of what readers keep for themselves: filters, direct conversations, which notifications come in."""

from __future__ import annotations

from coffeehouse.domain.context import Command
from coffeehouse.domain.posts import inbox_commands as commands
from coffeehouse.domain.posts.handlers import conversing, filtering, receiving
from coffeehouse.engine.commands import Handler, register, writes_per_account

FILTERS, CONVERSATIONS, NOTIFICATIONS = "write:filters", "write:conversations", "write:notifications"
# (command, handler, kind, sentence, scope)
PLAIN: tuple[tuple[type[Command], Handler, str, str, str], ...] = (
    (commands.CreateFilter, filtering.apply_create_filter, "filter.created", "{actor} made {object}.", FILTERS),
    (commands.UpdateFilter, filtering.apply_update_filter, "filter.updated", "{actor} changed {object}.", FILTERS),
    (commands.DeleteFilter, filtering.apply_delete_filter, "filter.deleted", "{actor} deleted {object}.", FILTERS),
    (
        commands.AddFilterKeyword, filtering.apply_add_filter_keyword, "filter.keyword_added",
        "{actor} added a keyword to {object}.", FILTERS,
    ),
    (
        commands.UpdateFilterKeyword, filtering.apply_update_filter_keyword, "filter.keyword_updated",
        "{actor} changed a keyword of {object}.", FILTERS,
    ),
    (
        commands.RemoveFilterKeyword, filtering.apply_remove_filter_keyword, "filter.keyword_removed",
        "{actor} removed a keyword from {object}.", FILTERS,
    ),
    (
        commands.AddFilterStatus, filtering.apply_add_filter_status, "filter.post_added",
        "{actor} put a post under {object}.", FILTERS,
    ),
    (
        commands.RemoveFilterStatus, filtering.apply_remove_filter_status, "filter.post_removed",
        "{actor} took a post out from under {object}.", FILTERS,
    ),
    (
        commands.ReadConversation, conversing.apply_read_conversation, "conversation.opened",
        "{actor} marked {object} as read.", CONVERSATIONS,
    ),
    (
        commands.UnreadConversation, conversing.apply_unread_conversation, "conversation.reopened",
        "{actor} marked {object} as not read yet.", CONVERSATIONS,
    ),
    (
        commands.DeleteConversation, conversing.apply_delete_conversation, "conversation.deleted",
        "{actor} took {object} off their list.", CONVERSATIONS,
    ),
    (
        commands.DismissNotificationGroup, receiving.apply_dismiss_notification_group, "notifications.dismissed",
        "{actor} dismissed a group of notifications of {object}.", NOTIFICATIONS,
    ),
    (
        commands.SetNotificationPolicy, receiving.apply_set_notification_policy, "notifications.policy_changed",
        "{actor} said whose notifications {object} lets in.", NOTIFICATIONS,
    ),
    (
        commands.AcceptNotificationRequests, receiving.apply_accept_notification_requests,
        "notifications.requests_accepted", "{actor} let in notifications that {object} had kept back.", NOTIFICATIONS,
    ),
    (
        commands.DismissNotificationRequests, receiving.apply_dismiss_notification_requests,
        "notifications.requests_dismissed", "{actor} dismissed notifications that {object} had kept back.",
        NOTIFICATIONS,
    ),
)  # fmt: skip


def fill() -> None:
    """Register these commands."""
    for command, handler, kind, sentence, scope in PLAIN:
        register(command, kind=kind, sentence=sentence, handler=handler, scope=scope, limits=writes_per_account)
