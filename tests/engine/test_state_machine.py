"""Any sequence of acts by four people: tables are the fold of the ledger, and the scope is the plain rule."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from coffeehouse.database import sql
from coffeehouse.domain.context import Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.posts import commands as posts
from coffeehouse.domain.posts.visibility import visible_posts
from coffeehouse.kernel.errors import Problem
from tests.commands.house import VISIBILITIES, House
from tests.engine.fold import Fold

FOUR = ("ada", "bevan", "fern", "gwyn")
WHO = st.sampled_from(FOUR)
WHICH = st.sampled_from(range(8))
TEXT = st.sampled_from(["Helo", "Helo @ada", "Helo @bevan @fern", "@gwyn #tref"])


class Town(RuleBasedStateMachine):
    """Four people do what people do, allowed or not; after each act everything must agree."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.house = House()
        self.fold = Fold(self.house)
        for name, other in (("ada", "bevan"), ("bevan", "ada"), ("fern", "ada"), ("gwyn", "fern")):
            self.house.act(name, people.FollowAccount(target_id=self.house.id(other)))
        self.house.act("gwyn", people.UpdateProfile(is_locked=True))
        for name in ("ada", "bevan"):
            self.house.act(name, people.FollowAccount(target_id=self.house.id("gwyn")))
        for name, visibility in zip(FOUR, VISIBILITIES, strict=True):
            self.house.post("Helo @fern", name, visibility=visibility)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def do(self, who: str, command: Command) -> None:
        """Act; a refusal is an answer as well."""
        with suppress(Problem):
            self.house.act(who, command)

    def post(self, which: int) -> int:
        """One of the newest posts, or one that never was."""
        found = sorted(self.fold.posts, reverse=True)
        return found[which] if which < len(found) else 1

    @rule(who=WHO, text=TEXT, visibility=st.sampled_from(VISIBILITIES))
    def publish(self, who: str, text: str, visibility: str) -> None:
        self.do(who, posts.PublishPost(text=text, visibility=visibility))

    @rule(who=WHO, text=TEXT, visibility=st.sampled_from(VISIBILITIES), which=WHICH)
    def reply(self, who: str, text: str, visibility: str, which: int) -> None:
        self.do(who, posts.PublishPost(text=text, visibility=visibility, in_reply_to_id=self.post(which)))

    @rule(who=WHO, text=TEXT, which=WHICH)
    def edit(self, who: str, text: str, which: int) -> None:
        self.do(who, posts.EditPost(post_id=self.post(which), text=text))

    @rule(
        who=WHO,
        which=WHICH,
        kind=st.sampled_from(
            [posts.DeletePost, posts.BoostPost, posts.UnboostPost, posts.FavouritePost, posts.UnfavouritePost]
        ),
    )
    def react(self, who: str, which: int, kind: type[posts.FavouritePost]) -> None:
        self.do(who, kind(post_id=self.post(which)))

    @rule(
        who=WHO,
        other=WHO,
        kind=st.sampled_from(
            [people.FollowAccount, people.FollowAccount, people.UnfollowAccount, people.BlockAccount,
             people.UnblockAccount]
        ),
    )  # fmt: skip
    def relate(self, who: str, other: str, kind: type[people.BlockAccount]) -> None:
        self.do(who, kind(target_id=self.house.id(other)))

    @rule(
        who=WHO,
        other=WHO,
        kind=st.sampled_from([people.AuthorizeFollow, people.RejectFollow, people.RemoveFollower]),
    )
    def answer(self, who: str, other: str, kind: type[people.RejectFollow]) -> None:
        self.do(who, kind(account_id=self.house.id(other)))

    @rule(who=WHO, is_locked=st.booleans())
    def lock(self, who: str, is_locked: bool) -> None:
        self.do(who, people.UpdateProfile(is_locked=is_locked))

    @rule(who=WHO, out=st.sampled_from([False, False, False, False, False, True]))
    def suspend_or_reinstate(self, who: str, out: bool) -> None:
        member = self.house.member(who)
        self.do(
            "mair",
            people.SuspendMember(member_id=member, reason="x") if out else people.ReinstateMember(member_id=member),
        )

    @invariant()
    def tables_are_the_fold_of_the_ledger(self) -> None:
        """Follows, requests, blocks, favourites, posts and boosts."""
        self.fold.catch_up(self.house)
        pairs = "SELECT account_id, target_id FROM people_follow WHERE "
        assert set(sql.rows(f"{pairs} NOT is_pending")) == self.fold.follows
        assert set(sql.rows(f"{pairs} is_pending")) == self.fold.requests
        assert set(sql.rows("SELECT account_id, target_id FROM people_block")) == self.fold.blocks
        assert set(sql.rows("SELECT account_id, post_id FROM posts_favourite")) == self.fold.favourites
        assert {
            row[0]: row[1:] for row in sql.rows("SELECT id, account_id, visibility, boost_of_id FROM posts_post")
        } == {number: (post.author, post.visibility, post.boost_of) for number, post in self.fold.posts.items()}

    @invariant()
    def the_scope_is_the_plain_rule(self) -> None:
        """For every post and viewer, nobody included."""
        self.fold.catch_up(self.house)
        for viewer in (None, *(self.house.id(name) for name in FOUR)):
            scope, params = visible_posts(viewer)
            found = {row[0] for row in sql.rows(f"SELECT p.id FROM posts_post p WHERE {scope}", params)}
            assert found == {number for number, post in self.fold.posts.items() if self.fold.sees(viewer, post)}

    @invariant()
    def ledger_and_counts_agree(self) -> None:
        """`verify` finds nothing, and each count is what counting gives."""
        self.house.check()


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_any_sequence_of_acts() -> None:
    """Eighty towns of up to fifty acts."""
    run(80, 50)


@pytest.mark.slow
@pytest.mark.django_db
def test_many_sequences_of_acts() -> None:
    """Five hundred towns."""
    run(500, 50)
