"""Who has a receipt of what the house decides: keepers of theirs, people of what became of them. Nobody is named to
whom they are not named already: such a receipt is sealed. Attacks P2 and U6."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest

from coffeehouse.channels.web.knowing import may_be_told, may_know
from coffeehouse.database import sql
from coffeehouse.domain.capture.commands import RecordSettings, StateCompleteness, ViewMember
from coffeehouse.domain.cases import commands as cases
from coffeehouse.domain.context import SYSTEM
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing.closing import CloseHouse
from coffeehouse.domain.records import commands as records
from coffeehouse.domain.requests import commands as requests
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.ledger import key_files, queries
from coffeehouse.ledger.proof_file import verify_proof_file
from coffeehouse.ledger.queries import Recorded
from tests.cast import Cast, Person, add
from tests.channels.web.proving import knows, latest, seal
from tests.channels.web.reader import Reader

WHO = ("rhys", "wyn", "cade", "ada", "sam", "faye", "")
LATER = 7 * 366 * clock.DAY


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Any) -> None:
    """Keys and a folder of its own."""
    settings.DATA = tmp_path


@pytest.fixture
def keeper(cast: Cast) -> Person:
    """Who keeps the records."""
    return add("rhys", "records")


def person(cast: Cast, keeper: Person, name: str) -> Person | None:
    """One of those in WHO; None for a visitor."""
    return keeper if name == "rhys" else getattr(cast, name) if name else None


def what_is_told(who: Person | None, sequence: int) -> str:
    """Nothing (""), "all" of the entry, or "sealed": a proof without it, which names nobody, by handle or id."""
    if not knows(who, sequence):
        return ""
    reader, recorded = Reader(who), queries.read_entry(sequence)
    page = reader.open(f"/ledger/entries/{sequence}").html
    proof = reader.client.get(f"/ledger/entries/{sequence}.tlog-proof").content.decode()
    extra = proved(proof)
    if extra == recorded.text.encode():
        return "all"
    assert extra == recorded.entry.leaf()
    for text in (page, proof):
        assert recorded.actor not in text
        assert base64.b64encode(recorded.text.encode()).decode() not in text
    acct = sql.value("SELECT acct FROM people_account WHERE id = %s", (int(recorded.actor.partition("/")[2]),))
    assert f"@{acct}" not in page
    assert reader.has("This receipt is sealed.")
    return "sealed"


def proved(text: str) -> bytes:
    """What a proof file proves."""
    from django.conf import settings

    keys = [signer.public for signer in key_files.current(settings.DATA, settings.LEDGER_ORIGIN)]
    return verify_proof_file(text, keys[:1], settings.LEDGER_ORIGIN)[0]


def state_a_day(_cast: Cast, _keeper: Person) -> None:
    act(StateCompleteness(day="2026-11-21", first=0, end=3, channels=()), SYSTEM, "worker")


def record_settings(_cast: Cast, _keeper: Person) -> None:
    act(RecordSettings(values=(("BODY_NAME", "Leedon"),)), SYSTEM, "cli")


def place_a_hold(cast: Cast, _keeper: Person) -> None:
    cast.wyn.does(records.PlaceHold(because="A claim.", account_id=cast.ada.account_id))


def propose_a_disposal(cast: Cast, keeper: Person) -> None:
    post = cast.sam.says("Hen bost")
    with clock.at(clock.now_ms() + LATER):
        keeper.does(records.ProposeDisposal(class_id="members-posts", objects=(f"post/{post}",)))


def carry_out_an_erasure(cast: Cast, keeper: Person) -> None:
    place_a_hold(cast, keeper)
    made = cast.ada.does(records.RequestErasure(account_id=cast.ada.account_id, ground="no_longer_needed", words=""))
    keeper.does(records.CarryOutErasure(erasure_id=int(made.result)))


def open_a_request(cast: Cast, keeper: Person) -> None:
    post = cast.ada.says("@leedon_council when was the roof last mended?")
    keeper.does(requests.OpenRequest(law="foia", nation="wales", source_post_id=post))


def take_a_request(cast: Cast, keeper: Person) -> None:
    open_a_request(cast, keeper)
    keeper.does(requests.TakeRequest(request_id=int(sql.value("SELECT id FROM requests_request"))))


def file_a_report(cast: Cast, _keeper: Person) -> int:
    return int(cast.sam.does(cases.FileReport(account_id=cast.ada.account_id, comment="Rude")).result)


def resolve_a_report(cast: Cast, keeper: Person) -> None:
    cast.cade.does(cases.ResolveReport(report_id=file_a_report(cast, keeper), reason="Talked to both"))


def report_a_moderator(cast: Cast, _keeper: Person) -> None:
    report = int(cast.sam.does(cases.FileReport(account_id=cast.cade.account_id, comment="Rude")).result)
    cast.wyn.does(cases.ResolveReport(report_id=report, reason="Talked to both"))


def suspend_and_reinstate(cast: Cast, _keeper: Person) -> None:
    cast.wyn.does(people.SuspendMember(member_id=cast.ada.member_id, reason="For a day"))
    cast.wyn.does(people.ReinstateMember(member_id=cast.ada.member_id))


def look_at_a_member(cast: Cast, keeper: Person) -> None:
    keeper.does(ViewMember(member_id=cast.ada.member_id, purpose="support"))


def close_the_house(_cast: Cast, _keeper: Person) -> None:
    act(CloseHouse(because="The council is merged"), SYSTEM, "cli")


STAFF, ALL = {"rhys": "all", "wyn": "all"}, dict.fromkeys(WHO, "all")
Doing = Callable[[Cast, Person], Any]
EVENTS: tuple[tuple[str, Doing, dict[str, str]], ...] = (
    ("completeness.stated", state_a_day, ALL),
    ("house.closed", close_the_house, ALL),
    ("settings.recorded", record_settings, STAFF),
    ("hold.placed", place_a_hold, STAFF),
    ("disposal.proposed", propose_a_disposal, STAFF),
    ("erasure.requested", carry_out_an_erasure, STAFF | {"ada": "all"}),
    ("erasure.carried_out", carry_out_an_erasure, STAFF | {"ada": "sealed"}),
    ("request.opened", open_a_request, STAFF | {"ada": "sealed"}),
    ("request.assigned", take_a_request, STAFF),
    ("report.filed", file_a_report, {"sam": "all"}),
    # Ada was reported, and is not told that she was.
    ("report.resolved", resolve_a_report, {"wyn": "all", "cade": "all", "sam": "sealed"}),
    # Nobody reads what was reported about themselves, by whatever part they have in the house.
    ("report.resolved", report_a_moderator, {"wyn": "all", "sam": "sealed"}),
    ("member.suspended", suspend_and_reinstate, {"wyn": "all", "ada": "sealed"}),
    ("member.reinstated", suspend_and_reinstate, {"wyn": "all", "ada": "sealed"}),
    ("member.viewed", look_at_a_member, {"rhys": "all", "ada": "all"}),
)


@pytest.mark.parametrize(
    ("kind", "does", "expected"), EVENTS, ids=[f"{kind} {does.__name__}" for kind, does, _ in EVENTS]
)
def test_p2_who_is_told_of_what(cast: Cast, keeper: Person, kind: str, does: Doing, expected: dict[str, str]) -> None:
    """P2, U6: page and file agree; a receipt that is not for somebody looks like one that is not there."""
    does(cast, keeper)
    seal()
    found = {name: what_is_told(person(cast, keeper, name), latest(kind)) for name in WHO}
    assert {name: told for name, told in found.items() if told} == expected


@pytest.mark.parametrize("name", ["pack/7", "evidence/7", "witness/7", "trusted-log/7", "records/scrub"])
def test_other_objects_of_keepers(cast: Cast, keeper: Person, name: str) -> None:
    """Keepers know of them, members do not."""
    recorded = Recorded(1, 1, "evidence.recorded", "system", name, "worker", "")
    known = [may_know(each.actor(), recorded) for each in (keeper, cast.wyn, cast.cade, cast.ada)]
    assert known == [True, True, False, False]
    assert not may_be_told(cast.ada.actor(), recorded)


def test_p2_without_their_second_step_keepers_know_no_more(cast: Cast, keeper: Person, settings: Any) -> None:
    """As the pages of the records do."""
    place_a_hold(cast, keeper)
    seal()
    assert knows(keeper, latest("hold.placed"))
    settings.STAFF_SECOND_FACTOR = True
    assert not knows(keeper, latest("hold.placed"))


def test_what_the_house_notices_is_no_report_of_its_author(cast: Cast) -> None:
    """A rule names the author where a reporter stands: they are not told that it was looked at."""
    report = resolve_noticed(cast)
    seal()
    assert not knows(cast.ada, latest("report.resolved"))
    assert f"report/{report}" not in Reader(cast.ada).open("/settings/my-record").html
    assert not Reader(cast.ada).open("/settings/my-record").has("A report of yours")


def resolve_noticed(cast: Cast) -> int:
    """A report as rules file it, decided."""
    report = int(cast.sam.does(cases.FileReport(account_id=cast.ada.account_id, comment="care.abuse")).result)
    sql.execute("UPDATE cases_report SET account_id = target_id WHERE id = %s", (report,))
    cast.cade.does(cases.ResolveReport(report_id=report, reason="Nothing to do"))
    return report


def test_a_sealed_receipt_is_genuine_and_says_no_more(cast: Cast, keeper: Person, settings: Any) -> None:
    """The house's own page and the stand-alone verifier take it; one of another leaf is refused."""
    open_a_request(cast, keeper)
    seal()
    sequence = latest("request.opened")
    text = Reader(cast.ada).client.get(f"/ledger/entries/{sequence}.tlog-proof").content.decode()
    visitor = Reader().open("/ledger").fill("/ledger", receipt=text)
    assert visitor.has(f"Entry {sequence} of {queries.signed_size()}. The receipt is sealed")
    other = base64.b64encode(queries.read_entry(0).entry.leaf()).decode()
    forged = re.sub(r"(?m)^extra .*$", f"extra {other}", text)
    assert Reader().open("/ledger").fill("/ledger", receipt=forged).has("This is not a genuine receipt")
    whole = Reader(cast.ada).client.get(f"/ledger/entries/{sequence}.tlog-proof?signatures=all").content.decode()
    assert proved(whole) == proved(text)


