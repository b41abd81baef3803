"""Every read of the client API as addresses to ask for, and a house in which each finds something.

Whoever measures or explains reads walks these. A route's addresses differ where they make different queries.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts.commands import PollDraft
from coffeehouse.domain.posts.writing_commands import AttachCard
from coffeehouse.engine.act import act
from coffeehouse.engine.housekeeping import refresh_trends
from coffeehouse.kernel import clock
from tests.cast import Cast
from tests.channels.client_api.api import Api
from tests.channels.client_api.test_accounts import picture

URL = "https://example.org/bins"
PAGED = ("", "?limit=5&max_id={newest}", "?limit=5&min_id=1")
OF_STATUSES = (
    *PAGED,
    "?only_media=true",
    "?exclude_replies=true",
    "?exclude_reblogs=true",
    "?tagged=bins",
    "?pinned=true",
)

# Route → what follows it: another query of it, each.
READS: dict[str, tuple[str, ...]] = {
    "api/v1/accounts": ("?id[]={account}&id[]={viewer}",),
    "api/v1/accounts/<id>": ("",),
    "api/v1/accounts/<id>/statuses": OF_STATUSES,
    "api/v1/accounts/<id>/followers": PAGED,
    "api/v1/accounts/<id>/following": PAGED,
    "api/v1/accounts/<id>/lists": ("",),
    "api/v1/accounts/<id>/identity_proofs": ("",),
    "api/v1/accounts/<id>/featured_tags": ("",),
    "api/v1/accounts/<id>/endorsements": PAGED,
    "api/v1/accounts/familiar_followers": ("?id[]={account}",),
    "api/v1/accounts/lookup": ("?acct={name}",),
    "api/v1/accounts/relationships": ("?id[]={account}&id[]={viewer}",),
    "api/v1/accounts/search": ("?q={name}", "?q=b&following=true", "?q={name}&offset=1"),
    "api/v1/accounts/verify_credentials": ("",),
    "api/v1/apps/verify_credentials": ("",),
    "api/v1/blocks": PAGED,
    "api/v1/bookmarks": PAGED,
    "api/v1/conversations": PAGED,
    "api/v1/custom_emojis": ("",),
    "api/v1/announcements": ("",),
    "api/v1/directory": ("", "?order=new", "?local=true", "?offset=5"),
    "api/v1/domain_blocks": PAGED,
    "api/v1/emails/check_confirmation": ("",),
    "api/v1/endorsements": PAGED,
    "api/v1/favourites": PAGED,
    "api/v1/featured_tags": ("",),
    "api/v1/featured_tags/suggestions": ("",),
    "api/v1/filters": ("",),
    "api/v1/filters/<id>": ("{keyword}",),
    "api/v1/follow_requests": PAGED,
    "api/v1/followed_tags": PAGED,
    "api/v1/instance": ("",),
    "api/v1/instance/activity": ("",),
    "api/v1/instance/domain_blocks": ("",),
    "api/v1/instance/extended_description": ("",),
    "api/v1/instance/languages": ("",),
    "api/v1/instance/peers": ("",),
    "api/v1/instance/privacy_policy": ("",),
    "api/v1/instance/rules": ("",),
    "api/v1/instance/terms_of_service": ("",),
    "api/v1/instance/terms_of_service/<date>": ("2026-01-01",),
    "api/v1/instance/translation_languages": ("",),
    "api/v1/lists": ("",),
    "api/v1/lists/<id>": ("{list}",),
    "api/v1/lists/<id>/accounts": PAGED,
    "api/v1/markers": ("?timeline[]=home&timeline[]=notifications",),
    "api/v1/media/<id>": ("{media}",),
    "api/v1/mutes": PAGED,
    "api/v1/notifications": (*PAGED, "?types[]=mention", "?exclude_types[]=mention", "?account_id={account}"),
    "api/v1/notifications/<id>": ("{notification}",),
    "api/v1/notifications/policy": ("",),
    "api/v1/notifications/requests": PAGED,
    "api/v1/notifications/requests/<id>": ("{request}",),
    "api/v1/notifications/requests/merged": ("",),
    "api/v1/notifications/unread_count": ("",),
    "api/v1/polls/<id>": ("{poll}",),
    "api/v1/preferences": ("",),
    "api/v1/profile": ("",),
    "api/v1/push/subscription": ("",),
    "api/v1/scheduled_statuses": PAGED,
    "api/v1/scheduled_statuses/<id>": ("{scheduled}",),
    "api/v1/statuses": ("?id[]={status}&id[]={poll}",),
    "api/v1/statuses/<id>": ("{status}", "{quoting}"),
    "api/v1/statuses/<id>/context": ("",),
    "api/v1/statuses/<id>/favourited_by": PAGED,
    "api/v1/statuses/<id>/history": ("",),
    "api/v1/statuses/<id>/quotes": PAGED,
    "api/v1/statuses/<id>/reblogged_by": PAGED,
    "api/v1/statuses/<id>/source": ("",),
    "api/v1/suggestions": ("",),
    "api/v1/tags/<name>": ("bins",),
    "api/v1/timelines/direct": PAGED,
    "api/v1/timelines/home": PAGED,
    "api/v1/timelines/link": (f"?url={URL}", f"?url={URL}&min_id=1"),
    "api/v1/timelines/list/<id>": PAGED,
    "api/v1/timelines/public": (*PAGED, "?only_media=true", "?only_media=true&min_id=1", "?remote=true", "?local=true"),
    "api/v1/timelines/tag/<hashtag>": (
        *PAGED, "?only_media=true", "?any[]=tea", "?any[]=tea&min_id=1", "?all[]=tea", "?none[]=tea",
    ),
    "api/v1/trends": ("",),
    "api/v1/trends/links": ("",),
    "api/v1/trends/statuses": ("",),
    "api/v1/trends/tags": ("",),
    "api/v2/filters": ("",),
    "api/v2/filters/<id>": ("{filter}",),
    "api/v2/filters/<id>/keywords": ("",),
    "api/v2/filters/<id>/statuses": ("",),
    "api/v2/filters/keywords/<id>": ("{keyword}",),
    "api/v2/filters/statuses/<id>": ("{filtered}",),
    "api/v2/instance": ("",),
    "api/v2/notifications": (*PAGED, "?types[]=favourite", "?expand_accounts=partial_avatars"),
    "api/v2/notifications/<key>": ("{group}", "ungrouped-{notification}"),
    "api/v2/notifications/<key>/accounts": PAGED,
    "api/v2/notifications/policy": ("",),
    "api/v2/notifications/unread_count": ("",),
    "api/v2/search": (
        "?q=bins", "?q=bins tea&type=statuses", "?q=bins&account_id={account}&type=statuses", "?q=ada&type=accounts",
        "?q=ada&type=accounts&following=true", "?q=b&type=hashtags", "?q=bins&type=statuses&offset=5",
    ),
    "api/v2/suggestions": ("",),
    "oauth/userinfo": ("",),
    "api/oembed": ("?url={page}",),
}  # fmt: skip
# What stands for the variable piece of a route whose addresses do not say it themselves.
PIECES = {
    "accounts": "{account}", "statuses": "{status}", "lists": "{list}", "list": "{list}", "filters": "{filter}",
    "notifications": "{group}", "tag": "bins",
}  # fmt: skip


def addresses(route: str, found: dict[str, str]) -> list[str]:
    """What to ask of a route in a house where `found` names what there is."""
    made = []
    for more in READS[route]:
        path = route
        if "<" in route:
            before, _, after = route.partition("<")
            rest = after.partition(">")[2]
            ends_here = not rest and not more.startswith("?") and more
            piece = more if ends_here else PIECES[before.rstrip("/").split("/")[-1]]
            path, more = f"{before}{piece}{rest}", "" if ends_here else more
        made.append("/" + (path + more).format(**found))
    return made


def furnish(cast: Cast) -> tuple[Api, dict[str, str]]:
    """Ada's app in a house where she has some of everything, and the ids of it."""
    ada, api = cast.ada, Api(cast.ada.token())
    for other in (cast.faye, cast.sam, cast.wyn):
        ada.does(people.FollowAccount(target_id=other.account_id))
    cast.sam.does(people.FollowAccount(target_id=cast.faye.account_id))
    found = {**_said(cast, api), **_kept(cast, api), "viewer": ada.id, "account": cast.faye.id, "name": "faye"}
    notified = api.get("/api/v1/notifications", **{"types[]": "favourite"}).json[0]
    waiting = api.get("/api/v1/notifications/requests").json
    found |= {"notification": notified["id"], "group": notified["group_key"], "request": waiting[0]["id"]}
    found["page"] = f"{settings.BASE_URL}/@ada/{found['status']}"
    refresh_trends()
    return api, found


