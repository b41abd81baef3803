"""Documents of fourteen implementations, of the ActivityStreams working group and of fediverse-pasture-inputs: each is
accepted or refused with a reason, never an error; what is accepted is inert (X1).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from coffeehouse.protocols.activitypub.collections import read_collection
from coffeehouse.protocols.activitypub.documents import ActorDocument, ObjectDocument, Unreadable
from coffeehouse.protocols.activitypub.reading_activities import read_activity
from coffeehouse.protocols.activitypub.reading_actors import read_actor
from coffeehouse.protocols.activitypub.reading_objects import read_object
from coffeehouse.protocols.activitypub.strict_json import load
from tests.protocols.activitypub import inert
from tests.protocols.activitypub.corpora import documents, pasture_notes

READERS = (read_actor, read_object, read_activity, read_collection)
# What these say is nothing a house does: locking, voting down, warning, resolving a report, a deleted post.
NOT_DONE_HERE = frozenset("lock_note lock_page undo_lock dislike_page warn resolve_report_page tombstone".split())


def read(document: dict[str, Any]) -> list[Any]:
    """What the four readers make of it: a struct, or the reason against."""
    answers: list[Any] = []
    for reader in READERS:
        try:
            answers.append(reader(document))
        except Unreadable as refused:
            answers.append(refused.reason)
    return answers


def test_every_shared_document_is_read_or_refused_with_a_reason() -> None:
    """All 357; accepted ones are harmless."""
    counted: Counter[str] = Counter()
    for body in documents().values():
        try:
            answers = read(load(body))
        except Unreadable:
            counted["no JSON object"] += 1
            continue
        taken = [answer for answer in answers if not isinstance(answer, str)]
        for answer in taken:
            if isinstance(answer, ActorDocument | ObjectDocument):
                inert.check(answer)
        counted["taken" if taken else "refused"] += 1
    assert sum(counted.values()) == 357
    assert counted["no JSON object"] == 5
    assert counted["taken"] >= 150


def test_real_servers_are_understood() -> None:
    """Of what fourteen implementations really send all is read, but for what no house of ours does."""
    unread = []
    for path, body in documents().items():
        if path.startswith("test/"):
            continue
        if all(isinstance(answer, str) for answer in read(load(body))):
            unread.append(path.rpartition("/")[2].removesuffix(".json"))
    assert set(unread) <= NOT_DONE_HERE, unread


@pytest.mark.pasture
def test_every_pasture_note_is_read_or_refused_with_a_reason() -> None:
    """All 262; refused are only those without identity, author or type, or of types that are no posts."""
    refused: Counter[str] = Counter()
    for family, note in pasture_notes():
        try:
            inert.check(read_object(note))
        except Unreadable as problem:
            refused[f"{family}: {problem.reason}"] += 1
    assert len(pasture_notes()) == 262
    assert {line.partition(": ")[2] for line in refused} <= {
        "no_id", "no_author", "no_type", "tombstone", "author_elsewhere"
    }, refused  # fmt: skip
    assert sum(refused.values()) <= 8, refused
