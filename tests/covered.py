"""What decides whom the house believes, and what tests every branch of it. `make test-coverage` fails where one is not.

Signatures, keys and proofs; whose word an activity is; what is fetched and what that says of itself.
"""

from __future__ import annotations

import sys

MODULES = (
    "coffeehouse.protocols.signatures",
    "coffeehouse.protocols.activitypub.synchronization",
    *(
        f"coffeehouse.federation.{name}"
        for name in (
            "addresses", "admitting", "dispatching", "fetching", "forwarded", "hearing", "moving", "proving", "quoting",
            "receiving_follows", "receiving_posts", "receiving_reactions", "receiving_reports", "relaying", "signing",
            "synchronising", "taking",
        )
    ),
)  # fmt: skip
TESTS = (
    "tests/protocols/signatures", "tests/protocols/activitypub/test_synchronization.py",
    *(
        f"tests/federation/test_{name}.py"
        for name in (
            "addresses", "admitting", "asked_first", "document_proofs", "fetching", "following_again", "forwarded",
            "inbox", "keys_elsewhere", "moving", "objects", "proving", "relays", "signed_by_others", "synchronising",
            "taking", "waiting", "whose_word",
        )
    ),
)  # fmt: skip


def main() -> None:
    """Print what pytest is called with."""
    measured = [f"--cov={module}" for module in MODULES]
    wanted = ["--cov-branch", "--cov-report=term-missing:skip-covered", "--cov-fail-under=100"]
    sys.stdout.write(" ".join([*measured, *wanted, *TESTS]) + "\n")


if __name__ == "__main__":
    main()
