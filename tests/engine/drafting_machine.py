"""A team and its drafts as a state machine, with a plain model beside it that says what may be published.

The model knows nothing of the engine's tables: it counts who approved exactly which words since they last changed, who
holds which power, and who wrote them. Whatever is published must be allowed by the model at that moment.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coffeehouse.database import sql
from coffeehouse.domain.context import SYSTEM, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.publishing import commands as publishing
from coffeehouse.engine.act import act
from coffeehouse.kernel import clock
from coffeehouse.kernel.errors import Problem
from tests.commands.drafting import NOW, SEATS, Desk
from tests.commands.house import House

TEAM = tuple(SEATS)
DECIDERS = {"review", "release", "emergency"}
POWERS = [(), ("suggest",), ("draft", "review"), ("review",), ("review", "emergency"), ("draft", "emergency")]
WHO = st.sampled_from(TEAM)
WHICH = st.sampled_from([0, 0, 0, 0, 1, 1, 2])
WORDS = st.sampled_from(["Bore da", "Good morning", "Rhif 943 476 5919"])
LANGUAGES = st.sampled_from(["cy", "en"])


@dataclass
class Model:
    """What the team would say of one draft."""

    needs: int
    authors: set[str]
    approved: set[str] = field(default_factory=set)
    hurried: set[str] = field(default_factory=set)
    embargo_at: int = 0
    pair: int | None = None
    is_out: bool = False

    def changed_by(self, who: str) -> None:
        """Somebody changed what an approval is given to."""
        self.authors.add(who)
        self.forget()

    def forget(self) -> None:
        """No approval counts any more."""
        self.approved.clear()
        self.hurried.clear()


class Team(RuleBasedStateMachine):
    """Everybody does anything to any draft, allowed or not; after each act nothing wrong may be out.

    The house is made once; what a team did in it is undone. `seen` counts what happened, over all teams.
    """

    desk: ClassVar[Desk]
    seen: ClassVar[Counter[str]]

    @classmethod
    def move_in(cls) -> None:
        """Make the house, in the test's transaction."""
        with clock.at(NOW):
            cls.desk = Desk(House())
        cls.seen = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.undo_all = transaction.atomic()
        self.undo_all.__enter__()
        self.now = NOW + 1
        self.powers = {name: set(powers) for name, powers in SEATS.items()}
        self.drafts: dict[int, Model] = {}
        self.is_stopped = False
        self.election: tuple[int, int] | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo_all.__exit__(None, None, None)

    @initialize(first=WHO, second=WHO, needs=st.sampled_from([1, 2]), later=st.sampled_from([0, 600_000]))
    def begin(self, first: str, second: str, needs: int, later: int) -> None:
        """Two languages wait."""
        for who, text, language in ((first, "Bore da", "cy"), (second, "Good morning", "en")):
            self.put_down(who, text, language, needs, later)

    # ---- Doing

    def do(self, who: str, command: Command) -> bool:
        """Act at the next moment; whether it was done. A refusal is an answer as well."""
        self.now += 1
        with clock.at(self.now):
            try:
                actor = SYSTEM if who == "system" else self.desk.house.actor(who)
                act(command, actor, "test")
            except Problem:
                self.seen["refused"] += 1
                return False
        return True

    def pick(self, which: int) -> int:
        """One of the newest drafts, or one that never was."""
        newest = sorted(self.drafts, reverse=True)
        return newest[which] if which < len(newest) else 1

    @rule(who=WHO, text=WORDS, language=LANGUAGES, needs=st.sampled_from([1, 2]), later=st.sampled_from([0, 600_000]))
    def write(self, who: str, text: str, language: str, needs: int, later: int) -> None:
        self.put_down(who, text, language, needs, later)

    def put_down(self, who: str, text: str, language: str, needs: int, later: int) -> None:
        """A draft as the voice; a pack may ask for two people, a client for a later time."""
        from coffeehouse.domain.posts.writing_commands import SchedulePost

        self.now += 1
        post = posts.PublishPost(text=text, language=language)
        command: Command = SchedulePost(post=post, scheduled_at=self.now + later) if later else post
        with clock.at(self.now), suppress(Problem):
            speaker = self.desk.speaker(who)
            if speaker.account_id != self.desk.voice_id:
                return
            done = act(command, speaker, "test")
            if not done.is_held:
                # Policy lets a seat that may release speak at once: those words are not a draft.
                assert "release" in self.powers[who]
                assert not self.is_stopped
                return
            held = int(done.result["held_id"])
            sql.execute("UPDATE publishing_heldcommand SET needs = %s WHERE id = %s", (needs, held))
            self.drafts[held] = Model(needs, {who}, embargo_at=self.now + later if later else 0)

    @rule(who=WHO, which=WHICH, text=WORDS)
    def revise(self, who: str, which: int, text: str) -> None:
        held = self.pick(which)
        before = self.revision(held)
        if self.do(who, publishing.ReviseDraft(held_id=held, text=text)) and self.revision(held) != before:
            model = self.drafts[held]
            sql.execute("UPDATE publishing_heldcommand SET needs = %s WHERE id = %s", (model.needs, held))
            model.changed_by(who)
            self.forget_partner(held)

    def revision(self, held: int) -> int:
        return int(sql.value("SELECT revision FROM publishing_heldcommand WHERE id = %s", (held,)) or 0)

    def forget_partner(self, held: int) -> None:
        """What was approved of one language was approved beside the other."""
        partner = self.drafts[held].pair
        if partner in self.drafts and not self.drafts[partner].is_out:
            self.drafts[partner].forget()

    @rule(first=WHO, second=WHO, which=WHICH)
    def approve_twice(self, first: str, second: str, which: int) -> None:
        """One after the other, so that many get as far as being published."""
        self.approve_as(first, which)
        self.approve_as(second, which)

    @rule(which=WHICH)
    def hurry_all(self, which: int) -> None:
        """Whoever has the power."""
        for who in TEAM:
            self.hurry_as(who, which)

    @rule(who=WHO)
    def pair_and_approve(self, who: str) -> None:
        """The two newest, by everybody."""
        self.pair_as(who, 0, 1)
        for each in TEAM:
            self.approve_as(each, 0)
            self.approve_as(each, 1)

    @rule(who=WHO, which=WHICH)
    def time_and_approve(self, who: str, which: int) -> None:
        """For in a minute, by everybody."""
        self.embargo_as(who, which, 1)
        for each in TEAM:
            self.approve_as(each, which)

    @rule(who=WHO, which=WHICH, is_stale=st.sampled_from([False, False, False, True]))
    def approve(self, who: str, which: int, is_stale: bool) -> None:
        self.approve_as(who, which, is_stale=is_stale)

    def approve_as(self, who: str, which: int, *, is_stale: bool = False) -> None:
        """With the hash of what is there, or with another."""
        held = self.pick(which)
        content_hash = "0" * 64 if is_stale else self.desk.hash(held)
        if not self.do(who, publishing.ReleaseHeld(held_id=held, content_hash=content_hash)):
            return
        assert not is_stale
        self.drafts[held].approved.add(who)

    @rule(who=WHO, which=WHICH)
    def hurry(self, who: str, which: int) -> None:
        self.hurry_as(who, which)

    def hurry_as(self, who: str, which: int) -> None:
        """In the emergency lane."""
        held = self.pick(which)
        if self.do(who, publishing.EmergencyRelease(held_id=held, content_hash=self.desk.hash(held))):
            self.drafts[held].hurried.add(who)

    @rule(who=WHO, which=WHICH, how=st.sampled_from(["ask", "refuse", "withdraw", "undo"]))
    def say_no(self, who: str, which: int, how: str) -> None:
        held = self.pick(which)
        command: Command = {
            "ask": publishing.AskForChange(held_id=held, content_hash=self.desk.hash(held), reason="x"),
            "refuse": publishing.RefuseHeld(held_id=held, reason="x"),
            "withdraw": publishing.WithdrawHeld(held_id=held),
            "undo": publishing.UndoRelease(held_id=held),
        }[how]
        if self.do(who, command):
            self.drafts[held].forget()
            if how != "undo":
                self.forget_partner(held)

    @rule(who=WHO, which=WHICH, minutes=st.sampled_from([None, 1, 10]))
    def embargo(self, who: str, which: int, minutes: int | None) -> None:
        self.embargo_as(who, which, minutes)

    def embargo_as(self, who: str, which: int, minutes: int | None) -> None:
        """Choose a time, or none."""
        held = self.pick(which)
        before = self.revision(held)
        release_at = None if minutes is None else self.now + minutes * clock.MINUTE
        command = publishing.SetEmbargo(held_id=held, release_at=release_at)
        if self.do(who, command) and self.revision(held) != before:
            self.drafts[held].embargo_at = release_at or 0
            self.drafts[held].changed_by(who)
            self.forget_partner(held)

    @rule(who=WHO, which=WHICH, other=st.one_of(st.none(), WHICH))
    def pair(self, who: str, which: int, other: int | None) -> None:
        self.pair_as(who, which, other)

    def pair_as(self, who: str, which: int, other: int | None) -> None:
        """Tie two, or untie one."""
        held, other_id = self.pick(which), None if other is None else self.pick(other)
        before = self.revision(held)
        done = self.do(who, publishing.PairDrafts(held_id=held, other_id=other_id))
        if not done or self.revision(held) == before:
            return
        both = {held, other_id, self.drafts[held].pair} - {None}
        for each in both:
            model = self.drafts[each]  # type: ignore[index]
            if not model.is_out and self.desk.state(each) in ("held", "changes_asked"):  # type: ignore[arg-type]
                model.changed_by(who)
        self.drafts[held].pair = other_id
        for each in both - {held}:
            self.drafts[each].pair = held if each == other_id else None  # type: ignore[index]

    @rule(who=WHO, powers=st.sampled_from(POWERS))
    def seat(self, who: str, powers: tuple[str, ...]) -> None:
        """Grant, change or revoke."""
        member_id = self.desk.house.member(who)
        command: Command = people.RevokeSeat(member_id=member_id, account_id=self.desk.voice_id)
        if powers:
            command = people.GrantSeat(member_id=member_id, account_id=self.desk.voice_id, powers=powers)
        if self.do("mair", command):
            self.powers[who] = set(powers)

    @rule(is_on=st.sampled_from([False, False, False, True]))
    def stop(self, is_on: bool) -> None:
        if self.do("mair", publishing.SetIncidentStop(is_on=is_on, reason="x")):
            if is_on and not self.is_stopped:
                for model in self.drafts.values():
                    model.approved.clear() if model.is_out else model.forget()
            self.is_stopped = is_on

    @rule(is_on=st.sampled_from([False, False, True]))
    def elections(self, is_on: bool) -> None:
        times = (self.now + 2, self.now + clock.HOUR) if is_on else (None, None)
        command = publishing.SetElectionPeriod(starts_at=times[0], ends_at=times[1], reason="x")
        if self.do("mair", command):
            self.now += 2
            if is_on:
                for model in self.drafts.values():
                    if not model.is_out:
                        model.forget()

    @rule(minutes=st.sampled_from([1, 6, 61]))
    def wait(self, minutes: int) -> None:
        """Time passes, and the worker does what is due."""
        self.now += minutes * clock.MINUTE
        due = sql.rows("SELECT id, release_at FROM publishing_heldcommand WHERE release_at <= %s", (self.now,))
        for held, release_at in due:
            self.do("system", publishing.PublishDraft(held_id=held, release_at=release_at))
            if self.desk.decisions(held)[-1:] == [("returned", None)]:
                self.seen["returned"] += 1

    # ---- What must hold

    @invariant()
    def nothing_is_out_that_was_not_approved(self) -> None:
        """Of exactly those words, by enough different people who may, none of them an author; in time; in pairs."""
        released = {row[0] for row in sql.rows("SELECT id FROM publishing_heldcommand WHERE state = 'released'")}
        for held, model in self.drafts.items():
            if held in released and not model.is_out:
                model.is_out = True
                self.check_approved(held, model)
        if released:
            self.check_words()

    def check_approved(self, held: int, model: Model) -> None:
        """The model agrees that this was to be published at this moment."""
        may_hurry = {who for who in model.hurried if "emergency" in self.powers[who]} - model.authors
        if len(may_hurry) >= 2:
            assert model.pair is None
            self.seen["in a hurry"] += 1
            return
        may = {who for who in model.approved if self.powers[who] & DECIDERS} - model.authors
        assert len(may) >= model.needs, f"{held}: {may} approved, {model.needs} are needed"
        assert not self.is_stopped
        assert self.now >= model.embargo_at
        self.seen["by two" if model.needs > 1 else "by one"] += 1
        if model.pair is not None:
            assert self.desk.state(model.pair) == "released"
            self.seen["in a pair"] += 1
        if model.embargo_at:
            self.seen["at its time"] += 1

    def check_words(self) -> None:
        """What was published of each draft is the words of its last revision, once."""
        found = sql.rows(
            "SELECT h.command, p.text, h.account_id, p.account_id FROM publishing_heldcommand h LEFT JOIN posts_post p"
            " ON 'post/' || p.id = h.result_object WHERE h.state = 'released'"
        )
        for command, text, account_id, author_id in found:
            assert f'"text":"{text}"' in command
            assert account_id == author_id
        objects = sql.rows("SELECT result_object FROM publishing_heldcommand WHERE state = 'released'")
        assert len(set(objects)) == len(objects)
