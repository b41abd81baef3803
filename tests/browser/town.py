"""Fills a running house through its own forms, and knows the address of every page in it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

import requests
from PIL import Image

from coffeehouse.kernel import clock
from tests.browser.packs_of_town import make_packs
from tests.browser.requests_of_town import ask_and_answer
from tests.channels.web.addresses import every, known
from tests.channels.witnessing.other_ledger import OtherLedger
from tests.commands.witnesses import WITNESS_KEYS
from tests.running_house import RunningHouse

PASSWORD = "three random words"
TOKEN = re.compile(r'csrfmiddlewaretoken" value="([^"]+)')


@dataclass(frozen=True)
class Town:
    """`cookies` by name of who is signed in; `pages`: name → path of every page; the rest for single tests."""

    base_url: str
    cookies: dict[str, list[dict[str, str]]]
    pages: dict[str, str]
    post: str
    poll: str


class Somebody:
    """A person with a browser that shows nothing: for filling the house quickly."""

    def __init__(self, base_url: str, name: str) -> None:
        self.base_url = base_url
        self.session = requests.Session()
        self.send("/sign-in", email=f"{name}@example.org", password=PASSWORD)

    def send(self, path: str, page: str = "", files: dict[str, Any] | None = None, **values: str) -> str:
        """Open the page of a form and send it; the address one ends at."""
        opened = self.session.get(self.base_url + (page or path), timeout=30)
        token = TOKEN.search(opened.text)
        assert token is not None, (path, opened.status_code)
        data = {**values, "csrfmiddlewaretoken": token[1]}
        answer = self.session.post(
            self.base_url + path, data=data, files=files, headers={"Referer": self.base_url + "/"}, timeout=30
        )
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:2000])
        return answer.url

    def first(self, page: str, pattern: str) -> str:
        """The first match in a page."""
        found = re.search(pattern, self.session.get(self.base_url + page, timeout=30).text)
        assert found is not None, (page, pattern)
        return found[1]

    @property
    def cookies(self) -> list[dict[str, str]]:
        return [{"name": str(each.name), "value": str(each.value)} for each in self.session.cookies]


def picture(colour: str = "#b4541f") -> bytes:
    """A small JPEG."""
    held = io.BytesIO()
    Image.new("RGB", (640, 420), colour).save(held, "JPEG")
    return held.getvalue()


def fill(house: RunningHouse) -> Town:
    """Mona runs the house, Nia lives here; posts of every kind, an answer, a request to join, one to follow."""
    house.add_member("mona", role="admin", password=PASSWORD)
    house.add_member("nia", password=PASSWORD)
    mona, nia = Somebody(house.base_url, "mona"), Somebody(house.base_url, "nia")
    nia.send("/settings", display_name="Nia Price", note="Nurse in #Splott", field_name1="Place", field_value1="Splott",
             is_locked="on", is_discoverable="on")  # fmt: skip
    account = mona.first("/@nia", r"/accounts/(\d+)/")
    mona.send(f"/accounts/{account}/follow", page="/@nia", next="/@nia")
    nia.send(
        "/compose", text="The market is open again. #bridges", visibility="public", language="en",
        description1="Stalls under red awnings", files={"picture1": ("a.jpg", picture(), "image/jpeg")},
    )  # fmt: skip
    post = nia.first("/@nia", r"/@nia/(\d+)")
    nia.send("/compose", text="Blood, needles", warning="Hospital", visibility="unlisted", language="en")
    nia.send(
        "/compose", text="Cyfarfod nos Fawrth, pa amser?", option1="Chwech", option2="Saith", duration="86400",
        visibility="public", language="cy",
    )  # fmt: skip
    poll = mona.first("/@nia", r"/posts/(\d+)/vote")
    mona.send(
        "/compose", page=f"/compose?reply={post}", text="@nia at last!", reply=post, visibility="public", language="en"
    )
    for what in ("favourite", "boost", "bookmark"):
        mona.send(f"/posts/{post}/{what}", page="/home", next="/home")
    nia.send(f"/posts/{post}/pin", page="/home", next="/home")
    nia.send(
        f"/posts/{post}/edit", text="The market is open again on Friday. #bridges", language="en",
        media=nia.first(f"/posts/{post}/edit", r'name="media" value="(\d+)"'),
    )  # fmt: skip
    _quote(house, mona, post)
    announcement = _furnish(mona, nia, account, post)
    asking = requests.Session()
    form = asking.get(f"{house.base_url}/register", timeout=30).text
    token = TOKEN.search(form)
    assert token is not None
    asking.post(
        f"{house.base_url}/register",
        data={"csrfmiddlewaretoken": token[1], "username": "owen", "email": "owen@example.org", "password": PASSWORD,
              "reason": "I live in Adamsdown."},
        headers={"Referer": f"{house.base_url}/"}, timeout=30,
    )  # fmt: skip
    cookies = {"mona": mona.cookies, "nia": nia.cookies}
    pages = _pages(post, account, announcement) | _held(nia) | _voice(mona) | _witnessed(house, mona)
    pages |= ask_and_answer(mona, nia)
    house.add_member("rhys", role="records", password=PASSWORD)
    pages |= make_packs(mona, Somebody(house.base_url, "rhys"), nia)
    pages |= _kept(Somebody(house.base_url, "rhys"), post)
    pages["entry"] = nia.first(f"/@nia/{post}/receipt", r'"(/ledger/entries/\d+)"')
    return Town(house.base_url, cookies, pages, post, poll)


def _held(nia: Somebody) -> dict[str, str]:
    """Words of Nia's that wait, revised once: pages of a draft."""
    strangers = " ".join(f"@stranger{number}" for number in range(9))
    ended = nia.send("/compose", text=f"{strangers} look at this", visibility="public", language="en")
    draft = f"/review/{ended.rpartition('=')[2]}"
    nia.send(f"{draft}/revise", text=f"{strangers} look at that, please", language="en")
    return {"draft": draft, "draft-revise": f"{draft}/revise", "calendar-empty": "/review/calendar?from=2026-01-05"}


