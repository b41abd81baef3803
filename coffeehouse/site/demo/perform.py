"""Performs the plan of the demo town: each step is one act through `engine.act`, at its own time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import msgspec

from coffeehouse.domain.context import ANONYMOUS, SYSTEM, Actor, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_of_member
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.domain.publishing.queries import read_held
from coffeehouse.engine.act import Done, act
from coffeehouse.kernel import clock
from coffeehouse.site.demo import scenes, steps
from coffeehouse.site.demo.steps import Step

REACTIONS: dict[str, type[Command]] = {
    "favourite": posts.FavouritePost,
    "boost": posts.BoostPost,
    "bookmark": posts.BookmarkPost,
    "pin": posts.PinPost,
}


class Performer:
    """Carries out steps in order; remembers the ids that they gave out."""

    def __init__(self, password_hash: str) -> None:
        self._password_hash = password_hash
        self._members: dict[str, int] = {}
        self._accounts: dict[str, int] = {}
        self._bodies: dict[str, int] = {}
        self._seats: dict[str, list[str]] = defaultdict(list)
        self._admin = ""
        self._posts: dict[str, int] = {}
        self._media: dict[str, int] = {}
        self._texts: dict[str, steps.Publish] = {}
        self._actors: dict[tuple[str, str], Actor] = {}
        self.held = 0
        self._ways: dict[type, Callable[[Step, Any], None]] = {
            steps.FoundBody: self._found_body,
            steps.FoundVoice: self._found_voice,
            steps.Seat: self._seat,
            steps.MoveIn: self._move_in,
            steps.AskToJoin: self._ask_to_join,
            steps.Introduce: self._introduce,
            steps.Follow: self._follow,
            steps.Accept: self._accept,
            steps.Upload: self._upload,
            steps.Publish: self._publish,
            steps.Edit: self._edit,
            steps.React: self._react,
            steps.Vote: self._vote,
            steps.ClosePoll: self._close_poll,
        }

    def perform(self, step: Step) -> None:
        """Do one step at its time."""
        with clock.at(step.at):
            self._ways[type(step.deed)](step, step.deed)

    def _actor(self, step: Step) -> Actor:
        if not step.actor:
            return SYSTEM
        key = (step.actor, step.seat)
        if key not in self._actors:
            account = self._accounts[step.seat or step.actor]
            self._actors[key] = read_actor_of_member(self._members[step.actor], account)
        return self._actors[key]

    def _act(self, step: Step, command: Command) -> Done:
        return act(command, self._actor(step), "web" if step.actor else "cli")

    def _found_body(self, step: Step, deed: steps.FoundBody) -> None:
        done = self._act(step, people.CreateBody(slug=deed.slug, name=deed.name, about=deed.about))
        self._bodies[deed.slug] = int(done.result)

    def _found_voice(self, step: Step, deed: steps.FoundVoice) -> None:
        done = self._act(
            step,
            people.CreateAccount(
                username=deed.handle,
                kind=deed.kind,
                display_name=deed.name,
                note=deed.note,
                body_id=self._bodies[deed.body],
            ),
        )
        self._accounts[deed.handle] = int(done.result)

    def _seat(self, step: Step, deed: steps.Seat) -> None:
        powers = ("suggest", "draft", "review", "release")
        self._seats[deed.voice].append(deed.member)
        self._act(
            step,
            people.GrantSeat(
                member_id=self._members[deed.member], account_id=self._accounts[deed.voice], powers=powers
            ),
        )

    def _move_in(self, step: Step, deed: steps.MoveIn) -> None:
        done = self._act(
            step,
            people.AddMember(
                username=deed.handle,
                email=f"{deed.handle}@example.org",
                password_hash=self._password_hash,
                role=deed.role,
                language="cy" if deed.language == "cy" else "en",
                display_name=deed.name,
            ),
        )
        self._members[deed.handle] = int(done.result["member_id"])
        self._accounts[deed.handle] = int(done.result["account_id"])
        if deed.role == "admin":
            self._admin = deed.handle

    def _ask_to_join(self, _step: Step, deed: steps.AskToJoin) -> None:
        command = people.RegisterMember(
            username=deed.handle,
            email=f"{deed.handle}@example.org",
            password_hash=self._password_hash,
            reason=deed.reason,
            language=deed.language,
            display_name=deed.name,
        )
        act(command, ANONYMOUS, "web")

    def _introduce(self, step: Step, deed: steps.Introduce) -> None:
        avatar = scenes.draw_badge(deed.avatar) if deed.avatar else None
        self._act(
            step,
            people.UpdateProfile(
                note=deed.note,
                default_language=deed.language,
                is_locked=deed.is_locked or None,
                avatar=avatar[0] if avatar else None,
                avatar_description=avatar[1] if avatar else None,
            ),
        )

    def _follow(self, step: Step, deed: steps.Follow) -> None:
        self._act(step, people.FollowAccount(target_id=self._accounts[deed.target]))

    def _accept(self, step: Step, deed: steps.Accept) -> None:
        self._act(step, people.AuthorizeFollow(account_id=self._accounts[deed.follower]))

    def _upload(self, step: Step, deed: steps.Upload) -> None:
        data, description = scenes.draw_scene(deed.scene, deed.variant)
        # Drawn by the house itself a moment ago, so it is decoded without the fence for strangers' files.
        house = msgspec.structs.replace(self._actor(step), role="system")
        done = act(posts.UploadMedia(data=data, description=description), house, "web")
        self._media[deed.key] = int(done.result["id"])

    def _publish(self, step: Step, deed: steps.Publish) -> None:
        poll = deed.poll
        done = self._act(
            step,
            posts.PublishPost(
                text=deed.text,
                visibility=deed.visibility,
                spoiler_text=deed.warning,
                language=deed.language,
                in_reply_to_id=self._posts[deed.answers] if deed.answers else None,
                media_ids=(self._media[deed.picture],) if deed.picture else (),
                poll=posts.PollDraft(options=poll.options, expires_in=poll.seconds) if poll else None,
            ),
        )
        post_id = self._looked_at(step, done) if done.is_held else int(done.result["id"])
        if post_id is None:
            self.held += 1
            return
        self._posts[deed.key] = post_id
        self._texts[deed.key] = deed

    def _edit(self, step: Step, deed: steps.Edit) -> None:
        before = self._texts[deed.key]
        command = posts.EditPost(
            post_id=self._posts[deed.key], text=deed.text, spoiler_text=before.warning, language=before.language
        )
        done = self._act(step, command)
        if done.is_held:
            self._looked_at(step, done)

    def _looked_at(self, step: Step, done: Done) -> int | None:
        """A colleague, or who administers the house, releases what a voice says; None where it stays held."""
        grounds = [reason.rule for reason in done.verdict.reasons if reason.verdict == "hold"]
        if not step.seat or not all(rule.startswith("routing.") for rule in grounds):
            return None
        held_id = int(done.result["held_id"])
        colleague = next(member for member in (*self._seats[step.seat], self._admin) if member != step.actor)
        reviewer = read_actor_of_member(self._members[colleague], self._accounts[colleague])
        held = self._held(held_id)
        act(publishing.ReleaseHeld(held_id=held_id, content_hash=held["content_hash"]), reviewer, "web")
        held = self._held(held_id)
        if held["state"] == "approved":
            # The time in which it can be taken back passes.
            with clock.at(held["release_at"]):
                act(publishing.PublishDraft(held_id=held_id, release_at=held["release_at"]), SYSTEM, "worker")
            held = self._held(held_id)
        return int(held["result_object"].removeprefix("post/"))

    def _held(self, held_id: int) -> dict[str, Any]:
        held = read_held(held_id)
        assert held is not None  # noqa: S101  # the act before has stored it
        return held

    def _react(self, step: Step, deed: steps.React) -> None:
        self._act(step, REACTIONS[deed.kind](post_id=self._posts[deed.key]))

    def _vote(self, step: Step, deed: steps.Vote) -> None:
        self._act(step, posts.VoteInPoll(post_id=self._posts[deed.key], choices=(deed.choice,)))

    def _close_poll(self, _step: Step, deed: steps.ClosePoll) -> None:
        act(posts.ClosePoll(post_id=self._posts[deed.key]), SYSTEM, "worker")
