"""A request for information in the town, half answered, one that is public, and Nia's own: so that their pages are
looked at with something in them."""

from __future__ import annotations

from typing import Any, Protocol


class Person(Protocol):
    """`town.Somebody`."""

    def send(self, path: str, page: str = "", files: dict[str, Any] | None = None, **values: str) -> str: ...

    def first(self, page: str, pattern: str) -> str: ...


LIST = "/records/requests"


def ask_and_answer(mona: Person, nia: Person) -> dict[str, str]:
    """Name → path of every page of requests, with something on it."""
    for text in ("The market has a new telephone: 07700 900123", "The market, and @mona of it"):
        nia.send("/compose", text=text, visibility="public", language="en")
    nia.send("/settings/my-record", step="ask", kind="sar", ask_words="")
    asked = nia.first("/settings/my-record", r"/settings/my-record/(\d+)")
    law: dict[str, Any] = {
        "law": "foia",
        "nation": "wales",
        "words": "Everything about the market",
        "asker_name": "Glenys Price",
    }
    mona.send(f"{LIST}/new", received_on="", **law)
    open_ = mona.first(LIST, rf'{LIST}/(\d+)">FOI')
    mona.send(f"{LIST}/{open_}/search", words="market")
    found = f"{LIST}/{open_}/items"
    item = mona.first(found, rf"{found}/(\d+)")
    mona.send(
        f"{found}/{item}", decision="redact", exemption="FOIA s.40(2)", reason="A private number", passages="market",
        text_hash=mona.first(f"{found}/{item}", r'name="text_hash" value="([^"]+)"'), is_checked="on",
    )  # fmt: skip
    second = mona.first(f"{found}?decision=", rf"{found}/(\d+)")
    mona.send(f"{LIST}/{open_}", step="pause", kind="fee", pause_reason="A fees notice was sent.", pause_on="")
    mona.send(f"{LIST}/new", received_on="2026-01-05", **{**law, "words": "Of the swimming pool that never was"})
    proposed = mona.first(LIST, rf"{LIST}/((?!{open_}\b)\d+)\">FOI")
    mona.send(
        f"{LIST}/{proposed}/answer", step="propose", outcome="not_held", provision="", letter="We hold nothing.",
        is_public="on", public_title="The pool", public_question="What of the pool?", public_answer="We hold nothing.",
    )  # fmt: skip
    one = f"{LIST}/{open_}"
    return {
        "requests": LIST,
        "requests-closed": f"{LIST}?state=closed",
        "request": one,
        "request-late": f"{LIST}/{proposed}",
        "request-search": f"{one}/search",
        "request-items": f"{one}/items",
        "request-item": f"{found}/{second}",
        "request-item-decided": f"{found}/{item}",
        "request-answer": f"{one}/answer",
        "request-answer-proposed": f"{LIST}/{proposed}/answer",
        "request-reasons": f"{one}/reasons",
        "own-answer": f"/settings/my-record/{asked}",
    }
