"""Changing what waits: new words, another time, the other language. Each is a new revision, and approvals are void.

Whoever changes what an approval is given to becomes one of its authors, and so cannot approve it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from coffeehouse.domain.context import Actor, Command, Context, Outcome
from coffeehouse.domain.people.queries import read_actor_of_member
from coffeehouse.domain.posts.commands import PublishPost
from coffeehouse.domain.posts.queries.media import read_media_list
from coffeehouse.domain.publishing import commands
from coffeehouse.domain.publishing.correcting import CorrectPost
from coffeehouse.domain.publishing.handlers import drafts, permitting
from coffeehouse.engine.commands import BY_NAME
from coffeehouse.engine.holding import as_words, due_job, judgement_of
from coffeehouse.engine.holding_release import ReleaseContext
from coffeehouse.engine.judging import judge
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Conflict, Invalid

PARTS = ("text", "spoiler_text", "is_sensitive", "language", "visibility", "media_ids", "poll")
FARTHEST = 5 * 366 * clock.DAY
PARTED = "Its other language was changed, so both are looked at again."


def apply_revise_draft(command: commands.ReviseDraft, context: Context) -> Outcome:
    """Write the next revision. Policy looks at the new words: what it refuses is not kept."""
    draft = drafts.load(command.held_id)
    permitting.require_writer(draft, context.actor)
    drafts.require_state(draft, *drafts.OPEN)
    registered = BY_NAME[draft.name]
    before: Command = msgspec.json.decode(draft.command, type=registered.command)
    after = _with_changes(before, command)
    if after == before and drafts.hash_now(draft) == draft.content_hash and draft.state != "changes_asked":
        return Outcome(object=draft.label, result=_result(draft), unchanged=True)
    actor = _as_author(draft, context.actor)
    _require_own_pictures(after, actor)
    prepared = registered.prepare(after, actor) if registered.prepare else None
    verdict = judge(registered, after, ReleaseContext(context, actor, context.channel, prepared))
    if verdict.is_denied:
        raise Invalid(verdict.explain(), code="refused")
    judgement = judgement_of(verdict)
    revised = drafts.revise(
        draft.id,
        context,
        command=as_words(after),
        actor=msgspec.json.encode(actor).decode(),
        verdict=judgement.verdict,
        criticality=judgement.criticality,
        route=judgement.route,
        needs=judgement.needs,
    )
    parted = drafts.part_from(revised, PARTED, context)
    return Outcome(
        object=draft.label, result=_result(revised), kept=_kept(revised), jobs=(drafts.asked(revised), *parted)
    )


def _with_changes(before: Command, command: commands.ReviseDraft) -> Command:
    """The held command with what was given anew. Raises Invalid for a part that this draft does not have."""
    given: dict[str, Any] = {name: getattr(command, name) for name in PARTS if getattr(command, name) is not None}
    if command.removes_poll:
        given["poll"] = None
    for name in [name for name in given if not hasattr(before, name)]:
        # A form sends all its fields: what is empty, and the language, which stays the post's, change nothing.
        if isinstance(before, CorrectPost) and (not given[name] or name == "language"):
            del given[name]
        elif isinstance(before, CorrectPost):
            raise Invalid("A correction changes words only. Leave the rest as it is.", field=name)
        else:
            raise Invalid("The new version of a published post keeps its visibility.", field=name)
    return msgspec.structs.replace(before, **given)


def _as_author(draft: drafts.Draft, actor: Actor) -> Actor:
    """Who changes it is who will have said it: as the draft's account, by the seat of today."""
    if actor.account_id == draft.account_id or actor.member_id is None:
        return actor
    author = read_actor_of_member(actor.member_id, draft.account_id, actor.address)
    return msgspec.structs.replace(author, application_id=actor.application_id)


