"""Release packs in the town: one that is ready, one that was removed, so that their pages are looked at whole."""

from __future__ import annotations

import time
from typing import Any

LIST = "/records/requests"
PACKS = "/records/packs"
WAIT_SECONDS = 120


def make_packs(mona: Any, rhys: Any, nia: Any) -> dict[str, str]:
    """Name → path of the pages of packs. rhys keeps the records and signs what Mona proposes."""
    removed = _packed(mona, rhys, nia, "The lido closes on Sunday", "lido")
    mona.send(removed, step="remove", because="Made in the wrong language.")
    ready = _packed(mona, rhys, nia, "The orchard is open to all", "orchard")
    deadline = time.monotonic() + WAIT_SECONDS
    while "SHA-256 of the file" not in mona.session.get(mona.base_url + ready, timeout=30).text:
        assert time.monotonic() < deadline, "the pack was not made"
        time.sleep(0.5)
    return {"pack": ready, "pack-removed": removed}


def _packed(mona: Any, rhys: Any, nia: Any, text: str, word: str) -> str:
    """A request for what was said about something, answered and signed; the path of its pack."""
    nia.send("/compose", text=text, visibility="public", language="en")
    wanted = f"All about the {word}"
    request = mona.send(
        f"{LIST}/new", received_on="", law="foia", nation="wales", words=wanted, asker_name="Glenys Price"
    ).partition("?")[0]
    request = request.removeprefix(mona.base_url)
    mona.send(f"{request}/search", words=word)
    item = mona.first(f"{request}/items", rf"{request}/items/(\d+)")
    page = f"{request}/items/{item}"
    mona.send(
        page, decision="include", is_checked="on", text_hash=mona.first(page, r'name="text_hash" value="([^"]+)"')
    )
    mona.send(f"{request}/answer", step="propose", outcome="released", provision="", letter="Here it is.")
    proposed = rhys.first(f"{request}/answer", r'name="content_hash" value="([^"]+)"')
    rhys.send(f"{request}/answer", step="sign", content_hash=proposed)
    made: str = mona.send(PACKS, request_id=request.rpartition("/")[2], language="en")
    return made.partition("?")[0].removeprefix(mona.base_url)
