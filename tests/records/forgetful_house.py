"""Runs in a process of its own: a house on files where a person called Zebrafinch says zebrafinch everywhere, asks
to be forgotten, and is. Writes, as JSON, what the tests compare: what was on the disk before, and what is still known
after.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django

WORD = "zebrafinch"


def main() -> None:
    """Set up, speak, erase, look."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coffeehouse.site.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from coffeehouse.delivery import deliveries
    from coffeehouse.delivery.worker import drain
    from coffeehouse.ledger.integrate import integrate
    from coffeehouse.ledger.sign import sign_checkpoint, verifier_key
    from tests.commands.house import House
    from tests.delivery.mail_server import mail_server

    call_command("migrate", verbosity=0)
    deliveries.register_all()
    house = House()
    posts, picture = speak(house)
    request_records(house, WORD)
    drain()
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    told: dict[str, Any] = {"key": verifier_key(settings.DATA, settings.LEDGER_ORIGIN).text(), "posts": posts}
    told["picture"] = picture.hex()
    told["before"] = places_of(WORD)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "coffeehouse.delivery.mail.ServerBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        told["erasure"] = erase(house)
        work_until_scrubbed(told["erasure"]["id"])
        told["mailed"] = server.taken
    integrate()
    sign_checkpoint(settings.DATA, settings.LEDGER_ORIGIN)
    told["after"] = places_of(WORD)
    told["receipts"] = receipts_of(posts)
    Path(sys.argv[1]).write_text(json.dumps(told), "utf-8")


def speak(house: Any) -> tuple[list[int], bytes]:
    """Everything a person can leave words in; the posts, and the bytes of a picture as it is stored."""
    from django.core.mail import send_mail

    from coffeehouse.database import sql
    from coffeehouse.domain import files
    from coffeehouse.domain.cases.commands import FileReport
    from coffeehouse.domain.people import commands as people
    from coffeehouse.domain.posts import commands as posts
    from coffeehouse.domain.posts import inbox_commands
    from coffeehouse.domain.posts.writing_commands import SchedulePost
    from coffeehouse.kernel import clock
    from tests.faults.town import noise

    voice_id = house.voice()
    house.add(WORD)
    me = WORD

    def say(text: str, **more: Any) -> int:
        return int(house.act(me, posts.PublishPost(text=text, **more), key=f"key {text}").result["id"])

    house.act(me, people.UpdateProfile(display_name="Zebrafinch", note="I am zebrafinch", avatar=noise(1)))
    picture_id = int(
        house.act(me, posts.UploadMedia(data=noise(2), description="A zebrafinch at the window")).result["id"]
    )
    key = sql.value("SELECT file FROM posts_media WHERE id = %s", (picture_id,))
    picture = files.path_of(key).read_bytes()[2000:2400]
    first = say("My name is zebrafinch #zebrafinch", media_ids=(picture_id,), spoiler_text="zebrafinch inside")
    poll = posts.PollDraft(options=("zebrafinch", "other bird"), expires_in=3600)
    others = [
        say("Which zebrafinch?", poll=poll),
        say("zebrafinch in private to @cyngor", visibility="direct"),
        say("A zebrafinch goes into the net with 943 476 5919"),
    ]
    house.act(me, posts.EditPost(post_id=first, text="My name was zebrafinch, once", media_ids=(picture_id,)))
    deleted = say("zebrafinch deleted long ago")
    house.act(me, posts.DeletePost(post_id=deleted))
    later = posts.PublishPost(text="Tomorrow zebrafinch")
    house.act(me, SchedulePost(post=later, scheduled_at=clock.now_ms() + clock.DAY))
    house.act(me, people.CreateList(title="zebrafinch friends"))
    house.act(me, people.NoteAccount(target_id=house.id("ada"), comment="knows zebrafinch"))
    house.act(me, inbox_commands.CreateFilter(title="zebrafinch", context=("home",), keywords=()))
    house.act("ada", posts.PublishPost(text="An answer", in_reply_to_id=first))
    house.act("fern", posts.BoostPost(post_id=first))
    house.act("fern", posts.FavouritePost(post_id=first))
    house.act("gwyn", FileReport(account_id=house.id(me), post_ids=(first,), comment="about the zebrafinch"))
    house.act(me, FileReport(account_id=house.id("hari"), comment="zebrafinch is afraid"))
    send_mail("For zebrafinch", "Zebrafinch – come and see, zebrafinch@example.org", None, [f"{me}@example.org"])
    assert voice_id
    return [first, *others, deleted], picture