def _require_own_pictures(command: Command, actor: Actor) -> None:
    media_ids: tuple[int, ...] = getattr(command, "media_ids", None) or ()
    edited = hasattr(command, "post_id")
    if media_ids and not edited and len(read_media_list(actor.account_id or 0, media_ids)) != len(set(media_ids)):
        raise Invalid("A picture is not there any more, or not this account's. Upload it again.", field="media_ids")


def apply_set_embargo(command: commands.SetEmbargo, context: Context) -> Outcome:
    """Another time, or none."""
    draft = drafts.load(command.held_id)
    permitting.require_writer(draft, context.actor)
    drafts.require_state(draft, *drafts.OPEN)
    if command.release_at == draft.embargo_at:
        return Outcome(object=draft.label, result=_result(draft), unchanged=True)
    if command.release_at is not None and not context.now < command.release_at < context.now + FARTHEST:
        raise Invalid("Choose a time that is still to come, within five years.", field="release_at")
    revised = drafts.revise(draft.id, context, **_state(draft), embargo_at=command.release_at)
    parted = drafts.part_from(revised, "The time of its other language was changed, so look again.", context)
    jobs = (drafts.asked(revised), *due_job(draft.id, command.release_at), *parted)
    return Outcome(object=draft.label, result=_result(revised), kept=_kept(revised), jobs=jobs)


def apply_pair_drafts(command: commands.PairDrafts, context: Context) -> Outcome:
    """Tie two drafts of one account, in different languages; or untie."""
    draft = drafts.load(command.held_id)
    permitting.require_writer(draft, context.actor)
    drafts.require_state(draft, *drafts.OPEN)
    partner = drafts.partner_of(draft)
    if command.other_id is None:
        if draft.pair_id is None:
            return Outcome(object=draft.label, result=_result(draft), unchanged=True)
        both = (draft,) if partner is None else (draft, partner)
        return _tie(both, None, context)
    other = drafts.load(command.other_id)
    permitting.require_writer(other, context.actor)
    if partner is not None and partner.id == other.id:
        return Outcome(object=draft.label, result=_result(draft), unchanged=True)
    drafts.require_state(other, *drafts.OPEN)
    _require_fitting(draft, other)
    return _tie((draft, other), context.new_id(), context)


def _require_fitting(draft: drafts.Draft, other: drafts.Draft) -> None:
    if draft.id == other.id or draft.account_id != other.account_id:
        raise Invalid("A pair is two drafts of one account. Choose the other language.", field="other_id")
    for each in (draft, other):
        partner = drafts.partner_of(each)
        if partner is not None and partner.state in drafts.OPEN:
            raise Conflict("One of them is paired already. Untie it first.")
        if each.name != PublishPost.__name__:
            raise Invalid("Only new posts can be a pair, not new versions of published ones.", field="other_id")
    languages = [msgspec.json.decode(each.command, type=PublishPost).language for each in (draft, other)]
    if languages[0] == languages[1]:
        raise Invalid("The two are in the same language. Say in each which language it is in.", field="other_id")


def _tie(pair: tuple[drafts.Draft, ...], pair_id: int | None, context: Context) -> Outcome:
    for each in pair:
        drafts.tie(each, pair_id)
    open_ones = [each for each in pair if each.state in drafts.OPEN]
    revised = [drafts.revise(each.id, context, **_state(each)) for each in open_ones]
    return Outcome(
        object=pair[0].label,
        result=_result(revised[0]),
        kept={"pair": [each.label for each in pair], **_kept(revised[0])},
        jobs=tuple(drafts.asked(each) for each in revised),
    )


def _state(draft: drafts.Draft) -> dict[str, str]:
    """Whoever was asked for other words still owes them: only the words answer that."""
    return {"state": "changes_asked"} if draft.state == "changes_asked" else {}


def _result(draft: drafts.Draft) -> dict[str, Any]:
    return {"held_id": str(draft.id), "revision": draft.revision, "content_hash": draft.content_hash}


def _kept(draft: drafts.Draft) -> dict[str, Any]:
    return {"content_hash": draft.content_hash, "revision": draft.revision}
