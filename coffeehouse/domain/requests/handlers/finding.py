"""What is found for a request goes into it, and somebody decides about each: released, in parts, withheld, or beside
the point. The search itself is made before the transaction (`gathering`)."""

from __future__ import annotations

from coffeehouse.database import sql
from coffeehouse.domain.context import Context, Outcome
from coffeehouse.domain.requests import commands, exemptions, releasing, spotting
from coffeehouse.domain.requests.contents import Content, read_content
from coffeehouse.domain.requests.gathering import Found
from coffeehouse.domain.requests.handlers import loading
from coffeehouse.domain.requests.queries import InformationRequest, ItemRow, own_accounts, read_item
from coffeehouse.kernel.errors import Conflict, Invalid, NotFound
from coffeehouse.protocols.packs.redaction import RedactionError

MAX_ITEMS = 200
MAX_REMOVALS = 500
ATTACHMENT_PARTS = ("", " name", " description", " picture")


def apply_gather_records(command: commands.GatherRecords, context: Context) -> Outcome:
    """Insert the search and what it found that is not there yet."""
    request = loading.load_open(command.request_id, "open")
    found: list[Found]
    found, is_cut = context.prepared
    search_id = context.new_id()
    new = [each for each in found if _insert(request.id, search_id, each, context)]
    sql.execute(
        "INSERT INTO requests_search (id, request_id, words, account_ids, since_on, until_on, found_count, new_count,"
        " is_cut, member_id, created_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            search_id, request.id, command.words[:200], " ".join(map(str, command.account_ids)), command.since_on,
            command.until_on, len(found), len(new), is_cut, context.actor.member_id, context.now,
        ),
    )  # fmt: skip
    return loading.outcome(
        request.id,
        kept={"found": str(len(found)), "new": [each.object for each in new], "is_cut": is_cut},
        result={"id": str(request.id), "found": len(found), "new": len(new), "is_cut": is_cut},
    )


def _insert(request_id: int, search_id: int, each: Found, context: Context) -> bool:
    done = sql.execute(
        "INSERT INTO requests_item (id, request_id, search_id, object, kind, at, account_id, decision, exemption,"
        " reason, shows_author, text_hash) VALUES (%s, %s, %s, %s, %s, %s, %s, '', '', '', %s, '')"
        " ON CONFLICT (request_id, object) DO NOTHING",
        (context.new_id(), request_id, search_id, each.object, each.kind, each.at, each.account_id, False),
    )
    return bool(done)


def apply_decide_items(command: commands.DecideItems, context: Context) -> Outcome:
    """Keep the decision about each item, and what is taken out of it."""
    request = loading.load_open(command.request_id, "open")
    item_ids = tuple(dict.fromkeys(command.item_ids))
    if not item_ids:
        raise Invalid("Choose at least one record.", field="item_ids")
    if len(item_ids) > MAX_ITEMS:
        raise Invalid(f"Decide about at most {MAX_ITEMS} records at a time.", field="item_ids")
    _check(command, request, len(item_ids))
    for item_id in item_ids:
        item = read_item(request.id, item_id)
        if item is None:
            raise NotFound("There is no such record in this request.")
        _decide(command, request, item, context)
    return Outcome(
        object=f"request/{request.id}", result=str(request.id), kept={"items": [str(item_id) for item_id in item_ids]}
    )


def _check(command: commands.DecideItems, request: InformationRequest, count: int) -> None:
    """What must hold whatever the items say. Raises Invalid."""
    if command.decision not in releasing.DECISIONS:
        raise Invalid("Choose what becomes of it.", field="decision")
    if (command.decision == "redact") != bool(command.removals):
        raise Invalid("Say which parts are taken out, or choose another decision.", field="decision")
    if command.decision == "redact" and count != 1:
        raise Invalid("Parts are taken out of one record at a time.", field="item_ids")
    if len(command.removals) > MAX_REMOVALS:
        raise Invalid(f"At most {MAX_REMOVALS} parts can be taken out. Withhold the record instead.", field="removals")
    if command.decision == "withhold":
        _check_exemption(request, command.exemption, command.reason)
    for removal in command.removals:
        _check_exemption(request, removal.exemption, removal.reason)
    if command.decision == "out_of_scope":
        loading.words(command.reason, "reason", "Say why it does not belong to the request.", 2_000)


