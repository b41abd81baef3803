"""The commands of requests for information and for one's own data. What is found is placed on hold at once."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings

from coffeehouse.database import sql
from coffeehouse.domain.context import Actor, Context, Outcome
from coffeehouse.domain.records.commands import PlaceHold, WidenHold
from coffeehouse.domain.records.handlers import removing
from coffeehouse.domain.records.holds import holds_of_request, is_on_hold
from coffeehouse.domain.records.objects import KINDS, MAX_OBJECTS
from coffeehouse.domain.records.proposing import place
from coffeehouse.domain.requests import commands, gathering
from coffeehouse.domain.requests.handlers import answering, erasing, finding, opening, reminding, timing
from coffeehouse.domain.requests.queries import items_of, read_request
from coffeehouse.engine.act import ActContext, act_within
from coffeehouse.engine.commands import Limit, register
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Invalid

# What a record is held as, where it is part of another.
WHOLE = {
    "edit": "SELECT post_id FROM posts_postedit WHERE id = %s",
    "decision": "SELECT held_id FROM publishing_decision WHERE id = %s",
    "member": "SELECT MIN(id) FROM people_account WHERE member_id = %s AND kind = 'persona'",
}
HELD_AS = {"edit": "post", "decision": "held", "member": "account"}


def prepare_gather(command: commands.GatherRecords, _actor: Actor) -> tuple[list[gathering.Found], bool]:
    """The search, before the transaction: it may read much."""
    if not command.words.strip() and not command.account_ids:
        raise Invalid("Say what to look for: words, or whose records.", field="words")
    if len(command.words) > 200:
        raise Invalid("This is too long. It may have 200 characters.", field="words")
    try:
        what = gathering.wanted(command.words, command.account_ids[:20], command.since_on, command.until_on)
    except ValueError:
        raise Invalid("Write the days as 2026-11-22.", field="since_on") from None
    return gathering.gather(what)


def prepare_ask(_command: commands.AskForRecords, _actor: Actor) -> dict[str, str]:
    """Under which law a member of this house asks."""
    return {"foi": "foisa" if settings.NATION == "scotland" else "foia", "sar": "uk_gdpr", "nation": settings.NATION}


def then_hold(command: commands.GatherRecords, outcome: Outcome, context: Context) -> None:
    """Nothing that was found is disposed of or erased while the request is dealt with."""
    # What earlier searches found and could not hold then is held now, if it is still there.
    names = held_names([*outcome.kept["new"], *not_yet_held(command.request_id)])
    request = read_request(command.request_id)
    if not names or request is None:
        return
    own = cast("ActContext", context)
    hold = next((each for each in holds_of_request(request.id) if each.lifted_at is None), None)
    first = 0
    hold_id = hold.id if hold else None
    if hold_id is None:
        first = MAX_OBJECTS
        because = f"Found for request {request.reference}."
        placed = act_within(PlaceHold(because=because, objects=names[:first], request_id=request.id), own)
        hold_id = int(placed.result)
    for start in range(first, len(names), MAX_OBJECTS):
        act_within(WidenHold(hold_id=hold_id, objects=names[start : start + MAX_OBJECTS]), own)


def not_yet_held(request_id: int) -> list[str]:
    """Items of a request of kinds that could not be held once, as far as they are still there and on no hold."""
    return [
        item.object
        for item in items_of(request_id)
        if item.kind in ("note", "scheduled") and place(item.object) is not None and not is_on_hold(item.object)
    ]


def then_hold_message(command: commands.OpenRequest, outcome: Outcome, context: Context) -> None:
    """The message that a request came with stays as it was: the request has no copy of it."""
    request = read_request(int(outcome.result["id"]))
    if command.source_post_id is None or request is None:
        return
    because = f"Request {request.reference} came with it."
    names = (f"post/{command.source_post_id}",)
    act_within(PlaceHold(because=because, objects=names, request_id=request.id), cast("ActContext", context))


def held_names(objects: list[str]) -> tuple[str, ...]:
    """What is held for these items: the whole of which an item is a part."""
    found: dict[str, None] = {}
    for item in objects:
        kind, _, number = item.partition("/")
        if kind in WHOLE:
            whole = sql.value(WHOLE[kind], (int(number),))
            item = f"{HELD_AS[kind]}/{whole}" if whole else ""
        if item.partition("/")[0] in KINDS:
            found[item] = None
    return tuple(found)


def _limits(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"requests:{actor.label}", 2_000, clock.HOUR)]


def _ask_limits(_command: Any, actor: Actor) -> list[Limit]:
    return [Limit(f"asking:{actor.label}", 20, clock.DAY)]


def fill() -> None:
    """Register them."""
    removing.ABOVE["request"] = removing.Above(erasing.erase_request, erasing.read_request_whole)
    _opening()
    _timing()
    _finding()
    _answering()


def _opening() -> None:
    register(
        commands.OpenRequest,
        kind="request.opened",
        sentence="{actor} started the clock of {object}.",
        handler=opening.apply_open_request,
        scope="web",
        limits=_limits,
        then=(then_hold_message,),
    )
    register(
        commands.AskForRecords,
        kind="request.asked",
        sentence="{actor} asked for information or their own data, {object}.",
        handler=opening.apply_ask_for_records,
        scope="web",
        prepare=prepare_ask,
        limits=_ask_limits,
    )
    register(
        commands.DismissMessage,
        kind="message.dismissed",
        sentence="{actor} found that {object} is no request.",
        handler=opening.apply_dismiss_message,
        scope="web",
        limits=_limits,
    )
    register(
        commands.TakeRequest,
        kind="request.assigned",
        sentence="{actor} took {object} on, or gave it back.",
        handler=opening.apply_take_request,
        scope="web",
        limits=_limits,
    )
    register(
        commands.WithdrawRequest,
        kind="request.withdrawn",
        sentence="{actor} noted that {object} was withdrawn.",
        handler=opening.apply_withdraw_request,
        scope="web",
        limits=_limits,
    )


def _timing() -> None:
    register(
        commands.PauseClock,
        kind="request.paused",
        sentence="{actor} stopped the clock of {object}.",
        handler=timing.apply_pause_clock,
        scope="web",
        limits=_limits,
    )
    register(
        commands.ResumeClock,
        kind="request.resumed",
        sentence="{actor} let the clock of {object} go on.",
        handler=timing.apply_resume_clock,
        scope="web",
        limits=_limits,
    )
    register(
        commands.ExtendRequest,
        kind="request.extended",
        sentence="{actor} took the longer time for {object}.",
        handler=timing.apply_extend_request,
        scope="web",
        limits=_limits,
    )
    register(
        commands.RemindOfRequest,
        kind="request.reminded",
        sentence="{actor} reminded those who answer of {object}.",
        handler=reminding.apply_remind_of_request,
        scope="web",
    )


def _finding() -> None:
    register(
        commands.GatherRecords,
        kind="request.gathered",
        sentence="{actor} looked for records for {object}.",
        handler=finding.apply_gather_records,
        scope="web",
        prepare=prepare_gather,
        limits=_limits,
        then=(then_hold,),
    )
    register(
        commands.DecideItems,
        kind="request.items_decided",
        sentence="{actor} decided about records of {object}.",
        handler=finding.apply_decide_items,
        scope="web",
        limits=_limits,
    )


def _answering() -> None:
    register(
        commands.ProposeAnswer,
        kind="request.proposed",
        sentence="{actor} proposed an answer to {object}.",
        handler=answering.apply_propose_answer,
        scope="web",
        limits=_limits,
    )
    register(
        commands.SignAnswer,
        kind="request.signed",
        sentence="{actor} released the answer to {object}.",
        handler=answering.apply_sign_answer,
        scope="web",
        limits=_limits,
    )
    register(
        commands.ReturnAnswer,
        kind="request.returned",
        sentence="{actor} gave the proposed answer to {object} back.",
        handler=answering.apply_return_answer,
        scope="web",
        limits=_limits,
    )
