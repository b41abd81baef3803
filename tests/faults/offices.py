"""What the offices of a filled town have done: seats, drafts and decisions, holds, requests, erasure, a report.

So that the administrator finds something in every table the ledger vouches for.
"""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.cases.commands import FileReport
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people import voice_commands as voices
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.requests import commands as requests
from tests.commands.asked import decide, gather, open_request
from tests.commands.drafting import HIGH, ROUTINE, Desk
from tests.commands.house import House


def work(house: House) -> None:
    """All of it, in the house of the cast."""
    draft(house)
    house.act("mair", people.IssueToken(account_id=house.id("ada"), scopes="read", label="Ap", token_hash="1" * 64))
    reported = house.post("Hen eiriau cas", "gwyn")
    house.act("ada", FileReport(account_id=house.id("gwyn"), comment="Cas", post_ids=(reported,)))
    answer(house)
    kept = [house.post(f"Cedwir {number} @bevan @gwyn", visibility="direct") for number in range(3)]
    house.act("rhys", records.PlaceHold(because="Hawliad", objects=tuple(f"post/{post}" for post in kept)))
    gone = house.post("Anghofier hyn")
    house.act("ada", posts.EditPost(post_id=gone, text="Anghofier hyn oll"))
    ask = records.RequestErasure(account_id=house.id("ada"), objects=(f"post/{gone}",))
    house.act("rhys", records.CarryOutErasure(erasure_id=int(house.act("ada", ask).result)))
    waiting = records.RequestErasure(account_id=house.id("fern"), objects=(f"post/{house.post('Eto', 'fern')}",))
    house.act("fern", waiting)


def draft(house: House) -> None:
    """A team at a voice: words that wait, that were revised, approved, and stopped; an election to come."""
    desk = Desk(house)
    body = sql.value("SELECT id FROM people_body")
    house.act("mair", voices.AppointBodyAdmin(body_id=body, member_id=house.member("cade")))
    desk.draft(HIGH)
    revised = desk.draft()
    house.act("fern", publishing.ReviseDraft(held_id=revised, text=f"{ROUTINE} a fory"))
    desk.approve("bevan", desk.draft(HIGH))
    house.act("mair", publishing.SetElectionPeriod(starts_at=1 << 42, ends_at=1 << 43, reason="Etholiad"))


def answer(house: House) -> None:
    """A request with what was found, and words taken out of it."""
    text = "The library key is with Mrs Owen"
    house.post(text)
    request = open_request(house)
    for item in gather(house, request):
        gone = requests.Removal(
            part="text", start=text.index("Mrs"), end=len(text), exemption="FOIA s.40(2)", reason="A person's own."
        )
        decide(house, request, item, "redact", removals=(gone,))