def test_a_message_of_the_desk_has_the_receipt_of_what_it_tells(cast: Cast, keeper: Person) -> None:
    """The letter that says the request came leads to the entry that opened it; only those in it see that."""
    open_a_request(cast, keeper)
    seal()
    post, acct = sql.rows(
        "SELECT p.id, a.acct FROM posts_post p JOIN people_account a ON a.id = p.account_id"
        " JOIN publishing_desk d ON d.account_id = a.id"
    )[0]
    ada = Reader(cast.ada).open(f"/@{acct}/{post}")
    assert f'href="/@{acct}/{post}/receipt"' in ada.html
    ada.open(f"/@{acct}/{post}/receipt")
    assert ada.has("The house started the clock of request/")
    assert ada.has("This message was sent with that act")
    assert "rhys" not in ada.html
    sequence = latest("request.opened")
    file = ada.client.get(f"/@{acct}/{post}/receipt.tlog-proof").content.decode()
    assert proved(file) == queries.read_entry(sequence).entry.leaf()
    for reader in (Reader(cast.sam), Reader(keeper), Reader()):
        reader.open(f"/@{acct}/{post}/receipt", status=404)
        reader.open(f"/@{acct}/{post}/receipt.tlog-proof", status=404)


def test_help_words_have_the_receipt_of_the_post_they_are_about(cast: Cast) -> None:
    """A post through an app about which a care rule has words: one entry tells of both."""
    act(posts.PublishPost(text="I want to kill myself"), cast.ada.actor(), "client_api")
    seal()
    post = sql.value(
        "SELECT p.id FROM posts_post p JOIN publishing_desk d ON d.account_id = p.account_id ORDER BY p.id DESC LIMIT 1"
    )
    acct = sql.value("SELECT a.acct FROM people_account a JOIN publishing_desk d ON d.account_id = a.id")
    ada = Reader(cast.ada).open(f"/@{acct}/{post}/receipt")
    assert ada.has("@ada published post/")
    file = ada.client.get(f"/@{acct}/{post}/receipt.tlog-proof").content.decode()
    assert proved(file).decode() == queries.read_entry(latest("post.published")).text


