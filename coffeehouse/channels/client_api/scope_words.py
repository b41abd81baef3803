"""OAuth scopes in the words of the member who is asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "read": _("See everything you can see here: posts, people, notifications, and your lists"),
    "write": _("Do everything you can do here: post, answer, boost, change your profile"),
    "follow": _("See and change whom you follow, block and mute"),
    "push": _("Send you notifications"),
    "profile": _("See your name and profile"),
    "admin": _("Use what administrators may use, if you are one"),
    "read:accounts": _("See accounts, including yours"),
    "read:blocks": _("See whom you block"),
    "read:bookmarks": _("See your bookmarks"),
    "read:favourites": _("See your favourites"),
    "read:filters": _("See your filters"),
    "read:follows": _("See whom you follow and who follows you"),
    "read:lists": _("See your lists"),
    "read:mutes": _("See whom you mute"),
    "read:notifications": _("See your notifications"),
    "read:search": _("Search for you"),
    "read:statuses": _("See all posts you can see"),
    "write:accounts": _("Change your profile"),
    "write:blocks": _("Block accounts"),
    "write:bookmarks": _("Change your bookmarks"),
    "write:conversations": _("Mute and remove conversations"),
    "write:favourites": _("Change your favourites"),
    "write:filters": _("Change your filters"),
    "write:follows": _("Follow and unfollow accounts"),
    "write:lists": _("Change your lists"),
    "write:media": _("Upload pictures"),
    "write:mutes": _("Mute accounts and threads"),
    "write:notifications": _("Remove your notifications"),
    "write:reports": _("Report to the people who run this house"),
    "write:statuses": _("Publish, change and delete posts"),
}


def in_words(scopes: str) -> list[str]:
    """One line for each scope; an unknown one by its name, so that nothing is granted unseen."""
    return [str(WORDS.get(scope, scope)) for scope in scopes.split()]
