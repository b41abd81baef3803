"""What people of a simulation do, and what is compared at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Command
from coffeehouse.domain.federation.queries.identities import account_identities, post_identities
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.engine.act import Done
from coffeehouse.federation.actors import actor_of
from coffeehouse.ledger import verify
from coffeehouse.ledger.sign import verifier_key

Json = dict[str, Any]
ON_ACCOUNT: dict[str, Callable[..., Command]] = {"follow": people.FollowAccount, "unfollow": people.UnfollowAccount}
ON_POST: dict[str, Callable[..., Command]] = {
    "boost": posts.BoostPost, "unboost": posts.UnboostPost, "favourite": posts.FavouritePost,
    "unfavourite": posts.UnfavouritePost, "delete": posts.DeletePost,
}  # fmt: skip


def command_of(message: Json) -> Command | None:
    """What somebody is told to do; None when what it is about is not here."""
    verb = message["verb"]
    if verb == "say":
        return posts.PublishPost(text=message["text"], visibility="public")
    if verb in ON_ACCOUNT:
        whom = actor_of(message["whom"])
        return None if whom is None else ON_ACCOUNT[verb](target_id=whom.id)
    post_id = _post(message["post"])
    if post_id is None:
        return None
    if verb == "edit":
        return posts.EditPost(post_id=post_id, text=message["text"])
    if verb == "answer":
        return posts.PublishPost(text=message["text"], visibility="public", in_reply_to_id=post_id)
    return ON_POST[verb](post_id=post_id)


def _post(uri: str) -> int | None:
    own = f"https://{settings.DOMAIN}/"
    if uri.startswith(own):
        found = sql.value("SELECT id FROM posts_post WHERE id = %s", (int(uri.rpartition("/")[2]),))
    else:
        found = sql.value("SELECT id FROM federation_remoteobject WHERE uri = %s", (uri,))
    return None if found is None else int(found)


def identity_of(done: Done) -> str:
    """The identity of the post that was published; nothing for other acts."""
    if not done.object.startswith("post/") or not isinstance(done.result, dict):
        return ""
    post_id = int(done.object.removeprefix("post/"))
    found = post_identities([post_id]).get(post_id)
    return found.uri if found else ""


def state() -> Json:
    """Follows that were granted, posts with their words, and what verifying finds, all by identity."""
    follows = sql.rows("SELECT account_id, target_id FROM people_follow WHERE NOT is_pending")
    names = account_identities({account for follow in follows for account in follow})
    here = sql.rows("SELECT id, account_id, text FROM posts_post WHERE boost_of_id IS NULL")
    boosts = sql.rows("SELECT boost_of_id, account_id FROM posts_post WHERE boost_of_id IS NOT NULL")
    likes = sql.rows("SELECT post_id, account_id FROM posts_favourite")
    authors = account_identities({row[1] for row in (*here, *boosts, *likes)})
    identities = post_identities({row[0] for row in here})
    return {
        "follows": sorted([names[one].uri, names[other].uri] for one, other in follows),
        "posts": sorted([identities[row[0]].uri, authors[row[1]].uri, row[2]] for row in here),
        "boosts": sorted([identities[row[0]].uri, authors[row[1]].uri] for row in boosts),
        "likes": sorted([identities[row[0]].uri, authors[row[1]].uri] for row in likes),
        "dead": sql.value("SELECT COUNT(*) FROM federation_delivery WHERE dead_at IS NOT NULL"),
        "found": _verified(),
    }


def _verified() -> list[str]:
    """What is wrong between the ledger and the rows: the state is the fold of the entries, or it is named here."""
    source = verify.open_source(str(settings.DATA / "house.sqlite3"))
    report = verify.verify(
        source, [verifier_key(Path(settings.KEYS), settings.LEDGER_ORIGIN).text()], origin=settings.LEDGER_ORIGIN
    )
    source.connection.close()
    return [f"{where}: {what}" for where, what in report.findings]
