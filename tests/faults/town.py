"""Runs in a process of its own: fills a house's database file with some hundred acts of every kind, and signs twice.

Started by test_mutations; prints the ledger's public key.
"""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Set up, act, integrate, sign."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import sign_checkpoint, verifier_key

    fill(1)
    for _ in range(2):
        integrate()
        sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
        fill(0)
    sys.stdout.write(verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text())


_houses: list[object] = []


def fill(new: int) -> None:
    """Posts, replies, boosts, edits, deletions, follows."""
    from coffeehouse.domain.people.commands import FollowAccount
    from coffeehouse.domain.posts import commands as posts
    from tests.commands.house import House

    if new:
        _houses.append(House())
    house = _houses[0]
    assert isinstance(house, House)
    for name in ("bevan", "fern", "gwyn"):
        house.act(name, FollowAccount(target_id=house.id("ada")))
    for number in range(30):
        post = house.post(f"Rhif {number} @bevan #tref", visibility=("public", "followers")[number % 2])
        house.post(f"@ada ateb {number}", "fern", in_reply_to_id=post, spoiler_text="ateb", language="cy")
        if number % 3 == 0:
            house.act("ada", posts.EditPost(post_id=post, text=f"Newydd {number}"))
        if number % 4 == 0:
            house.act("gwyn", posts.BoostPost(post_id=post))
            house.act("gwyn", posts.FavouritePost(post_id=post))
        if number % 5 == 0:
            house.act("ada", posts.DeletePost(post_id=post))


if __name__ == "__main__":
    main()