def request_records(house: Any, me: str) -> None:
    """They ask by letter what is held about them; it is looked for, and withdrawn. No hold is left of it."""
    from coffeehouse.domain.records.commands import LiftHold
    from coffeehouse.domain.records.holds import holds_of_request
    from coffeehouse.domain.requests.commands import GatherRecords, OpenRequest, WithdrawRequest

    opened = OpenRequest(
        law="uk_gdpr", nation="wales", words="All about zebrafinch, please", asker_name="Zebrafinch",
        asker_contact="zebrafinch@example.org", subject_account_id=house.id(me),
    )  # fmt: skip
    asked = house.act("rhys", opened).result["id"]
    house.act("rhys", GatherRecords(request_id=int(asked), words="zebrafinch"))
    for hold in holds_of_request(int(asked)):
        house.act("rhys", LiftHold(hold_id=hold.id, because="The request was withdrawn."))
    house.act("rhys", WithdrawRequest(request_id=int(asked), reason="A zebrafinch rang."))


def erase(house: Any) -> dict[str, Any]:
    """The person asks; those who keep the records decide that reports of them need not be kept either."""
    from coffeehouse.domain.records import commands, erasures
    from coffeehouse.domain.records.letters import letter

    # An earlier request, in their words, is a record as well.
    first = commands.RequestErasure(
        account_id=house.id(WORD), words="Forget zebrafinch", objects=(f"account/{house.id(WORD)}",)
    )
    first_id = int(house.act(WORD, first).result)
    stay = commands.ChooseOutcome(
        erasure_id=first_id, object=f"account/{house.id(WORD)}", outcome="keep", because="They have posts here."
    )
    house.act("rhys", stay)
    house.act("rhys", commands.CarryOutErasure(erasure_id=first_id))
    asked = commands.RequestErasure(account_id=house.id(WORD), ground="consent_withdrawn")
    erasure_id = int(house.act(WORD, asked).result)
    for item in erasures.items_of(erasure_id):
        if item.outcome != "erase":
            chosen = commands.ChooseOutcome(
                erasure_id=erasure_id, object=item.name, outcome="erase", because="Both sides agree."
            )
            house.act("rhys", chosen)
    house.act("rhys", commands.CarryOutErasure(erasure_id=erasure_id))
    return {"id": erasure_id, "letter": letter(erasure_id, "en")}


def receipts_of(posts: list[int]) -> list[str]:
    """A receipt for every entry about these posts."""
    from coffeehouse.database import sql
    from coffeehouse.ledger.receipts import read_receipt

    return [
        read_receipt(sequence).text or ""
        for post_id in posts
        for (sequence,) in sql.rows("SELECT sequence FROM ledger_entry WHERE object = %s", (f"post/{post_id}",))
    ]


def work_until_scrubbed(erasure_id: int) -> None:
    """The worker does its jobs; what comes after the files have gone, and after
    open apps have had their minute to drop a message, is tried again."""
    from coffeehouse.delivery.worker import drain
    from coffeehouse.domain.records import erasures

    until = time.monotonic() + 180
    while time.monotonic() < until:
        drain()
        found = erasures.read_erasure(erasure_id)
        if found is not None and found.scrubbed_at is not None:
            return
        time.sleep(0.2)
    raise AssertionError("the house was not scrubbed within three minutes")


def places_of(word: str) -> list[str]:
    """Tables that hold the word in any column, and files of the data folder that hold it in any case."""
    from django.conf import settings
    from django.db import connection

    from coffeehouse.database import sql

    found = []
    names = connection.introspection.table_names()
    for table in sorted(names):
        for row in sql.rows(f"SELECT * FROM {table}"):
            if word in repr(row).lower():
                found.append(f"table {table}")
                break
    for path in sorted(settings.DATA.rglob("*")):
        if path.is_file() and word.encode() in path.read_bytes().lower():
            found.append(f"file {path.relative_to(settings.DATA)}")
    return found


if __name__ == "__main__":
    main()