def links(reader: Reader, address: str) -> set[int]:
    """The entries whose receipts a page leads to; each of them opens."""
    found = {int(number) for number in re.findall(r'href="/ledger/entries/(\d+)"', reader.open(address).html)}
    for sequence in found:
        reader.open(f"/ledger/entries/{sequence}")
    return found


def test_pages_of_keepers_lead_to_receipts(cast: Cast, keeper: Person) -> None:
    """Hold, erasure, request, certificate, settings, completeness; every link opens, also for another keeper."""
    for does in (carry_out_an_erasure, open_a_request, record_settings, state_a_day, propose_a_disposal):
        does(cast, keeper)
    seal()
    numbers = {table: sql.value(f"SELECT max(id) FROM {table}") for table in (
        "records_hold", "records_erasure", "requests_request", "records_disposal",
    )}  # fmt: skip
    for who in (keeper, cast.wyn):
        reader = Reader(who)
        for address, kind in (
            (f"/records/holds/{numbers['records_hold']}", "hold.placed"),
            (f"/records/erasures/{numbers['records_erasure']}", "erasure.carried_out"),
            (f"/records/requests/{numbers['requests_request']}", "request.opened"),
            (f"/records/disposal/{numbers['records_disposal']}", "disposal.proposed"),
            ("/records/settings", "settings.recorded"),
            ("/records/completeness", "completeness.stated"),
        ):
            assert latest(kind) in links(reader, address), address


