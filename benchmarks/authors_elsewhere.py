"""Run by `benchmarks.inbox` in a house's environment: Ada, what she posted, and people elsewhere whom she follows.

`python -m benchmarks.authors_elsewhere PORT AUTHORS POSTS KEY`. KEY: a file with the public key they all sign with.
Prints the ids of Ada's posts as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

from coffeehouse.database import sql, transaction

HOSTS = 20


def base_of(number: int, port: int, *, known: bool) -> str:
    """The address of the server that an author lives on: an address of this machine for each."""
    return f"http://127.{80 if known else 81}.0.{number % HOSTS + 1}:{port}"


def actor_of(number: int, port: int, *, known: bool) -> str:
    """The identity of an author."""
    return f"{base_of(number, port, known=known)}/users/author{number}"


def main() -> None:
    """The command."""
    django.setup()
    import msgspec

    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.federation.commands import ReceiveActor
    from coffeehouse.domain.federation.queries import remote_actor
    from coffeehouse.domain.people.commands import AuthorizeFollow, FollowAccount
    from coffeehouse.engine.act import act
    from coffeehouse.protocols.activitypub.documents import ActorDocument
    from tests.commands.house import House  # the cast that tests use

    port, authors, count = (int(word) for word in sys.argv[1:4])
    public = Path(sys.argv[4]).read_text("ascii")
    house = House()
    for number in range(authors):
        uri, base = actor_of(number, port, known=True), base_of(number, port, known=True)
        document = {
            "id": uri, "type": "Person", "username": f"author{number}", "inbox": f"{uri}/inbox",
            "shared_inbox": f"{base}/inbox", "followers": f"{uri}/followers",
            "keys": [{"id": f"{uri}#main-key", "owner": uri, "kind": "rsa", "public": public}],
        }  # fmt: skip
        command = ReceiveActor(document=msgspec.convert(document, ActorDocument), host=base.partition("://")[2])
        account_id = int(act(command, SYSTEM, "federation").result)
        house.act("ada", FollowAccount(target_id=account_id))
        act(AuthorizeFollow(account_id=house.id("ada")), remote_actor(account_id), "federation")
    posts = [house.post(f"Number {number} of what is to be liked") for number in range(count)]
    with transaction.write():
        sql.execute("DELETE FROM engine_outbox WHERE kind = 'federate'")
    print(json.dumps([str(post) for post in posts]))


if __name__ == "__main__":
    main()