def _said(cast: Cast, api: Api) -> dict[str, str]:
    """Posts of every kind, and what others did with them."""
    ada, made = cast.ada, {}
    media = api.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    made["status"] = api.post("/api/v1/statuses", {"status": f"#bins #tea {URL}", "media_ids": [media]}).json["id"]
    made["media"] = api.multipart("POST", "/api/v2/media", file=picture()).json["id"]
    made["poll"] = str(ada.says("Which?", poll=PollDraft(options=("a", "b"), expires_in=3600)))
    for person in (cast.faye, cast.sam, cast.wyn):
        app = Api(person.token())
        said = person.says(f"@ada #bins {URL}", in_reply_to_id=int(made["status"]))
        act(AttachCard(post_id=said, url=URL, title="Bins"), SYSTEM, "worker")
        for verb in ("favourite", "reblog"):
            app.post(f"/api/v1/statuses/{made['status']}/{verb}")
        app.post(f"/api/v1/polls/{made['poll']}/votes", {"choices": [0]})
        for verb in ("favourite", "bookmark", "reblog"):
            api.post(f"/api/v1/statuses/{said}/{verb}")
    quoting = {"status": "as she says", "quoted_status_id": made["status"]}
    made["quoting"] = Api(cast.faye.token()).post("/api/v1/statuses", quoting).json["id"]
    api.post(f"/api/v1/statuses/{made['status']}/pin")
    edited = str(ada.says("not yet right"))
    api.put(f"/api/v1/statuses/{edited}", {"status": "right"})
    cast.faye.says("@ada for you", "direct")
    made["newest"] = str(cast.sam.says("only for followers", "followers"))
    return made