def test_my_record_leads_to_receipts(cast: Cast, keeper: Person) -> None:
    """Of erasures, reports one made, requests, looks, and what was decided about one; not of a colleague's steps."""
    for does in (carry_out_an_erasure, take_a_request, look_at_a_member, suspend_and_reinstate, resolve_a_report):
        does(cast, keeper)
    seal()
    ada = Reader(cast.ada)
    found = links(ada, "/settings/my-record")
    assert {latest(kind) for kind in ("erasure.carried_out", "member.suspended", "member.reinstated")} <= found
    assert latest("report.resolved") not in found
    assert latest("report.resolved") in links(Reader(cast.sam), "/settings/my-record")
    assert latest("member.viewed") in links(ada, "/settings/looks")
    request = sql.value("SELECT id FROM requests_request")
    assert links(ada, f"/settings/my-record/{request}") == {latest("request.opened")}
    assert "rhys" not in ada.html
    assert "wyn" not in ada.open("/settings/my-record").html
    assert latest("report.resolved") in links(Reader(cast.cade), "/admin/reports?state=resolved")


def test_everybody_is_led_to_completeness(cast: Cast, keeper: Person) -> None:
    """From the ledger's page, and on to the receipt of each day's statement."""
    state_a_day(cast, keeper)
    seal()
    visitor = Reader().open("/ledger")
    assert 'href="/ledger/completeness"' in visitor.html
    assert links(visitor, "/ledger/completeness") == {latest("completeness.stated")}
