"""Fills a house through the engine: people who follow each other, posts in threads, boosts, favourites.

Run inside the house's environment: `python -m benchmarks.seed USERS POSTS`; prints a JSON line with what to ask for.
"""

from __future__ import annotations

import json
import random
import secrets
import sys

import django

django.setup()

from coffeehouse.database import sql  # noqa: E402
from coffeehouse.domain.context import SYSTEM, Actor  # noqa: E402
from coffeehouse.domain.people import commands as people  # noqa: E402
from coffeehouse.domain.people import queries  # noqa: E402
from coffeehouse.domain.posts import commands as posts  # noqa: E402
from coffeehouse.engine.act import act  # noqa: E402
from coffeehouse.kernel.secrets import hash_secret  # noqa: E402
from coffeehouse.ledger.integrate import integrate  # noqa: E402

WORDS = (
    "rain bus bins library market river council clinic school road park bridge garden meeting repair train choir"
    " festival flood warden kettle bakery football allotment museum shelter crossing hedge pavement survey"
).split()


def people_who_follow(users: int, chance: random.Random) -> list[Actor]:
    """Members; the first is followed by the next 49, everybody else by some."""
    actors: list[Actor] = []
    for number in range(users):
        command = people.AddMember(username=f"person{number}", email=f"p{number}@example.org", password_hash="!")
        actors.append(queries.read_actor_of_member(int(act(command, SYSTEM, "cli").result["member_id"])))
    for actor in actors[1:50]:
        act(people.FollowAccount(target_id=actors[0].account_id or 0), actor, "web")
    for actor in actors[1:]:
        for other in chance.sample(actors[1:], min(20, len(actors) - 1)):
            if other is not actor:
                act(people.FollowAccount(target_id=other.account_id or 0), actor, "web")
    return actors


def talk(actors: list[Actor], wanted: int, chance: random.Random) -> list[int]:
    """Posts in threads, a fifth favourited, a tenth boosted; their ids."""
    ids: list[int] = []
    for number in range(wanted):
        text = f"{number} {' '.join(chance.choices(WORDS, k=18))} #{chance.choice(WORDS)}"
        parent = chance.choice(ids[-200:]) if ids and chance.random() < 0.3 else None
        command = posts.PublishPost(text=text, in_reply_to_id=parent, visibility="public")
        ids.append(int(act(command, chance.choice(actors), "web").result["id"]))
        if chance.random() < 0.2:
            act(posts.FavouritePost(post_id=chance.choice(ids[-500:])), chance.choice(actors), "web")
        if chance.random() < 0.1:
            act(posts.BoostPost(post_id=chance.choice(ids[-500:])), chance.choice(actors), "web")
    return ids


def token_of(actor: Actor) -> str:
    """A token for the account."""
    token = secrets.token_urlsafe(32)
    command = people.IssueToken(
        account_id=actor.account_id or 0, scopes="read write follow", label="benchmark", token_hash=hash_secret(token)
    )
    act(command, SYSTEM, "cli")
    return token


def main() -> None:
    """Seed, then print a JSON line for the reader, one for the author of the posting benchmark, one for a newcomer."""
    chance = random.Random(2026)
    actors = people_who_follow(int(sys.argv[1]), chance)
    ids = talk(actors, int(sys.argv[2]), chance)
    author, reader = actors[0], actors[1]
    own = sql.value("SELECT MAX(id) FROM posts_post WHERE account_id = %s", (reader.account_id,))
    for actor in actors[2:42]:
        act(posts.FavouritePost(post_id=own), actor, "web")
    integrate()
    status = ids[len(ids) // 2]
    page = sql.value(
        "SELECT a.acct FROM posts_post p JOIN people_account a ON a.id = p.account_id WHERE p.id = %s", (status,)
    )
    command = people.AddMember(username="newcomer", email="newcomer@example.org", password_hash="!")
    newcomer = queries.read_actor_of_member(int(act(command, SYSTEM, "cli").result["member_id"]))
    for actor in (reader, author, newcomer):
        found = {
            "token": token_of(actor),
            "account_id": str(actor.account_id),
            "status_id": str(status),
            "status_page": f"/@{page}/{status}",
            "profile_page": f"/@{page}",
        }
        print(json.dumps(found))


if __name__ == "__main__":
    main()
