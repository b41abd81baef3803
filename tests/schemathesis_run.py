"""`make test-api`: schemathesis sends made-up requests, right and wrong, to every operation of our OpenAPI document.

Against a real house with posts, lists and pictures in it, as a member: all checks, at least CASES an operation. What
exists is offered as ids (`schemathesis_hooks`), else nearly every answer would be 404.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from tests.running_house import RunningHouse

BIN = Path(sys.executable).parent
HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "reference" / "openapi.json"
CASES = 200
# Streams never end, and the page of consent is for people.
EXCLUDED = r"^/api/v1/streaming|^/oauth/authorize$"
# Writes may refuse what fits the schema: words that do not fit each other (a poll without choices, a title of spaces),
# or members that no schema names but that hold more than is read. Reads have no such excuse.
CONFIGURATION = """
[phases]
stateful.enabled = false

[checks]
negative_data_rejection.expected-statuses = [
  "400", "401", "403", "404", "405", "409", "411", "413", "422", "429", "5xx"
]

[[operations]]
include-method = ["POST", "PUT", "PATCH", "DELETE"]
checks.positive_data_acceptance.expected-statuses = [
  "2xx", "3xx", "400", "401", "403", "404", "409", "411", "422", "429"
]
"""


class Guest:
    """One member's requests, to fill the house."""

    def __init__(self, base_url: str, token: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"

    def post(self, path: str, **body: Any) -> dict[str, str]:
        reply = self.session.post(f"{self.base_url}/api/{path}", json=body, timeout=30)
        reply.raise_for_status()
        found: dict[str, str] = reply.json()
        return found

    def me(self) -> str:
        reply = self.session.get(f"{self.base_url}/api/v1/accounts/verify_credentials", timeout=30)
        return str(reply.json()["id"])


def fill(house: RunningHouse) -> dict[str, object]:
    """People, posts, lists. Gives the token to use, and ids by the group of paths they belong to."""
    for name in ("ada", "bevan", "faye"):
        house.add_member(name)
    ada, bevan, faye = (Guest(house.base_url, house.token(name)) for name in ("ada", "bevan", "faye"))
    accounts = [one.me() for one in (ada, bevan, faye)]
    statuses, polls = [], []
    for number in range(12):
        statuses.append(ada.post("v1/statuses", status=f"Post {number} about #tea")["id"])
        answer = bevan.post("v1/statuses", status=f"@ada An answer {number}", in_reply_to_id=statuses[-1])
        statuses.append(answer["id"])
    for number in range(4):
        poll = {"options": [f"Tea {number}", "Coffee"], "expires_in": 86_400}
        polls.append(bevan.post("v1/statuses", status=f"Which? {number}", poll=poll)["id"])
    lists = [ada.post("v1/lists", title=f"List {number}")["id"] for number in range(6)]
    faye.post(f"v1/accounts/{accounts[0]}/follow")
    ada.post(f"v1/accounts/{accounts[1]}/follow")
    groups = {"accounts": accounts, "statuses": statuses + polls, "polls": polls, "lists": lists}
    return {"token": ada.session.headers["Authorization"], "groups": groups, "words": ["tea", "ada"]}


def run(house: RunningHouse, cases: int, workers: int, more: list[str]) -> int:
    """schemathesis on an open house; its exit status."""
    filled = fill(house)
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder, "known.json")
        known.write_text(json.dumps({**filled, "base_url": house.base_url}), "utf-8")
        configuration = Path(folder, "schemathesis.toml")
        configuration.write_text(CONFIGURATION, "utf-8")
        environment = {
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.schemathesis_hooks",
            "COFFEEHOUSE_KNOWN": str(known),
            "PYTHONPATH": str(HERE.parent),
            "NO_COLOR": "1",
        }
        command = [
            str(BIN / "schemathesis"), "--config-file", str(configuration), "run", str(DOCUMENT),
            "--url", house.base_url, "--header", f"Authorization: {filled['token']}",
            "--exclude-path-regex", EXCLUDED, "--checks", "all", "--max-examples", str(cases),
            "--workers", str(workers), "--suppress-health-check", "all", "--continue-on-failure",
            "--warnings", "off", *more,
        ]  # fmt: skip
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


def main() -> int:
    """The command. Arguments it does not know go to schemathesis."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--cases", type=int, default=CASES, help="cases an operation")
    parser.add_argument("--workers", type=int, default=2, help="threads that send")
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        house = RunningHouse(Path(folder, "house"))
        house.start()
        try:
            return run(house, options.cases, options.workers, more)
        finally:
            house.stop()


if __name__ == "__main__":
    raise SystemExit(main())
