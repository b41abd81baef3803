"""Seeds a house for `benchmarks.streaming`: members who all follow the first few, and a token for each.

Run inside the house's environment: `python -m benchmarks.listeners MEMBERS WRITERS`; prints the tokens as JSON.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from coffeehouse.domain.context import SYSTEM, Actor  # noqa: E402
from coffeehouse.domain.people import commands, queries  # noqa: E402
from coffeehouse.engine.act import act  # noqa: E402
from coffeehouse.kernel.secrets import hash_secret, new_secret  # noqa: E402


def main() -> None:
    """Make them."""
    members, writers = int(sys.argv[1]), int(sys.argv[2])
    actors: list[Actor] = []
    tokens = []
    for number in range(members):
        command = commands.AddMember(username=f"listener{number}", email=f"l{number}@example.org", password_hash="!")
        actor = queries.read_actor_of_member(int(act(command, SYSTEM, "cli").result["member_id"]))
        actors.append(actor)
        token = new_secret()
        issue = commands.IssueToken(
            account_id=actor.account_id or 0, scopes="read write", label="benchmark", token_hash=hash_secret(token)
        )
        act(issue, SYSTEM, "cli")
        tokens.append(token)
        for author in actors[: min(writers, number)]:
            act(commands.FollowAccount(target_id=author.account_id or 0), actor, "web")
    print(json.dumps(tokens))


if __name__ == "__main__":
    main()
