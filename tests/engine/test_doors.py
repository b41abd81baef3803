"""Who gets through to a command at all: the same for every one of the registry, whatever it asks."""

from __future__ import annotations

from typing import Any, get_args, get_origin

import msgspec
import pytest

from coffeehouse.domain.context import ANONYMOUS, Actor, Command
from coffeehouse.domain.people import commands as people
from coffeehouse.domain.people.queries import read_actor_of_member
from coffeehouse.domain.posts.commands import PublishPost, UploadMedia
from coffeehouse.domain.posts.writing_commands import SchedulePost
from coffeehouse.engine.act import Refused
from coffeehouse.engine.commands import REGISTRY, Registered
from coffeehouse.kernel.errors import Forbidden, Problem, Unauthenticated
from coffeehouse.policy.vocabulary import GROUP_OF
from coffeehouse.protocols.oauth_scopes import KNOWN, grants, parse
from tests.commands.house import House, png

EVERY = pytest.mark.parametrize("registered", REGISTRY.values(), ids=lambda registered: registered.action)
SCOPED = [registered for registered in REGISTRY.values() if registered.scope]
WITH_SCOPE = pytest.mark.parametrize("registered", SCOPED, ids=lambda registered: registered.action)
OPEN = ("OpenDoor", "LeaveDoor")


def sample(command: type[Command]) -> Command:
    """A command of this type with something in every member that must be given."""
    if command is UploadMedia:
        return UploadMedia(data=png())
    if command is SchedulePost:
        return SchedulePost(post=PublishPost(text="x"), scheduled_at=1)
    needed = [field for field in msgspec.structs.fields(command) if field.required]
    return command(**{field.name: _value(field.type) for field in needed})


def _value(kind: Any) -> Any:
    if get_origin(kind) is tuple:
        return () if get_args(kind)[-1] is Ellipsis else tuple(_value(inner) for inner in get_args(kind))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind(**{field.name: _value(field.type) for field in msgspec.structs.fields(kind) if field.required})
    return {int: 1, str: "x", bytes: b"", bool: False}.get(kind)


@WITH_SCOPE
def test_u2_without_a_token_nobody_acts(house: House, registered: Registered) -> None:
    """U2: 401, and nothing is recorded."""
    house.refuses(ANONYMOUS, sample(registered.command), Unauthenticated)


@WITH_SCOPE
def test_u2_a_token_that_allows_all_else_does_not_allow_this(house: House, registered: Registered) -> None:
    """U2: 403 for a read token, and for one with every scope that does not grant the command's.

    Reading is enough to have a post translated, as with Mastodon: it changes nothing of anybody's.
    """
    others = frozenset(scope for scope in KNOWN if not grants(parse(scope), registered.scope))
    reading = frozenset({"read"} if registered.scope != "read:statuses" else {"read:accounts"})
    assert registered.scope != "read:statuses" or registered.action == "TranslatePost"
    for scopes in (reading, frozenset({"profile"}), others):
        problem = house.refuses(house.with_scopes("mair", *scopes), sample(registered.command), Forbidden)
        assert problem.code == "scope"


@EVERY
@pytest.mark.parametrize("state", ["none", "pending", "suspended", "rejected", "unheard_of"])
def test_who_is_no_active_member_is_refused_by_policy(house: House, registered: Registered, state: str) -> None:
    """Whoever they are and whatever they hold; only the doors for coming in and going out are open."""
    if GROUP_OF[registered.action] in OPEN:
        return
    actor = msgspec.structs.replace(house.actor("mair"), member_state=state, role="member")
    problem = house.refuses(actor, sample(registered.command), Problem)
    if registered.prepare is None:
        assert isinstance(problem, Refused)
        assert problem.verdict.outcome == "deny"


@EVERY
def test_a_suspended_member_only_leaves(house: House, registered: Registered) -> None:
    """The doors for coming in are closed to them as well."""
    if GROUP_OF[registered.action] == "LeaveDoor" or registered.prepare is not None:
        return
    actor = msgspec.structs.replace(house.actor("ada"), member_state="suspended")
    house.refuses(actor, sample(registered.command), Refused)


def test_a_member_suspended_in_the_house_is_nobody(house: House) -> None:
    """U4: from the next request on."""
    assert read_actor_of_member(house.member("ada")).member_state == "active"
    house.act("mair", people.SuspendMember(member_id=house.member("ada"), reason="x"))
    assert read_actor_of_member(house.member("ada")) == ANONYMOUS


@EVERY
def test_without_an_account_nobody_acts_on_posts_or_people(house: House, registered: Registered) -> None:
    """A token that belongs to no account is refused, never taken for account 0."""
    group = GROUP_OF[registered.action]
    if group not in ("Publishing", "Conversing", "Relating") or registered.action == "UploadMedia":
        return
    actor: Actor = msgspec.structs.replace(house.actor("ada"), account_id=None)
    house.refuses(actor, sample(registered.command), Problem)