def _witnessed(house: RunningHouse, mona: Somebody) -> dict[str, str]:
    """A ledger that the house cosigns and that then shows another history, and a witness that cannot be reached."""
    ledger = OtherLedger().grow(5)
    house.cli("witness", "trust", ledger.key)
    house.cli("witness", "add", "http://127.0.0.1:1/witness", "--key", WITNESS_KEYS[0])
    door = f"{house.base_url}/witness/add-checkpoint"
    for body in (ledger.submission(0), ledger.forked(1, 4).submission(5)):
        requests.post(door, data=body, timeout=30)
    return {"evidence": mona.first("/records/witnesses", r'"(/records/witnesses/evidence/\d+)"')}


def _kept(rhys: Somebody, post: str) -> dict[str, str]:
    """A post on hold, and everything of Nia's asked to be erased: pages of those who keep the records."""
    hold = rhys.send("/records/holds", because="A claim about the market.", objects=f"post/{post}", person="")
    erasure = rhys.send("/records/erasures", person="@nia", ground="objection", words="Please forget me.")
    base = rhys.base_url
    return {
        "hold": hold.removeprefix(base).partition("?")[0],
        "erasure": erasure.removeprefix(base).partition("?")[0],
        "holds-lifted": "/records/holds?state=lifted",
        "erasures-closed": "/records/erasures?state=closed",
    }


def _quote(house: RunningHouse, mona: Somebody, post: str) -> None:
    """Posts that quote, which only apps can make: one of Nia's, and one that is deleted afterwards."""
    headers = {"Authorization": f"Bearer {house.token('mona')}"}
    statuses = f"{house.base_url}/api/v1/statuses"
    gone = requests.post(statuses, headers=headers, json={"status": "Wrong day"}, timeout=30).json()["id"]
    for quoted in (post, gone):
        body = {"status": f"See what was said: {quoted}", "quoted_status_id": quoted}
        assert requests.post(statuses, headers=headers, json=body, timeout=30).status_code == 200
    mona.send(f"/posts/{gone}/delete")


def _voice(mona: Somebody) -> dict[str, str]:
    """A body, a voice that says what it is for, and Mona's seat at it; their pages."""
    mona.send("/voices", decision="body", name="Splott Council")
    body = mona.first("/voices", r'id="body-(\d+)"')
    mona.send("/voices", decision="voice", username="splott_council", display_name="Splott Council", body=body)
    voice = mona.first("/voices", r"/voices/(\d+)")
    mona.send(
        f"/voices/{voice}", decision="give", handle="mona", powers="release", signed_name="Mona Rees",
        expires_on="2199-12-24",
    )  # fmt: skip
    mona.send(
        f"/voices/{voice}", decision="describe", purpose_en="Answers about roads.", hours_en="Weekdays 9 to 5",
        sign_off="initials",
    )  # fmt: skip
    member = mona.first(f"/voices/{voice}", r"/seats/(\d+)")
    return {
        "voice": f"/voices/{voice}",
        "seat": f"/voices/{voice}/seats/{member}",
        "member": f"/records/members/{member}",
        "member-purpose": mona.first("/records/members?q=nia", r'"(/records/members/\d+)"'),
        "members-none": "/records/members?q=nobody-at-all",
        "voice-behind": "/@splott_council/voice",
        "official-profile": "/@splott_council",
    }


def _furnish(mona: Somebody, nia: Somebody, account: str, post: str) -> str:
    """Rules, texts, an emoji in a name, a report; the number of an announcement."""
    mona.send("/admin/rules", text_en="Be kind", hint_en="As you would face to face", text_cy="Byddwch yn garedig")
    mona.send("/admin/announcements", text_en="No water on Monday #bridges", text_cy="Dim dŵr ddydd Llun")
    announcement = mona.first("/admin/announcements", r"/admin/announcements/(\d+)")
    for kind in ("about", "terms"):
        mona.send(f"/admin/texts/{kind}/en", text="## Who we are\n\n* people of *Splott*\n* and those who serve them")
    mona.send(
        "/admin/emoji", shortcode="cwtch", category="Cymru", files={"file": ("a.jpg", picture("#2f6b46"), "image/jpeg")}
    )
    nia.send("/settings", display_name="Nia :cwtch: Price", is_locked="on", is_discoverable="on")
    mona.send(f"/report/{account}?post={post}", category="violation", comment="Too loud", post=post)
    return announcement


def _pages(post: str, account: str, announcement: str) -> dict[str, str]:
    values = {
        "acct": "nia", "post_id": int(post), "account_id": int(account), "name": "bridges",
        "announcement_id": int(announcement), "day": clock.day_text(clock.now_ms()),
    }  # fmt: skip
    found = {address.name: address.path(**known(address, **values)) for address in every() if address.is_page}
    found.pop("language")  # only sends on
    found["search"] += "?q=market"
    found["join"] += "?invitation=example"
    found["confirm"] += "?code=example"
    found["compose-reply"] = f"/compose?reply={post}"
    found["profile-pictures"] = "/@nia?show=pictures"
    found["notice"] = "/home?done=posted"
    found["nowhere"] = "/nowhere"
    return found