def _check_exemption(request: InformationRequest, cite: str, reason: str) -> None:
    if not exemptions.is_exemption(request.law, cite):
        raise Invalid("Choose the provision it is withheld under.", field="exemption")
    loading.words(reason, "reason", "Say why the provision applies here. It stands in the answer.", 2_000)


def _decide(command: commands.DecideItems, request: InformationRequest, item: ItemRow, context: Context) -> None:
    content = read_content(item.object, item.kind)
    if command.text_hash and command.text_hash != content.text_hash:
        raise Conflict("It has changed since you opened it. Read it again, then decide.")
    if command.decision in ("include", "redact"):
        _check_parts(command, content)
        _check_spotted(command, content, request)
    reason = loading.short(command.reason, "reason", 2_000)
    sql.execute(
        "UPDATE requests_item SET decision = %s, exemption = %s, reason = %s, shows_author = %s, text_hash = %s,"
        " decided_by_id = %s, decided_at = %s WHERE id = %s",
        (
            command.decision, command.exemption if command.decision == "withhold" else "", reason,
            command.shows_author and command.decision in ("include", "redact"), content.text_hash,
            context.actor.member_id, context.now, item.id,
        ),
    )  # fmt: skip
    sql.execute("DELETE FROM requests_redaction WHERE item_id = %s", (item.id,))
    for removal in command.removals:
        sql.execute(
            'INSERT INTO requests_redaction (id, item_id, part, start, "end", box, exemption, reason)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            (
                context.new_id(), item.id, removal.part, removal.start, removal.end, removal.box, removal.exemption,
                loading.short(removal.reason, "reason", 2_000),
            ),
        )  # fmt: skip


def _check_parts(command: commands.DecideItems, content: Content) -> None:
    """Every part that is taken out is there. Raises Invalid."""
    if content.gone:
        raise Invalid(
            "Nothing is left of it. It is listed as erased; choose to withhold it, or that it is out of scope."
        )
    lengths = {"text": len(content.text), "warning": len(content.warning)}
    files = {
        f"attachment {number}{part}": file for number, file in enumerate(content.files, 1) for part in ATTACHMENT_PARTS
    }
    for removal in command.removals:
        if removal.part in lengths:
            if not 0 <= removal.start < removal.end <= lengths[removal.part]:
                raise Invalid("This part is not in the text. Mark it again.", field="removals")
        elif removal.part not in files:
            raise Invalid("There is no such part. Mark it again.", field="removals")
        elif removal.part.endswith(" picture"):
            _check_box(removal.box, is_picture=files[removal.part].is_picture)


def _check_box(box: str, *, is_picture: bool) -> None:
    if not is_picture:
        raise Invalid("Only parts of pictures can be covered. Withhold the whole recording.", field="removals")
    try:
        releasing.parse_box(box)
    except RedactionError as problem:
        raise Invalid(str(problem), field="removals") from problem


def _check_spotted(command: commands.DecideItems, content: Content, request: InformationRequest) -> None:
    """Nothing that looks like personal data goes out unless a person has looked (attack P7). Raises Invalid."""
    if command.is_checked:
        return
    removed = [(removal.part, removal.start, removal.end) for removal in command.removals]
    left = [each for each in spotting.spot(content, own_accounts(request)) if not spotting.is_taken_out(each, removed)]
    if left:
        raise Invalid(
            f"There is something in it that looks like personal data: {left[0].words}. Take it out, or say that you"
            " have looked and that it may be released.",
            field="is_checked",
        )
