"""Runs in a process of its own: fills a house's database file with some hundred acts of every kind, and signs thrice.

Started by the fixture `town`; prints the ledger's public key. Beside the database it leaves `backup.sqlite3`, the
database as it was at the first checkpoint, and a folder of media.
"""

from __future__ import annotations

import io
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
    from coffeehouse.database import sql
    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import sign_checkpoint, verifier_key
    from coffeehouse.site.setup import vouch
    from tests.commands.house import House
    from tests.faults import offices

    vouch()
    house = House()
    offices.work(house)
    settle(house)
    for times in range(3):
        talk(house)
        integrate()
        sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
        if times == 0:
            sql.execute(f"VACUUM INTO '{settings.DATA}/backup.sqlite3'")
    house.post("Under no checkpoint yet")
    sys.stdout.write(verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text())


def settle(house: object) -> None:
    """A house with rules, texts, emoji, a voice, faces and a report."""
    from coffeehouse.domain.cases.commands import FileReport
    from coffeehouse.domain.people import commands as people
    from coffeehouse.domain.people import house_commands
    from tests.commands.house import House, png

    assert isinstance(house, House)
    house.act("ada", people.UpdateProfile(avatar=noise(1), header=noise(2), note="Helo", fields=(("Tref", "Y Bala"),)))
    house.act("mair", house_commands.AddEmoji(shortcode="cennin", data=png("green"), category="Cymru"))
    house.act("mair", house_commands.SetRule(words=(("cy", "Byddwch yn garedig", ""),)))
    house.act("mair", house_commands.SetHouseText(kind="about", language="cy", text="Tŷ i bawb"))
    house.act("gwyn", FileReport(account_id=house.id("ada"), comment="?"))


def noise(seed: int) -> bytes:
    """A picture that is not small."""
    import random

    from PIL import Image

    out = io.BytesIO()
    Image.frombytes("RGB", (160, 120), random.Random(seed).randbytes(160 * 120 * 3)).save(out, "PNG")
    return out.getvalue()


def talk(house: object) -> None:
    """Posts with pictures and polls, replies, boosts, edits, deletions, follows; a payload erased."""
    from coffeehouse.database import transaction
    from coffeehouse.domain.people.commands import FollowAccount
    from coffeehouse.domain.posts import commands as posts
    from coffeehouse.ledger import vault
    from tests.commands.house import House

    assert isinstance(house, House)
    for name in ("bevan", "fern", "gwyn"):
        house.act(name, FollowAccount(target_id=house.id("ada")))
    for number in range(30):
        picture = posts.UploadMedia(data=noise(number), description="Llun")
        media = (int(house.act("ada", picture).result["id"]),) if number % 6 == 0 else ()
        poll = posts.PollDraft(options=("ie", "na"), expires_in=3_600) if number % 7 == 1 else None
        visibility = ("public", "followers")[number % 2]
        post = house.post(f"Rhif {number} @bevan #tref", visibility=visibility, media_ids=media, poll=poll)
        house.post(f"@ada ateb {number}", "fern", in_reply_to_id=post, spoiler_text="ateb", language="cy")
        if poll is not None:
            house.act("bevan", posts.VoteInPoll(post_id=post, choices=(0,)))
        if number % 3 == 0:
            house.act("ada", posts.EditPost(post_id=post, text=f"Newydd {number}", media_ids=media))
        if number % 4 == 0:
            house.act("gwyn", posts.BoostPost(post_id=post))
            house.act("gwyn", posts.FavouritePost(post_id=post))
        if number % 5 == 0:
            house.act("ada", posts.DeletePost(post_id=post))
    with transaction.write():
        vault.erase(house.size() - 5, "asked for")


if __name__ == "__main__":
    main()
