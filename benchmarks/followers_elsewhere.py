"""Run by `benchmarks.fanout` in a house's environment: two people, and who follows them from other servers.

`python -m benchmarks.followers_elsewhere PORT CLOSED COUNT`. The first is followed from COUNT servers that live; of the
second's, three in ten do not: half of those refuse connections (port CLOSED), half never answer (user `slow`). Prints
the two tokens as JSON.
"""

from __future__ import annotations

import json
import sys

import django

from coffeehouse.database import sql, transaction


def server(number: int) -> str:
    """An address of this machine for each server."""
    return f"127.{64 + number // 60_000}.{number // 250 % 240}.{number % 250 + 1}"


def main() -> None:
    """The command."""
    django.setup()
    from coffeehouse.domain.people.commands import FollowAccount
    from tests.commands.house import House  # the cast that tests use

    port, closed, count = (int(word) for word in sys.argv[1:4])
    house = House()
    for number in range(count):
        _follow(server(number), port, "one", FollowAccount(target_id=house.id("ada")))
    for number in range(count):
        is_dead, is_slow = number % 20 in (0, 1, 2), number % 20 in (3, 4, 5)
        host, name = server(count + number), "slow" if is_slow else "one"
        _follow(host, closed if is_dead else port, name, FollowAccount(target_id=house.id("bevan")))
    with transaction.write():
        sql.execute("DELETE FROM engine_outbox WHERE kind = 'federate'")
    print(json.dumps([_token(house, name) for name in ("ada", "bevan")]))


def _follow(host: str, port: int, name: str, command: object) -> None:
    import msgspec

    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.federation.commands import ReceiveActor
    from coffeehouse.domain.federation.queries import remote_actor
    from coffeehouse.engine.act import act
    from coffeehouse.protocols.activitypub.documents import ActorDocument

    base = f"http://{host}:{port}"
    document = {
        "id": f"{base}/users/{name}", "type": "Person", "username": name, "inbox": f"{base}/users/{name}/inbox",
        "shared_inbox": f"{base}/inbox/{name}",
    }  # fmt: skip
    taken = act(
        ReceiveActor(document=msgspec.convert(document, ActorDocument), host=f"{host}:{port}"), SYSTEM, "federation"
    )
    act(command, remote_actor(int(taken.result)), "federation")  # type: ignore[arg-type]  # a Command


def _token(house: object, name: str) -> str:
    from coffeehouse.domain.context import SYSTEM
    from coffeehouse.domain.people.commands import IssueToken
    from coffeehouse.engine.act import act
    from coffeehouse.kernel.secrets import hash_secret, new_secret

    token = new_secret()
    account_id = house.id(name)  # type: ignore[attr-defined]  # tests.commands.house.House
    command = IssueToken(
        account_id=account_id, scopes="read write follow", label="benchmark", token_hash=hash_secret(token)
    )
    act(command, SYSTEM, "cli")
    return token


if __name__ == "__main__":
    main()