def _kept(cast: Cast, api: Api) -> dict[str, str]:
    """Lists, filters, followed hashtags, distances, and what waits."""
    made = {"list": api.post("/api/v1/lists", {"title": "Friends", "replies_policy": "list"}).json["id"]}
    api.post(f"/api/v1/lists/{made['list']}/accounts", {"account_ids": [cast.faye.id, cast.sam.id]})
    filtered = api.post(
        "/api/v2/filters", {"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "zzz"}]}
    ).json
    made |= {"filter": filtered["id"], "keyword": filtered["keywords"][0]["id"]}
    status_id = str(cast.wyn.says("no more of this"))
    made["filtered"] = api.post(f"/api/v2/filters/{made['filter']}/statuses", {"status_id": status_id}).json["id"]
    for name in ("bins", "tea"):
        api.post(f"/api/v1/tags/{name}/follow")
        api.post(f"/api/v1/tags/{name}/feature")
    api.post("/api/v1/domain_blocks", {"domain": "elsewhere.example"})
    api.post(f"/api/v1/accounts/{cast.faye.id}/endorse")
    api.post(f"/api/v1/accounts/{cast.faye.id}/note", {"comment": "a neighbour"})
    api.post(f"/api/v1/accounts/{cast.cade.id}/mute", {"duration": 3600})
    api.post("/api/v1/markers", {"home": {"last_read_id": "1"}, "notifications": {"last_read_id": "1"}})
    api.patch("/api/v2/notifications/policy", {"for_not_following": "filter"})
    cast.bevan.says("@ada hello")
    tomorrow: Any = clock.iso(clock.now_ms() + clock.DAY)
    made["scheduled"] = api.post("/api/v1/statuses", {"status": "later", "scheduled_at": tomorrow}).json["id"]
    sql.execute("UPDATE people_account SET is_locked = %s WHERE id = %s", (True, cast.ada.account_id))
    cast.bevan.does(people.FollowAccount(target_id=cast.ada.account_id))
    return made
