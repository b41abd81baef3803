"""Every route of the client API. The first that fits counts; what fits none is a JSON 404.

What is not offered here is a 404, so that no app believes in an empty list.
"""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from coffeehouse.channels.client_api import (
    accounts,
    apps_oauth,
    consent,
    lists,
    media,
    polls,
    push,
    registering,
    relation_urls,
    relations,
    search,
    statuses,
    timelines,
)
from coffeehouse.channels.client_api.calls import Answer, Call
from coffeehouse.channels.client_api.elsewhere import STREAMING
from coffeehouse.channels.client_api.endpoints import Endpoint, build_view, route, unlocked
from coffeehouse.channels.client_api.house_urls import HOUSE
from coffeehouse.channels.client_api.inbox_urls import INBOX
from coffeehouse.channels.client_api.writing_urls import WRITING
from coffeehouse.kernel.errors import NotFound


@unlocked
def nowhere(_call: Call) -> Answer:
    """What is not there."""
    raise NotFound()


def _verbs(path: str, verbs: dict[str, Endpoint]) -> list[URLPattern]:
    return [route(f"{path}/{name}", POST=endpoint) for name, endpoint in verbs.items()]


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OAUTH = [
    route("api/v1/apps", POST=apps_oauth.create_app),
    route("api/v1/apps/verify_credentials", GET=apps_oauth.verify_app),
    path("oauth/authorize", consent.authorize, name="oauth/authorize"),
    route("oauth/token", POST=apps_oauth.create_token),
    route("oauth/revoke", POST=apps_oauth.revoke_token),
    route("oauth/userinfo", GET=apps_oauth.read_userinfo, POST=apps_oauth.read_userinfo),
]
ACCOUNTS = [
    route("api/v1/emails/confirmations", POST=registering.request_confirmation),
    route("api/v1/emails/check_confirmation", GET=registering.check_confirmation),
    route("api/v1/accounts", GET=accounts.read_accounts, POST=registering.create_account),
    route("api/v1/accounts/verify_credentials", GET=accounts.verify_credentials),
    route("api/v1/accounts/relationships", GET=accounts.read_relationships),
    route("api/v1/accounts/lookup", GET=accounts.lookup),
    route("api/v1/accounts/search", GET=accounts.search),
    route("api/v1/accounts/<id>", GET=accounts.read_account),
    route("api/v1/accounts/<id>/statuses", GET=timelines.read_account_statuses),
    route("api/v1/accounts/<id>/followers", GET=accounts.read_followers),
    route("api/v1/accounts/<id>/following", GET=accounts.read_following),
    route("api/v1/accounts/<id>/lists", GET=accounts.read_lists_of),
    route("api/v1/accounts/<id>/identity_proofs", GET=accounts.read_identity_proofs),
    *_verbs(
        "api/v1/accounts/<id>",
        {
            "follow": relations.follow,
            "unfollow": relations.unfollow,
            "block": relations.block,
            "unblock": relations.unblock,
            "mute": relations.mute,
            "unmute": relations.unmute,
            "note": relations.note,
            "remove_from_followers": relations.remove_follower,
        },
    ),
    route("api/v1/preferences", GET=accounts.read_preferences),
    route("api/v1/follow_requests", GET=relations.read_follow_requests),
    route("api/v1/follow_requests/<id>/authorize", POST=relations.authorize_follow),
    route("api/v1/follow_requests/<id>/reject", POST=relations.reject_follow),
    route("api/v1/blocks", GET=relations.read_blocks),
    route("api/v1/mutes", GET=relations.read_mutes),
]
STATUSES = [
    route("api/v1/statuses", GET=statuses.read_statuses, POST=statuses.create_status),
    route("api/v1/statuses/<id>", GET=statuses.read_status, PUT=statuses.edit_status, DELETE=statuses.delete_status),
    route("api/v1/statuses/<id>/context", GET=statuses.read_context),
    route("api/v1/statuses/<id>/history", GET=statuses.read_history),
    route("api/v1/statuses/<id>/source", GET=statuses.read_source),
    route("api/v1/statuses/<id>/reblogged_by", GET=statuses.read_reblogged_by),
    route("api/v1/statuses/<id>/favourited_by", GET=statuses.read_favourited_by),
    *_verbs(
        "api/v1/statuses/<id>",
        {
            "reblog": statuses.reblog,
            "unreblog": statuses.unreblog,
            "favourite": statuses.favourite,
            "unfavourite": statuses.unfavourite,
            "bookmark": statuses.bookmark,
            "unbookmark": statuses.unbookmark,
            "pin": statuses.pin,
            "unpin": statuses.unpin,
            "mute": statuses.mute,
            "unmute": statuses.unmute,
        },
    ),
    route("api/v1/polls/<id>", GET=polls.read_poll),
    route("api/v1/polls/<id>/votes", POST=polls.vote),
    route("api/v1/media", POST=media.upload_and_wait),
    route("api/v2/media", POST=media.upload),
    route("api/v1/media/<id>", GET=media.read_media, PUT=media.describe, DELETE=media.delete),
]
READING = [
    route("api/v1/timelines/home", GET=timelines.read_home),
    route("api/v1/timelines/public", GET=timelines.read_public),
    route("api/v1/timelines/tag/<hashtag>", GET=timelines.read_tag),
    route("api/v1/timelines/list/<id>", GET=timelines.read_list),
    route("api/v1/bookmarks", GET=timelines.read_bookmarks),
    route("api/v1/favourites", GET=timelines.read_favourites),
    route("api/v1/lists", GET=lists.read_lists, POST=lists.create_list),
    route("api/v1/lists/<id>", GET=lists.read_list, PUT=lists.update_list, DELETE=lists.delete_list),
    route(
        "api/v1/lists/<id>/accounts",
        GET=lists.read_list_accounts,
        POST=lists.add_list_accounts,
        DELETE=lists.remove_list_accounts,
    ),
    route("api/v1/markers", GET=lists.read_markers, POST=lists.set_markers),
    route("api/v2/search", GET=search.search),
]
PUSH = [
    route(
        "api/v1/push/subscription",
        GET=push.read_subscription,
        POST=push.create_subscription,
        PUT=push.update_subscription,
        DELETE=push.delete_subscription,
    ),
]
urlpatterns = [
    *OAUTH, *relation_urls.ROUTES, *ACCOUNTS, *STATUSES, *WRITING, *READING, *INBOX,
    *PUSH, *HOUSE, *STREAMING,
    re_path(r"^(?:api|oauth)/.*$", build_view(dict.fromkeys(METHODS, nowhere)), name="nowhere"),
]  # fmt: skip
